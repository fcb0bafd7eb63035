import SekatModules

/// Holds what works on programs against each other, on one input.
///
/// Bytes are read as instructions as they are, which few verify; those that do not are mended, so
/// that most inputs come as far as the prover.
@c(LLVMFuzzerTestOneInput)
public func testProgram(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  guard let input = ProgramInput(bytes) else { return -1 }
  list(input.instructions, for: input.machine)
  let mended = input.instructions.mended()
  for instructions in [input.instructions, mended] {
    guard let program = try? BPFProgram(verifying: instructions) else { continue }
    list(instructions, for: input.machine)
    let trial = ProgramTrial(program, on: input.machine, calls: input.calls)
    trial.checkDecoding()
    trial.checkVerdicts()
    trial.checkRegions()
    trial.checkComparison(with: input.neighbour(of: instructions))
    break
  }
  return 0
}

/// Lists instructions, valid or not, and sees that there is a line for each.
private func list(_ instructions: [BPFInstruction], for machine: Machine) {
  let lines = BPFDisassembler(byteOrder: machine.byteOrder).lines(instructions)
  precondition(lines.count == instructions.count, "a listing has a line for each instruction")
  precondition(lines.allSatisfy { !$0.isEmpty && !$0.contains("\n") }, "a line is a line")
}
