import ClassicBPF
import FilterProof
import LinuxABI
package import PolicyLint
import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics

/// Something that is linted.
package struct LintInput {
  private let reference: String
  private let machine: Machine
  private let target: String?
  private let circumstances: Circumstances
  /// The policy, if it is one.
  package let policy: Policy?
  private let program: CompiledFilter?

  package init(
    _ reference: String, target: String?, in circumstances: Circumstances = .standard
  ) throws(SekatError) {
    self.reference = reference
    self.circumstances = circumstances
    self.target = target
    machine = try Machine.named(target)
    let input =
      try reference == "-"
      ? FilterInput(policy: "-", in: circumstances, judgesFiles: true)
      : FilterInput(reference, for: machine, in: circumstances, judgesFiles: true)
    switch input.content {
    case .policy(let policy):
      self.policy = policy
      program = nil
    case .program(let file):
      policy = nil
      let listing = FilterListing(file.instructions, for: machine)
      program = CompiledFilter(
        try file.program(), named: file.name,
        lines: listing.text.split(separator: "\n").map(String.init),
        byteOrder: machine.byteOrder)
    }
  }

  /// A policy in a folder.
  package init(
    _ entry: ManifestFolder.Entry, target: String?, in circumstances: Circumstances
  ) throws(SekatError) {
    reference = entry.path
    self.circumstances = circumstances
    self.target = target
    machine = try Machine.named(target)
    policy = try PolicyInput.load(
      entry.path, in: circumstances, judgesFiles: true, document: entry.document)
    program = nil
  }

  /// What there is to say about it.
  package func lint() throws(SekatError) -> LintReport {
    do throws(ProofError) {
      if let program { return try Linter().lint(program, on: machine) }
    } catch {
      throw SekatError(undecided: error)
    }
    guard let policy else { return LintReport() }
    return try Self.lint(policy, target: target)
  }

  /// What there is to say about a policy.
  package static func lint(_ policy: Policy, target: String?) throws(SekatError) -> LintReport {
    var resolved: [ResolvedPolicy] = []
    for machine in try PolicyInput.machines(of: policy, named: target) {
      resolved.append(try PolicyInput.resolve(policy, for: machine))
    }
    do throws(ProofError) {
      return try Linter().lint(policy, resolved)
    } catch {
      throw SekatError(undecided: error)
    }
  }

  /// What there is to say about another version of the policy's own file.
  package func lint(_ file: Policy.File) throws(SekatError) -> LintReport {
    try Self.lint(try PolicyInput.load(file, in: circumstances), target: target)
  }
}
