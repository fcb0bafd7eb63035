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
  }

  /// A rule for each call that was denied, in the order of their first denials.
  private(set) var wishes: [Wish] = []
  /// How many calls are kept for each rule.
  private static let mostSamples = 16

  /// Has a rule allow a call.
  mutating func allow(_ call: SeccompData) {
    guard let abi = call.abi else { return }
    let index =
      wishes.firstIndex { $0.rule.abi == abi && $0.rule.number == call.number } ?? wishes.count
    if index == wishes.count {
      wishes.append(Wish(rule: AllowingRule(number: call.number, on: abi), samples: []))
    }
    wishes[index].rule.add(call)
    if wishes[index].samples.count < Self.mostSamples { wishes[index].samples.append(call) }
  }

  /// Has a rule answer a call as if the kernel had none of it, if there is no rule for the call yet.
  mutating func deny(_ call: SeccompData) {
    guard let abi = call.abi,
      !wishes.contains(where: { $0.rule.abi == abi && $0.rule.number == call.number })
    else { return }
    let rule = AllowingRule(number: call.number, on: abi, isAbsence: true)
    wishes.append(Wish(rule: rule, samples: [call]))
  }
}
