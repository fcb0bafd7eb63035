import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Makes a policy file of a policy of minijail, and collects every mistake on the way.
struct MinijailDecoder: TextReader {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  var remarks: RemarkList
  /// How much this file and those before it have said.
  var budget: PolicyBudget
  /// What the file says so far.
  var syntax = MinijailFile()
  /// The words of the line at hand that have not been read.
  var tokens: ArraySlice<MinijailToken> = []
  /// Where the line at hand ends.
  private var lineEnd = 0
  private var includes: [Located<String>] = []

  init(_ source: SourceText, budget: PolicyBudget) {
    self.source = source
    self.budget = budget
    remarks = RemarkList(most: budget.limits.mistakes)
  }

  /// Reads the whole file.
  mutating func decode(into file: inout PolicyFile) {
    var scanner = MinijailScanner(source.bytes)
    while diagnostics.count < mostMistakes, let line = scanner.nextLine() {
      switch line {
      case .nothing(let range):
        unexpected(at: range, "\(excerpt(range)) means nothing in a policy of minijail")
      case .tokens(let line):
        tokens = line[...]
        lineEnd = line[line.count - 1].range.upperBound
        statement()
      }
    }
    if let range = scanner.continuedComment {
      report(
        at: SourceRange(range), "two-dialects",
        "a comment ends in a backslash: minijail0 takes the next line for a part of it, and "
          + "compile_seccomp_policy.py does not; remove the backslash")
    }
    if let range = scanner.trailingComment {
      note(onlyBy: .compiler, at: range, "a comment behind a statement")
    }
    file.extends = includes
    file.unsettled = MinijailPolicy(file: syntax, source: source)
    file.remarks = remarks.all
  }

  // MARK: Lines

  private mutating func statement() {
    let before = diagnostics.count
    if let first = tokens.first, first.kind == .directive {
      tokens.removeFirst()
      directive(first)
    } else {
      decision()
    }
    if let rest = tokens.first, diagnostics.count == before {
      unexpected(at: rest.range, "unexpected \(excerpt(rest.range)) at the end of a statement")
    }
  }

  /// What happens to some calls.
  private mutating func decision() {
    guard let first = tokens.first, allowsRule(at: first.range) else {
      tokens = []
      return
    }
    guard let calls = calls(), take(":", after: "a call"), let filters = filters() else { return }
    let last = calls[calls.count - 1].name.range.upperBound
    syntax.items.append(
      .statement(
        MinijailFile.Statement(
          source: source, range: SourceRange(first.range.lowerBound..<lineEnd), calls: calls,
          callsRange: SourceRange(calls[0].name.range.lowerBound..<last), filters: filters)))
  }

  private mutating func directive(_ name: MinijailToken) {
    switch name.text {
    case "@include":
      guard let path = path(after: name) else { return }
      syntax.items.append(.include(includes.count, path.range))
      includes.append(path)
    case "@frequency":
      guard let path = path(after: name) else { return }
      remark(
        .pointlessSetting, .note, at: SourceRange(name.range.lowerBound..<path.range.upperBound),
        "the file says how often calls are made, which orders comparisons and decides nothing; it is "
          + "not read", "leave it, or remove it")
    case "@default":
      note(onlyBy: .compiler, at: name.range, "'@default'")
      if let action = standardAction() { syntax.items.append(.standard(action)) }
    case "@denylist":
      note(onlyBy: .compiler, at: name.range, "'@denylist'")
      syntax.denylist = syntax.denylist ?? name.located
    default:
      let names = ["@include", "@default", "@denylist", "@frequency"]
      unexpected(
        at: name.range,
        "\(excerpt(name.range)) means nothing in a policy of minijail"
          + suggestion(for: name.text, among: names))
      tokens = []
    }
  }

  private mutating func path(after name: MinijailToken) -> Located<String>? {
    guard let path = tokens.popFirst() else {
      report(at: name.located, "empty-path", "'\(name.text)' needs a path")
      return nil
    }
    guard path.kind == .path else {
      let range = path.range.lowerBound..<lineEnd
      unexpected(
        at: range,
        "the path of '\(name.text)' begins with '/' or './', not as \(excerpt(range)) does"
      )
      tokens = []
      return nil
    }
    return Located(value: path.text, range: path.located)
  }

  private mutating func standardAction() -> Located<FilterAction>? {
    guard let token = tokens.popFirst() else {
      unexpected(at: lineEnd..<lineEnd, "'@default' needs an action")
      return nil
    }
    let actions: [String: FilterAction] = [
      "kill": .killThread, "kill-thread": .killThread, "kill-process": .killProcess,
      "trap": .trap(0), "user-notify": .notify,
    ]
    guard let action = actions[token.text] else {
      let names = "'kill', 'kill-thread', 'kill-process', 'trap' or 'user-notify'"
      report(
        at: token.located, "unknown-action",
        "'@default' takes \(names), not \(excerpt(token.range))")
      return nil
    }
    return Located(value: action, range: token.located)
  }

  // MARK: Words

  /// Takes a sign or a word, or reports that it is missing.
  mutating func take(_ text: String, after what: String) -> Bool {
    if tokens.first?.reads(text) == true {
      tokens.removeFirst()
      return true
    }
    let range = tokens.first?.range ?? lineEnd..<lineEnd
    let found = tokens.isEmpty ? "the end of the line" : excerpt(range)
    unexpected(at: range, "\(what) is followed by '\(text)', not by \(found)")
    return false
  }

  /// Whether a sign or a word comes next, which is taken then.
  mutating func take(_ text: String) -> Bool {
    guard tokens.first?.reads(text) == true else { return false }
    tokens.removeFirst()
    return true
  }

  /// The next word of a kind; reports that it is missing.
  mutating func token(_ what: String, where isWanted: (MinijailToken) -> Bool) -> MinijailToken? {
    if let token = tokens.first, isWanted(token) { return tokens.removeFirst() }
    let range = tokens.first?.range ?? lineEnd..<lineEnd
    let found = tokens.isEmpty ? "the line ends" : "there is \(excerpt(range))"
    unexpected(at: range, "\(what) is missing: \(found)")
    return nil
  }

  /// Takes note of what only one of the readers takes.
  mutating func note(onlyBy reader: MinijailReader, at range: Range<Int>, _ what: String) {
    if syntax.onlyRead[reader] != nil { return }
    syntax.onlyRead[reader] = MinijailFile.Evidence(
      source: source, range: SourceRange(range), what: what)
  }
}
