import Toolbox

/// Bytes of a process as they may be shown: what is not visible is escaped, and nothing in them looks
/// like the text around.
enum MemoryText {
  /// How many bytes of a text are shown.
  static let limit = 200

  /// A path or name in double quotes: `"/etc/passwd"`, with `…` behind it where there is more.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - isWhole: Whether it has no more bytes.
  /// - Returns: At most ``limit`` of them, quotes and backslashes escaped.
  static func quoted(_ bytes: ArraySlice<UInt8>, isWhole: Bool) -> String {
    let end = cut(bytes, at: limit)
    let isShort = isWhole && end == bytes.endIndex
    return "\"\(shown(bytes[..<end], escaping: "\"\\"))\"" + (isShort ? "" : "…")
  }

  /// What a link says, for angle brackets.
  ///
  /// - Parameter bytes: The path.
  /// - Returns: At most ``limit`` of them, brackets and backslashes escaped.
  static func link(_ bytes: ArraySlice<UInt8>) -> String {
    let end = cut(bytes, at: limit)
    return shown(bytes[..<end], escaping: "<>\\") + (end == bytes.endIndex ? "" : "…")
  }

  /// Bytes as digits: `0x0a0b`, with `…` behind them where there are many.
  ///
  /// - Parameter bytes: The bytes.
  /// - Returns: The digits of at most 32 bytes.
  static func digits(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = bytes.prefix(32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return "0x" + digits.joined() + (bytes.count > 32 ? "…" : "")
  }

  private static func shown(_ bytes: ArraySlice<UInt8>, escaping special: StaticString) -> String {
    let backslash = UInt8(ascii: "\\")
    let special = Set(special.description.utf8)
    let isPlain = !bytes.contains { special.contains($0) }
    return escaped(
      isPlain ? bytes : ArraySlice(bytes.flatMap { special.contains($0) ? [backslash, $0] : [$0] }))
  }

  /// Where to cut so that at most so many bytes remain, and no character loses its end.
  private static func cut(_ bytes: ArraySlice<UInt8>, at count: Int) -> Int {
    var end = min(bytes.startIndex + count, bytes.endIndex)
    let earliest = max(bytes.startIndex, end - 3)
    while end > earliest, end < bytes.endIndex, bytes[end] & 0xc0 == 0x80 { end -= 1 }
    return end
  }
}
