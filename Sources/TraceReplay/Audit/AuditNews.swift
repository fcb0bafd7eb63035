/// What one datagram of the kernel's audit says.
enum AuditNews: Hashable {
  /// A record of a call, as the line that a log would have of it.
  case record([UInt8])
  /// A record of anything else, of which the audit has many.
  case other
  /// Something that cannot be read: why, as a sentence.
  case unreadable(String)
  /// Records are missing here: how many, if that is known.
  case missing(Int?)

  /// Reads a datagram: `struct nlmsghdr`, and behind it the text of one record.
  ///
  /// How long the message is the datagram tells. The kernel writes that into the header in two ways,
  /// with and without the header itself, since auditd had got used to a mistake.
  ///
  /// - Parameters:
  ///   - datagram: As much of it as was taken.
  ///   - isWhole: Whether that is all of it.
  init(_ datagram: ArraySlice<UInt8>, isWhole: Bool) {
    guard let type = Self.type(of: datagram) else {
      self = .unreadable("this message of the audit is too short")
      return
    }
    guard Self.typesOfCalls.contains(type) else {
      self = .other
      return
    }
    guard isWhole else {
      self = .unreadable("this record is too long")
      return
    }
    var text = datagram.dropFirst(Self.headerLength)
    while let last = text.last, last == 0 || last == Character8.newline { text.removeLast() }
    self = .record(Array("type=\(type) ".utf8) + text)
  }

  /// What is to be said of it where records cannot be read, or are missing.
  var trouble: String? {
    switch self {
    case .record, .other: nil
    case .unreadable(let reason): reason
    case .missing(let count):
      (count.map { $0 == 1 ? "1 record is" : "\($0) records are" } ?? "records are")
        + " missing here: more came at once than could be kept"
    }
  }

  /// Records of type 1326, `AUDIT_SECCOMP`, and 1300, `AUDIT_SYSCALL`: see ``AuditFields/Kind``.
  private static let typesOfCalls: [UInt16] = [1326, 1300]
  private static let headerLength = 16

  /// The type in the header, which has it behind the length, in the order of bytes of the machine.
  private static func type(of datagram: ArraySlice<UInt8>) -> UInt16? {
    guard datagram.count >= headerLength else { return nil }
    let (first, second) = (datagram[datagram.startIndex + 4], datagram[datagram.startIndex + 5])
    return UInt16(littleEndian: UInt16(first) | UInt16(second) << 8)
  }
}
