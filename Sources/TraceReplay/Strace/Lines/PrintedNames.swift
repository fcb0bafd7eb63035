/// The names of calls, to be found by their bytes.
///
/// The table is open-addressed, with as many slots as keep it two thirds empty, and compares four
/// words: no name is longer than 32 bytes.
struct PrintedNames: Sendable {
  /// One entry of the table.
  private struct Slot {
    var words: InlineArray<4, UInt64> = [0, 0, 0, 0]
    var index = SyscallNames.unknown
  }

  private var slots: [Slot]

  /// All names that ``SyscallNames`` has.
  static let all = PrintedNames()

  private init() {
    slots = Array(repeating: Slot(), count: 2048)
    for (index, name) in SyscallNames.all.names.enumerated() {
      precondition(name.utf8.count <= 32, "the table compares 32 bytes")
      var words: InlineArray<4, UInt64> = [0, 0, 0, 0]
      for (offset, byte) in name.utf8.enumerated() {
        words[offset / 8] |= UInt64(byte) << UInt64(offset % 8 * 8)
      }
      var slot = Self.hash(words, slots.count)
      while slots[slot].index != SyscallNames.unknown { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Slot(words: words, index: SyscallNames.Index(index))
    }
  }

  @inline(__always) private static func hash(_ words: InlineArray<4, UInt64>, _ size: Int) -> Int {
    let mixed =
      (words[0] ^ words[1] &* 0x9e37_79b9_7f4a_7c15 ^ words[2] &* 0xff51_afd7_ed55_8ccd ^ words[3])
      &* 0xc4ce_b9fe_1a85_ec53
    return Int(truncatingIfNeeded: mixed >> 40) & (size - 1)
  }

  /// The name that stands in a range of at most 32 bytes.
  @inline(__always) func index(
    of text: ByteView, from start: Int, to end: Int
  ) -> SyscallNames.Index {
    let length = end - start
    guard length > 0 && length <= 32 else { return SyscallNames.unknown }
    var words: InlineArray<4, UInt64> = [0, 0, 0, 0]
    var word = 0
    var rest = length
    while rest > 0 {
      let mask = rest >= 8 ? UInt64.max : (1 << UInt64(rest * 8)) - 1
      words[word] = text.word(at: start + word * 8) & mask
      word += 1
      rest -= 8
    }
    var slot = Self.hash(words, slots.count)
    while true {
      let found = slots[slot]
      if found.index == SyscallNames.unknown { return SyscallNames.unknown }
      if found.words[0] == words[0] && found.words[1] == words[1] && found.words[2] == words[2]
        && found.words[3] == words[3]
      {
        return found.index
      }
      slot = (slot + 1) & (slots.count - 1)
    }
  }
}
