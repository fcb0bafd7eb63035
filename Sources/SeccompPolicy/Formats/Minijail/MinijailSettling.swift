import ClassicBPF
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Makes rules of a policy of minijail, as its readers understand it on one ABI.
struct MinijailSettling {
  let text: MinijailText
  let abi: ABI
  /// Who reads it, if that is known.
  let reader: MinijailReader?
  /// Whether somebody has said so.
  let isReaderNamed: Bool
  var diagnostics: [Diagnostic]
  var remarks: RemarkList
  let mostMistakes: Int
  /// What earlier statements say of a call.
  private var states: [UInt32: State] = [:]
  /// The calls whose conditions are left out.
  private var lost: Set<UInt32> = []

  /// What is said of a call so far.
  private struct State {
    var last: SourceLocation
    /// Whether it is decided whatever its arguments are.
    var isDecided: Bool
    /// Whether there is a condition that does something else than to allow it.
    var hasRefusal: Bool
  }

  init(_ text: MinijailText, on abi: ABI, by named: MinijailReader?, within limits: PolicyLimits) {
    self.text = text
    self.abi = abi
    diagnostics = text.diagnostics
    mostMistakes = limits.mistakes
    remarks = RemarkList(most: limits.mistakes)
    isReaderNamed = named != nil
    reader =
      named ?? MinijailReader.allCases.first { reader in
        text.onlyRead[reader] != nil && text.onlyRead[reader.other] == nil
      } ?? (text.onlyRead[.compiler] != nil ? .compiler : nil)
    checkReader(named)
  }

  /// The rules, in the order of the statements.
  mutating func rules() -> [RuleSyntax] {
    let meant = text.statements.map { statement in
      (statement, numbered(statement.calls.filter { $0.isMeant(on: abi) }))
    }
    for (statement, calls) in meant { note(statement, calls) }
    compareReaders()
    var rules: [RuleSyntax] = []
    for (statement, calls) in meant where !calls.isEmpty && diagnostics.count < mostMistakes {
      let kept = lost.isEmpty ? calls : calls.filter { !lost.contains($0.number) }
      remarkArguments(of: statement, calls.map(\.call))
      for filter in statement.filters {
        let calls = filter.alternatives == nil ? calls : kept
        if calls.isEmpty { continue }
        rules.append(rule(filter, of: statement, naming: calls.map(\.call)))
      }
    }
    return rules
  }

  // MARK: Calls

  private typealias NumberedCall = (call: MinijailFile.Call, number: UInt32)

  /// The calls with their numbers; reports those that the machine does not have.
  private mutating func numbered(_ calls: [MinijailFile.Call]) -> [NumberedCall] {
    var numbered: [NumberedCall] = []
    for call in calls {
      if let number = call.number ?? Syscall.named(call.name.value)?.number(on: abi) {
        numbered.append((call, number))
      } else {
        report(
          call.name.range, "refused-by-dialect",
          "'\(call.name.value)' does not exist on \(abi.name), and minijail refuses the policy there"
        )
      }
    }
    return numbered
  }

  /// Takes note of what a statement says of its calls, and reports what was said before.
  private mutating func note(_ statement: MinijailFile.Statement, _ calls: [NumberedCall]) {
    let filters = statement.filters
    if let index = filters.firstIndex(where: { $0.alternatives == nil }), index + 1 < filters.count
    {
      report(
        filters[index + 1].range, "duplicate-entry",
        "this is never looked at: the filter before it has no condition", in: statement.source)
    }
    let last = filters[filters.count - 1]
    let hasRefusal = filters.contains { $0.alternatives != nil && !$0.allows }
    for (call, number) in calls {
      let location = SourceLocation(source: statement.source, range: call.name.range)
      if let state = states[number], state.isDecided || reader == .minijail0 {
        report(
          call.name.range, "duplicate-entry", "'\(call.name.value)' is decided already",
          in: statement.source, note: .init("first here", at: state.last))
        continue
      }
      let hadRefusal = states[number]?.hasRefusal ?? false
      states[number] = State(
        last: location, isDecided: last.alternatives == nil, hasRefusal: hadRefusal || hasRefusal)
      // Its compiler looks at the last action first, and takes it for all there is.
      guard text.denylist == nil, last.alternatives == nil, last.allows, hadRefusal || hasRefusal
      else { continue }
      lost.insert(number)
      remark(
        .conditionsLost, .error, at: last.range,
        "compile_seccomp_policy.py leaves out what is asked before an 'allow' without a condition: "
          + "'\(call.name.value)' is allowed, whatever its arguments are",
        "write the opposite conditions, and no 'allow' behind them", in: statement.source)
    }
  }

  // MARK: Reports

  mutating func report(
    _ range: SourceRange, _ id: String, _ message: String, in source: SourceText? = nil,
    note: Diagnostic.Note? = nil
  ) {
    if diagnostics.count >= mostMistakes { return }
    diagnostics.append(
      Diagnostic(
        .error, id: id, message, at: SourceLocation(source: source ?? text.source, range: range),
        notes: note.map { [$0] } ?? []))
  }

  mutating func remark(
    _ kind: PolicyRemark.Kind, _ severity: Diagnostic.Severity, at range: SourceRange,
    _ problem: String, _ advice: String, in source: SourceText
  ) {
    remarks.add(
      PolicyRemark(
        kind: kind, severity: severity, range: range, problem: problem, advice: advice,
        source: source))
  }
}

extension MinijailFile.Filter {
  /// Whether the action is to allow the call.
  var allows: Bool {
    guard let action else { return true }
    if case .fixed(.allow) = action.value { return true }
    return false
  }
}
