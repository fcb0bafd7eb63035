import Foundation
import TestSupport
import Testing

@Suite(
  .disabled(
    if: ProcessInfo.processInfo.environment["SEKAT_RECORD"] == "1",
    "files that must not be there would be recorded"))
struct GoldenTests {
  @Test func `a missing file is a failure`() {
    withKnownIssue {
      expectGolden("x", "missing.txt")
    } matching: {
      $0.comments.first?.rawValue.hasPrefix("no Goldens/missing.txt") == true
    }
  }

  @Test func `a difference is a failure that shows the lines`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/colours.txt")
    var lines = try String(contentsOf: file, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    let old = lines[1]
    lines[1] = "new"
    let changed = lines.joined(separator: "\n")
    withKnownIssue {
      expectGolden(changed, "colours.txt")
    } matching: {
      $0.comments.first?.rawValue
        == "differs from Goldens/colours.txt\nfrom line 2:\n-\(old)\n+new"
    }
  }
}
