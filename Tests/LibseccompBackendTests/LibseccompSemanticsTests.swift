#if Libseccomp
  import ClassicBPF
  import FilterProof
  import LibseccompBackend
  import LinuxABI
  import SeccompFilter
  import Testing

  /// Rules that a library with an order and tables of its own may take for something else, each with
  /// what the policy's author meant, written out by hand.
  @Suite struct LibseccompSemanticsTests {
    /// Rules for one number of one ABI, and verdicts that are expected.
    struct Case: Sendable, CustomTestStringConvertible {
      var testDescription: String
      var abi: ABI = .x86_64
      var number: UInt32 = 100
      var rules: [Rule]
      var expected: [(arguments: [UInt64], action: FilterAction)]

      init(
        _ description: String, abi: ABI = .x86_64, number: UInt32 = 100,
        _ steps: [(tests: [ArgumentTest], action: FilterAction)], otherwise: FilterAction? = nil,
        expected: [(arguments: [UInt64], action: FilterAction)]
      ) {
        testDescription = description
        self.abi = abi
        self.number = number
        rules = steps.enumerated().map { place, step in
          Rule(
            numbers: IntervalSet(number...number), condition: Condition(anyOf: [step.tests]),
            action: step.action, otherwise: otherwise, origin: RuleOrigin(place))
        }
        self.expected = expected
      }
    }

    static let always: [ArgumentTest] = []
    static let fallback = FilterAction.errno(1)

    static func register(
      _ index: Int, _ values: ClosedRange<UInt64>..., mask: UInt64 = .max
    ) -> ArgumentTest {
      ArgumentTest(index: index, mask: mask, values: IntervalSet(values))
    }

    static let low: UInt64 = 0xffff_ffff

    static let cases: [Case] = [
      Case(
        "allow outright, then deny a flag: the first decides",
        [(always, .allow), ([register(0, 1...1)], .killProcess)],
        expected: [([1], .allow), ([2], .allow)]),
      Case(
        "deny a flag, then allow outright: both hold",
        [([register(0, 4...7, mask: 4)], .killProcess), (always, .allow)],
        expected: [([4], .killProcess), ([0xf4], .killProcess), ([3], .allow), ([0], .allow)]),
      Case(
        "allow if equal, then allow outright",
        [([register(0, 1...1)], .allow), (always, .allow)],
        expected: [([1], .allow), ([2], .allow)]),
      Case(
        "allow outright, then deny outright: the first decides",
        [(always, .allow), (always, .killProcess)], expected: [([1], .allow)]),
      Case(
        "the same condition twice with different actions: the first decides",
        [([register(0, 1...1)], .log), ([register(0, 1...1)], .killProcess)],
        expected: [([1], .log), ([2], fallback)]),
      Case(
        "overlapping orders, the narrower first",
        [([register(0, 6...UInt64.max)], .allow), ([register(0, 4...UInt64.max)], .killProcess)],
        expected: [
          ([3], fallback), ([4], .killProcess), ([5], .killProcess), ([6], .allow),
          ([.max], .allow),
        ]),
      Case(
        "overlapping orders, the wider first",
        [([register(0, 4...UInt64.max)], .killProcess), ([register(0, 6...UInt64.max)], .allow)],
        expected: [([3], fallback), ([4], .killProcess), ([6], .killProcess)]),
      Case(
        "orders whose constants have different upper halves",
        [([register(0, 0...0)], .killProcess), ([register(0, 0...0x1_0000_0000)], .killProcess)],
        expected: [
          ([0], .killProcess), ([1], .killProcess), ([0xffff_ffff], .killProcess),
          ([0x1_0000_0000], .killProcess), ([0x1_0000_0001], fallback),
        ]),
      Case(
        "two orders on two arguments",
        [
          ([register(1, 0...37), register(2, 0...38)], .allow),
          ([register(1, 0...37), register(2, 0...0)], .allow),
        ],
        expected: [
          ([0, 37, 38], .allow), ([0, 37, 0], .allow), ([0, 38, 0], fallback),
          ([0, 37, 39], fallback),
        ]),
      Case(
        "inequalities on two arguments",
        [
          ([register(0, 0...4, 6...UInt64.max), register(1, 7...7)], .allow),
          ([register(0, 5...5), register(1, 0...6, 8...UInt64.max)], .log),
        ],
        expected: [([5, 7], fallback), ([4, 7], .allow), ([5, 8], .log), ([4, 8], fallback)]),
      Case(
        "an action that is the default, before one that is not",
        [([register(0, 1...1)], fallback), ([register(0, 0...9)], .allow)],
        expected: [([0], .allow), ([1], fallback), ([9], .allow), ([10], fallback)]),
      Case(
        "the same argument twice in one rule",
        [([register(0, 10...20), register(0, 0...0, mask: 1)], .allow)],
        expected: [([10], .allow), ([11], fallback), ([22], fallback), ([20], .allow)]),
      Case(
        "a mask of no bits whose value is possible asks nothing",
        [([register(0, 0...0, mask: 0), register(1, 3...3)], .allow)],
        expected: [([9, 3], .allow), ([9, 4], fallback)]),
      Case(
        "a mask of no bits whose value is impossible never holds",
        [([register(0, 1...1, mask: 0)], .allow), ([register(1, 3...3)], .log)],
        expected: [([0, 0], fallback), ([1, 0], fallback), ([1, 3], .log)]),
      Case(
        "a value with bits outside the mask never holds",
        [([register(0, 0x13...0x13, mask: 0xf)], .allow)],
        expected: [([0x13], fallback), ([0x3], fallback)]),
      Case(
        "only the low half is looked at",
        [([register(0, 2...2, mask: low)], .allow)],
        expected: [
          ([2], .allow), ([0xdead_0000_0002], .allow), ([0x2_0000_0000], fallback),
        ]),
      Case(
        "allow if equal, or else another error than the default",
        [([register(0, 1...1, mask: low)], .allow)], otherwise: .errno(97),
        expected: [([1], .allow), ([0xf_0000_0001], .allow), ([2], .errno(97))]),
      Case(
        "a range of signed numbers",
        [([register(0, 0...5, 0xffff_fff0...0xffff_ffff, mask: low)], .allow)],
        expected: [
          ([5], .allow), ([6], fallback), ([0xffff_fff0], .allow), ([0xffff_ffef], fallback),
          ([.max], .allow),
        ]),
      Case(
        "a 64-bit value on a 32-bit ABI never holds", abi: .i386,
        [([register(0, 0x1_0000_0000...0x1_0000_0000)], .allow)],
        expected: [([0], fallback), ([1], fallback)]),
      Case(
        "a 64-bit bound on a 32-bit ABI always holds", abi: .i386,
        [([register(0, 0...0x1_0000_0000)], .allow)],
        expected: [([0], .allow), ([0xffff_ffff], .allow)]),
      Case(
        "a number that libseccomp has no name for, with a condition", abi: .i386, number: 4000,
        [([register(0, 1...1, mask: low)], .allow)],
        expected: [([1], .allow), ([2], fallback)]),
      Case(
        "x32 has numbers of its own", abi: .x32, number: ABI.x32Bit + 1,
        [([register(0, 1...1, mask: low)], .allow)],
        expected: [([1], .allow), ([2], fallback)]),
      Case("the largest error number", [(always, .errno(4095))], expected: [([], .errno(4095))]),
      Case("success without execution", [(always, .errno(0))], expected: [([], .errno(0))]),
      Case("a trap with data", [(always, .trap(7))], expected: [([], .trap(7))]),
      Case("a trap without data", [(always, .trap(0))], expected: [([], .trap(0))]),
      Case("a tracer's data", [(always, .trace(0xffff))], expected: [([], .trace(0xffff))]),
      Case("a supervisor", [(always, .notify)], expected: [([], .notify)]),
      Case("the log", [(always, .log)], expected: [([], .log)]),
      Case("the end of a thread", [(always, .killThread)], expected: [([], .killThread)]),
    ]

    /// A filter that serves all ABIs of the machine.
    private static func filter(
      _ abi: ABI, _ rules: [Rule], newer: NewerCalls? = nil
    ) throws -> Filter {
      let machine = try #require(Machine(abi) ?? Machine(.x86_64))
      let abis = machine.abis.contains(abi) ? machine.abis : [abi]
      return Filter(
        machine: machine,
        abis: abis.map {
          ABIFilter(
            abi: $0, newer: $0 == abi ? newer : nil, rules: $0 == abi ? rules : [],
            defaultAction: fallback)
        }, foreign: .killThread, skipped: .errno(38))
    }

    private static func call(
      _ abi: ABI, _ number: UInt32, _ arguments: [UInt64] = []
    ) -> SeccompData {
      var call = SeccompData(number: number, auditArchitecture: abi.auditArchitecture)
      for (index, value) in arguments.enumerated() { call.arguments[index] = value }
      return call
    }

    @Test(arguments: cases)
    func `means what the rules say`(_ example: Case) throws {
      let filter = try Self.filter(example.abi, example.rules)
      let program = try LibseccompBackend().program(for: filter)
      for (arguments, action) in example.expected {
        let call = Self.call(example.abi, example.number, arguments)
        #expect(program.action(on: call) == action, "arguments \(arguments)")
        // The same call through another ABI has nothing to do with it.
        for other in filter.abis.map(\.abi) where other != example.abi {
          let number = other == .x32 ? example.number | ABI.x32Bit : example.number & ~ABI.x32Bit
          #expect(program.action(on: Self.call(other, number, arguments)) == Self.fallback)
        }
      }
    }

    @Test func `socketcall is a call like others on i386`() throws {
      let socket = try #require(Syscall.named("socket")?.number(on: .i386))
      let socketcall = try #require(Syscall.named("socketcall")?.number(on: .i386))
      let rules = [
        Rule(
          numbers: IntervalSet(socket...socket),
          condition: Condition(anyOf: [[Self.register(0, 1...1, mask: Self.low)]]), action: .allow,
          origin: RuleOrigin(0)),
        Rule(
          numbers: IntervalSet(socketcall...socketcall),
          condition: Condition(anyOf: [[Self.register(0, 5...5, mask: Self.low)]]), action: .log,
          origin: RuleOrigin(1)),
      ]
      let program = try LibseccompBackend().program(for: Self.filter(.i386, rules))
      #expect(program.action(on: Self.call(.i386, socket, [1])) == .allow)
      #expect(program.action(on: Self.call(.i386, socket, [2])) == Self.fallback)
      // SYS_SOCKET is 1: no condition can be seen there, and nothing was said of it.
      #expect(program.action(on: Self.call(.i386, socketcall, [1])) == Self.fallback)
      #expect(program.action(on: Self.call(.i386, socketcall, [5])) == .log)
    }

    @Test(arguments: ABI.allCases)
    func `numbers that no rule can name are told apart`(_ abi: ABI) throws {
      let base = abi.numbers.lowerBound
      let newer = NewerCalls(
        numbers: IntervalSet([base + 20...base + 29, base + 500...abi.numbers.upperBound]),
        action: .errno(38))
      let rule = Rule(
        numbers: IntervalSet([base + 3...base + 5, base + 30...base + 30]), action: .allow,
        origin: RuleOrigin(0))
      let filter = try Self.filter(abi, [rule], newer: newer)
      let program = try LibseccompBackend().program(for: filter)
      func action(_ number: UInt32) -> FilterAction {
        program.action(on: Self.call(abi, number), byteOrder: filter.byteOrder)
      }
      #expect(action(base + 2) == Self.fallback)
      #expect(action(base + 5) == .allow)
      #expect(action(base + 19) == Self.fallback)
      #expect(action(base + 20) == .errno(38))
      #expect(action(base + 30) == .allow)
      #expect(action(base + 499) == Self.fallback)
      #expect(action(base + 500) == .errno(38))
      #expect(action(abi.numbers.upperBound) == .errno(38))
      // Beyond: x32, or a call that a tracer skipped.
      #expect(action(.max) == .errno(38))
      let elsewhere = SeccompData(number: base + 5, auditArchitecture: 0x1234)
      #expect(program.action(on: elsewhere, byteOrder: filter.byteOrder) == .killThread)
    }

    @Test func `x32 calls are foreign where only x86_64 is served`() throws {
      var filter = try Self.filter(.x86_64, [])
      filter.abis.removeAll { $0.abi != .x86_64 }
      let program = try LibseccompBackend().program(for: filter)
      #expect(program.action(on: Self.call(.x86_64, 1)) == Self.fallback)
      #expect(program.action(on: Self.call(.x86_64, ABI.x32Bit)) == .killThread)
      #expect(program.action(on: Self.call(.x86_64, .max - 1)) == .killThread)
      #expect(program.action(on: Self.call(.x86_64, .max)) == .errno(38))
      #expect(program.action(on: Self.call(.i386, 1)) == .killThread)
    }

    @Test func `the launcher's keys open what the policy closes`() throws {
      var filter = try Self.filter(.x86_64, [])
      let keys = (3...5).map { KeyedException.Key(index: $0, value: UInt64($0) << 40 | 77) }
      filter.exceptions = [KeyedException(number: 59, keys: keys)]
      let program = try LibseccompBackend().program(for: filter)
      var arguments: [UInt64] = [1, 2, 3] + keys.map(\.value)
      #expect(program.action(on: Self.call(.x86_64, 59, arguments)) == .allow)
      arguments[4] ^= 1
      #expect(program.action(on: Self.call(.x86_64, 59, arguments)) == Self.fallback)
    }

    // MARK: Refusals

    @Test func `a condition on more numbers than can be listed is refused, with the rule`() throws {
      let condition = Condition(anyOf: [[Self.register(0, 1...1)]])
      for numbers in [IntervalSet<UInt32>(0...5000), IntervalSet(0x8000_0000...0x8000_0000)] {
        let rules = [
          Rule(numbers: numbers, condition: condition, action: .allow, origin: RuleOrigin(12))
        ]
        let filter = try Self.filter(.aarch64, rules)
        let error = #expect(throws: FilterCompilationError.self) {
          try LibseccompBackend().instructions(for: filter)
        }
        #expect(error?.origin == RuleOrigin(12))
        #expect(error?.message.hasPrefix("libseccomp cannot be given a condition") == true)
      }
    }

    @Test func `conditions that would not fit are refused, with the rule`() throws {
      // Each mask cuts the register in another way.
      let tests = (0..<6).map { shift in
        Self.register(0, 0x1111...0x7777_7777_7777, mask: 0x1249_2492_4924_9249 << UInt64(shift))
      }
      let rules = tests.enumerated().map { place, test in
        Rule(
          numbers: IntervalSet(1...1), condition: Condition(anyOf: [[test]]),
          action: .errno(UInt16(place)), origin: RuleOrigin(place))
      }
      let error = #expect(throws: FilterCompilationError.self) {
        try LibseccompBackend().instructions(for: Self.filter(.aarch64, rules))
      }
      #expect(error?.origin == RuleOrigin(0))
    }

    @Test func `a filter that is too long is refused`() throws {
      let rules = (0..<5000).map { place in
        Rule(
          numbers: IntervalSet(elements: [UInt32(3 * place)]), action: .allow,
          origin: RuleOrigin(place))
      }
      let error = #expect(throws: FilterCompilationError.self) {
        try LibseccompBackend().instructions(for: Self.filter(.aarch64, rules))
      }
      #expect(error?.message.contains("more than fit into the 4096 instructions") == true)
    }
  }
#endif
