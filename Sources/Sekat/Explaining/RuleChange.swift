import LinuxABI
import SeccompPolicy

/// What becomes of a rule of a policy's own file.
struct RuleChange: Equatable {
  /// The rule with other conditions.
  var widened: String?
  /// The calls that it no longer decides on all of its ABIs, with those on which it still does.
  var narrowed: [String: [ABI]] = [:]
  /// A rule that stands before what is left of it.
  var successor: String?

  /// What is to be done in the file.
  enum Outcome: Equatable {
    /// These rules stand in its place.
    case instead([String])
    /// It no longer names these calls, as they are written there.
    case leavingOut([String])
  }

  /// The entries of a rule that stay as they are.
  func kept(of rule: RuleSyntax) -> [Located<CallSelector>] {
    rule.calls.filter { Self.name(of: $0.value).map { narrowed[$0] == nil } ?? true }
  }

  /// The entries of a rule that are left out of it, as they are written.
  func leftOut(of rule: RuleSyntax) -> [String] {
    rule.calls.compactMap { entry in
      guard case .name(let name, let isOptional) = entry.value, narrowed[name] != nil else {
        return nil
      }
      return isOptional ? name + "?" : name
    }
  }

  /// Whether anything of a rule would be left, and would say what it says now.
  func leavesSense(of rule: RuleSyntax) -> Bool {
    guard let first = kept(of: rule).first else { return narrowed.values.contains { !$0.isEmpty } }
    // Nothing can be taken away from nothing.
    if case .not = first.value { return false }
    return true
  }

  /// The call that an entry names.
  static func name(of selector: CallSelector) -> String? {
    guard case .name(let name, _) = selector else { return nil }
    return name
  }
}
