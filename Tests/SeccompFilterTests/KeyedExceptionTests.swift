import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@Suite struct KeyedExceptionTests {
  private static let keys = LaunchKeys(
    k0: 0x0123_4567_89ab_cdef, k1: 0xfedc_ba98_7654_3210, k2: 0x0f1e_2d3c_4b5a_6978)
  private static let denyAll = [Rule]()

  private func number(_ name: String, on abi: ABI) throws -> UInt32 {
    try #require(Syscall.named(name)?.number(on: abi))
  }

  // MARK: Which exceptions there are

  @Test(arguments: RandomFilters.machines)
  func `every machine gets the launcher's last calls where all is denied`(
    machine: Machine
  ) throws {
    let filter = try Filter.serving(machine.abi, rules: Self.denyAll)
    let names = ["execve", "write", "exit_group"]
    #expect(
      try filter.addingLaunchExceptions(Self.keys, furtherFilterFollows: false)
        .exceptions.map(\.number) == names.map { try number($0, on: machine.abi) })
    #expect(
      try filter.addingLaunchExceptions(Self.keys, furtherFilterFollows: true)
        .exceptions.map(\.number)
        == (names + ["seccomp"]).map { try number($0, on: machine.abi) })
  }

  @Test func `a call that is allowed outright needs no exception`() throws {
    let execve = try number("execve", on: .x86_64)
    let write = try number("write", on: .x86_64)
    let exit = try number("exit_group", on: .x86_64)
    let filter = try Filter.serving(
      .x86_64,
      rules: [
        .on(execve), .on(write, where: [[.arg(0, 1)]]),
        // Allowed whether or not the first rule matches.
        .on(exit, where: [[.arg(0, 0)]]), .on(exit),
      ])
    let exceptions = filter.addingLaunchExceptions(Self.keys, furtherFilterFollows: false)
      .exceptions
    #expect(exceptions.map(\.number) == [write])
  }

  @Test func `calls carry the keys where the kernel does not look`() throws {
    let filter = try Filter.serving(.x86_64, .i386, rules: Self.denyAll)
      .addingLaunchExceptions(Self.keys, furtherFilterFollows: true)
    let (k0, k1, k2) = (Self.keys.k0, Self.keys.k1, Self.keys.k2)
    let program = try NativeBackend().unprovedProgram(for: filter)
    func verdict(_ name: String, on abi: ABI = .x86_64, _ arguments: UInt64...) throws
      -> FilterAction
    {
      var call = SeccompData.call(try number(name, on: abi), on: abi)
      for (index, value) in arguments.enumerated() { call.arguments[index] = value }
      #expect(
        program.action(on: call, byteOrder: .little) == FilterEvaluator(filter).decide(call).action)
      return program.action(on: call, byteOrder: .little)
    }
    #expect(try verdict("execve", 1, 2, 3, k0, k1, k2) == .allow)
    #expect(try verdict("execve", .max, .max, .max, k0, k1, k2) == .allow)
    #expect(try verdict("execve", 1, 2, 3, k0 ^ 1, k1, k2) == .errno(1))
    #expect(try verdict("execve", 1, 2, 3, k0, k1 ^ 1 << 63, k2) == .errno(1))
    #expect(try verdict("execve", 1, 2, 3, k0, k1, k2 ^ 1 << 32) == .errno(1))
    #expect(try verdict("execve", on: .i386, 1, 2, 3, k0, k1, k2) == .errno(1))
    // Differences must not cancel out.
    #expect(try verdict("execve", 1, 2, 3, k0 ^ 1, k1 ^ 1, k2) == .errno(1))

    #expect(try verdict("write", 2, 0, 9, k0, k1, k2) == .allow)
    #expect(try verdict("write", 0xdead_0000_0002, 0, 9, k0, k1, k2) == .allow)
    #expect(try verdict("write", 1, 0, 9, k0, k1, k2) == .errno(1))
    #expect(try verdict("write", 3, 0, 9, k0, k1, k2) == .errno(1))

    #expect(try verdict("seccomp", 1, 0, 9, k0, k1, k2) == .allow)
    #expect(try verdict("seccomp", 0, 0, 9, k0, k1, k2) == .errno(1))

    #expect(try verdict("exit_group", k0) == .allow)
    #expect(try verdict("exit_group", k0 ^ 0xff) == .allow)
    #expect(try verdict("exit_group", k0 ^ 0x100) == .errno(1))
    #expect(try verdict("exit_group", 0) == .errno(1))
    #expect(try verdict("getpid", k0, k1, k2, k0, k1, k2) == .errno(1))
  }

  @Test(arguments: [ABI.i386, .arm])
  func `keys have 32 bits where registers do`(abi: ABI) throws {
    let filter = try Filter.serving(abi, rules: Self.denyAll)
      .addingLaunchExceptions(Self.keys, furtherFilterFollows: false)
    let program = try NativeBackend().unprovedProgram(for: filter)
    func low(_ key: UInt64) -> UInt64 { key & 0xffff_ffff }
    let (k0, k1, k2) = (low(Self.keys.k0), low(Self.keys.k1), low(Self.keys.k2))
    let execve = try number("execve", on: abi)
    let exit = try number("exit_group", on: abi)
    #expect(program.action(on: .call(execve, on: abi, 0, 0, 0, k0, k1, k2)) == .allow)
    #expect(program.action(on: .call(execve, on: abi, 0, 0, 0, k0, k1, k2 ^ 1)) == .errno(1))
    #expect(program.action(on: .call(exit, on: abi, k0 ^ 7)) == .allow)
    #expect(program.action(on: .call(exit, on: abi, k0 ^ 0x700)) == .errno(1))
    #expect(!program.loadedOffsets.contains { $0 >= 16 && $0 % 8 == 4 })
  }

  @Test(arguments: [ABI.i386, .arm])
  func `a key of 64 bits is compared whole on a 32-bit ABI`(abi: ABI) throws {
    var filter = try Filter.serving(abi, rules: Self.denyAll)
    let number = try number("execve", on: abi)
    filter.exceptions = [
      KeyedException(number: number, keys: [.init(index: 3, value: Self.keys.k0)])
    ]
    let bare = try Filter.serving(abi, rules: Self.denyAll)
    let wrapped = try BPFProgram(
      verifying: filter.prependingExceptions(to: NativeBackend().unprovedProgram(for: bare)))
    for program in [try NativeBackend().unprovedProgram(for: filter), wrapped] {
      for key in [Self.keys.k0, Self.keys.k0 & 0xffff_ffff, Self.keys.k0 ^ 1 << 63] {
        let call = SeccompData.call(number, on: abi, 0, 0, 0, key)
        #expect(program.action(on: call) == FilterEvaluator(filter).decide(call).action)
      }
      #expect(program.action(on: .call(number, on: abi, 0, 0, 0, Self.keys.k0)) == .allow)
    }
  }

  // MARK: How they are compared

  /// The instructions that a call executes before the jump that the comparison of keys ends with.
  private func steps(of call: SeccompData, in program: BPFProgram, _ order: ByteOrder) -> Int? {
    var trace = InstructionTrace()
    _ = program.run(on: call, byteOrder: order, visitor: &trace)
    guard
      let last = trace.indices.lastIndex(where: {
        program.operations[$0] == .arithmetic(.or, .index)
      })
    else { return nil }
    return last + 1
  }

  @Test(arguments: RandomFilters.machines, [true, false])
  func `right and wrong keys take the same number of instructions`(
    machine: Machine, isWrapped: Bool
  ) throws {
    let abi = machine.abi
    let bare = try Filter.serving(abi, rules: Self.denyAll)
    let filter = bare.addingLaunchExceptions(Self.keys, furtherFilterFollows: true)
    let program =
      isWrapped
      ? try BPFProgram(
        verifying: filter.prependingExceptions(to: NativeBackend().unprovedProgram(for: bare)))
      : try NativeBackend().unprovedProgram(for: filter)
    let register: UInt64 = abi.registerWidth == 32 ? 0xffff_ffff : .max
    for name in ["execve", "write", "seccomp"] {
      let right: [UInt64] = [
        name == "write" ? 2 : 1, 0, 0, Self.keys.k0, Self.keys.k1, Self.keys.k2,
      ]
      func call(flipping index: Int, _ bits: UInt64) throws -> SeccompData {
        var call = SeccompData.call(try number(name, on: abi), on: abi)
        for place in 0..<6 { call.arguments[place] = right[place] & register }
        call.arguments[index] ^= bits & register
        return call
      }
      let expected = try #require(
        steps(of: call(flipping: 0, 0), in: program, filter.byteOrder))
      #expect(program.action(on: try call(flipping: 0, 0), byteOrder: filter.byteOrder) == .allow)
      for index in [0, 3, 4, 5] {
        for bits in [1, 1 << 31, 1 << 32, 1 << 63, UInt64.max] {
          #expect(
            try steps(of: call(flipping: index, bits), in: program, filter.byteOrder) == expected)
        }
      }
    }
  }

  @Test func `the length of a program tells nothing of the keys`() throws {
    let bare = try Filter.serving(.x86_64, rules: Self.denyAll)
    var random = SeededGenerator(seed: 1)
    let lengths = try (0..<20).map { _ in
      let keys = LaunchKeys([random.next(), random.next(), random.next()])
      return try NativeBackend().instructions(
        for: bare.addingLaunchExceptions(keys, furtherFilterFollows: true)
      ).count
    }
    #expect(Set(lengths).count == 1, "\(lengths)")
  }

  // MARK: In front of other programs

  @Test(arguments: seeds(300))
  func `exceptions in front of a program decide as the filter with exceptions does`(
    seed: UInt64
  ) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    var bare = filter
    bare.exceptions = []
    let program = try BPFProgram(
      verifying: filter.prependingExceptions(to: NativeBackend().unprovedProgram(for: bare)))
    var random = RandomCalls(for: filter, seed: seed)
    let calls =
      InterestingValues(of: filter, callsPerNumber: 60).calls.prefix(600)
      + (0..<100).map { _ in random.next() }
    expectProgram(program, decides: filter, on: calls)
  }

  @Test(arguments: seeds(300))
  func `any program finds its registers empty behind exceptions`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let program = try BPFProgram(verifying: Self.oddProgram(&random))
    var filter = try Filter.serving(.x86_64, rules: Self.denyAll)
    filter.exceptions = [
      KeyedException(
        number: 7,
        keys: [.init(index: 1, value: 0x1_0000_0002), .init(index: 2, mask: 0xff, value: 3)]),
      KeyedException(number: 9, keys: [.init(index: 0, value: 5)]),
      KeyedException(number: 9, keys: [.init(index: 0, value: 6)]),
    ]
    let wrapped = try BPFProgram(verifying: filter.prependingExceptions(to: program))
    for number in [UInt32(0), 7, 8, 9, 10, .max] {
      for abi in [ABI.x86_64, .i386] {
        for value in [UInt64(0), 3, 5, 6, 0x1_0000_0002, 0x1_0000_0003] {
          let call = SeccompData.call(number, on: abi, value, value, 3, value)
          let isException =
            abi == .x86_64
            && filter.exceptions.contains {
              $0.number == number && $0.holds(for: call.arguments)
            }
          #expect(
            wrapped.run(on: call)
              == (isException ? FilterAction.allow.returnValue : program.run(on: call)))
        }
      }
    }
  }

  /// A valid program that may use both registers and scratch memory before it writes them.
  private static func oddProgram(_ random: inout SeededGenerator) -> [BPFInstruction] {
    func below(_ bound: UInt32) -> UInt32 { UInt32.random(in: 0..<bound, using: &random) }
    let count = 1 + below(20)
    // What is in scratch memory is what is written first.
    var operations: [BPFOperation] = below(2) == 0 ? [] : [.storeIndex(3)]
    let mayLoadScratch = !operations.isEmpty
    for _ in 0..<count {
      switch below(12) {
      case 0: operations.append(.loadWord(offset: 4 * below(16)))
      case 1: operations.append(.moveToIndex)
      case 2: operations.append(.moveToAccumulator)
      case 3: operations.append(.arithmetic(.add, below(2) == 0 ? .index : .constant(below(9))))
      case 4: operations.append(.arithmetic(.xor, .index))
      case 5: operations.append(.store(3))
      case 6: operations.append(mayLoadScratch ? .loadScratch(3) : .loadLength)
      case 7: operations.append(mayLoadScratch ? .loadIndexScratch(3) : .loadIndexConstant(4))
      case 8: operations.append(.branch(.greater, .index, UInt8(below(2)), UInt8(below(2))))
      case 9: operations.append(.branch(.equal, .constant(below(3)), 0, UInt8(below(2))))
      case 10: operations.append(.jump(below(2)))
      default: operations.append(.arithmetic(.or, .constant(1 << below(32))))
      }
    }
    // Every jump stays inside: two returns end the program.
    operations += [.returnAccumulator, .returnAccumulator]
    return operations.map(\.instruction)
  }
}
