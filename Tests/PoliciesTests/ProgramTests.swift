import Foundation
import TestSupport
import Testing

/// Real programs under the shipped profiles.
@Suite struct ProgramTests {
  /// A shell script that runs a program under a profile: `sandbox COMMAND` is `sekat run` with it,
  /// `$PORT` is free, and the working directory is empty and the script's own.
  struct Trial: Sendable, CustomTestStringConvertible {
    var profile: String
    var name: String
    /// The programs without which the script cannot run.
    var needs: [String]
    var script: String
    /// What the script prints.
    var expected: String

    init(
      _ profile: String, _ name: String, needs: [String] = [], _ script: String,
      prints expected: String
    ) {
      self.profile = profile
      self.name = name
      self.needs = needs
      self.script = script
      self.expected = expected
    }

    var testDescription: String { "\(name) under \(profile)" }
  }

  @Test(arguments: trials)
  func `a program does its work, and no more`(trial: Trial) throws {
    for need in trial.needs where installedProgram(need) == nil {
      try Test.cancel("\(need) is not installed")
    }
    let folder = try TemporaryFolder()
    let preamble = """
      set -eu
      sandbox() { "$SEKAT" run -p builtin:\(trial.profile) -- "$@"; }
      # Waits until a command succeeds.
      await() { n=0; until "$@" >/dev/null 2>&1; do n=$((n+1)); [ $n -lt 200 ]; sleep 0.05; done; }
      # Ends the server and takes its status.
      stop() { kill "$1"; wait "$1" || true; }

      """
    let environment = [
      "PATH=\(programFolders.joined(separator: ":"))", "LC_ALL=C", "HOME=\(folder.path)",
      "SEKAT=\(builtProduct("sekat"))", "PORT=\(try freePort())", "DIR=\(folder.path)",
      "GIT_CONFIG_NOSYSTEM=1",
    ]
    let result = try run(
      "/bin/sh", ["-c", preamble + trial.script], environment: environment,
      directory: folder.path, timeout: .seconds(120))
    #expect(result.ending == .exit(0), "\(result)")
    #expect(result.output == trial.expected, "\(result)")
  }
}
