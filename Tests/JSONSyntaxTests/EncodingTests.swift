import JSONSyntax
import SourceDiagnostics
import Testing

struct EncodingTests {
  private static let advice = "; save it as UTF-8 without a byte order mark"

  @Test(
    arguments: [
      ([0xef, 0xbb, 0xbf, 0x7b, 0x7d], "begins with a UTF-8 byte order mark"),
      ([0xef, 0xbb, 0xbf], "begins with a UTF-8 byte order mark"),
      ([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00], "is UTF-16, with a byte order mark"),
      ([0xfe, 0xff, 0x00, 0x7b, 0x00, 0x7d], "is UTF-16, with a byte order mark"),
      ([0xff, 0xfe, 0x00, 0x00, 0x7b, 0x00, 0x00, 0x00], "is UTF-32, with a byte order mark"),
      ([0x00, 0x00, 0xfe, 0xff, 0x00, 0x00, 0x00, 0x7b], "is UTF-32, with a byte order mark"),
      ([0x7b, 0x00, 0x7d, 0x00], "looks like UTF-16"),
      ([0x00, 0x7b, 0x00, 0x7d], "looks like UTF-16"),
      ([0x31, 0x00], "looks like UTF-16"), ([0x00, 0x31], "looks like UTF-16"),
      ([0x31, 0x00, 0x00, 0x00], "looks like UTF-32"),
      ([0x00, 0x00, 0x00, 0x31], "looks like UTF-32"),
    ] as [([UInt8], String)])
  func `names other encodings, without an excerpt`(bytes: [UInt8], name: String) throws {
    let parsed = parse(bytes)
    #expect(parsed.node == nil)
    let diagnostic = try #require(parsed.diagnostics.first)
    #expect(diagnostic.id == "json-encoding")
    #expect(diagnostic.message == "the file \(name)\(Self.advice)")
    #expect(!diagnostic.showsExcerpt)
  }

  @Test(
    arguments: [
      ([0x80], "a continuation byte without a beginning"),
      ([0xc0, 0xaf], "a character in more bytes than it needs"),
      ([0xc1, 0x81], "a character in more bytes than it needs"),
      ([0xe0, 0x80, 0xaf], "a character in more bytes than it needs"),
      ([0xf0, 0x82, 0x82, 0xac], "a character in more bytes than it needs"),
      ([0xed, 0xa0, 0x80], "a surrogate"), ([0xed, 0xbf, 0xbf], "a surrogate"),
      ([0xf4, 0x90, 0x80, 0x80], "a character beyond U+10FFFF"),
      ([0xf5, 0x80, 0x80, 0x80], "a character beyond U+10FFFF"),
      ([0xf8, 0x88, 0x80, 0x80, 0x80], "a byte that UTF-8 does not have"),
      ([0xff], "a byte that UTF-8 does not have"),
      ([0xe9], "a character that is cut off"), ([0xe2, 0x82], "a character that is cut off"),
      ([0xf0, 0x9f, 0x98], "a character that is cut off"),
    ] as [([UInt8], String)])
  func `refuses invalid UTF-8 by its offset`(bytes: [UInt8], problem: String) throws {
    let parsed = parse(Array("{\n\"é\": \"".utf8) + bytes + Array("\"}".utf8))
    #expect(parsed.node == nil)
    let diagnostic = try #require(parsed.diagnostics.first)
    #expect(diagnostic.id == "json-encoding")
    #expect(diagnostic.message == "invalid UTF-8 at byte 9: \(problem)")
    #expect(diagnostic.location?.start == SourcePosition(line: 2, column: 7))
  }

  @Test(arguments: [
    "root:$6$secret:19000:0:99999:7:::\n", "-----BEGIN PRIVATE KEY-----\nsecret\n",
    "token=secret", "secret", "\"secret\" x", "12secret", "-secret", "0secret", "# secret\n",
    "'secret'",
    "\u{a0}secret", "nullsecret", "\"\\secret\"", "false secret", "1,secret", "0x5ec2e7secret",
    "-Infinity secret", "1.secret", "+secret",
  ])
  func `says nothing of the content of a file that does not begin like JSON`(text: String) throws {
    let rendered = DiagnosticRenderer(color: false).render(parse(text).diagnostics)
    #expect(!rendered.isEmpty)
    #expect(rendered.split(separator: "\n").allSatisfy { $0.hasPrefix("f.json:1:") })
    #expect(!rendered.contains("secret"))
    #expect(!rendered.contains("'"))
  }

  @Test func `shows invalid files that begin like JSON`() {
    let rendered = DiagnosticRenderer(color: false).render(parse("{ 'a': 1 }").diagnostics)
    #expect(rendered.contains("{ 'a': 1 }"))
  }
}
