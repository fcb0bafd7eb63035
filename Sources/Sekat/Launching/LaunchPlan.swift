import ClassicBPF
import FilterProof
import Glibc
package import LinuxABI
package import SandboxLauncher
import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// What is to be launched under which filters, with all programs compiled, proved and verified.
package struct LaunchPlan {
  /// What may be asked for.
  package struct Options: Equatable {
    /// The policies in the order of their filters; where there are none, and no compiled filter, it
    /// is ``PolicyInput/standard``.
    package var policies: [String] = []
    /// The system for which conditions of policies are settled.
    package var circumstances = Circumstances.standard
    /// A compiled filter that is installed last.
    package var filter: String?
    /// The compiler.
    package var backend: BackendChoice = .native
    /// Whether a file that others may write to is taken even by root.
    package var allowsInsecurePolicy = false
    /// Whether a filter is installed even if it is not proved to be its policy.
    package var allowsUnproved = false
    /// Whether the kernel logs what the filters do not allow.
    package var logs = false

    package init() {}
  }

  /// The filters in the order of their installation.
  package private(set) var filters: [InstalledFilter] = []
  /// What each of them was made of.
  package private(set) var contents: [(name: String, content: QueryAnswer.Content)] = []
  /// The policies of the first filters, as a command line names them.
  package let policies: [String]
  /// What is done against better judgement, because it was asked for: a sentence each.
  package private(set) var remarks: [String] = []
  private let options: Options
  /// The machine that they are for.
  package let machine: Machine
  private let standIns: StandInKeys

  /// Loads, compiles and proves everything.
  ///
  /// - Parameters:
  ///   - options: What is asked for.
  ///   - standIns: The keys that stand in for those that the launcher draws last.
  /// - Throws: ``SekatError`` where an input cannot be used, cannot be trusted, or is not proved.
  package init(_ options: Options, standIns: StandInKeys) throws(SekatError) {
    guard let machine = Machine.native else {
      throw SekatError("sekat does not know this machine, so it can launch nothing here")
    }
    (self.options, self.machine, self.standIns) = (options, machine, standIns)
    var references = options.policies
    if references.isEmpty && options.filter == nil { references = [PolicyInput.standard] }
    policies = references
    var asked: Set<Circumstance> = []
    for (index, reference) in references.enumerated() {
      let isLast = index == references.count - 1 && options.filter == nil
      asked.formUnion(try add(policy: reference, furtherFilterFollows: !isLast))
    }
    try options.circumstances.requireUse(of: asked)
    if let path = options.filter { try add(filter: path) }
  }

  /// Adds a policy, and says what it asks for of the circumstances.
  private mutating func add(
    policy reference: String, furtherFilterFollows: Bool
  ) throws(SekatError) -> Set<Circumstance> {
    let policy = try PolicyInput.load(
      reference, in: options.circumstances, judgesFiles: Self.isHeldToTrust)
    for file in policy.files where !file.isBuiltin {
      try trust(file.trust, name: file.source.name)
    }
    let resolved = try PolicyInput.resolve(policy, for: machine)
    let filter = resolved.filter.addingLaunchExceptions(
      LaunchKeys(standIns.words), furtherFilterFollows: furtherFilterFollows)
    let program = try program(for: filter, of: resolved)
    filters.append(
      InstalledFilter(
        program, flags: FilterFlags(resolved.flags).union(ownFlags), name: policy.name))
    contents.append((policy.name, .policy(resolved)))
    return policy.askedCircumstances
  }

  private mutating func add(filter path: String) throws(SekatError) {
    let file = try RawFilter.read(path, for: machine, isJudged: Self.isHeldToTrust)
    try trust(file.trust, name: file.name)
    let program = try file.program()
    filters.append(InstalledFilter(program, flags: ownFlags, name: file.name))
    contents.append((file.name, .program(program)))
  }

  /// The flags that were asked for beside those of policies.
  private var ownFlags: FilterFlags { options.logs ? .log : [] }

  /// The program of a policy, proved with the exceptions that it has, or not at all where the user
  /// said so.
  private mutating func program(
    for filter: Filter, of policy: ResolvedPolicy
  ) throws(SekatError) -> BPFProgram {
    let backend = options.backend.backend
    do throws(ProvedProgramError) {
      return try backend.program(for: filter)
    } catch {
      let failure = SekatError(error, of: policy, from: options.backend)
      guard options.allowsUnproved, let program = try? backend.unprovedProgram(for: filter) else {
        throw failure
      }
      remarks.append("\(failure.sentence)\nsekat: it is installed all the same (--unproved)")
      return program
    }
  }

  /// Whether files that others can change would give them what the user has: root's power.
  private static var isHeldToTrust: Bool { geteuid() == 0 }

  /// Refuses a file that others can change, or remarks that it is used all the same.
  private mutating func trust(_ trust: FileTrust?, name: String) throws(SekatError) {
    guard let weakness = trust?.weaknesses.first else { return }
    guard options.allowsInsecurePolicy else {
      throw SekatError(untrusted: name, weakness, orElse: "use --insecure-policy")
    }
    remarks.append(
      "\(escaped(name)): \(weakness.sentence); it is used all the same (--insecure-policy)")
  }
}

extension SekatError {
  /// Why root should not rely on a file.
  ///
  /// - Parameters:
  ///   - name: The file.
  ///   - weakness: Who can change it.
  ///   - otherwise: How to use it all the same.
  init(untrusted name: String, _ weakness: FileTrust.Weakness, orElse otherwise: String) {
    self.init(
      "\(escaped(name)): root should not rely on this file: \(weakness.sentence); "
        + "\(escaped(weakness.advice(for: geteuid()))), or \(otherwise)")
  }
}
