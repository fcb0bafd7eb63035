#if YAML
  import JSONSyntax
  import SourceDiagnostics
  import YAMLSyntax

  /// What the parser made of a text.
  struct ParsedYAML {
    let source: SourceText
    let documents: [YAMLDocument]?
    let diagnostics: [Diagnostic]

    init(_ bytes: [UInt8], limits: JSONLimits = .policy) {
      source = SourceText(name: "f.yaml", bytes: bytes)
      var diagnostics: [Diagnostic] = []
      documents = YAMLParser.documents(of: source, limits: limits, diagnostics: &diagnostics)
      self.diagnostics = (documents ?? []).flatMap(\.mistakes) + diagnostics
    }

    init(_ text: String, limits: JSONLimits = .policy) {
      self.init(Array(text.utf8), limits: limits)
    }

    /// The values, as JSON without blanks, if there was nothing to say against them.
    var accepted: [String]? { diagnostics.isEmpty ? documents?.map { $0.root.text } : nil }

    /// The mistakes, each as `line:column id`.
    var places: [String] {
      diagnostics.map { "\($0.location.map { "\($0.start)" } ?? "-") \($0.id)" }
    }
  }

  extension JSONNode {
    /// The value as JSON without blanks; `#` for a number that is no integer.
    var text: String {
      switch value {
      case .null: "null"
      case .bool(let flag): "\(flag)"
      case .number(let number): number.integer.map { "\($0)" } ?? "#"
      case .string(let text): text.quotedText
      case .array(let elements): "[" + elements.map(\.text).joined(separator: ",") + "]"
      case .object(let members):
        "{" + members.map { "\($0.key.quotedText):\($0.value.text)" }.joined(separator: ",") + "}"
      }
    }
  }

  extension String {
    /// In double quotes, with everything but letters as its number.
    var quotedText: String {
      "\"" + unicodeScalars.map { $0.isPlain ? String($0) : "<\($0.value)>" }.joined() + "\""
    }
  }

  extension Unicode.Scalar {
    fileprivate var isPlain: Bool {
      isASCII && (properties.isAlphabetic || ("0"..."9").contains(self) || self == " ")
    }
  }
#endif
