import ClassicBPF
import LinuxABI
import SeccompFilter
import Testing

@Suite struct PartialCallTests {
  @Test func `a test on partly known bits agrees with trying every value`() {
    var seed: UInt64 = 0x5eca7
    func next(_ bound: UInt64) -> UInt64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (seed >> 33) % bound
    }
    for _ in 0..<20_000 {
      let mask = next(64)
      let ranges = (0..<1 + next(3)).map { _ in
        let low = next(64)
        return low...min(63, low + next(16))
      }
      let test = ArgumentTest(index: 0, mask: mask, values: IntervalSet(ranges))
      let register = PartialRegister(next(64), known: ~63 | next(64))
      let answers = Set(
        (0..<UInt64(64))
          .filter { $0 & register.known & 63 == register.value & 63 }
          .map { test.holds(for: $0) })
      #expect(test.holds(for: register) == (answers.count == 2 ? nil : answers.first))
    }
  }

  @Test func `sparse unknown bits of 64 are decided without trying them all`() {
    let test = ArgumentTest(
      index: 0, mask: 0x5555_5555_5555_5555,
      values: IntervalSet([5...0x1000, 0x4000_0000_0000...UInt64.max]))
    #expect(test.holds(for: .unknown) == nil)
    #expect(test.holds(for: PartialRegister(0, known: ~0x1000)) == nil)
    #expect(test.holds(for: PartialRegister(1, known: ~0x4040)) == nil)
    #expect(
      test.holds(for: PartialRegister(0x4000_0000_0000, known: 0xffff_ffff_0000_0000)) == true)
    #expect(test.holds(for: PartialRegister(0, known: ~0xaaaa_aaaa_aaaa_aaaa)) == false)
  }

  @Test func `knowledge of one register can be united unless it contradicts`() {
    let low = PartialRegister(7, known: 0xffff_ffff)
    #expect(low.merged(with: PartialRegister(0, known: ~0xffff_ffff)) == PartialRegister(7))
    #expect(low.merged(with: PartialRegister(6)) == nil)
  }

  @Test func `the verdicts on an unknown call are those of the rules that may decide it`() {
    let isOne = Condition(anyOf: [
      [ArgumentTest(index: 0, mask: 0xffff_ffff, values: IntervalSet(1...1))]
    ])
    let filter = Filter(
      machine: Machine(.aarch64) ?? { preconditionFailure("aarch64 is a machine") }(),
      abis: [
        ABIFilter(
          abi: .aarch64,
          rules: [
            Rule(numbers: IntervalSet(5...6), condition: isOne, action: .log, origin: .init(0)),
            Rule(
              numbers: IntervalSet(5...5), condition: isOne, action: .allow, otherwise: .errno(1),
              origin: .init(1)),
          ], defaultAction: .killProcess)
      ], foreign: .killThread, skipped: .errno(38))
    let evaluator = FilterEvaluator(filter)
    var call = PartialCall(number: 5, on: .aarch64)
    #expect(evaluator.possibleDecisions(on: call).map(\.action) == [.log, .allow, .errno(1)])
    call.arguments[0] = PartialRegister(2)
    #expect(evaluator.possibleDecisions(on: call).map(\.action) == [.errno(1)])
    call.arguments[0] = PartialRegister(1, known: 0xffff_ffff)
    #expect(evaluator.possibleDecisions(on: call).map(\.action) == [.log])
    #expect(
      evaluator.possibleDecisions(on: PartialCall(number: 6, on: .aarch64)).map(\.action)
        == [.log, .killProcess])
    #expect(
      evaluator.possibleDecisions(on: PartialCall(number: 6, on: .arm)).map(\.action)
        == [.killThread])
  }
}
