#if YAML
  import JSONSyntax
  import SourceDiagnostics
  import YAMLSyntax

  /// Policies in YAML: what a document says is what the same values say in JSON.
  ///
  /// Sekat's own syntax means the same here, but linter and reports write JSON, and change no YAML.
  struct YAMLFormat: PolicyFormat {
    /// The formats that a document may be in, in the order in which it is asked whether it is.
    let formats: [any PolicyFormat]

    var takesOwnSyntax: Bool { false }
    var textName: String? { "YAML" }

    func holds(_ content: PolicyContent) -> Bool { content.isYAML }

    func decode(
      _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
      diagnostics: inout [Diagnostic]
    ) -> Bool {
      guard let documents = YAMLParser.documents(of: file.source, diagnostics: &diagnostics),
        let document = choose(file.document, among: documents, of: file.source, &diagnostics)
      else { return false }
      diagnostics += document.mistakes
      guard budget.allows(document.root, in: file.source, &diagnostics) else { return false }
      let content = PolicyContent.json(document.root)
      var found: [Diagnostic] = []
      let isPolicy = (format(of: content) ?? SekatFormat())
        .decode(content, into: &file, within: &budget, diagnostics: &found)
      // Of a scalar that is no YAML nothing else has to be said.
      let places = Set(document.mistakes.compactMap(\.location))
      diagnostics += found.filter { $0.location.map { !places.contains($0) } ?? true }
      return isPolicy
    }

    private func format(of content: PolicyContent) -> (any PolicyFormat)? {
      formats.first { $0.holds(content) }
    }

    /// The document that is meant: the one that was asked for, the only one, or the only one that is a
    /// policy.
    private func choose(
      _ index: Int?, among documents: [YAMLDocument], of source: SourceText,
      _ diagnostics: inout [Diagnostic]
    ) -> YAMLDocument? {
      if let index, documents.indices.contains(index) { return documents[index] }
      if documents.count == 1 { return documents[0] }
      let policies = documents.filter {
        format(of: .json($0.root)).map { !($0 is UnreadFormat) } ?? false
      }
      if policies.count == 1 { return policies[0] }
      let sentence =
        documents.isEmpty
        ? "the file says nothing"
        : policies.isEmpty
          ? "none of the \(documents.count) documents of the file is a policy"
          : "\(policies.count) documents of the file are policies; put the one that is meant into a file "
            + "of its own"
      let notes = (policies.isEmpty ? documents : policies).prefix(Self.mostNotes).map { document in
        Diagnostic.Note(
          "here is \(ManifestResource(document.root)?.phrase ?? document.root.value.kind)",
          at: SourceLocation(source: source, range: document.root.range))
      }
      diagnostics.append(
        Diagnostic(
          .error, id: "yaml-documents", sentence,
          at: SourceLocation(source: source, range: SourceRange(0..<0)), notes: notes))
      return nil
    }

    /// So many documents are listed.
    private static let mostNotes = 20
  }
#endif
