#if Libseccomp
  import ClassicBPF
  import FilterProof
  import LinuxABI
  import SeccompFilter
  import Testing

  @testable import LibseccompBackend

  @Suite struct ProgramLinkerTests {
    /// A stand-in for `AUDIT_ARCH_…` of the compiling machine.
    private static let builder: UInt32 = 0xc000_00aa

    private static func filter(_ abi: ABI) throws -> Filter {
      let condition = Condition(anyOf: [
        [ArgumentTest(index: 2, mask: 0xffff_ffff, values: IntervalSet(5...5))]
      ])
      return Filter(
        machine: try #require(Machine(abi)),
        abis: [
          ABIFilter(
            abi: abi,
            rules: [
              Rule(
                numbers: IntervalSet(7...7), condition: condition, action: .allow,
                otherwise: .errno(2), origin: RuleOrigin(3))
            ], defaultAction: .errno(1))
        ], foreign: .killProcess, skipped: .errno(38))
    }

    private static func code(_ operations: [BPFOperation]) -> [BPFInstruction] {
      operations.map(\.instruction)
    }

    /// What libseccomp might make of the two contexts of the filter above.
    private static func programs(
      _ words: OutcomeWords, lowHalf offset: UInt32, distance: UInt8 = 0
    ) -> [[BPFInstruction]] {
      let look: [BPFOperation] = [
        .loadWord(offset: 4), .branch(.equal, .constant(builder), distance, 0),
      ]
      let skipped = Array(
        repeating: BPFOperation.returnConstant(0x1234), count: Int(distance))
      let second: [BPFOperation] = [
        .loadWord(offset: 0), .branch(.equal, .constant(7), 0, 2), .loadWord(offset: offset),
        .branch(.equal, .constant(5), 1, 0), .returnConstant(words.word(for: .verdict(.errno(2)))),
        .returnConstant(words.word(for: .verdict(.allow))),
      ]
      let first: [BPFOperation] = [
        .loadWord(offset: 0), .branch(.equal, .constant(7), 0, 1),
        .returnConstant(words.word(for: .context(0))),
        .returnConstant(words.word(for: .verdict(.errno(1)))),
      ]
      return [code(look + skipped + second), code(look + skipped + first)]
    }

    private static func link(
      _ abi: ABI, _ change: (inout [[BPFInstruction]]) -> Void = { _ in }, distance: UInt8 = 0
    ) throws -> (BPFProgram, Filter) {
      let filter = try filter(abi)
      let plan = try FilterPlan(filter)
      let words = OutcomeWords(plan.contexts)
      // libseccomp compiles in the order of bytes of this machine.
      let offset = SeccompData.offset(ofArgument: 2, .low, byteOrder: .native)
      var programs = programs(words, lowHalf: UInt32(offset), distance: distance)
      change(&programs)
      let instructions = try ProgramLinker.link(
        programs, filter: filter, plan: plan, words: words, builder: builder)
      return (try BPFProgram(fromLibseccomp: instructions), filter)
    }

    @Test(arguments: [ABI.aarch64, .s390x, .arm, .loongarch64], [0, 1] as [UInt8])
    func `contexts become one program for the filter's machine`(
      _ abi: ABI, _ distance: UInt8
    ) throws {
      let (program, filter) = try Self.link(abi, distance: distance)
      let comparison = try FilterProver().compare(
        .filter(filter), .program(program), on: filter.machine)
      #expect(comparison == .equal)
      let low = SeccompData.offset(ofArgument: 2, .low, byteOrder: filter.byteOrder)
      #expect(program.operations.contains(.loadWord(offset: UInt32(low))))
    }

    typealias Change = @Sendable (inout [[BPFInstruction]]) -> Void

    static let changes: [(String, Change)] = [
      ("no look at the ABI", { $0[0].removeFirst(2) }),
      ("a look at another ABI", { $0[0][1].k ^= 1 }),
      ("a word that nobody gave it", { $0[1][4].k = 0x7fff_0001 }),
      ("an instruction of another kind", { $0[0][2] = BPFOperation.loadLength.instruction }),
      ("a program that the kernel would refuse", { $0[0].removeLast() }),
    ]

    @Test(arguments: changes)
    func `a program of another shape is not accepted`(
      _ name: String, _ change: Change
    ) {
      #expect(throws: FilterCompilationError.self) { try Self.link(.aarch64, change) }
    }

    @Test func `verdicts that libseccomp has no action for have words of their own`() {
      let outcomes: [FilterPlan.Outcome] = [
        .verdict(.trap(7)), .verdict(.errno(4095)), .verdict(.trace(0xffff)), .context(0),
        .verdict(.trap(0)), .verdict(.killProcess),
      ]
      let words = OutcomeWords(outcomes.map { FilterPlan.Context(defaultOutcome: $0) })
      #expect(Set(outcomes.map(words.word)).count == outcomes.count)
      for outcome in outcomes { #expect(words.outcome(of: words.word(for: outcome)) == outcome) }
      #expect(words.word(for: .verdict(.trace(0xffff))) == 0x7ff0_ffff)
      #expect(words.word(for: .verdict(.trap(7))) & 0xffff_0000 == 0x7ff0_0000)
      #expect(words.outcome(of: 0x7fff_0000) == nil)
    }
  }
#endif
