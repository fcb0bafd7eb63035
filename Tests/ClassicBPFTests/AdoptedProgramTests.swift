import ClassicBPF
import Testing

@Suite struct AdoptedProgramTests {
  private static let load = BPFOperation.loadWord(offset: 0)
  private static let ret = BPFOperation.returnAccumulator

  struct Reading: Sendable {
    var operations: [BPFOperation]
    var accumulator: Bool
    var index: Bool
  }

  @Test(arguments: [
    Reading(operations: [.returnConstant(0)], accumulator: false, index: false),
    Reading(operations: [ret], accumulator: true, index: false),
    Reading(operations: [load, ret], accumulator: false, index: false),
    Reading(operations: [.loadConstant(1), .moveToIndex, ret], accumulator: false, index: false),
    Reading(operations: [.moveToIndex, ret], accumulator: true, index: false),
    Reading(operations: [.moveToAccumulator, ret], accumulator: false, index: true),
    Reading(
      operations: [load, .arithmetic(.add, .index), ret], accumulator: false, index: true),
    Reading(
      operations: [.loadIndexConstant(2), load, .arithmetic(.add, .index), ret],
      accumulator: false, index: false),
    Reading(
      operations: [.arithmetic(.negate, .constant(0)), ret], accumulator: true, index: false),
    Reading(operations: [.store(0), load, ret], accumulator: true, index: false),
    Reading(operations: [.storeIndex(0), .loadScratch(0), ret], accumulator: false, index: true),
    // On one way only.
    Reading(
      operations: [load, .branch(.equal, .constant(1), 0, 1), .moveToAccumulator, ret],
      accumulator: false, index: true),
    Reading(
      operations: [load, .branch(.equal, .index, 0, 0), ret], accumulator: false, index: true),
    // Jumped over.
    Reading(operations: [.jump(1), ret, .returnConstant(0)], accumulator: false, index: false),
  ])
  func `what a program reads before it writes it is known`(_ row: Reading) throws {
    let program = try BPFProgram(verifying: row.operations.map(\.instruction))
    #expect(program.registersReadFirst.accumulator == row.accumulator)
    #expect(program.registersReadFirst.index == row.index)
  }

  @Test func `an adopted program keeps its meaning behind other code`() throws {
    let inner = try BPFProgram(
      verifying: [
        .loadWord(offset: 16), .branch(.greater, .constant(5), 1, 0), .jump(1),
        .arithmetic(.add, .constant(1)), .returnAccumulator,
      ].map(\BPFOperation.instruction))
    var assembler = BPFAssembler()
    let rest = assembler.adopt(inner)
    let fork = assembler.fork(
      .equal, .constant(3), then: assembler.end(returning: 42), else: rest)
    let start = assembler.step(.loadWord(offset: 0), then: fork)
    let outer = try BPFProgram(verifying: assembler.instructions(from: start))
    for number in UInt32(0)..<6 {
      for argument in UInt64(0)..<10 {
        let data = SeccompData(
          number: number, auditArchitecture: 0, arguments: [argument, 0, 0, 0, 0, 0])
        #expect(outer.run(on: data) == (number == 3 ? 42 : inner.run(on: data)))
      }
    }
  }
}
