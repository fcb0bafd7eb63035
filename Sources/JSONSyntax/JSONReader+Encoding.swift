internal import SourceDiagnostics

extension JSONReader {
  /// Checks what concerns the text as a whole: size, encoding, that there is something.
  func checkWhole() throws(JSONSyntaxError) {
    guard bytes.count <= limits.bytes else {
      throw error(
        "json-too-long",
        "the file is \(bytes.count) bytes long; at most \(limits.bytes) are read", at: 0..<0)
    }
    if let encoding = foreignEncoding {
      throw error(
        "json-encoding", "the file \(encoding); save it as UTF-8 without a byte order mark",
        at: 0..<0)
    }
    guard bytes.contains(where: { !isWhitespace($0) }) else {
      throw error(
        "json-empty", bytes.isEmpty ? "the file is empty" : "the file has nothing but white space",
        at: 0..<0)
    }
    if let (range, problem) = source.invalidUTF8 {
      throw error(
        "json-encoding", "invalid UTF-8 at byte \(range.lowerBound): \(problem)", at: range)
    }
  }

  /// What the first bytes say about an encoding other than plain UTF-8.
  ///
  /// Without a byte order mark, the zero bytes of the first two characters tell, which are ASCII in
  /// any JSON text.
  var foreignEncoding: String? {
    let head = bytes.prefix(4).map { $0 }
    if head.starts(with: [0xef, 0xbb, 0xbf]) { return "begins with a UTF-8 byte order mark" }
    if head == [0x00, 0x00, 0xfe, 0xff] || head == [0xff, 0xfe, 0x00, 0x00] {
      return "is UTF-32, with a byte order mark"
    }
    if head.starts(with: [0xfe, 0xff]) || head.starts(with: [0xff, 0xfe]) {
      return "is UTF-16, with a byte order mark"
    }
    switch head.map({ $0 == 0 }) {
    case [true, true, true, false], [false, true, true, true]: return "looks like UTF-32"
    case [true, false, true, false], [false, true, false, true]: return "looks like UTF-16"
    case [true, false], [false, true]: return "looks like UTF-16"
    default: return nil
    }
  }
}
