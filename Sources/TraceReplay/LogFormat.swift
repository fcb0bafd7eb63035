/// The formats that logs have, each of which has a folder of its own.
///
/// This file and `LogReplayer.swift` are where formats are named; the replay knows none of them.
enum LogFormat: CaseIterable {
  /// What the kernel's audit writes about calls, among whatever else is in its log, in auditd's, or in
  /// the journal.
  case audit
  /// What strace prints. It is the last one, since any text may be lines of it: what none of its
  /// lines is like is reported line by line.
  case strace

  /// As many bytes of a log as are looked at: the kernel's begins with how it has started.
  static let headLength = 64 * 1024

  /// The format of a log, by its first bytes.
  static func recognize(_ head: ArraySlice<UInt8>) -> LogFormat {
    allCases.first { $0.begins(head) } ?? .strace
  }

  /// Whether a log that begins like this has the format.
  private func begins(_ head: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .audit: KernelLogHead.isOne(head)
    case .strace: true
    }
  }
}

/// Tells the beginning of a log that the kernel's records are in.
private enum KernelLogHead {
  /// Whether a line says so before another is like a call of strace, in whose arguments anything may
  /// stand.
  static func isOne(_ head: ArraySlice<UInt8>) -> Bool {
    ByteView.lending(Array(head)) { text in
      var start = 0
      while start < text.count {
        let end =
          text.firstIndex(of: Character8.newline, from: start, to: text.count) ?? text.count
        if isOfKernel(text, start, end) { return true }
        if isOfCall(text, start, end) { return false }
        start = end + 1
      }
      return false
    }
  }

  /// Whether a line is one of the kernel's, or a record.
  private static func isOfKernel(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    if isStamped(text, start, end) { return true }
    // Nothing that a collector puts before has a quotation mark or a parenthesis in it.
    var prefix = start
    while prefix < end, !"\"(".utf8.contains(text[prefix]) { prefix += 1 }
    for sign: StaticString in [
      " kernel: ", "audit: type=", "type=1326 ", "type=SECCOMP ", "type=1300 ", "type=SYSCALL ",
      " msg=audit", "]: SECCOMP ", "]: SYSCALL ",
    ] where text.contains(sign, from: start, to: prefix) { return true }
    return false
  }

  /// Whether a line begins as those of the kernel do: `[33214.411284] `, maybe with a priority before.
  private static func isStamped(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    var offset = start
    if offset < end, text[offset] == UInt8(ascii: "<") {
      offset += 1
      while offset < end, Character8.isDigit(text[offset]) { offset += 1 }
      guard offset < end, text[offset] == UInt8(ascii: ">") else { return false }
      offset += 1
    }
    guard offset < end, text[offset] == UInt8(ascii: "[") else { return false }
    offset += 1
    while offset < end, text[offset] == Character8.blank { offset += 1 }
    while offset < end, Character8.isDigit(text[offset]) { offset += 1 }
    guard offset < end, text[offset] == UInt8(ascii: ".") else { return false }
    let digits = offset + 1
    offset = digits
    while offset < end, Character8.isDigit(text[offset]) { offset += 1 }
    return offset == digits + 6 && text.has("] ", at: offset)
  }

  /// Whether a line has what only calls of strace have.
  private static func isOfCall(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    guard text.firstIndex(of: UInt8(ascii: "("), from: start, to: end) != nil else {
      return text.contains(" resumed>", from: start, to: end)
    }
    return text.contains(" = ", from: start, to: end)
      || text.contains("<unfinished ...>", from: start, to: end)
  }
}
