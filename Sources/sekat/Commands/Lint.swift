import ArgumentParser
import PolicyLint
import SourceDiagnostics

/// `sekat lint`.
struct Lint: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds weak, dead and surprising policy.",
    discussion: """
      Each finding says what is wrong, with a call that shows it, and what to write
      instead. What can be proved is proved: dead rules, overlaps, what a relative
      of a denied call can still do. A finding that does not matter is ignored
      beside its cause, on a rule or a file:

        "lint": { "ignore": ["grants-tracing"], "reason": "this runs a debugger" }

      Exit status: 0 when nothing is found but notes, 1 when a warning or an error
      is, 2 when something cannot be read, 3 when it cannot be decided within the
      bounds.

      EXAMPLES
        sekat lint policy.json
        sekat lint --min-severity warning --format sarif *.json >lint.sarif
        sekat lint --fix --dry-run policy.json
        sekat lint --explain relative-left-open
        sekat lint filter.bpf
      """)

  @Argument(help: "Policy files, 'builtin:NAME', or compiled filters ('-': standard input).")
  var policies: [String] = []

  @Option(
    name: [.customLong("target"), .customLong("arch")],
    help: "Only this machine; by default each that a policy lists, and for filters this one.")
  var target: String?

  @Option(name: .customLong("min-severity"), help: "The least severity: error, warning or note.")
  var minimum: LintSeverity = .note

  @Option(help: "Only these rules, with commas between them; may be given more than once.")
  var select: [String] = []

  @Option(help: "None of these rules, likewise.")
  var ignore: [String] = []

  @Option(help: "How to print: text, json or sarif.")
  var format: LintFormat = .text

  @Option(help: "Say all about a rule, or about 'all'.")
  var explain: String?

  @Flag(help: "Make the changes that are mechanical and safe, in place.")
  var fix = false

  @Flag(name: .customLong("dry-run"), help: "With --fix: only show what would change.")
  var dryRun = false

  func validate() throws {
    if explain == nil && policies.isEmpty { throw ValidationError("a policy is missing") }
    if dryRun && !fix { throw ValidationError("'--dry-run' belongs to '--fix'") }
  }

  func run() throws {
    if let explain { return try Self.explain(explain) }
    let selection = LintSelection(
      minimum: minimum.severity, selected: try Self.rules(select), ignored: try Self.rules(ignore))
    var reports: [LintReport] = []
    for reference in policies {
      let input = try LintInput(reference, target: target)
      var report = try input.lint()
      report.keep(selection)
      if fix, let fixed = try LintFixer(input, selection).fix(report, isDryRun: dryRun) {
        report = fixed
      }
      reports.append(report)
    }
    // A dry run prints what would change, and nothing else that might be taken for it.
    if !dryRun { show(reports) }
    let isFound = reports.contains { $0.findings.contains { $0.severity != .note } }
    if isFound { throw CommandFailure(found: ()) }
  }

  private func show(_ reports: [LintReport]) {
    switch format {
    case .text: Terminal.print(Self.text(reports), terminator: "")
    case .json: Terminal.print(Self.json(reports), terminator: "")
    case .sarif:
      let log = SARIFLog(reports, version: SekatCommand.configuration.version)
      Terminal.print(log.text, terminator: "")
    }
  }

  // MARK: Rules

  private static func explain(_ id: String) throws {
    let rules = id == "all" ? Linter.rules : try rules([id]).compactMap(Linter.rule)
    Terminal.print(
      rules.map { LintRulePage.plain($0.about) }.joined(separator: "\n\n"), terminator: "")
  }

  /// The names of rules that a person has given.
  private static func rules(_ lists: [String]) throws(CommandFailure) -> Set<String> {
    var ids: Set<String> = []
    for id in lists.flatMap({ $0.split(separator: ",") }).map(String.init) {
      guard Linter.rule(named: id) != nil else {
        let near = nearest(to: id, in: Linter.rules.map { $0.about.id })
        throw CommandFailure(
          "there is no lint rule \(quoted(id))"
            + (near.map { "; did you mean '\($0)'?" } ?? "; '--explain all' lists them"))
      }
      ids.insert(id)
    }
    return ids
  }

  // MARK: Reports

  private static func text(_ reports: [LintReport]) -> String {
    let renderer = DiagnosticRenderer(color: Terminal.usesColor(on: 1), limit: .max)
    let findings = reports.flatMap(\.findings)
    let text = findings.map { renderer.render($0.diagnostic) }.joined()
    let counts = Diagnostic.Severity.allCases.compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    let ignored = reports.reduce(0) { $0 + $1.suppressed.count }
    let summary = counts.isEmpty ? "nothing found" : counts.joined(separator: ", ")
    return text + summary + (ignored == 0 ? "" : "; \(ignored) ignored") + "\n"
  }

  private static func json(_ reports: [LintReport]) -> String {
    var all = LintReport()
    for report in reports { all.append(report) }
    var writer = JSONWriter()
    writer.object { all.write(to: &$0) }
    return writer.text
  }
}

/// How findings are printed.
enum LintFormat: String, CaseIterable, ExpressibleByArgument {
  /// For people.
  case text
  /// For programs: one JSON object.
  case json
  /// For code-hosting sites.
  case sarif
}

/// The least severity that is shown.
enum LintSeverity: String, CaseIterable, ExpressibleByArgument {
  case error, warning, note

  var severity: Diagnostic.Severity {
    switch self {
    case .error: .error
    case .warning: .warning
    case .note: .note
    }
  }
}
