import ClassicBPF
import LinuxABI
import SeccompFilter

/// What filters mean, as diagrams: the same steps as in ``FilterEvaluator``, last one first.
///
/// So are decisions asked for their values: what is considered later first.
extension DiagramStore {
  /// The diagram of a filter's decisions.
  ///
  /// - Parameters:
  ///   - filter: The filter.
  ///   - scope: The calls that the diagram is about.
  ///   - value: The terminal's value for a decision.
  /// - Returns: The diagram.
  /// - Throws: ``ProofError`` beyond the limits.
  mutating func diagram(
    of filter: Filter, in scope: CallScope, value: (Decision) throws(ProofError) -> UInt32
  ) throws(ProofError) -> Diagram {
    var diagram = try terminal(value(Decision(filter.foreign, because: .foreign)))
    // Of two parts for one call the first is asked, so it is put on last.
    for part in filter.abis.reversed() where part.abi.auditArchitecture == scope.architecture {
      let exceptions = part.abi == filter.machine.abi ? filter.exceptions : []
      let decided = try self.diagram(of: part, exceptions, value: value)
      diagram = try choose(number(isIn: IntervalSet(part.abi.numbers)), decided, else: diagram)
    }
    let skipped = try terminal(value(Decision(filter.skipped, because: .skipped)))
    return try choose(number(isIn: IntervalSet(.max ... .max)), skipped, else: diagram)
  }

  private mutating func diagram(
    of part: ABIFilter, _ exceptions: [KeyedException],
    value: (Decision) throws(ProofError) -> UInt32
  ) throws(ProofError) -> Diagram {
    var diagram = try terminal(value(Decision(part.defaultAction, because: .defaultAction)))
    for rule in part.rules.reversed() {
      diagram = try self.diagram(asking: rule, then: diagram, value: value)
    }
    if let newer = part.newer {
      let verdict = try terminal(value(Decision(newer.action, because: .newer)))
      diagram = try choose(number(isIn: newer.numbers), verdict, else: diagram)
    }
    let allow = try terminal(value(Decision(.allow, because: .exception)))
    for exception in exceptions {
      diagram = try choose(condition(of: exception), allow, else: diagram)
    }
    return diagram
  }

  /// The decisions of a rule, where it decides, and of a diagram elsewhere.
  mutating func diagram(
    asking rule: Rule, then next: Diagram, value: (Decision) throws(ProofError) -> UInt32
  ) throws(ProofError) -> Diagram {
    let numbers = try number(isIn: rule.numbers)
    // Only what is said of the rule's own calls: the condition is not to be asked of all others.
    var fails = rule.condition.isUnconditional ? .no : try choose(numbers, next, else: .no)
    if let otherwise = rule.otherwise {
      fails = try terminal(value(Decision(otherwise, because: .otherwise(rule.origin))))
    }
    let holds = try terminal(value(Decision(rule.action, because: rule.reason)))
    let decided = try choose(condition(of: rule.condition), holds, else: fails)
    return try choose(numbers, decided, else: next)
  }

  // MARK: Conditions

  /// The calls with one of these numbers.
  mutating func number(isIn numbers: IntervalSet<UInt32>) throws(ProofError) -> Diagram {
    let ranges = numbers.intervals.map {
      Interval(UInt64($0.lowerBound)...UInt64($0.upperBound))
    }
    return try field(at: CallBit.number, width: 32, mask: 0xffff_ffff, isIn: ranges)
  }

  /// The calls whose arguments meet a condition.
  mutating func condition(of condition: Condition) throws(ProofError) -> Diagram {
    var result = Diagram.no
    for tests in condition.alternatives {
      result = try or(self.condition(allOf: tests), result)
    }
    return result
  }

  /// The calls whose arguments pass all tests.
  mutating func condition(allOf tests: [ArgumentTest]) throws(ProofError) -> Diagram {
    var result = Diagram.yes
    // The last argument first, so that what is there stays as it is.
    for test in tests.sorted(by: { $0.index > $1.index }) {
      result = try and(self.condition(of: test), result)
    }
    return result
  }

  /// The calls whose arguments pass a test.
  mutating func condition(of test: ArgumentTest) throws(ProofError) -> Diagram {
    try field(
      at: CallBit.argument(test.index), width: 64, mask: test.mask, isIn: test.values.intervals)
  }

  /// The calls of an exception that carry its keys.
  private mutating func condition(of exception: KeyedException) throws(ProofError) -> Diagram {
    let tests = exception.keys.map {
      ArgumentTest(index: $0.index, mask: $0.mask, values: IntervalSet($0.value...$0.value))
    }
    let keys = try condition(allOf: tests)
    return try and(number(isIn: IntervalSet(exception.number...exception.number)), keys)
  }
}
