import ClassicBPF
import LinuxABI
import SourceDiagnostics
import Toolbox

/// What the filter that is chosen means to whoever reads it.
extension SeccompilerFile {
  var circumstances: Set<Circumstance> { [.filterName, .dialect] }

  func settle(
    _ file: inout PolicyFile, for machine: Machine, in circumstances: Circumstances,
    within limits: PolicyLimits, diagnostics: inout [Diagnostic]
  ) {
    var settling = Settling(
      source: file.source, dialect: circumstances.dialect, diagnostics: diagnostics,
      remarks: RemarkList(most: limits.mistakes))
    defer { diagnostics = settling.diagnostics }
    file.defaultAction = Located(value: .fixed(.killProcess), range: range)
    guard let filter = settling.choose(circumstances.filterName, among: filters, at: range) else {
      return
    }
    if settling.dialect == nil, filter.isOfCrate { settling.dialect = .seccompiler }
    file.name = file.name ?? filter.name.value
    file.defaultAction = filter.otherwise.syntax
    // libseccomp's answer to calls through another ABI is to kill the thread.
    let foreign: FilterAction = settling.dialect == .firecracker ? .killThread : .killProcess
    file.foreign = Located(value: .fixed(foreign), range: range)
    for difference in filter.differences { settling.decide(difference) }
    file.rules = settling.rules(of: filter, on: machine.abi)
    file.remarks += settling.remarks.all
  }

  /// The choice of a filter and of a reader.
  private struct Settling {
    let source: SourceText
    var dialect: SeccompilerDialect?
    var diagnostics: [Diagnostic]
    var remarks: RemarkList

    /// So many filters are named in a message.
    private static let mostNames = 8

    mutating func choose(
      _ name: String?, among filters: [Filter], at range: SourceRange
    ) -> Filter? {
      let shown = filters.prefix(Self.mostNames).map { "'\(escaped($0.name.value))'" }
      let rest = filters.count - shown.count
      let names = shown.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
      if let name {
        if let filter = filters.first(where: { $0.name.value == name }) { return filter }
        // Where all are named, the near one is seen.
        let near = rest > 0 ? suggestion(for: name, among: filters.map(\.name.value)) : ""
        report(
          at: range, "unknown-filter", "there is no filter \(quoted(name)), but \(names)\(near)")
        return nil
      }
      if filters.count == 1 { return filters[0] }
      report(
        at: range, "several-filters",
        "the file has \(filters.count) filters: \(names); name the one that is meant",
        note: "a command takes it as '--thread NAME', and a program as 'filterName' of "
          + "'Circumstances'")
      return nil
    }

    mutating func decide(_ difference: DialectDifference) {
      func clause(_ dialect: SeccompilerDialect) -> String {
        "\(dialect.title) \(difference.meaning[dialect] ?? "")"
      }
      guard let dialect else {
        report(
          at: difference.range, "two-dialects",
          "\(difference.problem): \(clause(.seccompiler)), and \(clause(.firecracker)); say who "
            + "reads the file",
          note: "a command takes it as '--dialect seccompiler' or '--dialect firecracker', and a "
            + "program as 'dialect' of 'Circumstances'")
        return
      }
      if difference.refusedBy == dialect {
        report(
          at: difference.range, "refused-by-dialect", "\(difference.problem): \(clause(dialect))")
        return
      }
      guard difference.meaning[dialect] != nil else { return }
      let isRefused = difference.refusedBy != nil
      remarks.add(
        PolicyRemark(
          kind: .otherDialect, severity: .warning, range: difference.range,
          problem: difference.problem + (isRefused ? ", which " : ": ") + clause(dialect),
          advice: isRefused
            ? "remove it" : "write it in a way that every reader takes for the same"))
    }

    private mutating func report(
      at range: SourceRange, _ id: String, _ message: String, note: String? = nil
    ) {
      diagnostics.append(
        Diagnostic(
          .error, id: id, message, at: SourceLocation(source: source, range: range),
          notes: note.map { [.init($0)] } ?? []))
    }

    // MARK: Rules

    mutating func rules(of filter: Filter, on abi: ABI) -> [RuleSyntax] {
      func calls(_ isIncluded: (Rule) -> Bool) -> Set<String> {
        Set(filter.rules.filter(isIncluded).map(\.call.value))
      }
      let conditional = calls { !$0.conditions.isEmpty }
      let unconditional = calls(\.conditions.isEmpty)
      var rules: [RuleSyntax] = []
      for rule in filter.rules {
        guard Syscall.named(rule.call.value)?.number(on: abi) != nil else {
          decide(
            DialectDifference(
              range: rule.call.range, refusedBy: .seccompiler,
              problem: "'\(rule.call.value)' does not exist on \(abi.name)",
              meaning: [.seccompiler: "refuses that", .firecracker: "passes over the rule"]))
          continue
        }
        let lost = rule.conditions.isEmpty ? conditional : unconditional
        let loser: SeccompilerDialect = rule.conditions.isEmpty ? .seccompiler : .firecracker
        if dialect == loser, lost.contains(rule.call.value) { continue }
        rules.append(syntax(of: rule, filter.action))
      }
      return rules
    }

    private func syntax(of rule: Rule, _ action: Located<FilterAction>) -> RuleSyntax {
      var syntax = RuleSyntax(
        range: rule.range,
        calls: [
          Located(value: .name(rule.call.value, isOptional: false), range: rule.call.range)
        ], callsRange: rule.call.range)
      syntax.isLiteral = true
      syntax.comment = rule.comment
      syntax.action = action.syntax
      let conditions = rule.conditions.compactMap { $0.syntax(for: dialect) }
      if !conditions.isEmpty { syntax.alternatives = [conditions] }
      return syntax
    }
  }
}

extension SeccompilerFile.Condition {
  /// The condition on a register, or `nil` where nothing is looked at; if nobody says who reads it, both
  /// take it for the same.
  fileprivate func syntax(for dialect: SeccompilerDialect?) -> ConditionSyntax? {
    let isNarrow = isWord && (dialect != .firecracker || comparison == .equal)
    let width = isNarrow ? 32 : 64
    return RegisterComparison(index: index, comparison, mask: mask, value: value, width: width)?
      .syntax(width: width, at: range)
  }
}

extension Located<FilterAction> {
  fileprivate var syntax: Located<ActionSyntax> {
    Located<ActionSyntax>(value: .fixed(value), range: range)
  }
}
