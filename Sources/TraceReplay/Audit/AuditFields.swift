import LinuxABI

/// The fields of a line of the kernel's log that tells of a call, by where their values stand.
///
/// The kernel writes `type=1326 audit(…): auid=… arch=… syscall=…`. auditd puts `type=SECCOMP msg=`
/// before it and the names that numbers have behind it, journald the name of the type; and whoever
/// collects logs puts more before that.
struct AuditFields {
  /// What a line tells of.
  enum Kind: Hashable, Sendable {
    /// What a filter has answered to a call: `AUDIT_SECCOMP`.
    case verdict
    /// A call that an audit rule asks for, with its result: `AUDIT_SYSCALL`.
    case call
  }

  /// The fields that are looked at.
  enum Name: Int, CaseIterable {
    case arch, syscall, code, comm, exe, pid, ip, exit, a0, a1, a2, a3

    fileprivate var text: StaticString {
      switch self {
      case .arch: "arch"
      case .syscall: "syscall"
      case .code: "code"
      case .comm: "comm"
      case .exe: "exe"
      case .pid: "pid"
      case .ip: "ip"
      case .exit: "exit"
      case .a0: "a0"
      case .a1: "a1"
      case .a2: "a2"
      case .a3: "a3"
      }
    }
  }

  /// What the line tells of.
  let kind: Kind
  /// The values by the positions of their names in the list of those; those that are missing are empty.
  private var values: InlineArray<12, Range<Int>> = .init(repeating: 0..<0)

  /// Where the value of a field stands; `nil` where the line has none.
  subscript(_ name: Name) -> Range<Int>? {
    let value = values[name.rawValue]
    return value.isEmpty ? nil : value
  }

  /// Finds the fields of a line; `nil` where it does not tell of a call.
  ///
  /// - Parameters:
  ///   - text: What holds the line.
  ///   - start: Where it begins.
  ///   - end: Where it ends.
  init?(_ text: ByteView, from start: Int, to end: Int) {
    var words = Words(text: text, offset: start, end: end)
    var before: Range<Int>?
    var found: Kind?
    var isTyped = false
    while !isTyped, let word = words.next() {
      (isTyped, found) = Self.kind(of: word, after: before, in: text)
      before = word.range
    }
    guard let found else { return nil }
    kind = found
    while let word = words.next() {
      guard let sign = word.sign, let name = Self.name(text, word.range.lowerBound, sign),
        values[name.rawValue].isEmpty
      else { continue }
      // The names that auditd adds have the same fields in capitals, behind those of the kernel.
      values[name.rawValue] = sign + 1..<word.range.upperBound
    }
  }

  /// Whether a word says which type the record has, and what that tells of.
  private static func kind(
    of word: Words.Word, after before: Range<Int>?, in text: ByteView
  ) -> (isTyped: Bool, kind: Kind?) {
    let (start, end) = (word.range.lowerBound, word.range.upperBound)
    func kind(from start: Int) -> Kind? {
      func says(_ type: StaticString) -> Bool {
        end - start == type.utf8CodeUnitCount && text.has(type, at: start)
      }
      if says("1326") || says("SECCOMP") { return .verdict }
      return says("1300") || says("SYSCALL") ? .call : nil
    }
    if word.sign == start + 4, text.has("type", at: start) { return (true, kind(from: start + 5)) }
    // journald writes `audit[4711]: SECCOMP auid=…`, with the number of the process.
    guard word.sign == nil, let before, text.has("audit[", at: before.lowerBound),
      text.has("]:", at: before.upperBound - 2), let kind = kind(from: start)
    else { return (false, nil) }
    return (true, kind)
  }

  private static func name(_ text: ByteView, _ start: Int, _ sign: Int) -> Name? {
    guard sign - start <= 7 else { return nil }
    return Name.allCases.first { name in
      name.text.utf8CodeUnitCount == sign - start && text.has(name.text, at: start)
    }
  }
}

extension AuditFields {
  /// The words of a line.
  ///
  /// auditd adds names after a separator that is no blank, and that is lost where a line is copied
  /// from a terminal: they begin with `AUID=`.
  private struct Words {
    /// A word.
    struct Word {
      var range: Range<Int>
      /// Where its first `=` stands, if it has one.
      var sign: Int?
    }

    let text: ByteView
    var offset: Int
    let end: Int

    /// The next word.
    mutating func next() -> Word? {
      while offset < end, isSeparator(text[offset]) { offset += 1 }
      let start = offset
      var sign: Int?
      while offset < end, !isSeparator(text[offset]) {
        if text[offset] == UInt8(ascii: "A"), offset > start, text.has("AUID=", at: offset) {
          break
        }
        if sign == nil, text[offset] == UInt8(ascii: "=") {
          sign = offset
          skipQuoted()
        }
        offset += 1
      }
      return offset > start ? Word(range: start..<offset, sign: sign) : nil
    }

    /// Goes on to the end of a value in quotes, of which the kernel has put none within.
    private mutating func skipQuoted() {
      let quote = UInt8(ascii: "\"")
      guard offset + 1 < end, text[offset + 1] == quote,
        let close = text.firstIndex(of: quote, from: offset + 2, to: end)
      else { return }
      offset = close
    }

    private func isSeparator(_ byte: UInt8) -> Bool {
      byte == Character8.blank || byte == UInt8(ascii: "\t") || byte == 0x1d
    }
  }
}
