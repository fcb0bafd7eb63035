import ClassicBPF
import LinuxABI
import SeccompFilter
import TraceReplay

/// The rules that would allow what was denied.
struct CallAdvice {
  /// A rule, and some of the calls that it is for.
  struct Wish {
    var rule: AllowingRule
    var samples: [SeccompData]

    /// Whether a filter lets the calls through, or answers those with `ENOSYS` that hide their flags.
    func isGranted(by action: (SeccompData) -> FilterAction) -> Bool {
      let absence = rule.isAbsence ? ErrnoName.number(of: "ENOSYS", on: rule.abi) : nil
      return samples.allSatisfy { call in
        let action = action(call)
        return action.passes || absence.map { action == .errno($0) } ?? false
      }
    }
  }

  /// A rule for each call that was denied, in the order of their first denials.
  private(set) var wishes: [Wish] = []
  /// Whether there are more calls than rules.
  private(set) var isCut = false
  /// How many rules there are: who lacks more has no use for a list.
  static let mostWishes = 100
  /// How many calls are kept for each rule.
  private static let mostSamples = 16

  /// Has a rule allow a call.
  mutating func allow(_ call: SeccompData) {
    guard let abi = call.abi else { return }
    let index =
      wishes.firstIndex { $0.rule.abi == abi && $0.rule.number == call.number } ?? wishes.count
    if index == wishes.count {
      guard hasRoom() else { return }
      wishes.append(Wish(rule: AllowingRule(number: call.number, on: abi), samples: []))
    }
    wishes[index].rule.add(call)
    if wishes[index].samples.count < Self.mostSamples { wishes[index].samples.append(call) }
  }

  /// Has a rule answer a call as if the kernel had none of it, if there is no rule for the call yet.
  mutating func deny(_ call: SeccompData) {
    guard let abi = call.abi,
      !wishes.contains(where: { $0.rule.abi == abi && $0.rule.number == call.number }), hasRoom()
    else { return }
    let rule = AllowingRule(number: call.number, on: abi, isAbsence: true)
    wishes.append(Wish(rule: rule, samples: [call]))
  }

  private mutating func hasRoom() -> Bool {
    if wishes.count < Self.mostWishes { return true }
    isCut = true
    return false
  }

  /// The same without what a filter grants.
  func refused(by action: (SeccompData) -> FilterAction) -> CallAdvice {
    var refused = self
    refused.wishes.removeAll { $0.isGranted(by: action) }
    return refused
  }
}
