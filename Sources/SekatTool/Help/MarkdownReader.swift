/// Takes a page in Markdown apart.
struct MarkdownReader {
  private var lines: ArraySlice<Substring>
  private var blocks: [MarkdownBlock] = []

  /// The blocks of a page.
  ///
  /// - Parameter text: The page.
  /// - Returns: The blocks in order.
  static func blocks(of text: String) -> [MarkdownBlock] {
    var reader = MarkdownReader(
      lines: text.split(separator: "\n", omittingEmptySubsequences: false)[...])
    while let line = reader.lines.first { reader.read(line) }
    return reader.blocks
  }

  private mutating func read(_ line: Substring) {
    if line.hasPrefix("```") {
      readCode(line)
    } else if Self.isHeading(line) {
      lines.removeFirst()
      let level = line.prefix { $0 == "#" }.count
      blocks.append(.heading(level: level, String(line.dropFirst(level).trimmedStart)))
    } else if line.hasPrefix("|") {
      readTable()
    } else if Self.mark(of: line) != nil {
      readList()
    } else if line.trimmedStart.isEmpty {
      lines.removeFirst()
    } else {
      blocks.append(.paragraph(takeText { $0.hasPrefix("- ") }))
    }
  }

  private mutating func readCode(_ fence: Substring) {
    lines.removeFirst()
    let code = lines.prefix { !$0.hasPrefix("```") }
    lines = lines.dropFirst(code.count + 1)
    blocks.append(.code(language: String(fence.dropFirst(3)), code.map(String.init)))
  }

  private mutating func readTable() {
    let rows = lines.prefix { $0.hasPrefix("|") }
    lines = lines.dropFirst(rows.count)
    let cells = rows.map(Self.cells)
    // The second row is a line between the head and the rest.
    blocks.append(.table(Array(cells.prefix(1)) + Array(cells.dropFirst(2))))
  }

  private mutating func readList() {
    var entries: [MarkdownBlock.ListEntry] = []
    while let line = lines.first, let mark = Self.mark(of: line) {
      lines[lines.startIndex] = line.dropFirst(mark.count + 1)
      entries.append(.init(mark: mark, text: takeText { Self.mark(of: $0) != nil }))
    }
    blocks.append(.list(entries))
  }

  /// Lines of text up to a blank one, another kind of block, or one that ends it.
  private mutating func takeText(until ends: (Substring) -> Bool) -> String {
    var parts: [Substring] = []
    while let line = lines.first, !line.trimmedStart.isEmpty,
      parts.isEmpty
        || !(ends(line) || line.hasPrefix("```") || line.hasPrefix("|") || Self.isHeading(line))
    {
      parts.append(line.trimmedStart)
      lines.removeFirst()
    }
    return parts.joined(separator: " ")
  }

  private static func isHeading(_ line: Substring) -> Bool {
    line.hasPrefix("#") && line.drop { $0 == "#" }.first == " "
  }

  /// `-`, or `1.`, where a line begins with it and a blank.
  private static func mark(of line: Substring) -> String? {
    guard let end = line.firstIndex(of: " ") else { return nil }
    let mark = line[..<end]
    let isNumber = mark.last == "." && mark.count > 1 && mark.dropLast().allSatisfy(\.isNumber)
    return mark == "-" || isNumber ? String(mark) : nil
  }

  /// The cells of a row; a `|` stands in one as `\|`.
  private static func cells(_ row: Substring) -> [String] {
    var cells = [""]
    var isEscaped = false
    for character in row.dropFirst() {
      if character == "|" && !isEscaped {
        cells.append("")
      } else if character == "|" {
        cells[cells.count - 1].removeLast()
        cells[cells.count - 1].append(character)
      } else {
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\"
    }
    // What follows the last bar is no cell.
    return cells.dropLast().map { cell in
      var text = cell[...].trimmedStart
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }
}

extension Substring {
  /// Without blanks at the beginning.
  fileprivate var trimmedStart: Substring { drop { $0 == " " } }
}
