import ClassicBPF
import FilterProof
import LinuxABI
import Toolbox

/// What a confined process goes on to do by itself: the calls that Swift's runtime and the C library
/// make without being asked.
///
/// The facts are in `Sources/TableGenerator/Facts/runtime-needs.tsv`. They were found by denying one call
/// after the other to confined processes; tests do it again.
public struct RuntimeNeeds: OptionSet, Hashable, Sendable {
  /// One bit for each.
  public let rawValue: UInt8

  /// The needs with these bits.
  ///
  /// - Parameter rawValue: One bit for each.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// To run at all: memory, locks, coming back from signals, ending.
  public static let running = RuntimeNeeds(rawValue: 1 << 0)
  /// To start and end threads, as the thread pool of tasks and of Dispatch does at any moment.
  public static let threads = RuntimeNeeds(rawValue: 1 << 1)
  /// To wait for time and events: `Task.sleep`, timers, sources of Dispatch, and loops such as those of
  /// swift-nio.
  public static let events = RuntimeNeeds(rawValue: 1 << 2)
  /// To say why it crashes, and to end by the signal that it would end by.
  public static let crashes = RuntimeNeeds(rawValue: 1 << 3)
  /// All of these.
  public static let all: RuntimeNeeds = [.running, .threads, .events, .crashes]
}

extension RuntimeNeeds {
  /// Refuses a program that denies what is needed.
  func check(_ program: BPFProgram, of policy: SandboxPolicy) throws(SandboxError) {
    var map = VerdictMap(of: .program(program), on: policy.machine)
    var denied: [String] = []
    for need in RuntimeNeed.all where isSuperset(of: need.part) {
      do throws(ProofError) {
        guard let denial = try need.denial(in: &map, on: policy.machine.abi) else { continue }
        denied.append(denial)
      } catch {
        throw SandboxError(.runtimeNeeds, "\(quoted(policy.name)): not decided: \(error)")
      }
    }
    guard !denied.isEmpty else { return }
    throw SandboxError(
      .runtimeNeeds,
      "the policy \(quoted(policy.name)) denies what this process needs to go on:\n"
        + denied.map { "  \($0)\n" }.joined()
        + "allow these calls, or confine the process for less than RuntimeNeeds.all",
      deniedNeeds: denied)
  }
}
