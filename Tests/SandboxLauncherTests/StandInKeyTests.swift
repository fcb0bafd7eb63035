import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import SandboxLauncher

/// Programs are proved with numbers that stand for the keys; what is installed has the keys.
@Suite struct StandInKeyTests {
  /// A program with keys where the numbers stood.
  private func replacing(
    _ standIns: StandInKeys, in program: BPFProgram, by keys: InlineArray<3, UInt64>
  ) -> [BPFInstruction] {
    var instructions = program.instructions
    for slot in standIns.slots(in: program) {
      let old = instructions[slot.instruction]
      let half = UInt32(truncatingIfNeeded: keys[slot.half / 2] >> UInt64(slot.half % 2 * 32))
      instructions[slot.instruction] = BPFInstruction(
        code: old.code, jumpTrue: old.jumpTrue, jumpFalse: old.jumpFalse, k: half & slot.mask)
    }
    return instructions
  }

  @Test(arguments: seeds(200))
  func `a program with the keys put in is the one that is made with them`(seed: UInt64) throws {
    var filters = RandomFilters(seed: seed)
    let filter = filters.filter()
    var random = SeededGenerator(seed: seed)
    let keys: InlineArray<3, UInt64> = [random.next(), random.next(), random.next()]
    let standIns = try StandInKeys.random()
    let further = seed % 2 == 0

    let proved = filter.addingLaunchExceptions(
      LaunchKeys(standIns.words), furtherFilterFollows: further)
    let installed = filter.addingLaunchExceptions(LaunchKeys(keys), furtherFilterFollows: further)
    guard let program = try? NativeBackend().unprovedProgram(for: proved) else { return }
    #expect(
      try replacing(standIns, in: program, by: keys)
        == NativeBackend().unprovedProgram(for: installed).instructions)

    // In front of a program that another compiler has made.
    var bare = filter
    bare.exceptions = []
    let other = try NativeBackend().unprovedProgram(for: bare)
    let wrapped = try BPFProgram(verifying: proved.prependingExceptions(to: other))
    #expect(
      replacing(standIns, in: wrapped, by: keys) == installed.prependingExceptions(to: other))
  }

  @Test func `a program without exceptions has no place for keys`() throws {
    let standIns = try StandInKeys.random()
    for seed in seeds(100) {
      var filters = RandomFilters(seed: seed)
      var filter = filters.filter()
      filter.exceptions = []
      let program = try NativeBackend().unprovedProgram(for: filter)
      #expect(standIns.slots(in: program).isEmpty)
    }
  }

  @Test func `random numbers are what the places can be told by`() throws {
    for _ in 0..<1000 {
      // The initializer checks that the halves differ.
      let words = try StandInKeys.random().words
      #expect(words[0] != words[1] && words[1] != words[2])
    }
  }
}
