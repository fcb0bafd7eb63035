import CallDecoding
import ClassicBPF
import LinuxABI
import SandboxLauncher
import SeccompFilter
import SeccompPolicy

extension DenialReport {
  /// The number of a call on an ABI.
  struct CallNumber: Hashable {
    var abi: ABI
    var number: UInt32
  }

  /// Has the rules allow a call, and the one that libraries make in its place where it stays refused.
  func allow(_ call: SupervisedCall, _ captured: CapturedCall?) {
    // Of another ABI than the policy lists no rule can speak.
    if let abi = call.data.abi, isForeign(abi) {
      foreignABIs.insert(abi)
      return
    }
    advice.allow(call.data)
    if let older = captured?.older, refusal(of: older) != nil { advice.allow(older) }
    // Who can make the older call tries the one first that hides its flags, and goes on after one error.
    guard let abi = call.data.abi, let name = Syscall.numbered(call.data.number, on: abi)?.name,
      askedForNewer.insert(CallNumber(abi: abi, number: call.data.number)).inserted
    else { return }
    for row in LibraryFallback.all where row.older.contains(name) {
      guard let syscall = Syscall.named(row.newer), syscall.hidesFlags,
        let number = syscall.number(on: abi)
      else { continue }
      let newer = SeccompData(number: number, auditArchitecture: call.data.auditArchitecture)
      let absence = ErrnoName.number(of: "ENOSYS", on: abi).map { FilterAction.errno($0) }
      if let action = refusal(of: newer), action != absence { advice.deny(newer) }
    }
  }

  /// Whether a policy does not list an ABI.
  private func isForeign(_ abi: ABI) -> Bool {
    asked.contains { _, content in
      guard case .policy(let policy) = content else { return false }
      return !policy.filter.abis.contains { $0.abi == abi }
    }
  }

  /// What a policy refuses a call with; of a compiled filter that is not asked.
  private func refusal(of call: SeccompData) -> FilterAction? {
    for case (_, .policy(let policy)) in asked {
      let action = FilterEvaluator(policy.filter).decide(call).action
      if !action.passes { return action }
    }
    return nil
  }
}
