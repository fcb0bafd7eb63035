import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

/// The kernel's `seccomp_is_const_allow`, written down again from its raw codes.
///
/// Kernels from 5.11 on walk through a new filter with nothing but `nr` and `arch` known. Where the
/// walk arrives at allow, calls of that number skip the filter.
private func kernelSkips(
  _ filter: [BPFInstruction], number: UInt32, auditArchitecture: UInt32
) -> Bool {
  var value: UInt32 = 0
  var place = 0
  while place < filter.count {
    let instruction = filter[place]
    let k = instruction.k
    func branch(_ holds: Bool) {
      place += Int(holds ? instruction.jumpTrue : instruction.jumpFalse)
    }
    switch instruction.code {
    case 0x20:  // BPF_LD | BPF_W | BPF_ABS
      switch k {
      case 0: value = number
      case 4: value = auditArchitecture
      default: return false
      }
    case 0x06: return k == 0x7fff_0000  // BPF_RET | BPF_K, SECCOMP_RET_ALLOW
    case 0x05: place += Int(k)  // BPF_JMP | BPF_JA
    case 0x15: branch(value == k)  // BPF_JMP | BPF_JEQ | BPF_K
    case 0x25: branch(value > k)  // BPF_JMP | BPF_JGT | BPF_K
    case 0x35: branch(value >= k)  // BPF_JMP | BPF_JGE | BPF_K
    case 0x45: branch(value & k != 0)  // BPF_JMP | BPF_JSET | BPF_K
    case 0x54: value &= k  // BPF_ALU | BPF_AND | BPF_K
    default: return false
    }
    place += 1
  }
  return false
}

@Suite struct ConstantActionCacheTests {
  /// Numbers at and beside every boundary of an ABI's rules, and all that the kernel asks for.
  private func numbers(of part: ABIFilter) -> Set<UInt32> {
    let ends = part.rules.flatMap(\.numbers.ranges).flatMap { [$0.lowerBound, $0.upperBound] }
    let near = ends.flatMap { [$0 &- 1, $0, $0 &+ 1] }.filter(part.abi.numbers.contains)
    return Set(near).union(part.abi == .x32 ? [] : Array(0..<80))
  }

  @Test(arguments: seeds(400))
  func `a call that is always allowed never runs the filter`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    let program = try NativeBackend().unprovedProgram(for: filter)
    let evaluator = FilterEvaluator(filter)
    let interesting = InterestingValues(of: filter, callsPerNumber: 50)
    for part in filter.abis {
      for number in numbers(of: part) {
        let decisions = evaluator.possibleDecisions(on: PartialCall(number: number, on: part.abi))
        let isAllowed = decisions.allSatisfy { $0.action == .allow }
        let architecture = part.abi.auditArchitecture
        let isSkipped = kernelSkips(
          program.instructions, number: number, auditArchitecture: architecture)
        if isAllowed {
          #expect(isSkipped, "number \(number) on \(part.abi.name)")
        } else if isSkipped {
          // Conditions may hold whatever the arguments are, together or alone.
          let calls = interesting.calls(of: number, on: part.abi, where: [])
          #expect(calls.allSatisfy { evaluator.decide($0).action == .allow })
        }
        #expect(
          program.isConstantAllow(number: number, auditArchitecture: architecture) == isSkipped)
      }
    }
  }

  @Test func `a typical filter is skipped for what it allows on both ABIs of a machine`() throws {
    let filter = try Filter.serving(
      .x86_64, .i386,
      rules: [
        .on(1, where: [[.arg(0, mask: 0xffff_ffff, 1)]], .errno(9)),
        Rule(numbers: IntervalSet(0...40), action: .allow, origin: .init(0)),
        .on(50, where: [[.arg(1, 7)]]), .on(60, .log), .on(61, .notify), .on(62, .trace(0)),
      ])
    let program = try NativeBackend().unprovedProgram(for: filter)
    for abi in [ABI.x86_64, .i386] {
      for number in UInt32(0)..<500 {
        #expect(
          kernelSkips(
            program.instructions, number: number, auditArchitecture: abi.auditArchitecture)
            == ((0...40).contains(number) && number != 1))
      }
    }
    #expect(
      !kernelSkips(
        program.instructions, number: 0, auditArchitecture: ABI.aarch64.auditArchitecture))
  }

  @Test(arguments: seeds(100))
  func `exceptions put in front of a program spoil the cache for no other number`(
    seed: UInt64
  ) throws {
    var filters = RandomFilters(seed: seed)
    var filter = filters.filter()
    let exceptions = filter.exceptions
    filter.exceptions = []
    let plain = try NativeBackend().unprovedProgram(for: filter)
    filter.exceptions = exceptions
    let wrapped = try BPFProgram(verifying: filter.prependingExceptions(to: plain))
    let own = filter.machine.abi
    for part in filter.abis {
      for number in numbers(of: part)
      where part.abi != own || !exceptions.contains(where: { $0.number == number }) {
        let architecture = part.abi.auditArchitecture
        #expect(
          kernelSkips(wrapped.instructions, number: number, auditArchitecture: architecture)
            == kernelSkips(plain.instructions, number: number, auditArchitecture: architecture))
      }
    }
  }
}
