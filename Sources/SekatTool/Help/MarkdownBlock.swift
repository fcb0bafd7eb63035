/// A part of a page in Markdown, of which there is as much as sekat's own pages need.
enum MarkdownBlock: Hashable {
  /// A heading and its level, from 1.
  case heading(level: Int, String)
  /// Lines of text, joined by blanks.
  case paragraph(String)
  /// The entries of a list, each with its mark: `-`, or `1.`.
  case list([ListEntry])
  /// What stands between fences, with the word after the first of them.
  case code(language: String, [String])
  /// The rows of a table, the head first.
  case table([[String]])

  /// An entry of a list.
  struct ListEntry: Hashable {
    var mark: String
    var text: String
  }
}
