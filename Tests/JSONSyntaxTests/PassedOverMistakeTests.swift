import JSONSyntax
import SourceDiagnostics
import TestSupport
import Testing

/// Mistakes that do not end the parsing.
struct PassedOverMistakeTests {
  @Test func `reports each duplicate key with its first place, and goes on`() throws {
    let text = """
      {
        "a": 1, "b": {"a": 2, "c": 3, "c": [{"x": 1, "x": 2}]},
        "a": 4,
        "\\u0061": 5
      }
      """
    let parsed = parse(text)
    #expect(parsed.node != nil)
    #expect(
      parsed.diagnostics.map { "\($0.location?.start.description ?? "") \($0.message)" } == [
        "2:33 duplicate key 'c'", "2:48 duplicate key 'x'", "3:3 duplicate key 'a'",
        "4:3 duplicate key 'a'",
      ])
    #expect(
      parsed.diagnostics.map {
        $0.notes.map { "\($0.location?.start.description ?? "") \($0.message)" }
      } == [
        ["2:25 first written here"], ["2:40 first written here"], ["2:3 first written here"],
        ["2:3 first written here"],
      ])
    let plain = try Plain(#require(parsed.node))
    #expect(
      plain == [
        "a": 1, "b": ["a": 2, "c": 3, "c": [["x": 1, "x": 2]]], "a": 4, "a": 5,
      ])
  }

  @Test(arguments: [2, 8, 9, 10, 11, 50, 1000])
  func `finds duplicates in objects of any size`(count: Int) {
    for (first, second) in [(0, count - 1), (count / 2, count - 1), (0, count / 2), (0, 1)]
    where first != second {
      let members = (0..<count).map { "\"key\($0 == second ? first : $0)\":\($0)" }
      let parsed = parse("{\(members.joined(separator: ","))}")
      #expect(parsed.ids == ["json-duplicate-key"])
      #expect(parsed.diagnostics.first?.message == "duplicate key 'key\(first)'")
    }
    let distinct = (0..<count).map { "\"key\($0)\":0" }
    #expect(parse("{\(distinct.joined(separator: ","))}").accepted != nil)
  }

  @Test func `keys of different objects, and keys that differ in case, are no duplicates`() {
    #expect(parse(#"{"a":{"a":1,"A":1},"A":[{"a":1},{"a":1}],"b":"a"}"#).accepted != nil)
  }

  @Test(arguments: [
    // Composed and decomposed, and the Kelvin sign, which Unicode takes for the letter.
    ("\u{e9}", "e\u{301}"), ("S_IFBLK", "S_IFBL\u{212a}"),
  ])
  func `keys that are equal in another Unicode form are duplicates`(first: String, second: String) {
    let parsed = parse("{\"\(first)\":1,\"\(second)\":2}")
    #expect(parsed.ids == ["json-duplicate-key"])
    #expect(
      parsed.diagnostics.first?.message
        == "duplicate key '\(second)', written in another Unicode form before")
  }

  @Test(arguments: [
    (#"["\ud800"]"#, ["1:3"]), (#"["\udfffx"]"#, ["1:3"]), (#"["\ud800\u0041"]"#, ["1:3"]),
    (#"["\ud800\ud800"]"#, ["1:3", "1:9"]), (#"["\udc00\ud800"]"#, ["1:3", "1:9"]),
    (#"["\ud800\ud83d\ude00"]"#, ["1:3"]), (#"{"\udead":0}"#, ["1:3"]),
    (#"["\ud800", "\udc00"]"#, ["1:3", "1:13"]),
    (#"["\ud800\n"]"#, ["1:3"]), (#"["\ud800\\udc00"]"#, ["1:3"]),
  ])
  func `reports unpaired surrogates`(text: String, places: [String]) {
    let parsed = parse(text)
    #expect(parsed.node != nil)
    #expect(Set(parsed.ids) == ["json-unpaired-surrogate"])
    #expect(parsed.diagnostics.compactMap(\.location?.start.description) == places)
    #expect(parsed.diagnostics.allSatisfy { $0.location?.range.range.count == 6 })
  }

  @Test func `reports escaped NUL`() {
    let parsed = parse(#"{"a\u0000b": ["\u0000", "\\u0000"]}"#)
    #expect(parsed.node != nil)
    #expect(parsed.ids == ["json-nul", "json-nul"])
    #expect(parsed.diagnostics.compactMap(\.location?.start.description) == ["1:4", "1:16"])
  }

  @Test func `reports them before the mistake that ends the parsing`() {
    let parsed = parse(#"{"a":1,"a":"\ud800",}"#)
    #expect(parsed.node == nil)
    #expect(
      parsed.ids == ["json-duplicate-key", "json-unpaired-surrogate", "json-trailing-comma"])
  }

  @Test func `keeps what was there before in the list`() {
    var diagnostics = [Diagnostic(.warning, id: "earlier", "earlier", at: nil)]
    let source = SourceText(name: "f.json", bytes: Array("{".utf8))
    #expect(JSONParser.parse(source, diagnostics: &diagnostics) == nil)
    #expect(diagnostics.map(\.id) == ["earlier", "json-truncated"])
  }

  @Test func `stops after very many`() {
    let text = "{" + String(repeating: "\"a\":0,", count: 5000) + "\"b\":0}"
    let parsed = parse(text)
    #expect(parsed.node == nil)
    #expect(parsed.diagnostics.count == 1001)
    #expect(parsed.diagnostics.last?.message == "more than 1000 mistakes; the rest is not read")
    let few = parse(
      "[\"\\u0000\\u0000\\u0000\"]", limits: JSONLimits(depth: 1, bytes: 99, mistakes: 2))
    #expect(few.ids == ["json-nul", "json-nul", "json-too-many-mistakes"])
    #expect(few.node == nil)
  }

  @Test func `renders as people see it`() {
    let texts = [
      #"{"default": "allow", "rules": [], "default": "kill-process"}"#,
      "{\n\t\"a\": \"x\\ud800y\",\n\t\"a\": 1,\n}",
      "{\n  \"rules\": [\n    { \"syscalls\": [\"read\" \"write\"] }\n  ]\n}\n",
      "{\n  \"rules\": [\n    { \"syscalls\": [\"read\", \"write\"] }\n\n",
      "{ \"a\u{202e}b\": 'x' }", "[0x1F]", "[\"\u{1b}\"]", "root:x:0:0\n", "\u{feff}{}",
      "[\"" + String(repeating: "a", count: 200) + "\\q\"]",
      "[" + String(repeating: "word", count: 100) + "]",
    ]
    let renderer = DiagnosticRenderer(color: false)
    let blocks = texts.map { renderer.render(parse($0).diagnostics) }
    expectGolden(blocks.joined(separator: "\n"), "mistakes.txt")
  }
}
