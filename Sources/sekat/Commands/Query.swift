import ArgumentParser
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// `sekat query`.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a policy decides about one call, and which rule says so.",
    discussion: """
      Arguments are given by name or by position; those that are not given may be
      anything, and where the verdict depends on them, each possible one is shown.
      With several policies the answer is that of all their filters together: the
      kernel takes the strictest verdict.

      EXAMPLES
        sekat query -p policy.json openat flags=O_WRONLY
        sekat query -p policy.json ioctl 1 TIOCSTI
        sekat query -p builtin:default --abi aarch64 clone flags=CLONE_NEWUSER
        sekat query -p policy.json '#435'
      """)

  @Option(
    name: [.customShort("p"), .customLong("policy")],
    help: "A policy file, 'builtin:NAME', or '-'; several are asked as a stack.")
  var policies: [String] = []

  @Option(help: "The ABI of the call, by default that of the machine.")
  var abi: String?

  @Option(
    name: [.customLong("target"), .customLong("arch")],
    help: "The machine, by default this one or the one of the ABI.")
  var target: String?

  @Option(help: "How to print: text or json.")
  var format: ReportFormat = .text

  @Argument(parsing: .allUnrecognized, help: "The call, and its arguments.")
  var call: [String]

  func run() throws {
    let abi = try self.abi.map { try CommandFailure.abi(named: $0) }
    let machine = try machine(for: abi)
    let pattern: CallPattern
    do throws(CallPatternError) {
      pattern = try CallPattern(call, on: abi ?? machine.abi)
    } catch {
      throw CommandFailure(error.message)
    }
    var answers: [QueryAnswer] = []
    for reference in policies.isEmpty ? [PolicyInput.standard] : policies {
      let policy = try PolicyInput.load(reference)
      let resolved = try PolicyInput.resolve(policy, for: machine)
      do throws(ProofError) {
        answers.append(try QueryAnswer(to: pattern, by: resolved, named: reference))
      } catch {
        throw CommandFailure(undecided: error)
      }
    }
    let report = QueryReport(call: call, pattern: pattern, answers: answers)
    switch format {
    case .text: Terminal.print(report.text, terminator: "")
    case .json: Terminal.print(report.json)
    }
  }

  /// The machine that was named, or one that serves the ABI: this one if it does.
  private func machine(for abi: ABI?) throws(CommandFailure) -> Machine {
    if let target { return try CommandFailure.machine(named: target) }
    guard let abi else { return try CommandFailure.machine(named: nil) }
    if let native = Machine.native, native.abis.contains(abi) { return native }
    if let own = Machine(abi) { return own }
    return try CommandFailure.machine(named: ABI.x86_64.name)
  }
}
