public import FilterProof
public import LinuxABI
import SeccompFilter
public import SeccompPolicy
public import SourceDiagnostics

/// Looks policies and compiled filters over, the way an attacker and a kernel developer would.
public struct Linter: Sendable {
  /// How much the proofs of one policy may cost.
  public var limits: ProofLimits

  /// A linter.
  ///
  /// - Parameter limits: How much the proofs of one policy may cost.
  public init(limits: ProofLimits = .standard) { self.limits = limits }

  /// Lints a policy.
  ///
  /// - Parameters:
  ///   - policy: The policy.
  ///   - resolved: The policy made ready for each machine that is of interest.
  /// - Returns: What was found; the same thing on several machines or ABIs once.
  /// - Throws: ``ProofError`` where a question cannot be decided within the limits.
  public func lint(
    _ policy: Policy, _ resolved: [ResolvedPolicy]
  ) throws(ProofError) -> LintReport {
    var findings: [Finding] = []
    let machines = resolved.map(\.filter.machine)
    var cost = ProofCost()
    for part in resolved {
      let context = try LintContext(
        part.source, part, on: part.filter.machine, of: machines, limits: limits, after: cost)
      for rule in Self.rules { findings += try rule.check(context) }
      cost = context.cost
    }
    var suppressions = Suppressions(of: policy)
    var report = LintReport()
    for finding in merged(findings).map({ $0.fitting(policy) }) {
      if let reason = suppressions.reason(for: finding) {
        report.suppressed.append((finding, reason))
      } else {
        report.findings.append(finding)
      }
    }
    report.findings += suppressions.findings.map { $0.fitting(policy) }
    let order = Dictionary(uniqueKeysWithValues: policy.files.enumerated().map { ($1.source, $0) })
    report.sort { location in (order[location.source] ?? 0, location.range.lowerBound) }
    return report
  }

  /// Lints a compiled filter.
  ///
  /// - Parameters:
  ///   - program: The filter.
  ///   - machine: The machine on which it is to run.
  /// - Returns: What was found.
  /// - Throws: ``ProofError`` where a question cannot be decided within the limits.
  public func lint(
    _ program: CompiledFilter, on machine: Machine
  ) throws(ProofError) -> LintReport {
    let context = try LintContext(program, on: machine, limits: limits)
    var findings: [Finding] = []
    for rule in Self.rules { findings += try rule.check(context) }
    var report = LintReport()
    report.findings = merged(findings).map { $0.fitting(nil) }
    report.listings = [program.listing]
    report.sort { location in (0, location.range.lowerBound) }
    return report
  }

  /// Findings without those that say the same of the same location.
  private func merged(_ findings: [Finding]) -> [Finding] {
    struct Key: Hashable {
      var rule: String
      var location: SourceLocation?
      var problem: String
    }
    var seen: Set<Key> = []
    return findings.filter {
      seen.insert(Key(rule: $0.rule, location: $0.location, problem: $0.problem)).inserted
    }
  }
}

/// What a linter found.
public struct LintReport: Sendable {
  /// The findings in the order of their locations.
  public internal(set) var findings: [Finding] = []
  /// Findings that the author wants to see no more, and his reasons.
  public internal(set) var suppressed: [(finding: Finding, reason: String)] = []

  /// Texts that are no files but listings of compiled ones, a line for each instruction.
  var listings: Set<SourceText> = []

  /// Nothing found.
  public init() {}

  /// Adds what was found elsewhere.
  ///
  /// - Parameter other: The report.
  public mutating func append(_ other: LintReport) {
    findings += other.findings
    suppressed += other.suppressed
    listings.formUnion(other.listings)
  }

  /// Keeps the findings that were asked for.
  ///
  /// - Parameter selection: Which ones those are.
  public mutating func keep(_ selection: LintSelection) {
    findings.removeAll { !selection.includes($0) }
    suppressed.removeAll { !selection.includes($0.finding) }
  }

  mutating func sort(by key: (SourceLocation) -> (Int, Int)) {
    func order(_ finding: Finding) -> (Int, Int) { finding.location.map(key) ?? (-1, 0) }
    // Equal locations keep the order of the rules, which is that of the catalogue.
    findings = findings.enumerated().sorted {
      let (left, right) = (order($0.element), order($1.element))
      return (left.0, left.1, $0.offset) < (right.0, right.1, $1.offset)
    }.map(\.element)
  }
}

/// Which findings are of interest.
public struct LintSelection: Sendable {
  /// The least severity.
  public var minimum: Diagnostic.Severity
  /// The names of the rules that are wanted; all, where it is empty.
  public var selected: Set<String>
  /// The names of the rules that are not wanted.
  public var ignored: Set<String>

  /// Chooses findings.
  ///
  /// - Parameters:
  ///   - minimum: The least severity.
  ///   - selected: The names of the rules that are wanted; all, where it is empty.
  ///   - ignored: The names of the rules that are not wanted.
  public init(
    minimum: Diagnostic.Severity = .note, selected: Set<String> = [], ignored: Set<String> = []
  ) {
    self.minimum = minimum
    self.selected = selected
    self.ignored = ignored
  }

  func includes(_ finding: Finding) -> Bool {
    let isChosen = selected.isEmpty || selected.contains(finding.rule)
    return isChosen && !ignored.contains(finding.rule) && finding.severity.rank <= minimum.rank
  }
}

extension Diagnostic.Severity {
  /// The order of severities: an error is 0.
  var rank: Int {
    switch self {
    case .error: 0
    case .warning: 1
    case .note: 2
    }
  }
}
