import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

/// Instructions that no call comes to.
@Suite struct UnreachedTests {
  private struct Visited: BPFVisitor {
    var places: Set<Int> = []
    mutating func visit(_ index: Int) { places.insert(index) }
  }

  /// No run of the interpreter comes to an instruction that is said to be dead, and a program that
  /// has lost them decides as before.
  @Test(arguments: seeds(200)) func `nothing that runs is called dead`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    let program = try NativeBackend().program(for: filter)
    let dead = Set(try FilterProver().unreachedInstructions(of: program, on: filter.machine))
    var random = RandomCalls(for: filter, seed: seed)
    var visited = Visited()
    for _ in 0..<300 {
      _ = program.run(on: random.next(), byteOrder: filter.byteOrder, visitor: &visited)
    }
    #expect(visited.places.isDisjoint(with: dead), "seed \(seed)")

    // A return that no call comes to may as well return something else.
    let changed = program.instructions.enumerated().map { place, instruction in
      instruction.code == 0x06 && dead.contains(place)
        ? BPFInstruction(code: 0x06, k: 0x7ff0_abcd) : instruction
    }
    let comparison = try FilterProver().compare(
      .program(program), .program(try BPFProgram(verifying: changed)), on: filter.machine)
    #expect(comparison == .equal, "seed \(seed)")
  }

  /// A return that some call comes to is not dead: changed, it makes a difference.
  @Test(arguments: seeds(100)) func `nothing that is dead is missed`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    let program = try NativeBackend().program(for: filter)
    let dead = Set(try FilterProver().unreachedInstructions(of: program, on: filter.machine))
    for (place, instruction) in program.instructions.enumerated()
    where instruction.code == 0x06 && !dead.contains(place) {
      var changed = program.instructions
      changed[place] = BPFInstruction(code: 0x06, k: 0x7ff0_abcd)
      let comparison = try FilterProver().compare(
        .program(program), .program(try BPFProgram(verifying: changed)), on: filter.machine)
      #expect(comparison != .equal, "seed \(seed), instruction \(place)")
    }
  }

  /// The same of programs that no compiler would make, as far as they can be followed.
  @Test func `arbitrary programs`() throws {
    var decided = 0
    let prover = FilterProver(limits: ProofLimits(nodes: 20_000, steps: 50_000))
    for seed in 0..<150 as Range<UInt64> {
      var random = RandomPrograms(seed: seed)
      let machine = try #require(Machine(.x86_64))
      let program = try BPFProgram(verifying: random.program(longest: 30))
      guard let dead = try? prover.unreachedInstructions(of: program, on: machine) else {
        continue
      }
      for place in program.instructions.indices where program.instructions[place].code == 0x06 {
        var changed = program.instructions
        changed[place] = BPFInstruction(code: 0x06, k: 0x7ff0_abcd)
        let comparison = try? prover.compare(
          .program(program), .program(try BPFProgram(verifying: changed)), on: machine)
        guard let comparison else { continue }
        decided += 1
        #expect((comparison == .equal) == dead.contains(place), "seed \(seed), place \(place)")
      }
    }
    #expect(decided > 25)
  }
}
