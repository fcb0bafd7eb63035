import FilterProof
import Glibc
import LinuxABI
import SeccompPolicy
import SourceDiagnostics
import Testing

@testable import PolicyLint

/// How much the linter looks at before it says that it cannot.
@Suite struct LintBoundTests {
  private static func lint(
    _ text: String, limits: ProofLimits = .standard
  ) throws -> LintReport {
    var diagnostics: [Diagnostic] = []
    let file = Policy.File(SourceText(name: "/policy.json", bytes: Array(text.utf8)), trust: nil)
    let policy = try #require(
      PolicyLoader.load(file, builtins: BuiltinPolicies.shipped, diagnostics: &diagnostics))
    let resolved = try policy.machines.map {
      try #require(policy.resolve(for: $0, diagnostics: &diagnostics), "\(diagnostics)")
    }
    return try Linter(limits: limits).lint(policy, resolved)
  }

  /// What this thread has had of the processor.
  private static var processorTime: Duration {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  private static func policy(_ rules: [String], architectures: String = #""x86_64""#) -> String {
    """
    {"architectures": [\(architectures)], "default": {"errno": "EPERM"}, "kernel": "6.12",
     "rules": [\(rules.joined(separator: ",\n"))]}
    """
  }

  @Test func `rules that name very many calls are not looked at`() throws {
    let rules = Array(repeating: #"{"syscalls": ["@system-service"]}"#, count: 4)
    let limits = ProofLimits(facts: 1000)
    #expect(throws: ProofError.tooManyFacts(limit: 1000)) {
      _ = try Self.lint(Self.policy(rules), limits: limits)
    }
    #expect(throws: Never.self) { _ = try Self.lint(Self.policy([rules[0]]), limits: limits) }
  }

  @Test func `what all machines cost is counted together`() throws {
    let rules = ["ioctl", "fcntl", "prctl", "kill"].map {
      "{\"syscalls\": [\"\($0)\"], \"where\": {\"\(["fcntl": "cmd", "ioctl": "cmd", "prctl": "option", "kill": "sig"][$0] ?? "")\": [1, 5, 9]}}"
    }
    /// The least number of steps, to a tenth, within which a policy is linted.
    func steps(_ architectures: String) throws -> Int {
      var steps = 1000
      while true {
        do throws(ProofError) {
          let text = Self.policy(rules, architectures: architectures)
          _ = try Result { try Self.lint(text, limits: ProofLimits(steps: steps)) }
            .mapError { $0 as? ProofError ?? .tooManyStates(limit: 0) }.get()
          return steps
        } catch {
          guard case .tooManySteps = error else {
            Issue.record("\(error)")
            return 0
          }
          steps += steps / 10
        }
      }
    }
    let one = try steps(#""aarch64""#)
    let three = try steps(#""aarch64", "riscv64", "loongarch64""#)
    #expect(three > 2 * one, "\(one), \(three)")
  }

  @Test func `very many rules of another tool's for one call are looked at in time`() throws {
    let rules = (0..<1000).map {
      #"{"names": ["ioctl"], "action": "SCMP_ACT_ALLOW", "args": [{"index": 1, "value": \#($0 * 3), "op": "SCMP_CMP_EQ"}]}"#
    }
    let text =
      #"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [\#(rules.joined(separator: ","))]}"#
    // What else runs at the time does not matter.
    let start = Self.processorTime
    _ = try Self.lint(text)
    #expect(Self.processorTime - start < .seconds(7))
  }

  @Test func `suppressions are found by their rules`() throws {
    let rules = (0..<500).map { _ in
      #"{"syscalls": ["read"], "lint": {"ignore": ["repeated-call"], "reason": "x"}}"#
    }
    let report = try Self.lint(Self.policy(rules))
    #expect(report.suppressed.count == 499)
    #expect(report.findings.count { $0.rule == "unused-suppression" } == 1)
  }
}
