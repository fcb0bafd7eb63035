/// The words of a text in Markdown, between which a line may end.
///
/// Code stays in its marks and in one piece. Other marks go: emphasis, and those of links.
struct MarkdownText {
  private let nameOfPage: (String) -> String
  private var words: [String] = []
  /// Whether the next piece goes on with the last word.
  private var isInWord = false
  private var isEmphasized = false

  /// Takes a text apart.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - nameOfPage: What to print for the link to a page.
  /// - Returns: The words.
  static func words(_ text: String, nameOfPage: @escaping (String) -> String) -> [String] {
    var reader = MarkdownText(nameOfPage: nameOfPage)
    reader.read(text[...])
    return reader.words
  }

  private init(nameOfPage: @escaping (String) -> String) { self.nameOfPage = nameOfPage }

  private mutating func read(_ text: Substring) {
    var rest = text
    while let first = rest.first {
      if first == "`" {
        rest = readCode(rest)
      } else if first == "<", let end = rest.firstIndex(of: ">"), let link = link(rest[..<end]) {
        add(link)
        rest = rest[end...].dropFirst()
      } else if first == " " {
        isInWord = false
        rest.removeFirst()
      } else if first == "*", isMark(rest) {
        rest = rest.drop { $0 == "*" }
      } else {
        let end = rest.dropFirst().firstIndex { " `<*".contains($0) } ?? rest.endIndex
        add(String(rest[..<end]))
        rest = rest[end...]
      }
    }
  }

  /// Adds what stands in backticks, of which a symbol has two on each side.
  private mutating func readCode(_ text: Substring) -> Substring {
    let marks = text.prefix { $0 == "`" }
    let inside = text.dropFirst(marks.count)
    guard let end = inside.firstRange(of: marks) else {
      add(String(text))
      return ""
    }
    add("`\(inside[..<end.lowerBound])`")
    return inside[end.upperBound...]
  }

  private func link(_ text: Substring) -> String? {
    if text.hasPrefix("<doc:") { return nameOfPage(String(text.dropFirst("<doc:".count))) }
    return text.hasPrefix("<https://") ? String(text.dropFirst()) : nil
  }

  /// Whether a `*` begins or ends what is emphasized: it touches a word on the inner side.
  private mutating func isMark(_ text: Substring) -> Bool {
    if isEmphasized {
      isEmphasized = !isInWord
      return isInWord
    }
    let inside = text.drop { $0 == "*" }
    isEmphasized = inside.first.map { $0 != " " } == true && inside.contains("*")
    return isEmphasized
  }

  private mutating func add(_ piece: String) {
    if isInWord {
      words[words.count - 1] += piece
    } else {
      words.append(piece)
    }
    isInWord = true
  }
}

extension Substring {
  /// Where some characters begin that are not followed by another of them.
  fileprivate func firstRange(of marks: Substring) -> Range<Index>? {
    var start = startIndex
    while let found = self[start...].firstIndex(of: "`") {
      let end = self[found...].firstIndex { $0 != "`" } ?? endIndex
      if distance(from: found, to: end) == marks.count { return found..<end }
      start = end
    }
    return nil
  }
}
