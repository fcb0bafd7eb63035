import JSONSyntax
package import SourceDiagnostics

#if YAML
  import YAMLSyntax
#endif

/// A file of a folder of manifests: which policies are in it, and which workloads.
package struct Manifest: Sendable {
  /// A policy in a file.
  package struct Policy: Sendable {
    /// Which document it is, where the file has several.
    package let document: Int?
    /// What it is called, if it is a resource of Kubernetes.
    package let resource: ManifestResource?
  }

  package let source: SourceText
  package private(set) var policies: [Policy] = []
  package private(set) var workloads: [Workload] = []
  /// What is neither, such as `Service 'web'` or `an object`.
  package private(set) var others: [String] = []
  /// What is wrong, so that it is not known what is in the file, or in a part of it that matters.
  package private(set) var mistakes: [Diagnostic] = []

  /// Looks a file over.
  ///
  /// - Parameters:
  ///   - source: The file.
  ///   - isYAML: Whether it is called so; a file that begins like JSON is JSON all the same.
  package init(_ source: SourceText, isYAML: Bool) {
    self.source = source
    let lines = TextLine.first(of: source.bytes)
    guard isYAML && !lines.isEmpty || PolicyContent.text(lines).isYAML else {
      var diagnostics: [Diagnostic] = []
      if let root = JSONParser.parse(source, diagnostics: &diagnostics) {
        sort(root, document: nil, diagnostics)
      } else {
        mistakes = diagnostics
      }
      return
    }
    #if YAML
      readYAML()
    #else
      mistakes = [
        Diagnostic(
          .error, id: "foreign-format", UnreadFormat.yaml.sentence,
          at: SourceLocation(source: source, range: SourceRange(0..<0)))
      ]
    #endif
  }

  #if YAML
    private mutating func readYAML() {
      var diagnostics: [Diagnostic] = []
      guard let documents = YAMLParser.documents(of: source, diagnostics: &diagnostics) else {
        mistakes = diagnostics
        return
      }
      for (index, document) in documents.enumerated() {
        // Octal modes and the like are everywhere in manifests, and change nothing about profiles.
        let mistakes = document.mistakes.filter { $0.id != "yaml-ambiguous" }
        sort(document.root, document: documents.count == 1 ? nil : index, mistakes)
      }
    }
  #endif

  private mutating func sort(_ root: JSONNode, document: Int?, _ mistakes: [Diagnostic]) {
    let resource = ManifestResource(root)
    if PolicyFormats.standard.reads(root) {
      policies.append(Policy(document: document, resource: resource))
      return
    }
    let found = Workload.all(in: root, of: source)
    workloads += found
    if found.isEmpty {
      others.append(resource?.phrase ?? root.value.kind)
    } else {
      self.mistakes += mistakes
    }
  }

  /// Whether it may be about system calls, by its words: what cannot be read and is not may be anything.
  package var mentionsCalls: Bool {
    ["seccomp", "SCMP_", "defaultAction", "\"syscalls\"", "syscalls:", "filter_action"].contains {
      source.bytes.contains(word: Array($0.utf8))
    }
  }
}

extension [UInt8] {
  /// Whether a word is in it, the case of its first letter aside.
  fileprivate func contains(word: [UInt8]) -> Bool {
    guard count >= word.count, let first = word.first else { return false }
    let other = first ^ 0x20
    return indices.dropLast(word.count - 1).contains { index in
      (self[index] == first || self[index] == other)
        && self[(index + 1)..<(index + word.count)].elementsEqual(word.dropFirst())
    }
  }
}
