import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

/// Comparisons of 64-bit registers by 32-bit words, which is where others went wrong.
///
/// Registers of two halves with two bits each can be tried exhaustively. So they are, with their
/// values moved to where words end.
@Suite struct WideComparisonTests {
  /// The registers of two-bit halves, in ascending order, for halves that stand for these words.
  private static func registers(_ halves: [UInt64]) -> [UInt64] {
    halves.flatMap { high in halves.map { low in high << 32 | low } }
  }

  /// Every set of one or two ranges whose ends are among these values, and the empty one.
  private static func sets(of values: [UInt64]) -> [IntervalSet<UInt64>] {
    let ranges = values.indices.flatMap { low in
      values[low...].map { values[low]...$0 }
    }
    var sets = [IntervalSet<UInt64>()] + ranges.map(IntervalSet.init)
    for (place, first) in ranges.enumerated() {
      for second in ranges[place...] where second.lowerBound > first.upperBound {
        sets.append(IntervalSet([first, second]))
      }
    }
    return sets
  }

  private func expectRight(_ test: ArgumentTest, on abi: ABI, for registers: [UInt64]) throws {
    let filter = try Filter.serving(
      abi, rules: [.on(1, where: [[test]], .errno(7), else: .errno(8))])
    let program = try NativeBackend().unprovedProgram(for: filter)
    expectProgram(
      program, decides: filter,
      on: registers.map {
        var call = SeccompData.call(1, on: abi)
        call.arguments[test.index] = $0
        return call
      })
  }

  @Test(arguments: [
    [0, 1, 0xffff_fffe, 0xffff_ffff], [0, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff],
    [0, 1, 2, 3],
  ])
  func `every set of two ranges is told from its complement`(halves: [UInt64]) throws {
    let registers = Self.registers(halves)
    let beside = registers + registers.flatMap { [$0 &- 1, $0 &+ 1] }
    for values in Self.sets(of: registers) {
      try expectRight(ArgumentTest(index: 2, mask: .max, values: values), on: .x86_64, for: beside)
    }
  }

  @Test func `every mask of every range looks at its bits and no others`() throws {
    // The two bits of a half are its first and its last.
    let registers = Self.registers([0, 1, 0x8000_0000, 0x8000_0001])
    let garbage: [UInt64] = [0, 0x7fff_fffe_7fff_fffe, 0x0010_0000_0000_0100]
    let tried = registers.flatMap { register in garbage.map { register | $0 } }
    for mask in registers {
      for low in registers.indices {
        for high in registers[low...] {
          try expectRight(.arg(0, mask: mask, in: registers[low]...high), on: .aarch64, for: tried)
        }
      }
    }
  }

  @Test func `the halves are found on a big-endian machine`() throws {
    let registers = Self.registers([0, 1, 0xffff_fffe, 0xffff_ffff])
    for low in registers.indices {
      for high in registers[low...] {
        try expectRight(.arg(5, in: registers[low]...high), on: .s390x, for: registers)
      }
    }
  }

  @Test(arguments: [ABI.i386, .arm])
  func `an upper half is read on a 32-bit ABI where the mask has bits of it`(abi: ABI) throws {
    let masks: [UInt64] = [.max, 0xffff_ffff, 0xffff_ffff_0000_0000, 0x1_0000_0001, 0x8000_0000]
    let bounds: [UInt64] = [0, 1, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0001, .max]
    let lows: [UInt64] = [0, 1, 2, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0xffff_ffff]
    let tried = lows + lows.flatMap { [$0 | 1 << 32, $0 | 0xffff_ffff << 32] }
    for mask in masks {
      for low in bounds {
        for high in bounds where high >= low {
          let test = ArgumentTest.arg(3, mask: mask, in: low...high)
          try expectRight(test, on: abi, for: tried)
          let filter = try Filter.serving(
            abi, rules: [.on(1, where: [[test]], .errno(7), else: .errno(8))])
          let loaded = try NativeBackend().unprovedProgram(for: filter).loadedOffsets
          #expect(loaded.isSubset(of: mask >> 32 == 0 ? [0, 4, 40] : [0, 4, 40, 44]))
        }
      }
    }
  }

  @Test func `a mask within one half never reads the other`() throws {
    func loaded(_ test: ArgumentTest) throws -> Set<UInt32> {
      let filter = try Filter.serving(.x86_64, rules: [.on(1, where: [[test]])])
      return try NativeBackend().unprovedProgram(for: filter).loadedOffsets.subtracting([0, 4])
    }
    #expect(try loaded(.arg(1, mask: 0xffff_ffff, in: 3...9)) == [24])
    #expect(try loaded(.arg(1, mask: 0xffff_ffff, 0xffff_ffff)) == [24])
    #expect(try loaded(.arg(1, mask: 0xff << 32, 5 << 32)) == [28])
    #expect(try loaded(.arg(1, bits: 1 << 63, isAny: true)) == [28])
    #expect(try loaded(.arg(1, mask: .max, in: 0...0xffff_ffff)) == [28])
    #expect(try loaded(.arg(1, mask: .max, in: 0...0xffff_fffe)) == [24, 28])
    #expect(try loaded(.arg(1, mask: .max, in: 0...UInt64.max)) == [])
    #expect(try loaded(.arg(1, mask: 0, 0)) == [])
    #expect(try loaded(.arg(1, mask: 0, 1)) == [])
    #expect(try loaded(.arg(1, mask: 0xff, 0x100)) == [])
  }
}
