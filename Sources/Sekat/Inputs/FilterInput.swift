import ClassicBPF
import FilterProof
package import LinuxABI
import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// A policy or a compiled filter that a command is to say something about.
package struct FilterInput {
  /// What it is.
  package enum Content {
    case policy(Policy)
    case program(RawFilter)
  }

  /// How messages call it.
  package let name: String
  package let content: Content

  /// A policy.
  ///
  /// - Parameters:
  ///   - reference: A path, `-` or `builtin:NAME`.
  ///   - circumstances: The system for which conditions are settled.
  ///   - judgesFiles: Whether it is judged who can change the files.
  /// - Throws: `SekatError` where there is none.
  package init(
    policy reference: String, in circumstances: Circumstances = .standard,
    judgesFiles: Bool = false
  ) throws(SekatError) {
    name = reference
    content = .policy(
      try PolicyInput.load(reference, in: circumstances, judgesFiles: judgesFiles))
  }

  /// A file of raw instructions, or `-` for standard input.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - machine: The machine that it is for.
  /// - Throws: `SekatError` where it cannot be read.
  package init(program path: String, for machine: Machine) throws(SekatError) {
    let filter = try RawFilter.read(path, for: machine)
    name = filter.name
    content = .program(filter)
  }

  /// A policy or a file of raw instructions, whichever it is.
  ///
  /// - Parameters:
  ///   - reference: `builtin:NAME`, or a file; one that begins like JSON or a text that is read, or is
  ///     called so, is a policy. `-` is a program on standard input.
  ///   - machine: The machine that a program is for.
  ///   - circumstances: The system for which conditions of a policy are settled.
  ///   - judgesFiles: Whether it is judged who can change the files of a policy.
  /// - Throws: `SekatError` where it cannot be read.
  package init(
    _ reference: String, for machine: Machine, in circumstances: Circumstances = .standard,
    judgesFiles: Bool = false
  ) throws(SekatError) {
    let isCalledPolicy =
      reference.hasPrefix("builtin:")
      || [".json", ".yaml", ".yml"].contains { reference.hasSuffix($0) }
    if isCalledPolicy || RawFilter.isLikePolicy(reference) {
      try self.init(policy: reference, in: circumstances, judgesFiles: judgesFiles)
    } else {
      try self.init(program: reference, for: machine)
    }
  }

  /// The policies among some inputs.
  package static func policies(of inputs: [FilterInput]) -> [Policy] {
    inputs.compactMap { if case .policy(let policy) = $0.content { policy } else { nil } }
  }

  /// The machines that it lists, if it is a policy.
  package var machines: [Machine]? {
    switch content {
    case .policy(let policy): policy.machines
    case .program: nil
    }
  }

  /// The machines that all of some policies list.
  package static func commonMachines(of inputs: [FilterInput]) throws(SekatError)
    -> [Machine]
  {
    let lists = inputs.compactMap(\.machines)
    guard let first = lists.first else { return [try Machine.named(nil)] }
    let common = first.filter { machine in lists.allSatisfy { $0.contains(machine) } }
    guard common.isEmpty else { return common }
    throw SekatError(
      lists.count > 1
        ? "the policies list no machine in common"
        : "the policy lists no machine that sekat knows")
  }

  /// It as it is on a machine.
  package func resolved(for machine: Machine) throws(SekatError) -> ResolvedSubject {
    switch content {
    case .policy(let policy):
      return ResolvedSubject(
        name: name, machine: machine,
        content: .policy(try PolicyInput.resolve(policy, for: machine)))
    case .program(let file):
      return ResolvedSubject(name: name, machine: machine, content: .program(try file.program()))
    }
  }
}

extension RawFilter {
  /// Whether a file begins as a policy does.
  static func isLikePolicy(_ path: String) -> Bool {
    guard path != "-", let file = try? OpenedFile.open(path) else { return false }
    let text = file.firstBytes(64).drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    guard let first = text.first else { return false }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
      || PolicyFormats.standard.reads(textIn: file.firstBytes(1 << 16))
  }
}
