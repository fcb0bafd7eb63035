package import FilterProof
import Glibc
package import LinuxABI
package import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics

/// Loading and resolving policies, the same way for every command.
package enum PolicyInput {
  /// The policy of a command line that names none.
  package static let standard = "builtin:default"

  /// Loads one policy.
  ///
  /// - Parameters:
  ///   - reference: A path, `-` or `builtin:NAME`.
  ///   - circumstances: The system for which conditions are settled.
  ///   - judgesFiles: Whether it is judged who can change the files.
  ///   - document: Which document of the file, where it has several.
  /// - Returns: The policy, in whose files there are no mistakes.
  /// - Throws: `SekatError` where there is none.
  package static func load(
    _ reference: String, in circumstances: Circumstances = .standard, judgesFiles: Bool = false,
    document: Int? = nil
  ) throws(SekatError) -> Policy {
    var diagnostics: [Diagnostic] = []
    let policy = PolicyLoader.load(
      reference, builtins: BuiltinPolicies.shipped, formats: .standard,
      circumstances: circumstances,
      judgesFiles: judgesFiles, document: document, diagnostics: &diagnostics)
    return try sound(policy, &diagnostics)
  }

  /// Loads a policy whose text is at hand.
  package static func load(
    _ file: Policy.File, in circumstances: Circumstances = .standard
  ) throws(SekatError) -> Policy {
    var diagnostics: [Diagnostic] = []
    let policy = PolicyLoader.load(
      file, builtins: BuiltinPolicies.shipped, circumstances: circumstances,
      diagnostics: &diagnostics)
    return try sound(policy, &diagnostics)
  }

  /// Loads a policy that is about to be written to a path by whoever runs the program.
  package static func load(
    text: String, for path: String?, in circumstances: Circumstances = .standard
  ) throws(SekatError) -> Policy {
    let source = SourceText(name: path ?? "-", bytes: Array(text.utf8))
    return try load(Policy.File(source, trust: FileTrust()), in: circumstances)
  }

  private static func sound(
    _ policy: Policy?, _ diagnostics: inout [Diagnostic]
  ) throws(SekatError) -> Policy {
    if let policy, !policy.hasMistakes { return policy }
    // Say everything that is wrong with it, not only what was found first.
    if let policy, let machine = policy.machines.first {
      _ = policy.resolve(for: machine, diagnostics: &diagnostics)
    }
    throw SekatError(diagnostics)
  }

  /// Makes a policy ready for a machine.
  package static func resolve(
    _ policy: Policy, for machine: Machine
  ) throws(SekatError) -> ResolvedPolicy {
    var diagnostics: [Diagnostic] = []
    guard let resolved = policy.resolve(for: machine, diagnostics: &diagnostics) else {
      throw SekatError(diagnostics)
    }
    return resolved
  }

  /// The machines that a command is about: the one that was named, or those of the policy.
  package static func machines(of policy: Policy, named name: String?) throws(SekatError)
    -> [Machine]
  {
    if let name { return [try Machine.named(name)] }
    guard policy.machines.isEmpty else { return policy.machines }
    throw SekatError("the policy lists no machine that sekat knows")
  }
}

extension Policy {
  /// The names of its files that did not come with the program.
  package var ownFiles: [String] { files.filter { !$0.isBuiltin }.map(\.source.name) }
}

extension SekatError {
  /// Why a filter could not be compiled, at the rules that are to blame.
  package init(_ error: FilterCompilationError, in policy: ResolvedPolicy) {
    let notes = error.notes.map {
      Diagnostic.Note($0.message, at: policy.rule($0.origin).location)
    }
    self.init([
      Diagnostic(
        .error, id: "not-compiled", error.message,
        at: error.origin.map { policy.rule($0).location } ?? policy.defaultLocation, notes: notes)
    ])
  }

  /// Why there is no proved program for a policy.
  package init(_ error: ProvedProgramError, of policy: ResolvedPolicy, from backend: BackendChoice)
  {
    switch error {
    case .compilation(let error): self.init(error, in: policy)
    case .undecided(let error):
      self.init(
        "the \(backend.rawValue) backend's program is not proved to be the policy: \(error)",
        kind: .undecided)
    case .different(let witness):
      let decision = FilterEvaluator(policy.filter).decide(witness.call)
      let abi = witness.call.abi ?? policy.filter.machine.abi
      self.init(
        "the \(backend.rawValue) backend's program is not the policy, and is not used: "
          + "\(CallText(witness.call).text) gets \(witness.right.text(on: abi)) "
          + "and not \(witness.left.text(on: abi)) (\(policy.phrase(for: decision.reason)))",
        kind: .refuted)
    }
  }
}
