import JSONSyntax
import SourceDiagnostics
import Testing

/// What a reader of a format has of every format.
@Suite struct NodeReaderTests {
  /// A reader of `{"name": string, "on": bool, "sizes": [count, …], "more": {…}}`.
  private struct BoxReader: NodeReader {
    let source: SourceText
    var diagnostics: [Diagnostic] = []
    var mostMistakes = 1000
    var mostSuggestions = 100

    static let keys = ["name", "on", "sizes", "more"]

    mutating func read(_ node: JSONNode) -> (name: String?, isOn: Bool?, sizes: [Int]) {
      let name = member("name", of: node, in: "a box").flatMap { string($0, for: "name") }
      var isOn: Bool?
      var sizes: [Int] = []
      for member in object(node, for: "a box") ?? [] {
        switch member.key {
        case "name": break
        case "on": isOn = bool(member.value, for: member.key)
        case "sizes": sizes = list(member.value, for: member.key) { $0.count($1, for: "a size") }
        case "more": _ = object(member.value, for: member.key)
        default: unknown(member, among: Self.keys)
        }
      }
      return (name, isOn, sizes)
    }
  }

  /// A reader that puts its complaints in words of its own.
  private struct TerseReader: NodeReader {
    let source: SourceText
    var diagnostics: [Diagnostic] = []

    func mismatch(_ node: JSONNode, _ expected: ExpectedValue, for what: String) -> NodeMistake {
      NodeMistake("terse", "\(what): \(expected)")
    }

    func missing(_ keys: [String], in what: String) -> NodeMistake {
      NodeMistake("terse", "\(what): \(keys)")
    }
  }

  private static func node(_ text: String) throws -> (JSONNode, SourceText) {
    let source = SourceText(name: "box.json", bytes: Array(text.utf8))
    return (try #require(parse(source).node), source)
  }

  private static func lines(_ diagnostics: [Diagnostic]) -> [String] {
    diagnostics.map { "\($0.location?.start.description ?? "-") \($0.id): \($0.message)" }
  }

  @Test func `what is right is read without a word`() throws {
    let (node, source) = try Self.node(
      #"{"name": "a", "on": true, "sizes": [0, 9007199254740992], "more": {}}"#)
    var reader = BoxReader(source: source)
    let box = reader.read(node)
    #expect(box.name == "a" && box.isOn == true && box.sizes == [0, 1 << 53])
    #expect(reader.diagnostics.isEmpty)
    #expect(node["on"] != nil && node["off"] == nil && node["more"]?["on"] == nil)
  }

  @Test(arguments: [
    ("[]", ["1:1 wrong-type: a box must be an object, not an array"]),
    ("{}", ["1:1 missing-key: a box needs 'name'"]),
    (#"{"name": 1}"#, ["1:10 wrong-type: 'name' must be a string, not a number"]),
    (
      #"{"name": "", "on": "true"}"#,
      ["1:20 wrong-type: 'on' must be true or false, not a string"]
    ),
    (#"{"name": "", "sizes": {}}"#, ["1:23 wrong-type: 'sizes' must be a list, not an object"]),
    (#"{"name": "", "sizes": []}"#, ["1:23 empty: 'sizes' must not be empty"]),
    (#"{"name": "", "more": null}"#, ["1:22 wrong-type: 'more' must be an object, not null"]),
    (#"{"name": "", "naem": 1}"#, ["1:14 unknown-key: unknown key 'naem'; did you mean 'name'?"]),
  ])
  func `each mistake is reported where it is`(text: String, expected: [String]) throws {
    let (node, source) = try Self.node(text)
    var reader = BoxReader(source: source)
    _ = reader.read(node)
    let lines = Self.lines(reader.diagnostics)
    // Who asks twice whether it is an object is told twice.
    #expect(Set(lines) == Set(expected))
  }

  @Test(arguments: [
    ("-1", "0 or more, not -1"), ("1.5", "an integer, 0 or more; this number has a fraction"),
    ("9007199254740993", "at most 9007199254740992, not 9007199254740993"),
    (
      "18446744073709551616",
      "an integer, 0 or more; this number is outside of -9223372036854775808 … 18446744073709551615"
    ), ("1e3", "an integer, 0 or more; this number has an exponent"),
    ("\"1\"", "a number, 0 or more, not a string"),
  ])
  func `a number of things is a small integer`(number: String, words: String) throws {
    let (node, source) = try Self.node(#"{"name": "", "sizes": [3, \#(number)]}"#)
    var reader = BoxReader(source: source)
    #expect(reader.read(node).sizes == [3])
    #expect(reader.diagnostics.map(\.id) == ["wrong-type"])
    #expect(reader.diagnostics.first?.message.hasSuffix(" must be \(words)") == true)
  }

  @Test func `a reader may say it in its own words`() throws {
    let (node, source) = try Self.node(#"{"name": 1}"#)
    var reader = TerseReader(source: source)
    #expect(reader.member("on", of: node, in: "a box") == nil)
    let found = reader.member("name", of: node, in: "a box")
    let name = try #require(found)
    #expect(reader.bool(name, for: "name") == nil)
    #expect(
      Self.lines(reader.diagnostics) == ["1:1 terse: a box: [\"on\"]", "1:10 terse: name: bool"])
  }

  @Test func `mistakes and suggestions end`() throws {
    let members = (0..<20).map { "\"nam\($0)\": 1" }.joined(separator: ", ")
    let (node, source) = try Self.node("{\"name\": \"\", \(members)}")
    var reader = BoxReader(source: source, mostMistakes: 7, mostSuggestions: 3)
    _ = reader.read(node)
    #expect(reader.diagnostics.count == 7)
    #expect(reader.diagnostics.filter { $0.message.contains("did you mean") }.count == 3)
  }
}
