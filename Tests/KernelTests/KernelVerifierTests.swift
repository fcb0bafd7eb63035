import ClassicBPF
import TestSupport
import Testing

/// ``BPFVerifier`` takes exactly the programs that the kernel takes.
@Suite struct KernelVerifierTests {
  private func expectAgreement(
    on programs: [[BPFInstruction]], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (program, refusal) in zip(programs, try KernelProbe.verify(programs)) {
      var reason = "nothing"
      do throws(BPFVerificationError) {
        _ = try BPFProgram(verifying: program)
      } catch {
        reason = "\(error)"
      }
      guard (reason == "nothing") != (refusal == 0) else { continue }
      let listing = BPFDisassembler().lines(program).joined(separator: "\n")
      Issue.record(
        "the kernel says \(refusal), the verifier refuses \(reason):\n\(listing)",
        sourceLocation: sourceLocation)
      return
    }
  }

  private static let end = BPFInstruction(code: 0x06, k: 0x7fff_0000)

  @Test func `of all codes`() throws {
    try expectAgreement(
      on: (0...UInt16.max).map { [BPFInstruction(code: $0), Self.end] })
  }

  @Test func `of every short code with constants that matter`() throws {
    let constants: [UInt32] = [1, 2, 3, 4, 15, 16, 31, 32, 60, 61, 63, 64, 65, 0xffff_f000, .max]
    let programs = (0...UInt16(255)).flatMap { code in
      constants.map { [BPFInstruction(code: code, k: $0), Self.end] }
        + [
          [BPFInstruction(code: code, jumpTrue: 1), Self.end],
          [BPFInstruction(code: code, jumpFalse: 1), Self.end],
          [Self.end, BPFInstruction(code: code)],
        ]
    }
    try expectAgreement(on: programs)
  }

  @Test func `of every length`() throws {
    let lengths = [0, 1, 2, 255, 256, 257, 4095, 4096, 4097, 5000, 65_535]
    try expectAgreement(on: lengths.map { Array(repeating: Self.end, count: $0) })
  }

  @Test func `of scratch memory, which must be written on every way`() throws {
    let store = BPFInstruction(code: 0x02, k: 3)
    let load = BPFInstruction(code: 0x60, k: 3)
    let branch = BPFInstruction(code: 0x15, jumpTrue: 1)
    try expectAgreement(on: [
      [load, Self.end], [store, load, Self.end], [branch, store, load, Self.end],
      [store, branch, Self.end, load, Self.end], [branch, Self.end, store, load, Self.end],
      [branch, store, Self.end, load, Self.end], [branch, Self.end, load, Self.end],
      [BPFInstruction(code: 0x05, k: 1), store, load, Self.end],
    ])
  }

  @Test(arguments: seeds(110))
  func `of programs that are nearly right`(seed: UInt64) throws {
    var random = RandomPrograms(seed: seed)
    try expectAgreement(
      on: (0..<1_000).map { place in
        var program = random.program(longest: 30)
        for _ in 0..<place % 3 { program = random.mutated(program) }
        return program
      })
  }
}
