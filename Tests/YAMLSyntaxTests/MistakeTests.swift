#if YAML
  import JSONSyntax
  import SourceDiagnostics
  import Testing
  import YAMLSyntax
  import Toolbox

  @Suite struct MistakeTests {
    @Test(arguments: [
      ("a: 1\nb: 2\na: 3\n", "3:1 yaml-duplicate-key"),
      ("{a: 1, 'a': 2}", "1:8 yaml-duplicate-key"),
      ("a: !x b", "1:4 yaml-unread"), ("a: !!binary aGk=", "1:4 yaml-unread"),
      ("a: !!str 1", "1:4 yaml-unread"), ("!x\na: 1", "1:1 yaml-unread"),
      ("b: &b {x: 1}\na:\n  <<: *b", "3:3 yaml-unread"), ("1: a", "1:1 yaml-key"),
      ("true: a", "1:1 yaml-key"), ("~: a", "1:1 yaml-key"), (": a", "1:1 yaml-syntax"),
      ("[a]: b", "1:1 yaml-key"), ("{a: b}: c", "1:1 yaml-key"),
      ("a: &x b\n*x : c", "2:1 yaml-key"),
      ("a: *b", "1:4 yaml-alias"), ("a: &b [*b]", "1:8 yaml-alias"),
      ("&a [1]\n--- \n*a", "3:1 yaml-alias"),
      ("%YAML 1.2\n---\na: 1", "1:1 yaml-unread"), ("a: .nan", "1:4 yaml-unread"),
      ("a:\n\tb: c", "2:1 yaml-syntax"), ("\ta: b", "1:1 yaml-syntax"),
      ("a: b: c", "1:5 yaml-syntax"),
      ("a: [1\nb: 2", "2:2 yaml-syntax"), ("a: 'x", "1:6 yaml-syntax"),
      ("a: @x", "1:4 yaml-syntax"),
      ("a: x\u{0}y", "1:5 yaml-syntax"), ("a: \u{7}", "1:4 yaml-syntax"),
      ("a: \"\\0\"", "1:4 yaml-syntax"), ("a: \"\\q\"", "1:5 yaml-syntax"),
      ("a: é\u{2028}b: c", "1:5 yaml-syntax"), ("a: x\u{85}", "1:5 yaml-syntax"),
      ("a: |\n  x\n y", "3:2 yaml-syntax"), ("a: 1\n b: 2", "2:3 yaml-syntax"),
    ])
    func `each has its place and its identifier`(text: String, place: String) {
      #expect(ParsedYAML(text).places == [place])
    }

    @Test func `invalid UTF-8 has its byte`() {
      let parsed = ParsedYAML(Array("a: é\nb: ".utf8) + [0xff])
      #expect(parsed.places == ["2:4 yaml-encoding"])
      #expect(parsed.diagnostics[0].message.contains("a byte that UTF-8 does not have"))
    }

    @Test func `all mistakes but those of the syntax are found at once`() {
      let parsed = ParsedYAML("a: yes\na: 0755\n1: !x y\n")
      #expect(
        parsed.places == [
          "1:4 yaml-ambiguous", "2:1 yaml-duplicate-key", "2:4 yaml-ambiguous", "3:1 yaml-key",
          "3:4 yaml-unread",
        ])
      #expect(parsed.documents?.map { $0.root.text } == [#"{"a":"yes","a":"0755","1":"y"}"#])
    }

    @Test func `mistakes stay with their document`() {
      let parsed = ParsedYAML("a: yes\n---\nb: c\n---\n# nothing\n---\nd: 1\nd: 2\n")
      #expect(
        parsed.documents?.map { $0.mistakes.map(\.id) } == [
          ["yaml-ambiguous"], [], ["yaml-duplicate-key"],
        ])
    }

    @Test(arguments: ["", "\n", "# a\n", "---\n", "---\n...\n", "--- # a\n---\n"])
    func `nothing is no document`(text: String) {
      let parsed = ParsedYAML(text)
      #expect(parsed.documents?.count == 0 && parsed.diagnostics.isEmpty)
    }
  }
#endif
