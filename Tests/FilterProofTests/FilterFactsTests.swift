import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import FilterProof

/// Facts about rules, held against what becomes of a filter without them.
@Suite struct FilterFactsTests {
  /// A filter with one change to the rules of one ABI.
  private static func changing(
    _ filter: Filter, _ abi: ABI, _ change: (inout ABIFilter) -> Void
  ) -> Filter {
    var filter = filter
    for place in filter.abis.indices where filter.abis[place].abi == abi {
      change(&filter.abis[place])
    }
    return filter
  }

  /// A filter without a rule; calls that only it named may be newer then.
  private static func removing(_ place: Int, on abi: ABI, from filter: Filter) -> Filter {
    changing(filter, abi) { part in
      part.rules.remove(at: place)
      let named = part.rules.reduce(IntervalSet<UInt32>()) { $0.union($1.numbers) }
      guard let newer = part.newer else { return }
      part.newer?.numbers = newer.numbers.union(newer.exempt.subtracting(named))
    }
  }

  @Test(arguments: seeds(60))
  func `what is said of rules is true`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    var filter = filters.filter()
    filter.exceptions = []
    for place in filter.abis.indices {
      // Some of the numbers that rules name are newer than the policy.
      let named = filter.abis[place].rules.reduce(IntervalSet<UInt32>()) { $0.union($1.numbers) }
      filter.abis[place].newer?.exempt = named.intersection(IntervalSet(3...UInt32.max))
    }
    let prover = FilterProver()
    let evaluator = FilterEvaluator(filter)
    for (part, facts) in zip(filter.abis, try prover.facts(about: filter).parts) {
      #expect(part.abi == facts.abi)
      for (place, fact) in facts.rules.enumerated() {
        let rule = part.rules[place]
        // Rules of the test have their place as origin.
        if let call = fact.decides {
          let reason = evaluator.decide(call).reason
          #expect(reason == .rule(rule.origin) || reason == .otherwise(rule.origin))
        }
        let without = Self.removing(place, on: part.abi, from: filter)
        let comparison = try prover.compare(.filter(filter), .filter(without), on: filter.machine)
        #expect((comparison == .equal) == (fact.matters == nil), "rule \(place)")
        if let call = fact.matters {
          #expect(evaluator.decide(call).action != FilterEvaluator(without).decide(call).action)
        }
        let unconditional = Self.changing(filter, part.abi) {
          $0.rules[place].condition = .always
        }
        let other = try prover.compare(.filter(filter), .filter(unconditional), on: filter.machine)
        #expect((other == .equal) == (fact.conditionMatters == nil), "rule \(place)")
        for overlap in fact.overlaps {
          let decision = evaluator.decide(overlap.call)
          let earlier = part.rules[overlap.earlier]
          #expect(
            decision.reason == .rule(earlier.origin)
              || decision.reason == .otherwise(earlier.origin))
          let own =
            rule.condition.holds(for: overlap.call.arguments) ? rule.action : rule.otherwise
          #expect((own != decision.action) == overlap.disagrees)
          #expect(rule.numbers.contains(overlap.call.number) && own != nil)
        }
        if fact.decides == nil, fact.overlaps.isEmpty {
          // Nothing takes calls from it, so it has none.
          let asked = rule.numbers.intersection(IntervalSet(part.abi.numbers))
            .subtracting(part.newer?.numbers ?? IntervalSet())
          #expect(asked.isEmpty || fact.condition == .never)
        }
      }
    }
  }

  @Test(arguments: seeds(200))
  func `a rule that decides nothing is not seen to decide`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    var random = RandomCalls(for: filter, seed: seed)
    let parts = try FilterProver().facts(about: filter).parts
    let evaluator = FilterEvaluator(filter)
    for _ in 0..<300 {
      let call = random.next()
      let decision = evaluator.decide(call)
      guard case .rule(let origin) = decision.reason,
        let place = filter.abis.firstIndex(where: {
          $0.abi.auditArchitecture == call.auditArchitecture && $0.abi.numbers.contains(call.number)
        })
      else { continue }
      #expect(parts[place].rules[origin.index].decides != nil)
      #expect(parts[place].rules[origin.index].condition != .never)
    }
  }

  private static let low: UInt64 = 0xffff_ffff

  private static func register(_ ranges: ClosedRange<UInt64>..., mask: UInt64 = .max)
    -> ArgumentTest
  {
    ArgumentTest(index: 0, mask: mask, values: IntervalSet(ranges))
  }

  /// The facts about rules on one number of a small filter.
  private static func facts(
    _ conditions: [(Condition, FilterAction, FilterAction?)], on abi: ABI = .aarch64
  ) throws -> [FilterFacts.RuleFact] {
    let rules = conditions.enumerated().map { place, rule in
      Rule(
        numbers: IntervalSet(7...7), condition: rule.0, action: rule.1, otherwise: rule.2,
        origin: RuleOrigin(place))
    }
    let machine = try #require(Machine(abi))
    let filter = Filter(
      machine: machine,
      abis: [ABIFilter(abi: abi, rules: rules, defaultAction: .errno(1))],
      foreign: .killProcess, skipped: .errno(38))
    return try FilterProver().facts(about: filter).parts[0].rules
  }

  @Test func `a rule behind one that matches more is dead, and says what covers it`() throws {
    let facts = try Self.facts([
      (Condition(anyOf: [[Self.register(0...9)]]), .allow, nil),
      (Condition(anyOf: [[Self.register(3...4)]]), .killProcess, nil),
    ])
    #expect(facts[1].decides == nil)
    #expect(facts[1].overlaps.map(\.earlier) == [0])
    #expect(facts[1].overlaps[0].disagrees)
    #expect(facts[1].overlaps[0].call.arguments[0] == 3)
    #expect(facts[0].decides?.number == 7)
  }

  @Test func `two rules together can cover a third`() throws {
    let facts = try Self.facts([
      (Condition(anyOf: [[Self.register(0...4)]]), .allow, nil),
      (Condition(anyOf: [[Self.register(5...9)]]), .log, nil),
      (Condition(anyOf: [[Self.register(2...7)]]), .allow, nil),
    ])
    #expect(facts[2].decides == nil)
    #expect(facts[2].overlaps.map(\.earlier) == [0, 1])
    #expect(facts[2].overlaps.map(\.disagrees) == [false, true])
  }

  @Test func `a rule that says what the rest says can go`() throws {
    let facts = try Self.facts([
      (Condition(anyOf: [[Self.register(0...4)]]), .errno(1), nil),
      (Condition(anyOf: [[Self.register(5...9)]]), .allow, nil),
    ])
    #expect(facts[0].decides != nil)
    #expect(facts[0].matters == nil)
    #expect(facts[1].matters?.arguments[0] == 5)
  }

  @Test(arguments: [ABI.x86_64, .arm])
  func `a condition is never or always true by its own bits alone`(abi: ABI) throws {
    // 64-bit code fills the upper halves of a 32-bit ABI as it likes.
    let upper = Self.register(0...0, mask: ~Self.low)
    let impossible = Self.register(1...1, mask: 0xf0)
    let certain = Self.register(0...0xf0, mask: 0xf0)
    let facts = try Self.facts(
      [
        (Condition(anyOf: [[upper], [impossible]]), .allow, nil),
        (Condition(anyOf: [[certain]]), .allow, nil),
      ], on: abi)
    #expect(facts.map(\.condition) == [.sometimes, .always])
    #expect(facts[0].alternatives == [.sometimes, .never])
    #expect(facts[0].tests == [[.sometimes], [.never]])
    #expect(facts[1].tests == [[.always]])
  }

  @Test func `two tests of one register can exclude each other`() throws {
    let facts = try Self.facts([
      (Condition(anyOf: [[Self.register(0...4), Self.register(5...9)]]), .allow, nil)
    ])
    #expect(facts[0].condition == .never)
    #expect(facts[0].tests == [[.sometimes, .sometimes]])
    #expect(facts[0].decides == nil && facts[0].overlaps.isEmpty)
  }

  @Test func `a condition has no effect where a later rule says the same`() throws {
    let facts = try Self.facts([
      (Condition(anyOf: [[Self.register(0...4)]]), .allow, nil), (.always, .allow, nil),
    ])
    #expect(facts[0].conditionMatters == nil)
    #expect(facts[0].matters == nil)
    #expect(facts[1].matters?.arguments[0] == 0 || facts[1].matters?.arguments[0] == 5)
  }

  @Test func `calls that no rule names are listed by number`() throws {
    let machine = try #require(Machine(.x86_64))
    let write = try #require(Syscall.named("write")?.number(on: .x86_64))
    let filter = Filter(
      machine: machine,
      abis: [
        ABIFilter(
          abi: .x86_64,
          rules: [
            Rule(numbers: IntervalSet(write...write), action: .allow, origin: RuleOrigin(0))
          ], defaultAction: .killProcess)
      ], foreign: .killProcess, skipped: .errno(38))
    let unnamed = try FilterProver().facts(about: filter).parts[0].unnamed.map(\.name)
    #expect(unnamed.prefix(3) == ["read", "open", "close"])
    #expect(!unnamed.contains("write"))
  }
}
