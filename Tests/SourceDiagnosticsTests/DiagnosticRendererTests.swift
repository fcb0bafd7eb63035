import SourceDiagnostics
import TestSupport
import Testing
import Toolbox

struct DiagnosticRendererTests {
  /// One block: what it shows, and the diagnostic.
  private struct Sample {
    let title: String
    let diagnostic: Diagnostic
  }

  /// An error at the first occurrence of a part of a text.
  private static func error(
    _ message: String, at part: String, in text: String, file: String = "policy.json",
    notes: [Diagnostic.Note] = []
  ) -> Diagnostic {
    error(message, at: Array(part.utf8), in: Array(text.utf8), file: file, notes: notes)
  }

  private static func error(
    _ message: String, at part: [UInt8], in bytes: [UInt8], file: String = "policy.json",
    notes: [Diagnostic.Note] = []
  ) -> Diagnostic {
    let source = SourceText(name: file, bytes: bytes)
    let start = bytes.firstRange(of: part)?.lowerBound ?? bytes.count
    let range = SourceRange(start..<(start + part.count))
    return Diagnostic(
      .error, id: "sample", message, at: SourceLocation(source: source, range: range), notes: notes)
  }

  private typealias SourceLocation = SourceDiagnostics.SourceLocation

  private static let policy = """
    {
      "default": "allow",
    \t"rules": [{ "syscalls": ["opnat"] }]
    }

    """

  private static var samples: [Sample] {
    let source = SourceText(name: "policy.json", bytes: Array(policy.utf8))
    func place(_ range: Range<Int>) -> SourceLocation {
      SourceLocation(source: source, range: SourceRange(range))
    }
    let long = String(repeating: "\"read\", ", count: 60)
    return [
      Sample(
        title: "a name",
        diagnostic: error("unknown syscall 'opnat'", at: "\"opnat\"", in: policy)),
      Sample(title: "a tabulator before the place", diagnostic: error("x", at: "[{", in: policy)),
      Sample(title: "the tabulator itself", diagnostic: error("x", at: "\t", in: policy)),
      Sample(title: "several lines", diagnostic: error("x", at: "{\n  \"default\"", in: policy)),
      Sample(
        title: "the end of a line",
        diagnostic: Diagnostic(.warning, id: "sample", "x", at: place(23..<23))),
      Sample(
        title: "the end of the file",
        diagnostic: Diagnostic(
          .error, id: "sample", "x", at: place(policy.utf8.count..<policy.utf8.count))),
      Sample(
        title: "notes",
        diagnostic: error(
          "duplicate key 'default'", at: "\"rules\"", in: policy,
          notes: [
            Diagnostic.Note("first written here", at: place(4..<13)),
            Diagnostic.Note("keys are unique"),
          ])),
      Sample(
        title: "no place", diagnostic: Diagnostic(.note, id: "sample", "nothing to do", at: nil)),
      Sample(
        title: "line ends of Windows",
        diagnostic: error("x", at: "b", in: "[\r\n  a b\r\n]\r\n")),
      Sample(
        title: "wide, combining and many-byte characters before the place",
        diagnostic: error("x", at: "!!", in: "{ \"é中e\u{301}😀✅🇨🇭\": !! }")),
      Sample(
        title: "escapes before and in the place",
        diagnostic: error("x", at: "b\u{202e}\u{7}", in: "a\u{1b}[2J\u{a0}b\u{202e}\u{7}c")),
      Sample(
        title: "invalid bytes",
        diagnostic: error("x", at: [0xff], in: [0x22, 0xc0, 0xaf, 0xff, 0xe2, 0x82, 0x22])),
      Sample(
        title: "a place in the middle of a character",
        diagnostic: error("x", at: [0x82], in: Array("[€]".utf8))),
      Sample(
        title: "a message and a file name that try to drive the terminal",
        diagnostic: error(
          "unknown key 'a\u{1b}]0;x\u{7}\n'", at: "a", in: "a", file: "p\u{1b}[31m.json")),
      Sample(
        title: "the beginning of a long line",
        diagnostic: error("x", at: "\"first\"", in: "[\"first\", " + long + "\"last\"]")),
      Sample(
        title: "the middle of a long line",
        diagnostic: error("x", at: "\"middle\"", in: "[" + long + "\"middle\", " + long + "]")),
      Sample(
        title: "the end of a long line",
        diagnostic: error("x", at: "\"last\"", in: "[\"first\", " + long + "\"last\"]\n")),
      Sample(
        title: "a wide place in a long line",
        diagnostic: error("x", at: long, in: "[\"first\", " + long + "\"last\"]")),
      Sample(
        title: "many-byte characters around a place in a long line",
        diagnostic: error(
          "x", at: "!",
          in: String(repeating: "€é", count: 200) + "!"
            + String(repeating: "😀", count: 200))),
      Sample(
        title: "a long line of nothing but escapes",
        diagnostic: error(
          "x", at: [0x41],
          in: Array(repeating: 0x1b, count: 900) + [0x41]
            + Array(repeating: 0x80, count: 900))),
    ]
  }

