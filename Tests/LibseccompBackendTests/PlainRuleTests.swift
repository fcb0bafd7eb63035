#if Libseccomp
  import CLibseccomp
  import ClassicBPF
  import FilterProof
  import Foundation
  import LinuxABI
  import SeccompFilter
  import TestSupport
  import Testing

  /// What libseccomp makes of rules that it is given as a policy states them.
  ///
  /// The backend gives it other rules, of which at most one holds. These tests show why a program is
  /// used only when it is proved: each of them is accepted by libseccomp without an error.
  @Suite(.enabled(if: ABI.native == .x86_64, "the rules are for x86_64"), .serialized)
  struct PlainRuleTests {
    /// A rule as libseccomp takes it.
    private struct PlainRule {
      var call: String
      var comparisons: [scmp_arg_cmp] = []
      var action: FilterAction
    }

    private static func compare(
      _ index: UInt32, _ operation: scmp_compare, _ first: UInt64, _ second: UInt64 = 0
    ) -> scmp_arg_cmp {
      scmp_arg_cmp(arg: index, op: operation, datum_a: first, datum_b: second)
    }

    /// libseccomp's program, or `nil` where it refuses a rule.
    private static func program(
      _ rules: [PlainRule], default action: FilterAction, withI386: Bool = false
    ) throws -> BPFProgram? {
      guard let context = unsafe seccomp_init(action.returnValue) else { return nil }
      defer { unsafe seccomp_release(context) }
      if withI386 { #expect(unsafe seccomp_arch_add(context, 0x4000_0003) == 0) }
      for rule in rules {
        let number = unsafe seccomp_syscall_resolve_name(rule.call)
        let result = unsafe rule.comparisons.withUnsafeBufferPointer {
          unsafe seccomp_rule_add_array(
            context, rule.action.returnValue, number, UInt32($0.count), $0.baseAddress)
        }
        if result != 0 { return nil }
      }
      let folder = try TemporaryFolder()
      let path = folder.path(of: "program")
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      #expect(unsafe seccomp_export_bpf(context, descriptor) == 0)
      let bytes = Array(try Data(contentsOf: URL(filePath: path)))
      return try BPFProgram(
        verifying: BPFInstruction.list(fromBytes: bytes, byteOrder: .little))
    }

    /// What the rules say: of each call the first rule that matches decides.
    private static func filter(
      _ rules: [(call: String, tests: [ArgumentTest], action: FilterAction)],
      default action: FilterAction, withI386: Bool = false
    ) throws -> Filter {
      let machine = try #require(Machine(.x86_64))
      let abis: [ABI] = withI386 ? [.x86_64, .i386] : [.x86_64]
      let parts = abis.map { abi in
        ABIFilter(
          abi: abi,
          rules: rules.enumerated().compactMap { place, rule in
            guard let number = Syscall.named(rule.call)?.number(on: abi) else { return nil }
            return Rule(
              numbers: IntervalSet(number...number), condition: Condition(anyOf: [rule.tests]),
              action: rule.action, origin: RuleOrigin(place))
          }, defaultAction: action)
      }
      // libseccomp's own answer to other ABIs, and to a skipped call.
      return Filter(machine: machine, abis: parts, foreign: .killThread, skipped: action)
    }

    private static func test(
      _ index: Int, _ ranges: ClosedRange<UInt64>..., mask: UInt64 = .max
    ) -> ArgumentTest {
      ArgumentTest(index: index, mask: mask, values: IntervalSet(ranges))
    }

    /// Expects the prover to tell a program from what its rules say, by a call that bears it out.
    private func expectDifference(
      _ program: BPFProgram?, _ filter: Filter, on abi: ABI = .x86_64, call: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      let program = try #require(
        program, "libseccomp refused a rule", sourceLocation: sourceLocation)
      let comparison = try FilterProver().compare(
        .filter(filter), .program(program), on: filter.machine)
      guard case .different(let witness) = comparison else {
        Issue.record("no difference is found", sourceLocation: sourceLocation)
        return
      }
      #expect(
        FilterEvaluator(filter).decide(witness.call).action == witness.left,
        sourceLocation: sourceLocation)
      #expect(program.action(on: witness.call) == witness.right, sourceLocation: sourceLocation)
      #expect(
        witness.call.number == Syscall.named(call)?.number(on: abi), sourceLocation: sourceLocation)
      #expect(
        witness.call.auditArchitecture == abi.auditArchitecture, sourceLocation: sourceLocation)
    }

    // MARK: Cases

    @Test func `a rule without a condition swallows those with one`() throws {
      let program = try Self.program(
        [
          PlainRule(
            call: "read", comparisons: [Self.compare(0, SCMP_CMP_EQ, 1)], action: .killProcess),
          PlainRule(call: "read", action: .allow),
        ], default: .errno(1))
      try expectDifference(
        program,
        Self.filter(
          [("read", [Self.test(0, 1...1)], .killProcess), ("read", [], .allow)], default: .errno(1)),
        call: "read")
    }

    @Test func `overlapping conditions are not asked in their order`() throws {
      let program = try Self.program(
        [
          PlainRule(
            call: "read", comparisons: [Self.compare(0, SCMP_CMP_GT, 3)], action: .killProcess),
          PlainRule(call: "read", comparisons: [Self.compare(0, SCMP_CMP_GT, 5)], action: .allow),
        ], default: .errno(1))
      try expectDifference(
        program,
        Self.filter(
          [
            ("read", [Self.test(0, 4...UInt64.max)], .killProcess),
            ("read", [Self.test(0, 6...UInt64.max)], .allow),
          ], default: .errno(1)), call: "read")
    }

    @Test func `a mask of nothing is no condition`() throws {
      let program = try Self.program(
        [
          PlainRule(
            call: "read", comparisons: [Self.compare(0, SCMP_CMP_MASKED_EQ, 0, 1)], action: .allow)
        ], default: .errno(1))
      try expectDifference(
        program,
        Self.filter([("read", [Self.test(0, 1...1, mask: 0)], .allow)], default: .errno(1)),
        call: "read")
    }

    @Test func `bits outside the mask are dropped`() throws {
      let program = try Self.program(
        [
          PlainRule(
            call: "read", comparisons: [Self.compare(0, SCMP_CMP_MASKED_EQ, 0xf, 0x1f)],
            action: .allow)
        ], default: .errno(1))
      try expectDifference(
        program,
        Self.filter([("read", [Self.test(0, 0x1f...0x1f, mask: 0xf)], .allow)], default: .errno(1)),
        call: "read")
    }

    @Test func `socketcall is let through where socket has a condition`() throws {
      let program = try Self.program(
        [PlainRule(call: "socket", comparisons: [Self.compare(0, SCMP_CMP_EQ, 1)], action: .allow)],
        default: .errno(1), withI386: true)
      try expectDifference(
        program,
        Self.filter(
          [("socket", [Self.test(0, 1...1)], .allow)], default: .errno(1), withI386: true),
        on: .i386, call: "socketcall")
    }

    @Test func `a constant of 64 bits is cut on i386`() throws {
      let program = try Self.program(
        [
          PlainRule(
            call: "read", comparisons: [Self.compare(0, SCMP_CMP_EQ, 1 << 32)], action: .allow)
        ], default: .errno(1), withI386: true)
      try expectDifference(
        program,
        Self.filter(
          [("read", [Self.test(0, 1 << 32...1 << 32)], .allow)], default: .errno(1), withI386: true),
        on: .i386, call: "read")
    }

    @Test func `a comparison that forgets the equal upper half is found`() throws {
      // As in CVE-2019-9893: greater if the upper half is greater, or the lower half is.
      let constant: UInt64 = 0x2_0000_0005
      let number = try #require(Syscall.named("read")?.number(on: .x86_64))
      func argument(_ half: SeccompData.Half) -> BPFOperation {
        .loadWord(offset: UInt32(SeccompData.offset(ofArgument: 0, half, byteOrder: .little)))
      }
      let operations: [BPFOperation] = [
        .loadWord(offset: 4), .branch(.equal, .constant(ABI.x86_64.auditArchitecture), 0, 8),
        .loadWord(offset: 0), .branch(.greaterOrEqual, .constant(ABI.x32Bit), 6, 0),
        .branch(.equal, .constant(number), 0, 4),
        argument(.high), .branch(.greater, .constant(2), 5, 0),
        argument(.low), .branch(.greater, .constant(5), 3, 0),
        .returnConstant(FilterAction.errno(1).returnValue),
        .returnConstant(FilterAction.killThread.returnValue),
        .returnConstant(FilterAction.errno(1).returnValue),
        .returnConstant(FilterAction.allow.returnValue),
      ]
      let program = try BPFProgram(verifying: operations.map(\.instruction))
      var filter = try Self.filter(
        [("read", [Self.test(0, constant + 1...UInt64.max)], .allow)], default: .errno(1))
      filter.skipped = .killThread
      try expectDifference(program, filter, call: "read")
    }

    @Test(arguments: seeds(150))
    func `whatever comes of two rules, the prover says what running it says`(seed: UInt64) throws {
      var random = RandomFilters(seed: seed)
      // Two denials of one argument each, with constants near the seams of 32 bits.
      let constants = (0..<2).map { _ in
        UInt64(random.below(3)) << 32 | random.pick([0, 1, 5, 0xffff_ffff])
      }
      let operations: [(scmp_compare, (UInt64) -> [ClosedRange<UInt64>])] = [
        (SCMP_CMP_LE, { [0...$0] }), (SCMP_CMP_GE, { [$0...UInt64.max] }),
        (SCMP_CMP_EQ, { [$0...$0] }), (SCMP_CMP_NE, { IntervalSet($0...$0).complement().ranges }),
      ]
      let chosen = (0..<2).map { _ in random.pick(operations) }
      // The same comparison twice is an error there; a comparison that never holds is not meant.
      let rules = zip(chosen, constants).map { choice, constant in
        (
          PlainRule(
            call: "read", comparisons: [Self.compare(0, choice.0, constant)], action: .errno(2)),
          choice.1(constant)
        )
      }
      guard let program = try Self.program(rules.map(\.0), default: .errno(1)) else { return }
      let filter = try Self.filter(
        rules.map { rule in
          (
            "read", [ArgumentTest(index: 0, mask: .max, values: IntervalSet(rule.1))], .errno(2)
          )
        }, default: .errno(1))
      let comparison = try FilterProver().compare(
        .filter(filter), .program(program), on: filter.machine)
      let evaluator = FilterEvaluator(filter)
      let differs = InterestingValues(of: filter).calls.contains {
        program.action(on: $0) != evaluator.decide($0).action
      }
      if differs { #expect(comparison != .equal) }
      if comparison == .equal { #expect(!differs) }
    }
  }
#endif
