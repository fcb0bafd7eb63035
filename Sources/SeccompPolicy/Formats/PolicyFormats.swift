import JSONSyntax
import SourceDiagnostics

/// The formats that a file may be in, in the order in which it is asked whether it is.
package struct PolicyFormats: Sendable {
  private let all: [any PolicyFormat]

  /// Formats, in the order in which they are looked for; what none of them holds is sekat's own.
  package init(_ all: [any PolicyFormat]) { self.all = all }

  /// What every command tells apart.
  ///
  /// What is told by less comes later.
  package static let standard = PolicyFormats(
    objects + [UnitFormat()] + UnreadFormat.certainTexts + [KafelFormat(), MinijailFormat()]
      + UnreadFormat.texts + [yaml])

  /// What an object of JSON, or a document of YAML, may be.
  private static let objects: [any PolicyFormat] =
    [SekatFormat(), KubernetesFormat(), OCIFormat(), SeccompilerFormat()] + UnreadFormat.objects

  #if YAML
    private static let yaml: any PolicyFormat = YAMLFormat(formats: objects)
  #else
    private static let yaml: any PolicyFormat = UnreadFormat.yaml
  #endif

  /// The format that holds a content.
  func format(of content: PolicyContent) -> (any PolicyFormat)? { all.first { $0.holds(content) } }

  /// Whether a text is in a format that is read, and not JSON.
  ///
  /// - Parameter bytes: The text, or its beginning.
  /// - Returns: Whether it is.
  package func reads(textIn bytes: some Collection<UInt8>) -> Bool {
    let content = PolicyContent.text(TextLine.first(of: bytes))
    return !content.lines.isEmpty
      && format(of: content).map { !($0 is UnreadFormat) } ?? false
  }

  /// The names of the formats' types.
  package var names: Set<String> { Set(all.map { "\(type(of: $0))" }) }

  /// These formats, after others.
  package func after(_ first: [any PolicyFormat]) -> PolicyFormats { PolicyFormats(first + all) }

  /// What a text is that does not begin like JSON, as a sentence without a full stop; takes a file, or
  /// its beginning.
  package func sentence(aboutText bytes: some Collection<UInt8>) -> String? {
    let content = PolicyContent.text(TextLine.first(of: bytes))
    guard let format = all.first(where: { $0.textName != nil && $0.holds(content) }) else {
      return nil
    }
    if let unread = format as? UnreadFormat { return unread.sentence }
    return format.textName.map { "this is \($0), which '-p' takes" }
  }

  /// Finds out which format a file is in.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - diagnostics: Where it is reported that it is JSON with mistakes in it.
  /// - Returns: The format, and the content; `nil` after a mistake in the syntax of JSON.
  func recognize(
    _ source: SourceText, diagnostics: inout [Diagnostic]
  ) -> (format: any PolicyFormat, content: PolicyContent)? {
    let lines = TextLine.first(of: source.bytes)
    if !lines.isEmpty {
      let text = PolicyContent.text(lines)
      if let format = format(of: text) { return (format, text) }
    }
    guard let root = JSONParser.parse(source, diagnostics: &diagnostics) else {
      if let last = diagnostics.indices.last, diagnostics[last].id == "json-comment" {
        diagnostics[last].notes.append(
          .init("a policy has the key 'comment' for what it says to people"))
      }
      return nil
    }
    let json = PolicyContent.json(root)
    return (format(of: json) ?? SekatFormat(), json)
  }
}