  @Test func `renders blocks`() {
    let renderer = DiagnosticRenderer(color: false)
    let text = Self.samples.map { "# \($0.title)\n\(renderer.render($0.diagnostic))" }
    expectGolden(text.joined(separator: "\n"), "blocks.txt")
  }

  @Test func `renders colours, and nothing else changes`() {
    let plain = DiagnosticRenderer(color: false)
    let colored = DiagnosticRenderer(color: true)
    for sample in Self.samples {
      var text = colored.render(sample.diagnostic)
      text.replace(/\u{1b}\[[0-9;]*m/, with: "")
      #expect(text == plain.render(sample.diagnostic), "\(sample.title)")
    }
    let visible = colored.render(Self.samples[6].diagnostic)
      .replacing("\u{1b}", with: "<ESC>")
    expectGolden(visible, "colours.txt")
  }

  @Test func `shows no excerpt where it must not`() {
    var diagnostic = Self.error(
      "the file does not begin like JSON", at: "root", in: "root:secret", file: "/etc/shadow",
      notes: [
        Diagnostic.Note(
          "here",
          at: SourceLocation(
            source: SourceText(name: "/etc/shadow", bytes: Array("secret".utf8)),
            range: SourceRange(0..<1)))
      ])
    diagnostic.showsExcerpt = false
    #expect(
      DiagnosticRenderer(color: false).render(diagnostic) == """
        /etc/shadow:1:1: error: the file does not begin like JSON [sample]
        /etc/shadow:1:1: note: here

        """)
  }

  @Test func `says how many diagnostics it leaves out`() {
    let diagnostics = (0..<250).map { Diagnostic(.error, id: "sample", "mistake \($0)", at: nil) }
    let lines = DiagnosticRenderer(color: false).render(diagnostics).split(separator: "\n")
    #expect(lines.count == 101)
    #expect(lines[99] == "error: mistake 99 [sample]")
    #expect(lines[100] == "… and 150 more")
    let short = DiagnosticRenderer(color: false, limit: 2)
    #expect(short.render(Array(diagnostics[..<2])).split(separator: "\n").count == 2)
    #expect(short.render(Array(diagnostics[..<3])).hasSuffix("… and 1 more\n"))
    #expect(short.render([]).isEmpty)
  }

  @Test(arguments: seeds(300))
  func `marks exactly the place, whatever the line`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "b", " ", "\t", "é", "€", "\u{1b}", "\u{202e}", "\"", "\\", "-", "_"]
    let line = (0..<Int.random(in: 0...300, using: &random)).map { _ in
      pieces.randomElement(using: &random) ?? ""
    }
    let start = Int.random(in: 0...line.count, using: &random)
    let end = Int.random(in: start...line.count, using: &random)
    let text = "first\n" + line.joined() + "\nlast"
    let offset = { (count: Int) in 6 + line.prefix(count).joined().utf8.count }
    let location = SourceLocation(
      source: SourceText(name: "f", bytes: Array(text.utf8)),
      range: SourceRange(offset(start)..<offset(end)))
    let rendered = DiagnosticRenderer(color: false, width: 60)
      .render(Diagnostic(.error, id: "x", "x", at: location))
    let lines = rendered.split(separator: "\n").map { Array($0.dropFirst("    2 | ".count)) }
    try #require(lines.count == 3)

    // No piece is wider than one column, or combines, so characters are columns.
    let (source, marks) = (lines[1], lines[2])
    #expect(source.count <= 60)
    let first = try #require(marks.firstIndex(of: "^"))
    let marked = source[min(first, source.count)..<min(marks.count, source.count)]
    // A tabulator is as many blanks as its column asks for, and so not compared.
    let expected = line[start..<end].map { $0 == "\t" ? "" : escaped($0) }.joined()
      .filter { $0 != " " }
    let actual = marked.filter { $0 != " " }
    if end > start {
      #expect(expected.hasPrefix(String(actual)))
      #expect(!marked.isEmpty)
    } else {
      #expect(marks.count == first + 1)
    }
    let before = source[..<min(first, source.count)].filter { $0 != " " && $0 != "…" }
    let left = line[..<start].map { $0 == "\t" ? "" : escaped($0) }.joined().filter { $0 != " " }
    #expect(left.hasSuffix(String(before)))
  }

  @Test func `looks at no more of a line of megabytes than it shows`() {
    let source = SourceText(name: "f", bytes: [UInt8](repeating: 0x78, count: 4 << 20))
    let renderer = DiagnosticRenderer(color: false, limit: .max)
    // With work by the length of the line, this would be a thousand times as much.
    let diagnostics = (0..<500).map { index in
      let start = index * (source.bytes.count / 500)
      return Diagnostic(
        .error, id: "x", "x",
        at: SourceLocation(source: source, range: SourceRange(start..<(start + 4))))
    }
    let lines = renderer.render(diagnostics).split(separator: "\n")
    #expect(lines.count == 1500)
    #expect(lines[1499] == "      | " + String(repeating: " ", count: 46) + "^~~~")
  }
}
