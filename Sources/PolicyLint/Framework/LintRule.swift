public import FilterProof
public import SourceDiagnostics

/// One kind of finding: what it is about, and how it is found.
///
/// A rule is a type, and is listed in ``Linter/rules``. What it reports it proves: a finding about
/// what a policy decides comes with a call that shows it.
public protocol LintRule: Sendable {
  /// What the rule is about.
  static var about: LintRuleDescription { get }

  /// Looks for findings.
  ///
  /// - Parameter context: What is looked at, on one machine.
  /// - Returns: The findings in any order.
  /// - Throws: ``ProofError`` where a question cannot be decided within the limits.
  static func check(_ context: LintContext) throws(ProofError) -> [Finding]
}

/// What people are told about a rule.
public struct LintRuleDescription: Sendable {
  /// What a rule is concerned with; the folder of its file.
  public enum Family: String, CaseIterable, Sendable {
    /// ABIs and numbers of calls.
    case abi = "ABIs and numbers"
    /// What conditions ask of arguments.
    case arguments = "Arguments"
    /// Calls that do the same as others.
    case relatives = "Relatives of calls"
    /// Calls that lead out of a sandbox.
    case grants = "Grants"
    /// What is done with a call.
    case actions = "Actions"
    /// How rules go together.
    case structure = "Structure"
    /// What loaders of other formats make of their files.
    case profiles = "Profiles of container engines"
    /// What manifests say of the filters of their workloads.
    case manifests = "Manifests of workloads"
    /// Whether a program can start, run and end.
    case startUp = "Start-up"
    /// The files of a policy.
    case host = "Files"
    /// Compiled filters.
    case programs = "Compiled filters"
  }

  /// The stable name, in kebab case.
  public let id: String
  /// What the rule is concerned with.
  public let family: Family
  /// How bad a finding is, if the rule does not say otherwise of a certain one.
  public let severity: Diagnostic.Severity
  /// What is found, in a few words.
  public let title: String
  /// What is wrong, and why it matters: one or two sentences.
  public let problem: String
  /// What to write instead: a sentence.
  public let advice: String
  /// A policy that has the finding.
  public let bad: String
  /// A policy that does not, and is what the author of the bad one wants.
  public let good: String
  /// Where more is to be found.
  public let references: [String]

  init(
    id: String, family: Family, severity: Diagnostic.Severity, title: String, problem: String,
    advice: String, bad: String, good: String, references: [String] = []
  ) {
    self.id = id
    self.family = family
    self.severity = severity
    self.title = title
    self.problem = problem
    self.advice = advice
    self.bad = bad
    self.good = good
    self.references = references
  }
}

extension LintRule {
  /// A finding of the rule.
  ///
  /// - Parameters:
  ///   - location: Where it is, if that is somewhere.
  ///   - problem: What is wrong: lower case, no full stop.
  ///   - advice: What to write instead.
  ///   - witness: A call that shows it.
  ///   - notes: Other locations.
  ///   - severity: How bad it is, if not what the rule says.
  ///   - fix: What would mend it.
  /// - Returns: The finding.
  static func finding(
    at location: SourceLocation?, _ problem: String, advice: Advice,
    witness: Finding.Witness? = nil,
    notes: [Diagnostic.Note] = [], severity: Diagnostic.Severity? = nil, fix: Fix? = nil
  ) -> Finding {
    Finding(
      rule: about.id, severity: severity ?? about.severity, problem: problem, advice: advice,
      location: location, witness: witness, notes: notes, fix: fix)
  }
}
