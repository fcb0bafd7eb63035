import Foundation
import TestSupport
import Testing

/// Somebody's service has just broken: the report says what broke it, and what it says to write mends it.
@Suite struct BreakageTests {
  /// A run of a breakage under a policy.
  private struct Run {
    var result: ProcessResult
    /// The reports of all that was launched.
    var report: String
  }

  @Test(arguments: Breakage.all)
  func `the first screen names the cause, and pasting mends it`(breakage: Breakage) throws {
    for need in breakage.needs where installedProgram(need) == nil {
      try Test.cancel("\(need) is not installed")
    }
    let folder = try TemporaryFolder()
    var policy = breakage.policy
    let before = try LintErrors(of: policy, in: folder)
    var rounds = 0
    while true {
      let run = try self.run(breakage, under: policy, in: folder)
      if run.result.output == breakage.expected { break }
      try #require(rounds < breakage.guilty.count, "\(run.result)\n\(run.report)\n\(policy)")
      let screen = run.report.split(separator: "\n").prefix(24).joined(separator: "\n")
      #expect(
        screen.contains(try Regex("\n  [0-9]+× (\(breakage.guilty[rounds]))\\("))
          && screen.contains(/\n\ {5}by\ policy\.json:\d+/),
        "\(breakage.guilty[rounds]) in\n\(run.report)")
      policy = try #require(PastedAdvice(run.report, in: policy).policy, "\(run.report)")
      rounds += 1
    }
    #expect(rounds >= 1)
    #expect(try LintErrors(of: policy, in: folder).rules(beyond: before) == [], "\(policy)")
    try expectOthersTheSame(breakage.policy, policy, in: folder)
  }

  private func run(
    _ breakage: Breakage, under policy: String, in folder: TemporaryFolder
  ) throws -> Run {
    try folder.write("policy.json", policy)
    let preamble = """
      sandbox() { "$SEKAT" run --explain --timeout 20 --report "$DIR/report" -p policy.json -- "$@"; }
      # Waits until a command succeeds, not for long: it may never.
      await() { n=0; until "$@" >/dev/null 2>&1; do n=$((n+1)); [ $n -lt 60 ] || return 1; sleep 0.05; done; }

      """
    let environment = [
      "PATH=\(programFolders.joined(separator: ":"))", "LC_ALL=C", "HOME=\(folder.path)",
      "SEKAT=\(builtProduct("sekat"))", "PORT=\(try freePort())", "DIR=\(folder.path)",
      "GIT_CONFIG_NOSYSTEM=1", "PYTHONDONTWRITEBYTECODE=1",
    ]
    let result = try TestSupport.run(
      "/bin/sh", ["-c", preamble + breakage.script], environment: environment,
      directory: folder.path, timeout: .seconds(60))
    return Run(result: result, report: try folder.read("report"))
  }
}
