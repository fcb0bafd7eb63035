public import ClassicBPF
public import LinuxABI
public import SeccompFilter

/// What is true of the rules of a filter, for every call: dead ones, idle ones, overlaps.
public struct FilterFacts: Sendable {
  /// How often a condition holds.
  public enum Truth: Hashable, Sendable {
    /// For every call that reaches the kernel through the ABI.
    case always
    /// For some calls.
    case sometimes
    /// For none.
    case never
  }

  /// An earlier rule that takes calls from a later one.
  public struct Overlap: Hashable, Sendable {
    /// The place of the earlier rule among those of the ABI.
    public let earlier: Int
    /// Whether the later rule would give any of those calls another verdict.
    public let disagrees: Bool
    /// Whether the earlier rule also decides calls, of the later one's numbers, that the later one
    /// would not: then neither is a special case of the other, or the earlier is the wider one.
    public let reachesFurther: Bool
    /// The first such call; one that shows a disagreement where there is one.
    public var call: SeccompData
  }

  /// What is true of one rule on one ABI.
  public struct RuleFact: Hashable, Sendable {
    /// The first call that the rule decides, if it decides any.
    public var decides: SeccompData?
    /// The first call whose verdict would be another one without the rule, if there is such.
    public var matters: SeccompData?
    /// The first call whose verdict would be another one if the rule had no condition.
    ///
    /// A conditional rule for which there is none has a condition without effect: where it does not
    /// hold, what comes after says the same.
    public var conditionMatters: SeccompData?
    /// How often the condition holds.
    public let condition: Truth
    /// How often each alternative of the condition holds.
    public let alternatives: [Truth]
    /// How often each test of each alternative holds by itself.
    public let tests: [[Truth]]
    /// The earlier rules that decide calls that this one would decide, in order.
    public var overlaps: [Overlap]
  }

  /// What is true of the rules of one ABI.
  public struct Part: Sendable {
    /// The ABI.
    public let abi: ABI
    /// A fact for each rule, in the order of ``ABIFilter/rules``.
    public let rules: [RuleFact]
    /// The calls of the tables that no rule names, by number.
    public let unnamed: [Syscall]
  }

  /// The facts for each ABI of the filter.
  public let parts: [Part]
}

extension FilterProver {
  /// What is true of the rules of a filter.
  ///
  /// The launcher's exceptions are left out: they belong to no rule.
  ///
  /// - Parameter filter: The filter.
  /// - Returns: The facts.
  /// - Throws: ``ProofError`` where they cannot be found within the limits.
  public func facts(about filter: Filter) throws(ProofError) -> FilterFacts {
    var parts: [FilterFacts.Part] = []
    for part in filter.abis {
      var finder = FactFinder(part, limits: limits)
      parts.append(try finder.facts())
    }
    return FilterFacts(parts: parts)
  }

  /// What is true of the rules of several small filters, each by itself.
  ///
  /// - Parameters:
  ///   - parts: What each filter does with the calls of one ABI.
  ///   - cost: What was spent before, to which the steps that this takes are added.
  /// - Returns: For each filter a fact for each of its rules, in their order.
  /// - Throws: ``ProofError`` where they cannot be found within the limits.
  public func ruleFacts(
    about parts: [ABIFilter], cost: inout ProofCost
  ) throws(ProofError) -> [[FilterFacts.RuleFact]] {
    guard let first = parts.first else { return [] }
    var finder = FactFinder(first, limits: limits, steps: cost.steps)
    var facts: [[FilterFacts.RuleFact]] = []
    for part in parts {
      finder.turn(to: part)
      facts.append(try finder.ruleFacts())
    }
    cost.steps = finder.steps
    return facts
  }
}
