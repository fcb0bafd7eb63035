import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

#if Libseccomp
  import LibseccompBackend
#endif

/// Changes proved programs in one place, in every way, and sees whether each difference is found.
///
/// A prover that says "equal" too often would pass every other test. So each mutant is also run, by
/// the interpreter and by the kernel, and whatever differs there the prover must have seen.
@Suite struct MutationTests {
  /// Filters with short programs, one for each way in which comparisons are made.
  enum Example: String, CaseIterable {
    /// Numbers only, with holes between them.
    case numbers
    /// A range of 64 bits, whose ends differ in both halves.
    case wide
    /// Masked bits, and an `else`.
    case masks
    /// Another ABI beside the machine's own, with a comparison of 32 bits.
    case twoABIs
    /// Another ABI, of which a comparison is strict about the upper half of a register.
    case wholeRegisters
    /// A call that carries a key.
    case key

    var filter: Filter {
      get throws {
        let machine = try #require(Machine(.x86_64))
        var filter = Filter(
          machine: machine, abis: [ABIFilter(abi: .x86_64, rules: [], defaultAction: .errno(7))],
          foreign: .errno(10), skipped: .errno(38))
        switch self {
        case .numbers:
          filter.abis[0].rules = [
            Self.rule([0, 1, 2, 3, 60, 61], action: .errno(1)),
            Self.rule([9, 63], action: .errno(2)),
          ]
        case .wide:
          let test = ArgumentTest(
            index: 1, mask: .max, values: IntervalSet(0x1_0000_0002...0x3_0000_0001))
          filter.abis[0].rules = [Self.rule([20], [[test]], action: .errno(4))]
        case .masks:
          let tests = [
            ArgumentTest(index: 0, mask: 0x41, values: IntervalSet(0...0)),
            ArgumentTest(index: 3, mask: 0xffff_ffff, values: IntervalSet(0...0x7fff_fffe)),
          ]
          filter.abis[0].rules = [
            Self.rule([22], [tests], action: .errno(5), otherwise: .errno(6))
          ]
        case .twoABIs:
          let test = ArgumentTest(index: 0, mask: 0xffff_ffff, values: IntervalSet(5...8))
          filter.abis.append(
            ABIFilter(
              abi: .i386, rules: [Self.rule([4, 5], [[test]], action: .errno(8))],
              defaultAction: .errno(9)))
        case .wholeRegisters:
          let low = ArgumentTest(index: 1, mask: 0xffff_ffff, values: IntervalSet(7...7))
          let strict = ArgumentTest(
            index: 1, mask: .max,
            values: IntervalSet([
              Interval(0...0xffff_ffff), Interval(0xffff_ffff_8000_0000...UInt64.max),
            ]))
          filter.abis.append(
            ABIFilter(
              abi: .i386, rules: [Self.rule([4], [[low, strict]], action: .errno(8))],
              defaultAction: .errno(9)))
        case .key:
          filter.exceptions = [
            KeyedException(number: 21, keys: [.init(index: 4, value: 0x0123_4567_89ab_cdef)])
          ]
        }
        return filter
      }
    }

    private static func rule(
      _ numbers: [UInt32], _ alternatives: [[ArgumentTest]] = [[]], action: FilterAction,
      otherwise: FilterAction? = nil
    ) -> Rule {
      Rule(
        numbers: IntervalSet(elements: numbers), condition: Condition(anyOf: alternatives),
        action: action, otherwise: otherwise, origin: RuleOrigin(0))
    }
  }

  /// What of a program can be changed in one place, where the kernel takes the result.
  private static func mutants(of program: BPFProgram) -> [BPFProgram] {
    var mutants: Set<BPFProgram> = []
    func add(_ place: Int, _ change: (inout BPFInstruction) -> Void) {
      var instructions = program.instructions
      change(&instructions[place])
      guard instructions != program.instructions,
        let mutant = try? BPFProgram(verifying: instructions)
      else { return }
      mutants.insert(mutant)
    }
    for place in program.instructions.indices {
      for bit in 0..<32 as Range<UInt32> { add(place) { $0.k ^= 1 << bit } }
      add(place) { $0.k &+= 1 }
      add(place) { $0.k &-= 1 }
      for distance in 0..<UInt8(min(program.instructions.count, 255)) {
        add(place) { $0.jumpTrue = distance }
        add(place) { $0.jumpFalse = distance }
      }
      for code in 0..<0x100 as Range<UInt16> { add(place) { $0.code = code } }
    }
    // In an order that is the same in every process.
    return mutants.sorted {
      $0.instructions.lexicographicallyPrecedes($1.instructions) {
        ($0.code, $0.jumpTrue, $0.jumpFalse, $0.k) < ($1.code, $1.jumpTrue, $1.jumpFalse, $1.k)
      }
    }
  }

