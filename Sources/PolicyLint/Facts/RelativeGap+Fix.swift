import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

extension RelativeGap {
  /// Adds the relatives to the rule that denies, and puts rules before it on what is told apart by
  /// arguments or in memory.
  func fix(_ context: LintContext) -> Fix? {
    guard let origin = context.origin(behind: denial),
      let rule = context.rule(behind: denial),
      rule.file == 0, rule.syntax.architectures == nil,
      let action = context.actionText(behind: denial),
      // What an earlier rule of the file allows, this one cannot deny.
      open.allSatisfy({ open in
        context.origin(behind: open.witness).map { $0.index > origin.index } ?? true
      })
    else { return nil }
    var edits: [Fix.Edit] = []
    func put(_ new: NewRule) -> Bool {
      guard let more = context.edits(putting: new, before: origin) else { return false }
      edits += more
      return true
    }
    let hidden = open.filter(\.isHidden).map(\.call)
    if !hidden.isEmpty, !put(NewRule(calls: hidden, action: NewRule.noCall)) { return nil }
    for part in parts {
      guard put(NewRule(calls: part.calls, condition: part.condition, action: action)) else {
        return nil
      }
    }
    let whole = open.filter(\.isWhole).map(\.call)
    if !whole.isEmpty {
      if rule.syntax.alternatives == nil {
        guard let last = rule.syntax.calls.last,
          let rest = context.edits(leavingOut: whole, after: origin)
        else { return nil }
        let end = SourceRange(last.range.upperBound..<last.range.upperBound)
        let names = whole.map { ", \"\($0.name)\"" }.joined()
        edits.append(.init(SourceLocation(source: rule.location.source, range: end), names))
        edits += rest
      } else if !put(NewRule(calls: whole, action: action)) {
        return nil
      }
    }
    return Fix("deny \(enumeration(open.map(\.call.name))) too", edits)
  }
}

extension LintContext {
  /// The action of the rule behind a verdict for the calls that it decides so, as it is written.
  func actionText(behind witness: Finding.Witness) -> String? {
    guard let rule = rule(behind: witness) else { return nil }
    let isElse = if case .otherwise? = reason(for: witness) { true } else { false }
    guard let action = isElse ? rule.syntax.otherwise : rule.syntax.action else { return nil }
    return String(decoding: rule.location.source.bytes[action.range.range], as: UTF8.self)
  }
}
