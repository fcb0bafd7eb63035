import ClassicBPF
import Testing

@Suite struct BPFAssemblerTests {
  @Test func `equal code is made once`() {
    var assembler = BPFAssembler()
    let allow = assembler.end(returning: 1)
    #expect(assembler.end(returning: 1) == allow)
    #expect(assembler.end(returning: 2) != allow)
    let deny = assembler.end(returning: 2)
    let fork = assembler.fork(.equal, .constant(5), then: allow, else: deny)
    #expect(assembler.fork(.equal, .constant(5), then: allow, else: deny) == fork)
    #expect(assembler.fork(.equal, .constant(5), then: deny, else: allow) != fork)
    #expect(
      assembler.step(.loadWord(offset: 0), then: fork)
        == assembler.step(.loadWord(offset: 0), then: fork))
  }

  @Test func `a fork with one way is that way`() {
    var assembler = BPFAssembler()
    let allow = assembler.end(returning: 1)
    #expect(assembler.fork(.greater, .index, then: allow, else: allow) == allow)
  }

  @Test func `code that cannot be reached is left out`() {
    var assembler = BPFAssembler()
    let allow = assembler.end(returning: 1)
    _ = assembler.step(.loadWord(offset: 4), then: assembler.end(returning: 2))
    let load = assembler.step(.loadWord(offset: 0), then: allow)
    #expect(assembler.instructions(from: load).count == 2)
    #expect(assembler.instructions(from: allow).count == 1)
  }

  @Test func `what follows when a comparison holds comes next, and shared ends come last`() throws {
    var assembler = BPFAssembler()
    let allow = assembler.end(returning: FilterAction.allow.returnValue)
    let deny = assembler.end(returning: FilterAction.errno(1).returnValue)
    let low = assembler.step(
      .loadWord(offset: 16), then: assembler.fork(.equal, .constant(7), then: allow, else: deny))
    let high = assembler.step(
      .loadWord(offset: 20), then: assembler.fork(.equal, .constant(0), then: low, else: deny))
    let fork = assembler.fork(.equal, .constant(41), then: high, else: allow)
    let start = assembler.step(.loadWord(offset: 0), then: fork)
    #expect(
      BPFDisassembler(byteOrder: .little).lines(assembler.instructions(from: start)) == [
        "0  ld    A = nr",
        "1  jmp   if A == 41 goto 2 else 7",
        "2  ld    A = args[0].high",
        "3  jmp   if A == 0x0 goto 4 else 6",
        "4  ld    A = args[0].low",
        "5  jmp   if A == 0x7 goto 7 else 6",
        "6  ret   errno(1)",
        "7  ret   allow",
      ])
  }

  @Test func `a step stands before what it goes on to, though that is reached by other ways first`()
    throws
  {
    // The comparison of the second word is reached with the word loaded and without.
    var assembler = BPFAssembler()
    let (allow, deny) = (assembler.end(returning: 1), assembler.end(returning: 2))
    let ready = assembler.fork(.equal, .constant(9), then: allow, else: deny)
    let loading = assembler.step(.loadWord(offset: 16), then: ready)
    let loaded = assembler.step(
      .loadWord(offset: 16), then: assembler.fork(.equal, .constant(8), then: deny, else: ready))
    let both = assembler.fork(.equal, .constant(1), then: loaded, else: loading)
    let start = assembler.step(.loadWord(offset: 0), then: both)
    let program = try BPFProgram(verifying: assembler.instructions(from: start))
    #expect(program.instructions.count == 8)
    #expect(
      !program.operations.contains { if case .jump = $0 { true } else { false } })
  }

  @Test func `a comparison that a step cannot stand before is copied, not jumped to`() throws {
    // Two different steps go on to one comparison; only one of them can stand before it.
    var assembler = BPFAssembler()
    let allow = assembler.end(returning: FilterAction.allow.returnValue)
    let deny = assembler.end(returning: FilterAction.errno(2).returnValue)
    let shared = assembler.fork(.equal, .constant(9), then: allow, else: deny)
    let one = assembler.step(.loadWord(offset: 16), then: shared)
    let other = assembler.step(.loadWord(offset: 24), then: shared)
    let both = assembler.fork(.equal, .constant(1), then: one, else: other)
    let start = assembler.step(.loadWord(offset: 0), then: both)
    #expect(
      BPFDisassembler(byteOrder: .little).lines(assembler.instructions(from: start)) == [
        "0  ld    A = nr",
        "1  jmp   if A == 1 goto 4 else 2",
        "2  ld    A = args[1].low",
        "3  jmp   if A == 0x9 goto 6 else 7",
        "4  ld    A = args[0].low",
        "5  jmp   if A == 0x9 goto 6 else 7",
        "6  ret   allow",
        "7  ret   errno(2)",
      ])
  }

  @Test func `a step before a step that stands elsewhere jumps to it`() throws {
    var assembler = BPFAssembler()
    let end = assembler.step(.arithmetic(.and, .constant(3)), then: assembler.end(returning: 1))
    let one = assembler.step(.loadWord(offset: 16), then: end)
    let other = assembler.step(.loadWord(offset: 24), then: end)
    let both = assembler.fork(.equal, .constant(1), then: one, else: other)
    let start = assembler.step(.loadWord(offset: 0), then: both)
    let program = try BPFProgram(verifying: assembler.instructions(from: start))
    #expect(program.instructions.count == 7)
    #expect(program.operations.filter { if case .jump = $0 { true } else { false } }.count == 1)
  }
}
