import TestSupport

/// Compiled filters as bytes, of this machine's order.
struct RawFilters {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// One instruction.
  static func instruction(
    _ code: UInt16, jumpTrue: UInt8 = 0, jumpFalse: UInt8 = 0, _ k: UInt32
  ) -> [UInt8] {
    [UInt8(code & 0xff), UInt8(code >> 8), jumpTrue, jumpFalse]
      + (0..<4).map { UInt8(truncatingIfNeeded: k >> (8 * $0)) }
  }

  /// Fails calls whose first two arguments have the same low bits.
  static func comparingArguments(bits: UInt32) -> [UInt8] {
    instruction(0x20, 16) + instruction(0x07, 0) + instruction(0x20, 24) + instruction(0xac, 0)
      + instruction(0x54, 1 << bits - 1) + instruction(0x15, jumpTrue: 0, jumpFalse: 1, 0)
      + instruction(0x06, 0x0005_0001) + instruction(0x06, 0x7fff_0000)
  }

  /// A filter of questions about words of calls, whose answers lead a few instructions on.
  mutating func next(length: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for place in 0..<length {
      let rest = length - place - 1
      if place % 2 == 0 {
        bytes += Self.instruction(0x20, UInt32(below(16)) * 4)
        continue
      }
      let code = pick([0x15, 0x25, 0x35, 0x45] as [UInt16])
      bytes += Self.instruction(
        code, jumpTrue: UInt8(below(min(rest, 8) + 1)), jumpFalse: UInt8(below(min(rest, 8) + 1)),
        constant())
    }
    // What jumps past the end of the questions ends at one of these.
    for _ in 0..<9 {
      bytes += Self.instruction(0x06, pick([0x7fff_0000, 0x0005_0001, 0, 0x7ffc_0000]))
    }
    return bytes
  }

  private mutating func constant() -> UInt32 {
    pick([0, 1, 3, 0x41, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, UInt32(below(500))])
  }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }
  private mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}
