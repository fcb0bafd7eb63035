import ClassicBPF
import SeccompFilter

/// What is left to decide of a call: nothing, or one register after the other.
enum CallDecision: Hashable, Sendable {
  /// The verdict.
  case verdict(FilterAction)
  /// What a register holds decides what follows: an index in ``CallDecider/questions``.
  case question(Int)
}

/// What follows from the content of one register.
struct RegisterQuestion: Hashable, Sendable {
  /// Contents, and what follows from them.
  struct Case: Hashable, Sendable {
    var content: MaskedValue
    var next: CallDecision
  }

  /// The register, 0 to 5.
  var register: Int
  /// Contents that do not overlap; what follows is never the same as `rest`.
  var cases: [Case]
  /// What follows from all other contents.
  var rest: CallDecision
  /// The policy's rule that asks first.
  var origin: RuleOrigin
}

/// Turns rules that are asked in order into questions, each about one register.
///
/// libseccomp asks its rules in an order of its own, so no two may hold for one call. Rules that
/// look at one register each, for contents that do not overlap, are the plainest of that kind.
struct CallDecider {
  /// The questions so far; each leads only to earlier ones.
  private(set) var questions: [RegisterQuestion] = []
  private var indices: [RegisterQuestion: Int] = [:]
  /// The verdict where no rule decides.
  private let defaultAction: FilterAction
  /// What the rules of the call at hand come to when some registers are known.
  private var known: [[Rule]: CallDecision] = [:]

  /// More questions than one call may take.
  private static let limit = 1024

  /// A decider for an ABI.
  ///
  /// - Parameter defaultAction: The verdict where no rule decides.
  init(defaultAction: FilterAction) { self.defaultAction = defaultAction }

  /// What calls come to for which these rules are asked.
  ///
  /// - Parameter rules: The rules, in order; their numbers do not matter.
  /// - Returns: The decision, whose questions are among ``questions``.
  /// - Throws: `FilterCompilationError` when there is too much to tell apart.
  mutating func decision(of rules: [Rule]) throws(FilterCompilationError) -> CallDecision {
    known = [:]
    return try decide(Self.trimmed(rules))
  }

  private mutating func decide(_ rules: [Rule]) throws(FilterCompilationError) -> CallDecision {
    guard let first = rules.first else { return .verdict(defaultAction) }
    if first.condition.isUnconditional { return .verdict(first.action) }
    if let decision = known[rules] { return decision }
    // A rule that is neither unconditional nor trimmed has a test in each of its alternatives.
    guard let register = first.condition.alternatives.first?.first?.index,
      known.count < Self.limit
    else { throw Self.tooMuch(first) }
    let decision = try ask(register, rules, origin: first.origin)
    known[rules] = decision
    return decision
  }

  /// Asks for one register, and decides what is left for each answer.
  private mutating func ask(
    _ register: Int, _ rules: [Rule], origin: RuleOrigin
  ) throws(FilterCompilationError) -> CallDecision {
    var tests: [ArgumentTest] = []
    var seen: Set<ArgumentTest> = []
    for test in rules.lazy.flatMap(\.condition.alternatives).joined()
    where test.index == register && seen.insert(test).inserted {
      guard tests.count < RegisterPartition.limit else { throw Self.tooMuch(rules[0]) }
      tests.append(test)
    }
    guard let partition = RegisterPartition(by: tests) else { throw Self.tooMuch(rules[0]) }
    func left(_ answers: [Bool]) -> [Rule] {
      let answers = Dictionary(uniqueKeysWithValues: zip(tests, answers))
      return Self.trimmed(rules.map { $0.knowing(answers) })
    }
    var cases: [RegisterQuestion.Case] = []
    for cell in partition.cells {
      let next = try decide(left(cell.answers))
      cases += cell.pieces.map { .init(content: $0, next: next) }
    }
    let elsewhere = try decide(left(partition.elsewhere))
    return add(Self.question(register, cases, elsewhere: elsewhere, origin))
  }

  /// Makes a decision of a question, an old one where there is the same.
  private mutating func add(_ question: RegisterQuestion) -> CallDecision {
    if question.cases.isEmpty { return question.rest }
    if let index = indices[question] { return .question(index) }
    indices[question] = questions.count
    questions.append(question)
    return .question(questions.count - 1)
  }

  /// Makes what takes the most cases the rest.
  private static func question(
    _ register: Int, _ cases: [RegisterQuestion.Case], elsewhere: CallDecision,
    _ origin: RuleOrigin
  ) -> RegisterQuestion {
    let cases = cases.filter { $0.next != elsewhere }
    let counts = cases.reduce(into: [CallDecision: Int]()) { $0[$1.next, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    guard let next = cases.first(where: { counts[$0.next] == most })?.next,
      let rest = MaskedValue.anything.subtracting(cases.map(\.content), limit: most - 1)
    else {
      return RegisterQuestion(register: register, cases: cases, rest: elsewhere, origin: origin)
    }
    return RegisterQuestion(
      register: register,
      cases: cases.filter { $0.next != next } + rest.map { .init(content: $0, next: elsewhere) },
      rest: next, origin: origin)
  }

  /// The rules up to the first that always decides, without those that never do.
  private static func trimmed(_ rules: [Rule]) -> [Rule] {
    var trimmed: [Rule] = []
    for var rule in rules {
      // So that calls with the same rules left have the same list.
      rule.numbers = IntervalSet()
      if rule.condition.alternatives.isEmpty {
        guard let otherwise = rule.otherwise else { continue }
        (rule.condition, rule.action) = (.always, otherwise)
      }
      if rule.condition.isUnconditional { (rule.condition, rule.otherwise) = (.always, nil) }
      trimmed.append(rule)
      if rule.condition.isUnconditional || rule.otherwise != nil { break }
    }
    return trimmed
  }

  private static func tooMuch(_ rule: Rule) -> FilterCompilationError {
    FilterCompilationError(
      "libseccomp would need too many rules for the conditions on one call; use the native "
        + "backend, or simpler conditions",
      origin: rule.origin)
  }
}

extension Rule {
  /// The rule when some tests are known to hold or not to.
  fileprivate func knowing(_ answers: [ArgumentTest: Bool]) -> Rule {
    var rule = self
    rule.condition.alternatives = condition.alternatives.compactMap { tests in
      tests.contains { answers[$0] == false } ? nil : tests.filter { answers[$0] == nil }
    }
    return rule
  }
}
