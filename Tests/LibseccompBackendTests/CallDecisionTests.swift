#if Libseccomp
  import ClassicBPF
  import SeccompFilter
  import TestSupport
  import Testing

  @testable import LibseccompBackend

  @Suite struct CallDecisionTests {
    /// What the rules say, asked in order.
    private func verdict(_ rules: [Rule], _ arguments: InlineArray<6, UInt64>) -> FilterAction {
      for rule in rules {
        if rule.condition.holds(for: arguments) { return rule.action }
        if let otherwise = rule.otherwise { return otherwise }
      }
      return .killProcess
    }

    /// What the questions say.
    private func verdict(
      _ decision: CallDecision, _ questions: [RegisterQuestion],
      _ arguments: InlineArray<6, UInt64>
    ) -> FilterAction {
      switch decision {
      case .verdict(let action):
        return action
      case .question(let place):
        let question = questions[place]
        let content = arguments[question.register]
        let cases = question.cases.filter { content & $0.content.mask == $0.content.value }
        #expect(cases.count <= 1, "cases of one question overlap")
        return verdict(cases.first?.next ?? question.rest, questions, arguments)
      }
    }

    @Test(.timeLimit(.minutes(1)))
    func `very many tests of one register are refused before they are compared`() {
      let alternatives = (0..<40_000 as Range<UInt64>).map { value in
        [ArgumentTest(index: 0, mask: .max, values: IntervalSet(value * 3...value * 3))]
      }
      let rule = Rule(
        numbers: IntervalSet(0...0), condition: Condition(anyOf: alternatives), action: .allow,
        origin: RuleOrigin(0))
      var decider = CallDecider(defaultAction: .killProcess)
      #expect(throws: FilterCompilationError.self) { _ = try decider.decision(of: [rule]) }
    }

    @Test(arguments: seeds(300))
    func `questions decide as the rules do`(_ seed: UInt64) throws {
      var random = RandomFilters(seed: seed)
      let actions: [FilterAction] = [.allow, .errno(1), .log]
      let rules = (0..<random.below(5)).map { place in
        Rule(
          numbers: IntervalSet(0...0),
          condition: Condition(
            anyOf: (0..<random.below(3)).map { _ in (0..<random.below(4)).map { _ in random.test() }
            }
          ),
          action: random.pick(actions), otherwise: random.chance(1, in: 5) ? .errno(2) : nil,
          origin: RuleOrigin(place))
      }
      var decider = CallDecider(defaultAction: .killProcess)
      guard let decision = try? decider.decision(of: rules) else { return }
      let values = rules.flatMap(\.condition.alternatives).joined().flatMap { test in
        test.values.ranges.flatMap { [$0.lowerBound, $0.upperBound] }.flatMap {
          [$0, $0 &- 1, $0 &+ 1, $0 | ~test.mask, $0 & test.mask]
        }
      }
      for _ in 0..<300 {
        var arguments: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
        for index in 0..<6 { arguments[index] = random.pick(values + [0, .max, random.word()]) }
        #expect(
          verdict(decision, decider.questions, arguments) == verdict(rules, arguments),
          "\(rules) on \(arguments[0]) \(arguments[1])")
      }
    }

    @Test func `the verdict on most contents takes no case`() throws {
      func equal(_ value: UInt64) -> Condition {
        Condition(anyOf: [
          [ArgumentTest(index: 0, mask: 0xffff_ffff, values: IntervalSet(value...value))]
        ])
      }
      var decider = CallDecider(defaultAction: .killProcess)
      let decision = try decider.decision(of: [
        Rule(
          numbers: IntervalSet(0...0), condition: equal(1), action: .allow, otherwise: .errno(97),
          origin: RuleOrigin(0))
      ])
      #expect(decision == .question(0))
      #expect(decider.questions[0].rest == .verdict(.errno(97)))
      #expect(
        decider.questions[0].cases == [
          .init(content: MaskedValue(mask: 0xffff_ffff, value: 1), next: .verdict(.allow))
        ])
    }

    @Test func `rules that come to the same are one decision`() throws {
      var decider = CallDecider(defaultAction: .errno(1))
      let never = ArgumentTest(index: 3, mask: 0xf, values: IntervalSet(16...20))
      let always = ArgumentTest(index: 3, mask: 0xf, values: IntervalSet(0...20))
      let rules = [
        Rule(
          numbers: .all, condition: Condition(anyOf: [[never]]), action: .allow,
          origin: RuleOrigin(0)),
        Rule(
          numbers: .all, condition: Condition(anyOf: [[always]]), action: .log,
          origin: RuleOrigin(1)),
      ]
      #expect(try decider.decision(of: rules) == .verdict(.log))
      #expect(try decider.decision(of: [rules[0]]) == .verdict(.errno(1)))
      #expect(decider.questions.isEmpty)
    }
  }
#endif
