import Foundation
public import Testing

/// Compares a text with a golden file, which is in the folder `Goldens` beside the test.
///
/// A missing file is a failure. With `SEKAT_RECORD=1` in the environment the file is written
/// instead; what has changed is then to be reviewed like code.
///
/// - Parameters:
///   - actual: The text.
///   - name: The name of the file.
///   - testFile: The file of the test.
///   - sourceLocation: Where a difference is reported.
public func expectGolden(
  _ actual: String, _ name: String, testFile: String = #filePath,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let file = URL(filePath: testFile).deletingLastPathComponent()
    .appending(components: "Goldens", name)
  if ProcessInfo.processInfo.environment["SEKAT_RECORD"] == "1" {
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(actual.utf8).write(to: file)
    } catch {
      Issue.record("cannot record Goldens/\(name): \(error)", sourceLocation: sourceLocation)
    }
    return
  }
  guard let data = try? Data(contentsOf: file) else {
    Issue.record(
      "no Goldens/\(name); record it with SEKAT_RECORD=1\n\(actual)",
      sourceLocation: sourceLocation)
    return
  }
  let expected = String(decoding: data, as: UTF8.self)
  if expected != actual {
    Issue.record(
      "differs from Goldens/\(name)\n\(difference(from: expected, to: actual))",
      sourceLocation: sourceLocation)
  }
}

/// The lines that differ, with `-` before the expected and `+` before the actual ones.
///
/// - Parameters:
///   - expected: The text that was expected.
///   - actual: The text that came.
/// - Returns: The lines from the first to the last difference, after the number of the first.
public func difference(from expected: String, to actual: String) -> String {
  var old = expected.split(separator: "\n", omittingEmptySubsequences: false)[...]
  var new = actual.split(separator: "\n", omittingEmptySubsequences: false)[...]
  while let first = old.first, first == new.first {
    old.removeFirst()
    new.removeFirst()
  }
  let line = old.startIndex + 1
  while let last = old.last, last == new.last {
    old.removeLast()
    new.removeLast()
  }
  let removed = old.map { "-\($0)" }
  let added = new.map { "+\($0)" }
  return (["from line \(line):"] + removed + added).joined(separator: "\n")
}