  /// How many mutants came out how.
  private struct Tally {
    var different = 0
    var equal = 0
    var undecided = 0
    var seenByInterpreter = 0
    var seenByKernel = 0
  }

  /// Which backend's program is changed for each example.
  private static let cases: [(Example, String)] = {
    var cases = Example.allCases.map { ($0, "native") }
    #if Libseccomp
      // A wide range takes libseccomp over a hundred instructions, a whole register many too.
      cases += Example.allCases.filter { $0 != .wide && $0 != .wholeRegisters }
        .map { ($0, "libseccomp") }
    #endif
    return cases
  }()

  private static func program(from backend: String, for filter: Filter) throws -> BPFProgram {
    #if Libseccomp
      if backend == "libseccomp" { return try LibseccompBackend().program(for: filter) }
    #endif
    return try NativeBackend().program(for: filter)
  }

  @Test(arguments: cases)
  func `every change that shows is found`(example: Example, backend: String) throws {
    let filter = try example.filter
    let program = try Self.program(from: backend, for: filter)
    let mutants = Self.mutants(of: program)
    let all = InterestingValues(of: filter, callsPerNumber: 150).calls
    var random = RandomCalls(for: filter, seed: 1)
    let sample =
      stride(from: 0, to: all.count, by: 23).map { all[$0] }
      + (0..<60).map { _ in random.next() }
    let evaluator = FilterEvaluator(filter)
    let expected = sample.map { evaluator.decide($0).action }

    var tally = Tally()
    let prover = FilterProver(limits: ProofLimits(nodes: 8_000, steps: 30_000))
    var verdicts: [Bool?] = []
    for mutant in mutants {
      let comparison = try? prover.compare(.filter(filter), .program(mutant), on: filter.machine)
      let isEqual = comparison.map { $0 == .equal }
      verdicts.append(isEqual)
      switch isEqual {
      case true: tally.equal += 1
      case false: tally.different += 1
      case nil: tally.undecided += 1
      }
      let place = zip(sample, expected).first { mutant.action(on: $0) != $1 }
      if place != nil {
        tally.seenByInterpreter += 1
        #expect(isEqual != true, "\(BPFDisassembler().lines(mutant.instructions))")
      } else if isEqual == true {
        for call in all {
          #expect(mutant.action(on: call) == evaluator.decide(call).action, "\(call)")
        }
      }
    }
    try ask(mutants, verdicts, about: sample, of: evaluator, &tally)
    print(
      "\(example), \(backend): \(mutants.count) mutants of \(program.instructions.count) instructions,"
        + " \(tally.different) different, \(tally.equal) equal, \(tally.undecided) undecided;"
        + " \(tally.seenByInterpreter) seen by the interpreter, \(tally.seenByKernel) by the kernel"
    )
    #expect(tally.different > 200 && tally.seenByInterpreter > 100)
  }

  /// Has the kernel run each mutant.
  private func ask(
    _ mutants: [BPFProgram], _ verdicts: [Bool?], about sample: [SeccompData],
    of evaluator: FilterEvaluator, _ tally: inout Tally
  ) throws {
    guard Machine.native?.abi == .x86_64, KernelProbe.entries.contains(.native) else { return }
    let calls = sample.filter { call in
      guard let found = KernelProbe.Call(call) else { return false }
      return KernelProbe.entries.contains(found.entry)
    }.prefix(40)
    let expected = calls.map { evaluator.decide($0).action }
    // A program that returns what it has computed has no label for it.
    let judged = mutants.indices.filter { !mutants[$0].operations.contains(.returnAccumulator) }
    let labelled = judged.map { LabelledProgram(mutants[$0]) }
    let outcomes = try KernelProbe.decide(
      labelled.map { program in
        KernelProbe.Job([program.instructions], calls: calls.compactMap { KernelProbe.Call($0) })
      })
    for (place, (program, outcome)) in zip(judged, zip(labelled, outcomes)) {
      #expect(outcome.refusal == 0)
      // After a division by zero the thread is gone, and so are the calls after it.
      let found = outcome.results.map {
        program.returnValues[-$0].map { FilterAction(returnValue: $0) }
      }
      if zip(found, expected).contains(where: { $0 != $1 }) || found.count < expected.count {
        tally.seenByKernel += 1
        #expect(verdicts[place] != true, "the kernel tells them apart")
      }
    }
  }
}
