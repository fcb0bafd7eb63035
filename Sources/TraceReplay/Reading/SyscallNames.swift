import LinuxABI

/// The names of all calls, to be found by their bytes.
///
/// A name is known by its place in a list. The table is open-addressed, with as many slots as keep
/// it two thirds empty, and compares four words: no name is longer than 32 bytes.
struct SyscallNames: Sendable {
  /// A name by its place in the list.
  typealias Index = UInt16

  /// What is said of a name that the tables lack.
  static let unknown = Index.max

  /// One entry of the table.
  private struct Slot {
    var words: InlineArray<4, UInt64> = [0, 0, 0, 0]
    var index = SyscallNames.unknown
  }

  /// The names in the order of their places.
  let names: [String]
  /// The calls that the names are of.
  let calls: [Syscall]
  /// The number of each name on each ABI, or -1: `abi * names.count + index`.
  private let numbers: [Int64]
  private var slots: [Slot]
  /// For each name how it can come through `socketcall` or `ipc`.
  private let multiplexedForms: [MultiplexedCall?]
  /// For each name the calls that C libraries make where it is answered with `ENOSYS`.
  private let olderCalls: [[Index]]

  /// The names of the tables.
  static let all = SyscallNames()

  private init() {
    let calls = Array(Syscall.all)
    let names = calls.map(\.name)
    self.names = names
    self.calls = calls
    numbers = ABI.allCases.flatMap { abi in
      names.map { name in
        Self.call(printedAs: name, on: abi)?.number(on: abi).map(Int64.init) ?? -1
      }
    }
    multiplexedForms = calls.map(MultiplexedCall.form)
    let fallbacks = Dictionary(
      uniqueKeysWithValues: LibraryFallback.all.map { ($0.newer, $0.older) })
    olderCalls = names.map { name in
      (fallbacks[name] ?? []).compactMap { names.firstIndex(of: $0).map(Index.init) }
    }
    slots = Array(repeating: Slot(), count: 2048)
    for (index, name) in names.enumerated() {
      precondition(name.utf8.count <= 32, "the table compares 32 bytes")
      var words: InlineArray<4, UInt64> = [0, 0, 0, 0]
      for (place, byte) in name.utf8.enumerated() {
        words[place / 8] |= UInt64(byte) << UInt64(place % 8 * 8)
      }
      var slot = Self.hash(words, slots.count)
      while slots[slot].index != Self.unknown { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Slot(words: words, index: Index(index))
    }
  }

  /// The call that strace means by a name: on arm two have names of their own in the kernel's tables.
  static func call(printedAs name: String, on abi: ABI) -> Syscall? {
    switch (name, abi) {
    case ("fadvise64_64", .arm): Syscall.named("arm_fadvise64_64")
    case ("sync_file_range2", .arm): Syscall.named("arm_sync_file_range")
    default: Syscall.named(name)
    }
  }

  @inline(__always) private static func hash(_ words: InlineArray<4, UInt64>, _ size: Int) -> Int {
    let mixed =
      (words[0] ^ words[1] &* 0x9e37_79b9_7f4a_7c15 ^ words[2] &* 0xff51_afd7_ed55_8ccd ^ words[3])
      &* 0xc4ce_b9fe_1a85_ec53
    return Int(truncatingIfNeeded: mixed >> 40) & (size - 1)
  }

  /// The name that stands in a range of at most 32 bytes.
  @inline(__always) func index(of text: ByteView, from start: Int, to end: Int) -> Index {
    let length = end - start
    guard length > 0 && length <= 32 else { return Self.unknown }
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
      if found.index == Self.unknown { return Self.unknown }
      if found.words[0] == words[0] && found.words[1] == words[1] && found.words[2] == words[2]
        && found.words[3] == words[3]
      {
        return found.index
      }
      slot = (slot + 1) & (slots.count - 1)
    }
  }

  /// The place of a name, or `unknown`.
  func index(of name: String) -> Index {
    ByteView.lending(Array(name.utf8)) { index(of: $0, from: 0, to: $0.count) }
  }

  /// The number of a call on an ABI, as the register carries it.
  @inline(__always) func number(of index: Index, on abi: ABI) -> UInt32? {
    guard index != Self.unknown else { return nil }
    let number = numbers[Int(abi.rawValue) * names.count + Int(index)]
    return number < 0 ? nil : UInt32(truncatingIfNeeded: number)
  }

  /// How a call can come through `socketcall` or `ipc` on an ABI, if it can.
  func multiplexedForm(of index: Index, on abi: ABI) -> (form: MultiplexedCall, number: UInt32)? {
    guard index != Self.unknown, let form = multiplexedForms[Int(index)],
      let number = form.multiplexer.number(on: abi)
    else { return nil }
    return (form, number)
  }

  /// Whether C libraries make an older call where this one is answered with `ENOSYS`.
  @inline(__always) func hasOlder(_ index: Index) -> Bool {
    index != Self.unknown && !olderCalls[Int(index)].isEmpty
  }

  /// The call that C libraries make where this one is answered with `ENOSYS`, if there is one.
  func older(than index: Index, on abi: ABI) -> Index? {
    guard index != Self.unknown else { return nil }
    return olderCalls[Int(index)].first { number(of: $0, on: abi) != nil }
  }

  /// Whether a line with this name can be about a call of the ABI.
  func isKnown(_ index: Index, on abi: ABI) -> Bool {
    number(of: index, on: abi) != nil || multiplexedForm(of: index, on: abi) != nil
  }
}
