import ClassicBPF
import LinuxABI
import SourceDiagnostics

/// What is not as an author may expect it, of what depends on the machine.
extension OCISettling {
  mutating func remarkEqual(_ entry: OCIProfile.Entry) {
    // A rule beside it decides, where there is one.
    let name = entry.names.first { deciders[$0.value] != nil }?.value
    let decided =
      name.map { ", so that another rule decides '\($0)', whatever this one asks" } ?? ""
    remark(
      .equalsDefault, name == nil ? .note : .warning, at: entry.action.range,
      "the action is the default's, and such a rule is left out" + decided,
      name == nil
        ? "remove the rule"
        : "take '\(name ?? "")' out of the rule that decides it, or give it conditions that exclude "
          + "these")
  }

  mutating func remarkLosses(_ lost: [(rule: LibseccompTree.Rule, winner: LibseccompTree.Rule)]) {
    // Of calls through others it is said elsewhere.
    for (rule, winner) in lost
    where rule.entry != winner.entry && rule.call.name == rule.name.value {
      let entry = profile.entries[rule.entry]
      let isSame = rule.action == winner.action
      let isHole = !isSame && winner.action.passes && !entry.comparisons.isEmpty
      let problem =
        entry.comparisons.isEmpty
        ? "'\(rule.name.value)' has a rule without conditions before this one, which alone counts"
        : "'\(rule.name.value)' has a rule without conditions too, and then no other counts, whatever "
          + "their order"
      remark(
        .conditionsLost, isSame ? .note : isHole ? .error : .warning, at: rule.name.range, problem,
        isSame
          ? "remove '\(rule.name.value)' from one of the two"
          : "remove '\(rule.name.value)' from the rule without conditions, or give it the opposite "
            + "conditions")
    }
  }

  /// Remarks a rule that speaks for a multiplexer, too, where its conditions say nothing.
  mutating func remarkWidening(by rule: LibseccompTree.Rule, on abi: ABI) {
    guard rule.call.name != rule.name.value, !profile.entries[rule.entry].comparisons.isEmpty else {
      return
    }
    remark(
      .widenedByMultiplexer, .warning, at: rule.name.range,
      "on \(abi.name) '\(rule.name.value)' can be made through '\(rule.call.name)', which has its "
        + "arguments in memory: the rule is added for that without what it asks of them",
      "leave the architecture out, or decide '\(rule.call.name)' by a rule of its own")
  }

  mutating func remarkArguments(of entry: OCIProfile.Entry, _ call: Syscall, on abi: ABI) {
    guard !entry.comparisons.isEmpty else { return }
    let count = call.number(on: abi) == nil ? nil : call.arguments(on: abi)?.count
    for comparison in entry.comparisons {
      if let count, comparison.index >= count {
        remark(
          .absentArgument, .warning, at: comparison.range,
          "'\(call.name)' has \(count == 0 ? "no arguments" : count == 1 ? "one argument" : "\(count) arguments") on \(abi.name), so that a register is "
            + "compared which may hold anything", "remove the condition, or correct 'index'")
      }
      let isCut =
        comparison.value >> 32 != 0
        || comparison.comparison == .maskedEqual && comparison.mask >> 32 != 0
      if RegisterComparison.width(on: abi) == 32, isCut {
        remark(
          .cutValue, .warning, at: comparison.range,
          "on \(abi.name) only the lower 32 bits of this value are compared, \(comparison.value & 0xffff_ffff)",
          "leave the architecture out, or write a value of 32 bits")
      }
    }
  }
}
