public import ClassicBPF
import LinuxABI

/// What a filter answers to a call, and why.
public struct Decision: Hashable, Sendable {
  /// What a verdict rests on.
  public enum Reason: Hashable, Sendable {
    /// The number was 0xffffffff, a call that a tracer skipped.
    case skipped
    /// The call came through an ABI that the policy does not list.
    case foreign
    /// The call carried the launcher's keys.
    case exception
    /// The call is newer than the policy, or unknown.
    case newer
    /// This rule's condition held.
    case rule(RuleOrigin)
    /// This rule's condition did not hold, and the rule decides that too.
    case otherwise(RuleOrigin)
    /// No rule decided.
    case defaultAction
  }

  /// The verdict.
  public var action: FilterAction
  /// What it rests on.
  public var reason: Reason

  /// A verdict and its ground.
  ///
  /// - Parameters:
  ///   - action: The verdict.
  ///   - reason: What it rests on.
  public init(_ action: FilterAction, because reason: Reason) {
    self.action = action
    self.reason = reason
  }
}

/// The meaning of a filter, spelled out: slow, obvious, and what every program is measured by.
///
/// The steps are those of the policy format's "Meaning", in the same order.
public struct FilterEvaluator: Sendable {
  let filter: Filter

  /// The evaluator of a filter.
  ///
  /// - Parameter filter: The filter.
  public init(_ filter: Filter) { self.filter = filter }

  /// What the filter answers to a call.
  ///
  /// - Parameter call: The call, as the kernel shows it.
  /// - Returns: The verdict and what it rests on.
  public func decide(_ call: SeccompData) -> Decision {
    if call.number == .max { return Decision(filter.skipped, because: .skipped) }
    guard let part = part(for: call) else { return Decision(filter.foreign, because: .foreign) }
    if isException(call, on: part.abi) { return Decision(.allow, because: .exception) }
    if let newer = part.newer, newer.numbers.contains(call.number) {
      return Decision(newer.action, because: .newer)
    }
    for rule in part.rules where rule.numbers.contains(call.number) {
      if rule.condition.holds(for: call.arguments) {
        return Decision(rule.action, because: rule.reason)
      }
      if let otherwise = rule.otherwise {
        return Decision(otherwise, because: .otherwise(rule.origin))
      }
    }
    return Decision(part.defaultAction, because: .defaultAction)
  }

  /// The part of the filter that serves the ABI through which a call came.
  private func part(for call: SeccompData) -> ABIFilter? {
    filter.abis.first { part in
      part.abi.auditArchitecture == call.auditArchitecture
        && part.abi.numbers.contains(call.number)
    }
  }

  /// Whether the call is one of the launcher's own, which it makes through the machine's own ABI.
  private func isException(_ call: SeccompData, on abi: ABI) -> Bool {
    abi == filter.machine.abi
      && filter.exceptions.contains { $0.number == call.number && $0.holds(for: call.arguments) }
  }
}
