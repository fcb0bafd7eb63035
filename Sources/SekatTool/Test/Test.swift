import ArgumentParser
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Toolbox

/// `sekat test`.
struct Test: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Holds a policy against grids of expectations.",
    usage: "sekat test [-p POLICY] GRID...",
    discussion: """
      A grid is text: one case a line, 'ABI SYSCALL ARGUMENTS => VERDICT'. A line
      holds when every call that it stands for gets its verdict, whatever is not
      given; that is proved, not sampled.

      \(ExitStatus.table("all lines hold", found: "one does not", canBeUndecided: true))

      EXAMPLES
        sekat test -p policy.json policy.expect
        echo '* ptrace => errno(EPERM)' | sekat test -p builtin:default -
      """)

  @Argument(help: "Files of expectations, or '-' for standard input.", completion: .file())
  var grids: [String]

  @OptionGroup(title: "Input") var input: PolicyOption
  @OptionGroup(title: "Input") var place: Place
  @OptionGroup(title: "Input") var system: CircumstancesOption
  @OptionGroup(title: "Output") var output: FormatOption
  @OptionGroup(title: "Output") var look: LookOptions

  /// Where the policy is to decide.
  struct Place: ParsableArguments {
    @Option(name: .target, help: "Only this machine; by default each that the policy lists.")
    var target: String?
  }

  func run() throws {
    let circumstances = try system.settled
    let policy = try PolicyInput.load(input.policy, in: circumstances)
    try circumstances.requireUse(by: [policy])
    let machines = try PolicyInput.machines(of: policy, named: place.target)
    var report = TestReport()
    for path in grids {
      var diagnostics: [Diagnostic] = []
      let grid = ExpectationGrid(try TextInput.read(path), diagnostics: &diagnostics)
      for machine in machines {
        let resolved = try PolicyInput.resolve(policy, for: machine)
        do throws(ProofError) {
          report.add(try grid.run(against: resolved, diagnostics: &diagnostics), of: resolved)
        } catch {
          throw SekatError(undecided: error)
        }
      }
      if diagnostics.containsErrors { throw SekatError(diagnostics) }
    }
    switch output.format {
    case .text: Terminal.print(report.text, terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
    if !report.failures.isEmpty { throw ExitCode.found }
    if report.passed == 0 { throw SekatError("no line is about an ABI of the policy") }
  }
}

/// What came of all grids on all machines.
private struct TestReport {
  var passed = 0
  var failures: [(failure: ExpectationGrid.Failure, policy: ResolvedPolicy)] = []

  mutating func add(_ outcome: ExpectationGrid.Outcome, of policy: ResolvedPolicy) {
    passed += outcome.passed
    failures += outcome.failures.map { ($0, policy) }
  }

  var text: String {
    var text = ""
    for (failure, policy) in failures {
      let abi = failure.abi
      text += "\(failure.line.location): expected \(failure.expected.text(on: abi)), "
      text += "found \(failure.decision.action.text(on: abi)) "
      text += "(\(policy.phrase(for: failure.decision.reason)))\n"
      text += "  for \(CallText(failure.call).text)\n"
    }
    return text + "\(passed) passed, \(failures.count) failed\n"
  }

  var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("passed", passed)
      writer.member("failed", failures.count)
      writer.array("failures") { writer in
        for (failure, policy) in failures {
          writer.object { writer in
            writer.member("line", "\(failure.line.location)")
            writer.member("abi", failure.abi.name)
            writer.member("call", CallText(failure.call).text)
            writer.member("expected", failure.expected.text(on: failure.abi))
            writer.member("found", failure.decision.action.text(on: failure.abi))
            writer.member("because", policy.phrase(for: failure.decision.reason))
          }
        }
      }
    }
    return writer.text
  }
}
