import ArgumentParser
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Toolbox

/// `sekat query`.
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says what a policy decides about one call, and which rule says so.",
    discussion: """
      The call is given by name or number. Its arguments are given by name or by
      position; those that are not given may be anything, and where the verdict
      depends on them, each possible one is shown. 'args[0]' to 'args[5]' are the
      registers themselves, all 64 bits of them, whatever the call takes.
      With several policies, or a compiled filter, the answer is that of all filters
      together: the kernel takes the strictest verdict. Of a compiled filter, an
      instruction is shown at which it ends with each verdict.

      EXAMPLES
        sekat query -p policy.json openat flags=O_WRONLY
        sekat query -p policy.json ioctl 1 TIOCSTI
        sekat query -p builtin:default --abi aarch64 clone flags=CLONE_NEWUSER
        sekat query -p policy.json prctl 'args[1]=0x2a'
        sekat query -p policy.json 435
        sekat query --filter policy.bpf read fd=0
      """)

  @OptionGroup var stack: PolicyStackOption

  @Option(help: "A compiled filter, asked after the policies, or alone.")
  var filter: String?

  @Option(help: "The ABI of the call, by default that of the machine.")
  var abi: String?

  @Option(
    name: .target,
    help: "The machine, by default this one or the one of the ABI.")
  var target: String?

  @OptionGroup var output: FormatOption

  @Argument(parsing: .allUnrecognized, help: "The call, and its arguments.")
  var call: [String]

  func run() throws {
    // Words that look like options may be values, but no call begins so.
    if let word = call.first, word.hasPrefix("-") {
      throw SekatError("unknown option \(quoted(word))")
    }
    let abi = try self.abi.map { try ABI.known(as: $0) }
    let machine = try machine(for: abi)
    let pattern: CallPattern
    do throws(CallPatternError) {
      pattern = try CallPattern(call, on: abi ?? machine.abi)
    } catch {
      throw SekatError(error.message)
    }
    var asked: [(name: String, content: QueryAnswer.Content)] = []
    for reference in stack.policies.isEmpty && filter == nil
      ? [PolicyInput.standard] : stack.policies
    {
      let policy = try PolicyInput.load(reference)
      asked.append((reference, .policy(try PolicyInput.resolve(policy, for: machine))))
    }
    if let filter {
      let file = try RawFilter.read(filter, for: machine)
      asked.append((file.name, .program(try file.program())))
    }
    let report: QueryReport
    do throws(ProofError) {
      report = try QueryReport(call: call, pattern: pattern, asking: asked, on: machine)
    } catch {
      throw SekatError(undecided: error)
    }
    switch output.format {
    case .text: Terminal.print(report.text, terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
  }

  /// The machine that was named, or one that serves the ABI: this one if it does.
  private func machine(for abi: ABI?) throws(SekatError) -> Machine {
    if let target { return try Machine.named(target) }
    guard let abi else { return try Machine.named(nil) }
    if let native = Machine.native, native.abis.contains(abi) { return native }
    if let own = Machine(abi) { return own }
    return try Machine.named(ABI.x86_64.name)
  }
}
