import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import FilterProof

/// Answers that are cut, and questions that cost too much.
@Suite struct BoundedAnswerTests {
  @Test(arguments: seeds(60))
  func `what is shown and what is left out are the whole answer`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let machine = filters.pick(RandomFilters.machines)
    let subjects: [Subject] = [
      .filter(filters.filter(for: machine)), .filter(filters.filter(for: machine)),
    ]
    let prover = FilterProver()
    let whole = try prover.firstRegions(of: subjects, on: machine, upTo: 1_000_000) {
      $0[0] != $0[1]
    }
    let all = whole.regions.reduce(0) { $0 + $1.parts.count }
    #expect(whole.leftOut == 0)
    for most in [1, 2, 10, 100] {
      let cut = try prover.firstRegions(of: subjects, on: machine, upTo: most) { $0[0] != $0[1] }
      let shown = cut.regions.reduce(0) { $0 + $1.parts.count }
      #expect(shown > 0 || all == 0)
      #expect(shown <= most)
      if let leftOut = cut.leftOut { #expect(shown + leftOut == all, "\(most)") }
      #expect(cut.isCut || cut == whole)
      for part in cut.regions.flatMap(\.parts) {
        #expect(subjects.map { $0.verdict(on: part.call, on: machine) } == part.verdicts)
      }
    }
  }

  @Test func `numbers of calls without end are shown as far as there is room`() throws {
    let machine = try #require(Machine(.aarch64))
    // Allows odd numbers.
    let program = try BPFProgram(
      verifying: [
        BPFOperation.loadWord(offset: 0), .branch(.anyBit, .constant(1), 0, 1),
        .returnConstant(FilterAction.allow.returnValue), .returnConstant(0),
      ].map(\.instruction))
    for most in [1, 7] {
      let listing = try FilterProver().firstRegions(
        of: [.program(program)], on: machine, upTo: most
      ) { $0[0] == .allow }
      #expect(listing.leftOut == nil && listing.isCut)
      #expect(listing.regions.first?.numbers.contains(1) == true)
    }
  }

  @Test func `patterns of one argument are cut, and counted`() throws {
    let machine = try #require(Machine(.aarch64))
    // The parity of 12 bits here and there has 2048 patterns.
    var operations: [BPFOperation] = [.loadConstant(0), .store(0)]
    for bit in 0..<12 {
      operations += [
        .loadWord(offset: 16), .arithmetic(.shiftRight, .constant(UInt32(2 * bit))),
        .arithmetic(.and, .constant(1)), .moveToIndex, .loadScratch(0),
        .arithmetic(.xor, .index), .store(0),
      ]
    }
    operations += [
      .loadScratch(0), .branch(.equal, .constant(1), 0, 1),
      .returnConstant(FilterAction.allow.returnValue), .returnConstant(0),
    ]
    let program = try BPFProgram(verifying: operations.map(\.instruction))
    let listing = try FilterProver().firstRegions(
      of: [.program(program)], on: machine, upTo: 100
    ) { $0[0] == .allow }
    let set = try #require(listing.regions.first?.parts.first?.conditions.last?.values)
    #expect(set.count == 100 && set.leftOut == 1948)
    #expect(listing.isCut)
  }

  // MARK: Facts

  /// Rules that compare the same argument of one call with different values.
  private static func part(_ count: Int) -> ABIFilter {
    let rules = (0..<count).map { place in
      Rule(
        numbers: IntervalSet(16...16),
        condition: Condition(anyOf: [
          [
            ArgumentTest(
              index: 1, mask: 0xffff_ffff,
              values: IntervalSet(elements: [UInt64(place) &* 0x9e37_79b1 & 0xffff_ffff]))
          ]
        ]), action: .allow, origin: RuleOrigin(place))
    }
    return ABIFilter(abi: .x86_64, rules: rules, defaultAction: .errno(1))
  }

  @Test func `twice the rules take about twice the steps`() throws {
    let steps = try [300, 600].map { count in
      var cost = ProofCost()
      _ = try FilterProver().ruleFacts(about: [Self.part(count)], cost: &cost)
      return cost.steps
    }
    #expect(steps[1] < 3 * steps[0], "\(steps)")
  }

  @Test func `steps of several filters count together`() throws {
    var once = ProofCost()
    _ = try FilterProver().ruleFacts(about: [Self.part(50)], cost: &once)
    var limits = ProofLimits(steps: 3 * once.steps / 2)
    var cost = ProofCost()
    _ = try FilterProver(limits: limits).ruleFacts(about: [Self.part(50)], cost: &cost)
    let steps = limits.steps
    #expect(throws: ProofError.tooManySteps(limit: steps)) {
      _ = try FilterProver(limits: limits).ruleFacts(about: [Self.part(50)], cost: &cost)
    }
    limits.steps *= 2
    _ = try FilterProver(limits: limits).ruleFacts(about: [Self.part(50)], cost: &cost)
  }

  @Test func `rules that all overlap with each other are too much to speak of`() throws {
    // Each takes a value from all that follow.
    let rules = (0..<40).map { place in
      Rule(
        numbers: IntervalSet(16...16),
        condition: Condition(anyOf: [
          [
            ArgumentTest(
              index: 1, mask: .max, values: IntervalSet(UInt64(place)...UInt64(place) + 100))
          ]
        ]), action: .errno(UInt16(place)), origin: RuleOrigin(place))
    }
    let part = ABIFilter(abi: .x86_64, rules: rules, defaultAction: .allow)
    var cost = ProofCost()
    #expect(throws: ProofError.tooManyFacts(limit: 300)) {
      _ = try FilterProver(limits: ProofLimits(facts: 300)).ruleFacts(about: [part], cost: &cost)
    }
  }

  @Test func `pairs of diagrams count as nodes`() throws {
    let machine = try #require(Machine(.aarch64))
    var filters = RandomFilters(seed: 3)
    let stack = Subject.stack((0..<3).map { _ in .filter(filters.filter(for: machine)) })
    #expect(throws: ProofError.self) {
      _ = try FilterProver(limits: ProofLimits(nodes: 400)).compare(stack, stack, on: machine)
    }
  }
}
