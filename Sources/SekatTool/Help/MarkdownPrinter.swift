import Toolbox

/// Prints a page in Markdown for a terminal, or as plain text.
struct MarkdownPrinter {
  /// How many columns there are.
  var width: Int
  /// Whether escape sequences for looks are welcome.
  var isStyled: Bool
  /// What to print for the link to a page.
  var nameOfPage: (String) -> String

  /// The text of some blocks, with blank lines between them.
  ///
  /// - Parameter blocks: The blocks.
  /// - Returns: Whole lines.
  func text(_ blocks: some Sequence<MarkdownBlock>) -> String {
    blocks.map(text).joined(separator: "\n")
  }

  private func text(_ block: MarkdownBlock) -> String {
    switch block {
    case .heading(let level, let text): heading(words(text).joined(separator: " "), level)
    case .paragraph(let text): coloured(wrapped(words(text), width: width))
    case .list(let entries): coloured(entries.map(text).joined())
    case .code(_, let lines): lines.map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
    case .table(let rows): table(rows)
    }
  }

  private func text(_ entry: MarkdownBlock.ListEntry) -> String {
    let mark = "  \(entry.mark) "
    return wrapped(words(entry.text), width: width, first: mark, indent: mark.count)
  }

  /// A heading, which is underlined where it cannot be bold.
  private func heading(_ text: String, _ level: Int) -> String {
    if isStyled { return "\u{1b}[1m\(text)\u{1b}[0m\n" }
    let line = level == 1 ? "=" : level == 2 ? "-" : "~"
    return text + "\n" + String(repeating: line, count: text.count) + "\n"
  }

  private func words(_ text: String) -> [String] {
    MarkdownText.words(text, nameOfPage: nameOfPage)
  }

  /// Code in colour; it never goes from one line to another.
  private func coloured(_ text: String) -> String {
    guard isStyled else { return text }
    var isCode = false
    return text.split(separator: "`", omittingEmptySubsequences: false).map { part in
      defer { isCode.toggle() }
      return isCode ? "\u{1b}[36m`\(part)`\u{1b}[0m" : String(part)
    }.joined()
  }

  // MARK: Tables

  private func table(_ rows: [[String]]) -> String {
    let words = rows.map { $0.map(self.words) }
    let widths = columns(words)
    // A head without a word is only there because Markdown wants one.
    let head = words.first?.allSatisfy(\.isEmpty) == false ? words.prefix(1) : []
    var lines = head.flatMap { Self.lines($0, widths) }
    if !head.isEmpty { lines.append(widths.map { String(repeating: "-", count: $0) }) }
    lines += words.dropFirst().flatMap { Self.lines($0, widths) }
    return coloured(TextTable(rows: lines, indent: 2).text)
  }

  /// How wide the columns are: as wide as their cells, or so narrow that they fit side by side, where
  /// no word is longer.
  private func columns(_ rows: [[[String]]]) -> [Int] {
    var widths: [Int] = []
    var least: [Int] = []
    for (column, words) in rows.flatMap({ $0.enumerated() }) {
      if column == widths.count {
        widths.append(0)
        least.append(0)
      }
      widths[column] = max(widths[column], words.joined(separator: " ").count)
      least[column] = max(least[column], words.map(\.count).max() ?? 0)
    }
    let room = width - 2 * widths.count
    while widths.reduce(0, +) > room,
      let widest = widths.indices.filter({ widths[$0] > least[$0] }).max(by: {
        widths[$0] < widths[$1]
      })
    {
      widths[widest] -= 1
    }
    return widths
  }

  /// The lines of one row.
  private static func lines(_ row: [[String]], _ widths: [Int]) -> [[String]] {
    let cells = zip(row, widths).map { words, width in
      wrapped(words, width: width).split(separator: "\n").map(String.init)
    }
    let count = cells.map(\.count).max() ?? 0
    return (0..<count).map { line in cells.map { line < $0.count ? $0[line] : "" } }
  }
}
