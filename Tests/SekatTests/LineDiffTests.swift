import TestSupport
import Testing

@testable import Sekat

/// Differences by lines, as `diff -u` writes them.
@Suite struct LineDiffTests {
  /// What is printed is taken as an instruction, and leads from the old text to the new one.
  @Test func `the difference makes the new text of the old one`() throws {
    let seed: UInt64 = 20
    var random = SeededGenerator(seed: seed)
    for round in 0..<400 {
      let old = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        "line \(Int.random(in: 0...9, using: &random))"
      }
      var new = old
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        let index = Int.random(in: 0...new.count, using: &random)
        if index < new.count && Bool.random(using: &random) {
          new.remove(at: index)
        } else {
          new.insert("new \(Int.random(in: 0...9, using: &random))", at: index)
        }
      }
      let diff = LineDiff(from: Self.bytes(old), to: Self.bytes(new)).unified(named: "file")
      #expect(diff.isEmpty == (old == new), "seed \(seed), round \(round)")
      #expect(try Self.applying(diff, to: old) == new, "seed \(seed), round \(round):\n\(diff)")
    }
  }

  private static func bytes(_ lines: [String]) -> [UInt8] {
    Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// Follows a difference: every line that stays or goes must be the one that is there.
  private static func applying(_ diff: String, to old: [String]) throws -> [String] {
    var (result, at) = ([String](), 0)
    for line in diff.split(separator: "\n").dropFirst(2) {
      let text = String(line.dropFirst())
      if let hunk = try #/^@@ -(\d+),(\d+) /#.firstMatch(in: line) {
        // A hunk without old lines is counted from the line before, or from none.
        let start = try #require(Int(hunk.1)) - 1
        result += old[at..<start]
        at = start
      } else if line.hasPrefix("+") {
        result.append(text)
      } else {
        try #require(at < old.count && old[at] == text, "\(line) is not at \(at)")
        if line.hasPrefix(" ") { result.append(text) }
        at += 1
      }
    }
    return result + old[at...]
  }

  @Test func `a text without an end of its last line says so`() {
    let diff = LineDiff(from: Array("a\nb".utf8), to: Array("a\nc\n".utf8)).unified(named: "x")
    #expect(
      diff == "--- x\n+++ x\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n")
  }
}
