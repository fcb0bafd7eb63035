import ClassicBPF
import FilterProof
import SandboxLauncher
import SeccompFilter
import SeccompPolicy
import Synchronization

/// The proved programs of a policy, each made when it is first asked for.
final class PolicyPrograms: Sendable {
  /// What a program is for.
  enum Purpose: Hashable {
    /// The process itself: the policy and nothing else.
    case confinement
    /// A command: with exceptions for the launcher's last calls.
    case launch(furtherFilterFollows: Bool)
  }

  /// The numbers in all programs for launches that stand for the keys.
  ///
  /// They are no secret: each launch draws keys of its own.
  static let standIns = Result { () throws(LaunchError) in try StandInKeys.random() }

  private let content: SandboxPolicy.Content
  private let made = Mutex<[Purpose: BPFProgram]>([:])

  init(_ content: SandboxPolicy.Content) { self.content = content }

  /// What the kernel is told beside the program.
  var flags: FilterFlags {
    switch content {
    case .policy(let policy): FilterFlags(policy.flags)
    case .filter: []
    }
  }

  /// The program for a purpose.
  ///
  /// - Throws: `SekatError` where there is none that is proved.
  func program(_ purpose: Purpose) throws(SekatError) -> BPFProgram {
    if let program = made.withLock({ $0[purpose] }) { return program }
    let program = try proved(filter(for: purpose))
    made.withLock { $0[purpose] = program }
    return program
  }

  private func filter(for purpose: Purpose) throws(SekatError) -> Filter {
    let filter =
      switch content {
      case .policy(let policy): policy.filter
      case .filter(let filter): filter
      }
    guard case .launch(let furtherFilterFollows) = purpose else { return filter }
    do throws(LaunchError) {
      return filter.addingLaunchExceptions(
        LaunchKeys(try Self.standIns.get().words), furtherFilterFollows: furtherFilterFollows)
    } catch {
      throw SekatError("\(error)")
    }
  }

  private func proved(_ filter: Filter) throws(SekatError) -> BPFProgram {
    do throws(ProvedProgramError) {
      return try NativeBackend().program(for: filter)
    } catch {
      switch content {
      case .policy(let policy): throw SekatError(error, of: policy, from: .native)
      case .filter: throw SekatError(error)
      }
    }
  }
}

extension SekatError {
  /// Why there is no proved program for a filter that no file is the source of.
  fileprivate init(_ error: ProvedProgramError) {
    switch error {
    case .compilation(let error): self.init("the filter cannot be compiled: \(error.message)")
    case .undecided(let error):
      self.init("the filter's program is not proved to be the filter: \(error)", kind: .undecided)
    case .different(let witness):
      self.init(
        "the filter's program is not the filter, and is not used: they differ on"
          + " \(CallText(witness.call).text)", kind: .refuted)
    }
  }
}
