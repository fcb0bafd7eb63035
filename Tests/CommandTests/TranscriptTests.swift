import Foundation
import TestSupport
import Testing

/// What the pages that people read first show of commands is what the commands print.
@Suite struct TranscriptTests {
  /// Each page, and how many commands it shows at least.
  @Test(arguments: [("README.md", 15), ("Sources/Sekat/Sekat.docc/WhenItBreaks.md", 6)])
  func `a page shows what its commands print`(page: String, fewest: Int) throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path(of: ".build/release"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(of: ".build/release/sekat"), withDestinationPath: builtProduct("sekat"))
    var missing: Set<String> = []
    var count = 0
    for part in try TranscriptPart.all(ofPage: page) {
      switch part {
      case .policy(let text): try folder.write("policy.json", text)
      case .step(let step):
        count += 1
        let lacking = step.files.first(where: missing.contains)
        let obstacle =
          try lacking.map { "'\($0)' is of a command that was left out" }
          ?? step.obstacle(in: folder)
        if let obstacle {
          // What a trace or a compiler would have written is not there for the commands after it.
          missing.formUnion(step.files.filter { !fileExists($0, in: folder) })
          Issue.record("\(page): not run: \(step.command): \(obstacle)", severity: .warning)
          continue
        }
        let printed = try step.run(in: folder).output
        let shown = TranscriptStep.masked(step.output)
        let found = TranscriptStep.masked(printed)
        if shown != found {
          Issue.record(
            "\(page): $ \(step.command)\n\(difference(from: shown, to: found))\n\(printed)")
        }
      }
    }
    #expect(count >= fewest)
  }

  private func fileExists(_ name: String, in folder: TemporaryFolder) -> Bool {
    FileManager.default.fileExists(atPath: folder.path(of: name))
  }

  @Test func `the mask hides numbers of runs, and not what a policy decides`() {
    for (text, masked) in [
      (
        "trace.log:134 [8971] mkdir(\"data\", 0777) = 0",
        "trace.log:NUMBER [NUMBER] mkdir(\"data\", NUMBER) = 0"
      ),
      ("   57  builtin:files:5", " NUMBER  builtin:files:5"),
      ("at 0x7fd12b710f37, code=0x50000", "at ADDRESS, code=0x50000"),
      ("    1  errno(EROFS)", " 1  errno(EROFS)"), ("x86_64: errno(EPERM)", "x86_64: errno(EPERM)"),
      ("1 passed, 0 failed", "1 passed, 0 failed"),
    ] {
      #expect(TranscriptStep.masked(text) == masked)
    }
  }
}
