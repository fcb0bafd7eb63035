import TestSupport
import Testing

@testable import SekatTool

/// Pages in Markdown, taken apart and printed.
@Suite struct MarkdownTests {
  private static let page = """
    # A *page*

    A paragraph with `code that stays in one piece` and **bold** words,
    an *emphasized* one, a ``Symbol``, 2 * 3 = 6, a < b, <doc:Other> and <https://example.org/>.
    ## Below
    - one entry that goes on
      in the next line
    - another: `a | b`

    1. first
    2. second, which is long enough for another line, and not for more

    ```json
    { "default":  "allow" }

    # no heading
    ```
    ### Tables

    | key | what it is |
    |---|---|
    | `where` | conditions on arguments, all of which must hold for a call |
    | `a\\|b` | |

    | | most |
    |---|---|
    | files | 64 |
    """

  private func text(width: Int, isStyled: Bool = false) -> String {
    MarkdownPrinter(width: width, isStyled: isStyled) { "the page \($0)" }
      .text(MarkdownReader.blocks(of: Self.page))
  }

  @Test func `a page is taken apart`() throws {
    let blocks = MarkdownReader.blocks(of: Self.page)
    try #require(blocks.count == 9)
    #expect(blocks[2] == .heading(level: 2, "Below"))
    #expect(
      blocks[3]
        == .list([
          .init(mark: "-", text: "one entry that goes on in the next line"),
          .init(mark: "-", text: "another: `a | b`"),
        ]))
    #expect(
      blocks[5]
        == .code(language: "json", ["{ \"default\":  \"allow\" }", "", "# no heading"]))
    #expect(blocks[7].isTable(["`a|b`", ""]))
  }

  @Test(arguments: [40, 60]) func `it is printed as plain text`(width: Int) {
    let text = text(width: width)
    expectGolden(text, "manual-\(width).txt")
    for line in text.split(separator: "\n") { #expect(line.count <= width, "\(line)") }
  }

  @Test func `it is printed for a terminal, with the same letters in the same places`() {
    let styled = text(width: 60, isStyled: true)
    #expect(styled.contains("\u{1b}[1mBelow\u{1b}[0m\n"))
    #expect(styled.contains("\u{1b}[36m`code that stays in one piece`\u{1b}[0m"))
    let letters = styled.replacing(/\u{1b}\[[0-9]*m/, with: "").split(separator: "\n")
    // Headings are underlined where they cannot be bold.
    let plain = text(width: 60).split(separator: "\n").filter { !$0.allSatisfy("=-~".contains) }
    #expect(letters == plain)
  }

  @Test(arguments: [
    "", "```", "|", "#", "- ", "1. ", "`", "``a`", "*", "**a", "<", "<doc:", "| a", "|---|", "-",
    "- a\n```", "\n\n", "a\n|b|\n|c|", "\\|", "|\\|", "####### x", "1.", "<https://",
  ])
  func `what is no good Markdown is printed somehow`(text: String) {
    let printed = MarkdownPrinter(width: 40, isStyled: true) { $0 }
      .text(MarkdownReader.blocks(of: text))
    #expect(printed.count <= 3 * text.count + 30)
  }
}

extension MarkdownBlock {
  /// Whether it is a table whose last row is this one.
  fileprivate func isTable(_ row: [String]) -> Bool {
    if case .table(let rows) = self { rows.last == row } else { false }
  }
}
