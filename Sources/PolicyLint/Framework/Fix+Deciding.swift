import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A rule that a fix writes.
struct NewRule {
  /// The calls.
  var calls: [Syscall]
  /// The condition as it is written, such as `{ "flags": { "has": "CLONE_NEWUSER" } }`.
  var condition: String?
  /// The action as it is written.
  var action: String
  /// Whether the action is for the calls that do not meet the condition, and the others are allowed.
  var isElse = false

  /// The answer on which programs take another call.
  static let noCall = #"{ "errno": "ENOSYS" }"#
  /// The answer to what is not to be done.
  static let noPermission = #"{ "errno": "EPERM" }"#

  /// Whether nothing is left of the calls for rules that come after.
  var decidesAll: Bool { condition == nil || isElse }

  /// The rule as it is written.
  var text: String {
    let names = calls.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let condition = condition.map { ", \"where\": \($0)" } ?? ""
    return "{ \"syscalls\": [\(names)]\(condition), \"\(isElse ? "else" : "action")\": \(action) }"
  }
}

extension LintContext {
  /// The advice to put a rule before all others.
  ///
  /// - Parameters:
  ///   - new: The rule.
  ///   - more: What is to be looked at in it, as the end of a clause.
  ///   - words: What the rule is for, where it cannot be written.
  /// - Returns: The advice.
  func advice(putting new: NewRule, _ more: String = "", words: String) -> Advice {
    var names: [String] = []
    if new.decidesAll, let resolved = policy?.resolved {
      for call in new.calls {
        let isWritten = resolved.rules.indices.contains { index in
          resolved.rules[index].file == 0
            && entry(of: call, in: RuleOrigin(index))?.isWritten == true
        }
        if isWritten { names.append(call.name) }
      }
    }
    let leavingOut =
      names.isEmpty
      ? ""
      : ", in place of \(enumeration(names)) where \(names.count == 1 ? "it is" : "they are") now"
    return Advice(
      "put this rule first\(more)\(leavingOut): \(new.text)", words: words, in: ownFile)
  }

  /// Puts a rule before another one of the policy's own file, and leaves out the entries of that and
  /// of later rules that would have no effect behind it.
  ///
  /// - Parameters:
  ///   - new: The rule.
  ///   - origin: The rule that it comes before; where that is none, or one of a base, it comes first.
  /// - Returns: The changes, or `nil` where they would need more than that.
  func edits(putting new: NewRule, before origin: RuleOrigin?) -> [Fix.Edit]? {
    guard let rules = policy?.resolved.rules, !rules.isEmpty, rules[0].file == 0 else { return nil }
    var origin = origin ?? RuleOrigin(0)
    if rules[origin.index].file != 0 { origin = RuleOrigin(0) }
    let rule = rules[origin.index]
    // A rule for every ABI is not to take the place of one for some.
    let isForSome = rules.indices.contains { index in
      rules[index].file == 0 && rules[index].syntax.architectures != nil
        && new.calls.contains { entry(of: $0, in: RuleOrigin(index)) != nil }
    }
    if isForSome { return nil }
    // What a condition leaves is still decided by what comes after.
    guard new.decidesAll else { return [.putting(new, before: rule.location)] }
    guard let dead = entries(for: new.calls, from: origin) else { return nil }
    if dead.contains(where: { $0.rule.location == rule.location && $0.isWhole }) {
      let rest = dead.filter { $0.rule.location != rule.location }
      return Self.apart([Fix.Edit(rule.location, new.text)] + rest.flatMap(\.edits))
    }
    return Self.apart([.putting(new, before: rule.location)] + dead.flatMap(\.edits))
  }

  /// The changes that leave out the entries of later rules that name calls.
  func edits(leavingOut calls: [Syscall], after origin: RuleOrigin) -> [Fix.Edit]? {
    entries(for: calls, from: RuleOrigin(origin.index + 1)).flatMap {
      Self.apart($0.flatMap(\.edits))
    }
  }

  /// Changes, if none of them lies in another: two rules in a row share a comma.
  private static func apart(_ edits: [Fix.Edit]) -> [Fix.Edit]? {
    let ranges = edits.map(\.location.range).sorted { $0.lowerBound < $1.lowerBound }
    let isApart = zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound <= $1.lowerBound }
    return isApart ? edits : nil
  }

  /// The entries that name calls, of a rule and of those after it in the policy's own file.
  private func entries(for calls: [Syscall], from origin: RuleOrigin) -> [LeftOut]? {
    guard let resolved = policy?.resolved else { return nil }
    var found: [LeftOut] = []
    for (index, rule) in resolved.rules.enumerated().dropFirst(origin.index) where rule.file == 0 {
      let ranges = calls.compactMap { call -> SourceRange? in
        guard let entry = entry(of: call, in: RuleOrigin(index)), entry.isWritten else {
          return nil
        }
        return entry.range
      }
      if ranges.isEmpty { continue }
      guard let leftOut = LeftOut(ranges, of: rule) else { return nil }
      found.append(leftOut)
    }
    return found
  }
}

/// Entries of a rule that are to go.
private struct LeftOut {
  let rule: PolicyRule
  /// Whether all of its entries go, so that the rule goes too.
  let isWhole: Bool
  let edits: [Fix.Edit]

  /// The changes, where what stays is a list that means what it did.
  init?(_ ranges: [SourceRange], of rule: PolicyRule) {
    self.rule = rule
    let source = rule.location.source
    var runs: [[SourceRange]] = []
    var stays: [CallSelector] = []
    var isRun = false
    for entry in rule.syntax.calls {
      if ranges.contains(entry.range) {
        if isRun { runs[runs.count - 1].append(entry.range) } else { runs.append([entry.range]) }
        isRun = true
      } else {
        stays.append(entry.value)
        isRun = false
      }
    }
    isWhole = stays.isEmpty
    if isWhole {
      edits = [.removing(rule.location.range, from: source)]
      return
    }
    // Nothing can be taken away from nothing.
    if case .not = stays[0] { return nil }
    edits = runs.map { run in
      .removing(SourceRange(run[0].lowerBound..<run[run.count - 1].upperBound), from: source)
    }
  }
}

extension Fix.Edit {
  /// Puts a rule before another one, on a line of its own if that one begins a line.
  fileprivate static func putting(_ new: NewRule, before rule: SourceLocation) -> Fix.Edit {
    let bytes = rule.source.bytes
    var first = rule.range.lowerBound
    while first > 0, bytes[first - 1] == 0x20 || bytes[first - 1] == 0x09 { first -= 1 }
    let beginsLine = first == 0 || bytes[first - 1] == 0x0a
    let indentation = String(decoding: bytes[first..<rule.range.lowerBound], as: UTF8.self)
    let start = SourceRange(rule.range.lowerBound..<rule.range.lowerBound)
    return Fix.Edit(
      SourceLocation(source: rule.source, range: start),
      new.text + "," + (beginsLine ? "\n" + indentation : " "))
  }
}
