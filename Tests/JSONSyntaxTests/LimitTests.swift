import JSONSyntax
import SourceDiagnostics
import TestSupport
import Testing

struct LimitTests {
  @Test(arguments: [0, 1, 2, 64, 1024])
  func `accepts the limit of nesting and not one level more`(depth: Int) {
    let limits = JSONLimits(depth: depth, bytes: 1 << 20)
    for (opening, closing) in [("[", "]"), ("{\"a\":", "}")] {
      func nested(_ levels: Int, around inner: String) -> String {
        String(repeating: opening, count: levels) + inner
          + String(repeating: closing, count: levels)
      }
      #expect(parse(nested(depth, around: "0"), limits: limits).accepted != nil)
      let parsed = parse(nested(depth, around: "[]"), limits: limits)
      #expect(parsed.ids == ["json-too-deep"])
      #expect(parsed.diagnostics.first?.location?.range.lowerBound == depth * opening.utf8.count)
      // Siblings are not levels.
      if depth > 0 {
        let wide = "[" + String(repeating: nested(depth - 1, around: "0") + ",", count: 3) + "0]"
        #expect(parse(wide, limits: limits).accepted != nil)
      }
    }
  }

  @Test func `a policy has 64 levels, 16 MiB and 2 million values`() {
    #expect(JSONLimits.policy == JSONLimits(depth: 64, bytes: 16_777_216, values: 2_000_000))
    let parsed = parse(String(repeating: "[", count: 1_000_000))
    #expect(parsed.diagnostics.map(\.message) == ["array nested too deeply; 64 levels are allowed"])
  }

  @Test func `refuses a text that is too long, whatever is in it`() {
    let limits = JSONLimits(depth: 1, bytes: 4)
    #expect(parse("[10]", limits: limits).accepted != nil)
    let parsed = parse("[100]", limits: limits)
    #expect(parsed.node == nil)
    #expect(parsed.diagnostics.map(\.message) == ["the file is 5 bytes long; at most 4 are read"])
    #expect(parse([0xff, 0xff, 0xff, 0xff, 0xff], limits: limits).ids == ["json-too-long"])
  }
}

/// Long texts of shapes that are slow or deep for careless parsers: any work that grows with the
/// square of the length would not come to an end here.
struct LargeTextTests {
  private struct Shape: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The mistake in it, if there is one.
    let id: String?
    let text: @Sendable () -> [UInt8]

    init(_ name: String, id: String? = nil, _ text: @escaping @Sendable () -> [UInt8]) {
      (testDescription, self.id, self.text) = (name, id, text)
    }

    /// A part again and again between two others, as often as there is room.
    init(
      _ name: String, id: String? = nil, mebibytes: Int = 16, _ before: String, _ part: String,
      _ after: String
    ) {
      self.init(name, id: id) {
        let room = mebibytes << 20 - before.utf8.count - after.utf8.count
        return Array((before + String(repeating: part, count: room / part.utf8.count) + after).utf8)
      }
    }
  }

  private static let shapes = [
    Shape("one number", mebibytes: 2, "[", "1234567890", "]"),
    Shape("one string", "[\"", "0123456789", "\"]"),
    Shape("one string of emoji", "[\"", "😀", "\"]"),
    Shape("one key", mebibytes: 2, "{\"", "0123456789", "\":0}"),
    Shape("white space", "[", " \n\r\t", "]"),
    Shape("white space alone", id: "json-empty", "", "\n", ""),
    Shape(
      "a string that does not end", id: "json-truncated", mebibytes: 2, "[\"", "0123456789", ""),
    Shape("a file of another kind", id: "json-not-json", "", "root:x:0:0\n", ""),
    Shape("opening brackets", id: "json-too-deep", "", "[", ""),
    Shape("duplicate keys", id: "json-too-many-mistakes", "{", "\"a\":0,", "\"b\":0}"),
    Shape("different keys that begin alike") {
      let prefix = "\"" + String(repeating: "k", count: 150)
      let members = (0..<100_000).map { "\(prefix)\($0)\":0" }
      return Array("{\(members.joined(separator: ","))}".utf8)
    },
    // Less, because an unoptimized build takes seconds for each of these.
    Shape("numbers", mebibytes: 2, "[", "0,", "0]"),
    Shape("one fraction", mebibytes: 2, "[0.", "1234567890", "]"),
    Shape("one string of escapes", mebibytes: 2, "[\"", "\\n", "\"]"),
    Shape("one string of surrogate pairs", mebibytes: 2, "[\"", "\\ud83d\\ude00", "\"]"),
    Shape("objects with few keys", mebibytes: 2, "[", "{\"a\":0,\"b\":1},", "0]"),
    Shape(
      "nesting", mebibytes: 2, "[",
      String(repeating: "[", count: 63) + String(repeating: "]", count: 63) + ",", "0]"),
    Shape("a comment that does not end", id: "json-comment", mebibytes: 2, "[/*", "* /", ""),
    Shape("a word", id: "json-missing-quotes", mebibytes: 2, "[", "word", ""),
    Shape("a malformed number", id: "json-number", mebibytes: 2, "[0x", "1234567890", "]"),
  ]

  @Test(arguments: shapes)
  private func `parses megabytes`(shape: Shape) {
    let bytes = shape.text()
    #expect((1 << 20...16 << 20).contains(bytes.count))
    let parsed = parse(bytes)
    #expect(parsed.diagnostics.last?.id == shape.id)
    #expect((parsed.accepted == nil) == (shape.id != nil))
    let rendered = DiagnosticRenderer(color: false).render(parsed.diagnostics)
    #expect(rendered.utf8.count < 50_000)
  }

  @Test func `a number of 5,000 digits is no integer`() throws {
    let digits = String(repeating: "9", count: 5000)
    for sign in ["", "-"] {
      #expect(try Plain(#require(parse(sign + digits).accepted)) == .otherNumber(.tooLarge))
    }
    #expect(parse("[0" + digits + "]").ids == ["json-number"])
  }

  @Test func `keeps every member of a large object`() throws {
    let text = "{" + (0..<100_000).map { "\"k\($0)\":\($0)" }.joined(separator: ",") + "}"
    guard case .object(let members) = try #require(parse(text).accepted).value else {
      Issue.record("no object")
      return
    }
    #expect(members.count == 100_000)
    #expect(members.last?.key == "k99999")
  }
}
