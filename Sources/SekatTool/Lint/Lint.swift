import ArgumentParser
import PolicyLint
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Toolbox

/// `sekat lint`.
struct Lint: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Finds weak, dead and surprising policy.",
    usage: "sekat lint [--fix [--dry-run]] POLICY|FOLDER...",
    discussion: """
      Each finding says what is wrong, with a call that shows it, and what to write
      instead. What can be proved is proved: dead rules, overlaps, what a relative
      of a denied call can still do. A finding that does not matter is ignored
      beside its cause, on a rule or a file:

        "lint": { "ignore": ["grants-tracing"], "reason": "this runs a debugger" }

      Of a folder all policies in *.json, *.yaml and *.yml are linted, and what
      Kubernetes' workloads say of their profiles; what is neither is named.

      \(ExitStatus.table("nothing is found but notes", found: "a warning or an error is", canBeUndecided: true))

      EXAMPLES
        sekat lint policy.json
        sekat lint --min-severity warning --format sarif *.json >lint.sarif
        sekat lint --fix --dry-run policy.json
        sekat lint manifests/
        sekat lint --explain relative-left-open
        sekat lint filter.bpf
      """)

  @Argument(
    help:
      "Policy files, folders of them, 'builtin:NAME', or compiled filters ('-': standard input).",
    completion: .policy)
  var subjects: [String] = []

  @OptionGroup(title: "Input") var input: Input

  @Option(name: .customLong("min-severity"), help: "The least severity: error, warning or note.")
  var minimum: LintSeverity = .note

  @Option(help: "Only these rules, with commas between them; may be given more than once.")
  var select: [String] = []

  @Option(help: "None of these rules, likewise.")
  var ignore: [String] = []

  @Option(help: "Say all about a rule, or about 'all'.")
  var explain: String?

  @Flag(help: "Make the changes that are mechanical and safe, in place.")
  var fix = false

  @Flag(name: .customLong("dry-run"), help: "With --fix: only show what would change.")
  var dryRun = false

  @OptionGroup(title: "Input") var system: CircumstancesOption
  @OptionGroup(title: "Output") var output: Output
  @OptionGroup(title: "Output") var look: LookOptions

  /// What is looked at.
  struct Input: ParsableArguments {
    @Option(name: .policy, help: "A policy, as without '-p'.", completion: .policy)
    var policies: [String] = []

    @Option(
      name: .target,
      help: "Only this machine; by default each that a policy lists, and for filters this one.")
    var target: String?
  }

  /// How it is shown.
  struct Output: ParsableArguments {
    @Option(help: "How to print: text, json or sarif.")
    var format: LintFormat = .text
  }

  private var policies: [String] { input.policies + subjects }
  private var format: LintFormat { output.format }

  func validate() throws {
    if explain == nil && policies.isEmpty { throw ValidationError("a policy is missing") }
    if explain != nil && !policies.isEmpty {
      throw ValidationError("'--explain' is about a rule, and not about policies")
    }
    if dryRun && !fix { throw ValidationError("'--dry-run' belongs to '--fix'") }
    if dryRun && format != .text {
      throw ValidationError("'--dry-run' prints what would change, and '--format' is for findings")
    }
  }

  func run() throws {
    if let explain { return try Self.explain(explain) }
    let selection = LintSelection(
      minimum: minimum.severity, selected: try Self.rules(select), ignored: try Self.rules(ignore))
    var reports: [LintReport] = []
    var failures: [SekatError] = []
    let circumstances = try system.settled
    let subjects = try subjects(in: circumstances)
    let manifests = ManifestFolder.manifests(among: policies)
    look(through: ManifestFolder(files: manifests), selection, &reports, &failures)
    for reference in policies where !manifests.contains(reference) {
      if ManifestFolder.isFolder(reference) {
        let folder = ManifestFolder(reference)
        look(through: folder, selection, &reports, &failures)
        if folder.isEmpty {
          failures.append(
            SekatError("there is no policy and no workload in \(quoted(reference))"))
        }
        continue
      }
      // What is wrong with one file says nothing about the others.
      do throws(SekatError) {
        let subject = subjects[reference] ?? self.subject(reference, in: circumstances)
        reports.append(try report(on: subject.get(), selection))
      } catch {
        failures.append(error)
      }
    }
    // A dry run prints what would change, and nothing else that might be taken for it. Where there
    // is nothing to report on, only a program wants to read that.
    if !dryRun && !(reports.isEmpty && format == .text) { show(reports, failures) }
    for failure in failures { Terminal.complain(failure.text) }
    // The worst status stands for all: what was not read or not decided is not known to be clean.
    let order: [ExitStatus] = [.unusable, .undecided]
    if let status = order.first(where: { status in failures.contains { $0.status == status } }) {
      throw ExitCode(status.rawValue)
    }
    let isFound = reports.contains { $0.findings.contains { $0.severity != .note } }
    if isFound || !failures.isEmpty { throw ExitCode.found }
  }

  /// What is linted, where something is said of the system that one of them must ask for; else each is
  /// read when it is its turn.
  private func subjects(
    in circumstances: Circumstances
  ) throws(SekatError) -> [String: Result<LintInput, SekatError>] {
    if circumstances.named.isEmpty { return [:] }
    var subjects: [String: Result<LintInput, SekatError>] = [:]
    for reference in Set(policies) {
      subjects[reference] = subject(reference, in: circumstances)
    }
    let read = subjects.values.compactMap { try? $0.get() }
    // What could not be read may ask for anything.
    if read.count == subjects.count { try circumstances.requireUse(by: read.compactMap(\.policy)) }
    return subjects
  }

  private func subject(
    _ reference: String, in circumstances: Circumstances
  ) -> Result<LintInput, SekatError> {
    do throws(SekatError) {
      return .success(try LintInput(reference, target: input.target, in: circumstances))
    } catch {
      return .failure(error)
    }
  }

  func report(
    on subject: LintInput, _ selection: LintSelection
  ) throws(SekatError) -> LintReport {
    var report = try subject.lint()
    report.keep(selection)
    if fix, let fixed = try LintFixer(subject, selection).fix(report, isWritten: !dryRun) {
      report = try finish(fixed) ?? report
    }
    return report
  }

  /// Shows a version with fixes, or puts it in the file's place.
  ///
  /// - Returns: What is found in it, or `nil` where no fix was made.
  private func finish(_ fixed: FixedPolicy) throws(SekatError) -> LintReport? {
    if fixed.isUnfinished {
      Terminal.remark(
        "sekat: \(quoted(fixed.name)): there may be more to change, which takes another run\n")
    }
    if let refusal = fixed.refusal {
      if fixed.made.isEmpty { throw SekatError(refusal, kind: .refuted) }
      Terminal.remark("sekat: \(refusal)\n")
    }
    if fixed.made.isEmpty { return nil }
    if dryRun {
      Terminal.print(fixed.difference, terminator: "")
      return fixed.report
    }
    try fixed.write()
    // The places are those of versions that nobody has seen.
    for finding in fixed.made {
      Terminal.remark(
        "\(escaped(fixed.name)): \(finding.fix?.summary ?? "") [\(finding.rule)]\n")
    }
    return fixed.report
  }

  private func show(_ reports: [LintReport], _ failures: [SekatError]) {
    switch format {
    case .text: Terminal.print(Self.text(reports, failures: failures.count), terminator: "")
    case .json: Terminal.print(Self.json(reports, failures), terminator: "")
    case .sarif:
      let log = SARIFLog(
        reports, mistakes: failures.flatMap(\.mistakes),
        version: SekatCommand.version)
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
  private static func rules(_ lists: [String]) throws(SekatError) -> Set<String> {
    var ids: Set<String> = []
    for part in lists.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
      let id = String(part)
      if id.isEmpty { throw SekatError("the name of a lint rule is missing") }
      guard Linter.rule(named: id) != nil else {
        throw SekatError("there is no lint rule \(quoted(id))\(suggestion(for: id))")
      }
      ids.insert(id)
    }
    return ids
  }

  /// What was likely meant by a name that no rule has.
  private static func suggestion(for id: String) -> String {
    let names = Linter.rules.map { $0.about.id }
    if let near = nearest(to: id, in: names) { return didYouMean(near) }
    let alike = names.filter { id.count > 2 && $0.contains(id) }.map { "'\($0)'" }
    if alike.isEmpty || alike.count > 5 { return "; '--explain all' lists them" }
    return "; there is \(alike.joined(separator: ", "))"
  }

  // MARK: Reports

  private static func text(_ reports: [LintReport], failures: Int) -> String {
    let renderer = DiagnosticRenderer(
      color: Terminal.usesColor(on: 1), limit: .max, sentenceWidth: Terminal.width)
    let findings = reports.flatMap(\.findings)
    let text = findings.map { renderer.render($0.diagnostic) }.joined()
    let counts = Diagnostic.Severity.allCases.compactMap { severity -> String? in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }
    let ignored = reports.reduce(0) { $0 + $1.suppressed.count }
    let summary = counts.isEmpty ? "nothing found" : counts.joined(separator: ", ")
    return text + summary + (ignored == 0 ? "" : "; \(ignored) ignored")
      + (failures == 0 ? "" : "; \(failures) of the inputs could not be looked at") + "\n"
  }

  private static func json(_ reports: [LintReport], _ failures: [SekatError]) -> String {
    var all = LintReport()
    for report in reports { all.append(report) }
    var writer = JSONWriter()
    writer.object { json in
      all.write(to: &json)
      if failures.isEmpty { return }
      json.array("mistakes") { json in
        for mistake in failures.flatMap(\.mistakes) { mistake.write(to: &json) }
      }
    }
    return writer.text
  }
}

extension SekatError {
  /// What is wrong with an input, for programs.
  fileprivate var mistakes: [Diagnostic] {
    diagnostics.isEmpty
      ? [Diagnostic(.error, id: "unusable-input", sentence, at: nil)] : diagnostics
  }
}
