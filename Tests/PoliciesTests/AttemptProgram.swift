import Foundation
import TestSupport
import Testing

/// What came of the attempts in one run.
struct AttemptOutcomes {
  /// The outcome of an act that was carried out.
  static let done = "done"

  /// By the attempt's name: ``done``, the name of an error or a signal, or why it is impossible here.
  var outcomes: [String: String] = [:]
  /// The attempts whose folder is not as it was.
  var changed: Set<String> = []

  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      if parts[0] == "changed" {
        changed.insert(parts[1])
      } else {
        outcomes[parts[0]] = parts[1]
      }
    }
  }
}

/// The program that makes the attempts, compiled.
struct AttemptProgram {
  /// The folder of its sources.
  static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(component: "Attempts")

  private let folder: TemporaryFolder
  private let user: String

  /// Compiles the program; the test is cancelled where there is no compiler.
  init(user: String) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/gcc") else {
      try Test.cancel("gcc is not installed")
    }
    self.user = user
    folder = try TemporaryFolder()
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.sources.path)
      .filter { $0.hasSuffix(".c") }.map { Self.sources.appending(component: $0).path }
    let result = try run(
      "/usr/bin/gcc",
      ["-std=gnu17", "-O1", "-Wall", "-Werror", "-o", folder.path(of: "attempts")] + files.sorted())
    try #require(result.ending == .exit(0), "\(result)")
  }

  /// Makes all attempts under a profile, or without a filter.
  ///
  /// Nobody makes processes under `pure-compute`, so each process that makes an attempt installs the
  /// compiled filter itself; all others are launched.
  func outcomes(under profile: String?) throws -> AttemptOutcomes {
    let place = folder.path(of: profile ?? "none")
    try FileManager.default.createDirectory(
      atPath: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
    var command: [String] = []
    if profile == "pure-compute" {
      let filter = folder.path(of: "filter.bpf")
      let compiled = try run(
        builtProduct("sekat"), ["compile", "-p", "builtin:pure-compute", "-o", filter])
      try #require(compiled.ending == .exit(0), "\(compiled)")
      command = ["--filter", filter]
    } else if let profile {
      command = [builtProduct("sekat"), "run", "-p", "builtin:\(profile)", "--"]
    }
    let result = try run(folder.path(of: "attempts"), [place, user] + command)
    try #require(result.ending == .exit(0) && result.errors.isEmpty, "\(result)")
    return AttemptOutcomes(result.output)
  }
}
