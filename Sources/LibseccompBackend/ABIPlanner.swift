import ClassicBPF
import LinuxABI
import SeccompFilter

/// Makes the contexts of one ABI.
struct ABIPlanner {
  typealias Context = FilterPlan.Context
  typealias Outcome = FilterPlan.Outcome

  /// The contexts, the one that is asked first being the last.
  private(set) var contexts: [Context] = []
  /// What is decided by number before.
  private(set) var part: FilterPlan.Part
  private var decider: CallDecider
  /// The index of the first context among those of all ABIs.
  private let firstContext: Int

  /// More numbers in a row than any ABI has calls: such a range is decided before.
  private static let longestRun = 512
  /// libseccomp takes numbers as `int`, and negative ones for something else.
  private static let largestNumber = UInt32(Int32.max)

  /// Makes the contexts for the calls of one ABI.
  ///
  /// - Parameters:
  ///   - filter: What to do with the calls.
  ///   - firstContext: The index of the first context among those of all ABIs.
  /// - Throws: `FilterCompilationError` when libseccomp cannot be told what a rule says.
  init(_ filter: ABIFilter, firstContext: Int) throws(FilterCompilationError) {
    self.firstContext = firstContext
    decider = CallDecider(defaultAction: filter.defaultAction)
    part = FilterPlan.Part(abi: filter.abi, context: firstContext)
    if let newer = filter.newer, newer.action != filter.defaultAction {
      let numbers = newer.numbers.intersection(IntervalSet(filter.abi.numbers))
      part.ranges += numbers.ranges.map { ($0, newer.action) }
    }
    var main = Context(defaultOutcome: .verdict(filter.defaultAction))
    for (numbers, rules) in Self.runs(of: filter) {
      let decision = try decider.decision(of: rules)
      if case .verdict(filter.defaultAction) = decision { continue }
      if numbers.count > Self.longestRun || numbers.upperBound > Self.largestNumber {
        guard case .verdict(let action) = decision else { throw Self.tooManyNumbers(rules) }
        part.ranges.append((numbers, action))
        continue
      }
      for number in numbers {
        main.rules += self.rules(for: decision, number, main.defaultOutcome, rules[0].origin)
      }
    }
    part.context = firstContext + contexts.count
    contexts.append(main)
  }

  /// The main context's rules for a number.
  private mutating func rules(
    for decision: CallDecision, _ number: UInt32, _ defaultOutcome: Outcome, _ origin: RuleOrigin
  ) -> [FilterPlan.ContextRule] {
    var placed: [Int: Outcome] = [:]
    if case .question(let index) = decision {
      let question = decider.questions[index]
      if outcome(of: question.rest, number, &placed) == defaultOutcome {
        return rules(for: question, number, &placed)
      }
    }
    let outcome = outcome(of: decision, number, &placed)
    return [.init(number: number, comparison: nil, outcome: outcome, origin: origin)]
  }

  /// A rule for each case of a question.
  private mutating func rules(
    for question: RegisterQuestion, _ number: UInt32, _ placed: inout [Int: Outcome]
  ) -> [FilterPlan.ContextRule] {
    question.cases.map { item in
      FilterPlan.ContextRule(
        number: number,
        comparison: .init(register: question.register, content: item.content),
        outcome: outcome(of: item.next, number, &placed), origin: question.origin)
    }
  }

  /// The verdict, or the context that asks the question about this number; a new one if need be.
  ///
  /// The contexts of the questions that the number has come to so far are `placed`.
  private mutating func outcome(
    of decision: CallDecision, _ number: UInt32, _ placed: inout [Int: Outcome]
  ) -> Outcome {
    switch decision {
    case .verdict(let action):
      return .verdict(action)
    case .question(let index):
      if let known = placed[index] { return known }
      let outcome = Outcome.context(context(asking: decider.questions[index], number, &placed))
      placed[index] = outcome
      return outcome
    }
  }

  /// The index of a context that asks a question about a number.
  private mutating func context(
    asking question: RegisterQuestion, _ number: UInt32, _ placed: inout [Int: Outcome]
  ) -> Int {
    let rest = outcome(of: question.rest, number, &placed)
    let rules = rules(for: question, number, &placed)
    // Behind all that it hands on to; a context can be asked about a number once.
    var index = 0
    for case .context(let next) in rules.map(\.outcome) + [rest] {
      index = max(index, next - firstContext + 1)
    }
    while index < contexts.count,
      contexts[index].defaultOutcome != rest || contexts[index].numbers.contains(number)
    {
      index += 1
    }
    if index == contexts.count { contexts.append(Context(defaultOutcome: rest)) }
    contexts[index].rules += rules
    contexts[index].numbers.insert(number)
    return firstContext + index
  }

  /// The numbers of an ABI in runs for which the same rules are asked; runs for which none is, and
  /// newer calls, are left out.
  private static func runs(
    of filter: ABIFilter
  ) -> [(numbers: ClosedRange<UInt32>, rules: [Rule])] {
    let universe = IntervalSet(filter.abi.numbers)
      .subtracting(filter.newer?.numbers ?? IntervalSet())
    // Where rules begin and end to be asked, by their places.
    var changes: [UInt32: [(index: Int, begins: Bool)]] = [:]
    for (index, rule) in filter.rules.enumerated() {
      for range in rule.numbers.intersection(universe).ranges {
        changes[range.lowerBound, default: []].append((index, true))
        // The largest number, 0xffffffff, is no ABI's.
        changes[range.upperBound + 1, default: []].append((index, false))
      }
    }
    var asked: [Int] = []
    let starts = changes.keys.sorted()
    return zip(starts, starts.dropFirst()).compactMap { start, next in
      for (index, begins) in changes[start] ?? [] {
        let position = asked.firstIndex { $0 >= index } ?? asked.count
        if begins { asked.insert(index, at: position) } else { asked.remove(at: position) }
      }
      return asked.isEmpty ? nil : (start...next - 1, asked.map { filter.rules[$0] })
    }
  }

  private static func tooManyNumbers(_ rules: [Rule]) -> FilterCompilationError {
    FilterCompilationError(
      "libseccomp cannot be given a condition on more than \(longestRun) numbers in a row, or on "
        + "numbers above \(largestNumber)",
      origin: rules.first { !$0.condition.isUnconditional }?.origin)
  }
}
