import ClassicBPF
import LinuxABI
import TestSupport
import Testing

/// The interpreter computes what the kernel computes.
@Suite(.enabled(if: KernelProbe.entries.contains(.native), "this machine's probe makes no calls"))
struct KernelInterpreterTests {
  @Test(arguments: seeds(40))
  func `any program on any call`(seed: UInt64) throws {
    var random = RandomPrograms(seed: seed)
    let own = try #require(Machine.native?.abi)
    var cases: [(program: BPFProgram, calls: [SeccompData])] = []
    for _ in 0..<25 {
      let program = try BPFProgram(verifying: random.program())
      let calls = (0..<20).map { _ in call(&random, on: own) }
      cases.append((program, calls.filter { KernelProbe.Call($0) != nil }))
    }
    let jobs = try cases.map { program, calls in
      KernelProbe.Job(
        [program.instructions], calls: try calls.map { try #require(KernelProbe.Call($0)) })
    }
    for ((program, calls), outcome) in zip(cases, try KernelProbe.decide(jobs)) {
      #expect(outcome.refusal == 0)
      for (place, call) in calls.enumerated() {
        var call = call
        let entry: KernelProbe.Entry =
          call.auditArchitecture == own.auditArchitecture ? .native : .i386
        call.instructionPointer = outcome.addresses[entry] ?? 0
        let value = program.run(on: call)
        if value == 0 {
          // A division by zero is the end of the thread.
          #expect(outcome.death == .signal(31) && outcome.results.count == place)
          break
        }
        #expect(value >> 16 == 5)
        let result = try #require(
          outcome.results.dropFirst(place).first, "died of \(String(describing: outcome.death))")
        if result != -Int64(value & 0xffff) {
          let listing = BPFDisassembler().lines(program.instructions).joined(separator: "\n")
          Issue.record("\(result) and not -\(value & 0xffff) for \(call)\n\(listing)")
          return
        }
      }
    }
  }

  private func call(_ random: inout RandomPrograms, on own: ABI) -> SeccompData {
    let usesI386 = KernelProbe.entries.contains(.i386) && random.below(3) == 0
    let abi = usesI386 ? ABI.i386 : own
    var data = SeccompData(
      number: random.constant(), auditArchitecture: abi.auditArchitecture)
    for index in 0..<6 {
      data.arguments[index] = UInt64(random.constant()) << 32 | UInt64(random.constant())
    }
    return data
  }
}
