import LinuxABI

/// What the table of `strace -c` says, line by line.
///
/// Which columns it has, and in which order, is told by its title (`-U`); rows may lack the number of
/// errors. There is a table for each mode in which programs ran.
struct SummaryTable {
  /// A row about a call.
  struct Row {
    /// Where the name stands.
    var name: Range<Int>
    /// How often the call was made, where the table tells.
    var count: Int?
  }

  /// The ABI that strace calls the mode by, as ``LogABIs/named(_:)`` takes it; `nil` before any was
  /// named.
  private(set) var mode: ABI?
  private var columns: [String] = []

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - text: The batch.
  ///   - start: Where the line begins.
  ///   - end: Where it ends.
  /// - Returns: The row, where the line is one about a call.
  mutating func read(_ text: ByteView, from start: Int, to end: Int) -> Row? {
    if let mode = Self.mode(text, start, end) {
      self.mode = mode
      return nil
    }
    let words = Self.words(text, start, end)
    let texts = words.map {
      String(decoding: text.bytes(from: $0.lowerBound, to: $0.upperBound), as: UTF8.self)
    }
    if texts.contains("syscall") {
      columns = texts.filter { $0 != "%" }
      return nil
    }
    if texts.allSatisfy({ $0.allSatisfy { $0 == "-" } }) || texts.contains("total") { return nil }
    let named = words.indices.first { !Self.isNumber(texts[$0]) }
    guard let named else { return nil }
    var columns = columns
    if words.count < columns.count { columns.removeAll { $0 == "errors" } }
    let counted = columns.count == words.count ? columns.firstIndex(of: "calls") : nil
    return Row(name: words[named], count: counted.flatMap { Int(texts[$0]) })
  }

  /// The mode that a table is about, as the line above it says.
  static func mode(_ text: ByteView, _ start: Int, _ end: Int) -> ABI? {
    let modes: [(StaticString, ABI)] = [
      ("64 bit mode:", .x86_64), ("32 bit mode:", .i386), ("x32 mode:", .x32),
    ]
    guard text.has(Self.head, at: start) else { return nil }
    let offset = start + Self.head.utf8CodeUnitCount
    return modes.first { text.has($0.0, at: offset) && offset + $0.0.utf8CodeUnitCount <= end }?.1
  }

  private static let head: StaticString = "System call usage summary for "

  private static func words(_ text: ByteView, _ start: Int, _ end: Int) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var offset = start
    while offset < end {
      while offset < end, text[offset] == Character8.blank { offset += 1 }
      let first = offset
      while offset < end, text[offset] != Character8.blank { offset += 1 }
      if offset > first { words.append(first..<offset) }
    }
    return words
  }

  private static func isNumber(_ word: String) -> Bool {
    word.utf8.allSatisfy { Character8.isDigit($0) || $0 == UInt8(ascii: ".") }
  }
}
