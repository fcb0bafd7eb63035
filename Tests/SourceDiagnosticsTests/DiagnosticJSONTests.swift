import SourceDiagnostics
import TestSupport
import Testing
import Toolbox

struct DiagnosticJSONTests {
  @Test func `writes diagnostics as objects`() {
    let source = SourceText(name: "pé.json", bytes: Array("{\n \"é\": 1,\n \"é\": 2 }".utf8))
    func place(_ range: Range<Int>) -> SourceDiagnostics.SourceLocation {
      SourceDiagnostics.SourceLocation(source: source, range: SourceRange(range))
    }
    let diagnostics = [
      Diagnostic(
        .error, id: "json-duplicate-key", "duplicate key 'é'", at: place(14..<18),
        notes: [
          Diagnostic.Note("first written here", at: place(3..<7)), Diagnostic.Note("no place"),
        ]),
      Diagnostic(.warning, id: "x", "quotes \" and \u{1b}", at: nil),
      Diagnostic(.note, id: "y", "several lines", at: place(0..<21)),
    ]
    var json = JSONWriter()
    json.array { for diagnostic in diagnostics { diagnostic.write(to: &$0) } }
    expectGolden(json.text, "diagnostics.json")
  }

  @Test func `knows whether there are errors`() {
    let warning = Diagnostic(.warning, id: "x", "x", at: nil)
    let error = Diagnostic(.error, id: "x", "x", at: nil)
    #expect(![].containsErrors)
    #expect(![warning, warning].containsErrors)
    #expect([warning, error].containsErrors)
  }
}
