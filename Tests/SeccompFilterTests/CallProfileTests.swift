import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

/// What is known of how often calls are made changes how soon they are decided, and nothing else.
@Suite struct CallProfileTests {
  @Test(arguments: seeds(500))
  func `a program decides every call as the evaluator does`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    var random = SeededGenerator(seed: seed)
    var profile = CallProfile()
    for part in filter.abis {
      for _ in 0..<20 {
        let number = part.abi.numbers.lowerBound + UInt32.random(in: 0...500, using: &random)
        profile.add(Int.random(in: 0...(1 << 53), using: &random), of: number, on: part.abi)
      }
    }
    let program = try NativeBackend(profile: profile).unprovedProgram(for: filter)
    var calls = RandomCalls(for: filter, seed: seed)
    expectProgram(
      program, decides: filter,
      on: InterestingValues(of: filter, callsPerNumber: 40).calls.prefix(500)
        + (0..<100).map { _ in calls.next() })
    // What the kernel can answer without the filter it still can.
    let plain = try NativeBackend().unprovedProgram(for: filter)
    for part in filter.abis {
      for number in part.abi.numbers.lowerBound...(part.abi.numbers.lowerBound + 500) {
        let architecture = part.abi.auditArchitecture
        #expect(
          program.isConstantAllow(number: number, auditArchitecture: architecture)
            == plain.isConstantAllow(number: number, auditArchitecture: architecture))
      }
    }
  }

  @Test func `frequent calls are decided sooner`() throws {
    // Every second call asks for its first argument, each for another value.
    let numbers = (0..<60 as Range<UInt32>).map { 2 * $0 + 1 }
    let filter = try Filter.serving(
      .x86_64, rules: numbers.map { .on($0, where: [[.arg(0, UInt64($0) + 7)]]) })
    func steps(_ number: UInt32, _ program: BPFProgram) -> Int {
      var trace = InstructionTrace()
      let call = SeccompData(
        number: number, auditArchitecture: ABI.x86_64.auditArchitecture,
        arguments: [UInt64(number) + 7, 0, 0, 0, 0, 0])
      _ = program.run(on: call, byteOrder: filter.byteOrder, visitor: &trace)
      return trace.indices.count
    }
    let plain = try NativeBackend().unprovedProgram(for: filter)
    for hot in numbers {
      var profile = CallProfile()
      for number in numbers { profile.add(number == hot ? 1_000_000 : 1, of: number, on: .x86_64) }
      let program = try NativeBackend(profile: profile).unprovedProgram(for: filter)
      #expect(steps(hot, program) < steps(hot, plain), "\(hot)")
    }
    // Of calls that follow a power law, all together.
    var profile = CallProfile()
    let counts = numbers.indices.map { 1_000_000 / ($0 * 7 % 60 + 1) }
    for (number, count) in zip(numbers, counts) { profile.add(count, of: number, on: .x86_64) }
    let program = try NativeBackend(profile: profile).unprovedProgram(for: filter)
    func total(_ program: BPFProgram) -> Int {
      zip(numbers, counts).reduce(0) { $0 + steps($1.0, program) * $1.1 }
    }
    #expect(total(program) < total(plain), "\(Double(total(program)) / Double(total(plain)))")
  }
}
