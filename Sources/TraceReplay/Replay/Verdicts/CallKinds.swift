import LinuxABI
import SeccompFilter

/// What is known of all calls of one number and name: of which of their registers the verdict
/// depends, and the classes of values that were met.
struct CallKinds {
  /// What is known of all calls of one number and name.
  private struct Kind {
    var number: UInt32
    var abi: ABI
    var name: SyscallNames.Index
    /// The bits of the registers that matter.
    var relevant: InlineArray<6, UInt64>
    /// The registers that matter, as bits.
    var wanted: UInt8
    /// The class of all calls, where no register matters.
    var constant = CallClass.none
    /// What the call is if it came through `socketcall` or `ipc`, and the log hides it.
    var alternative: Outcome?
    /// Whether an upper half that no log shows matters to `constant` or `alternative`.
    var assumesUpperHalf = false
    var memory: [Memory] = []
  }

  /// Registers whose class is known.
  private struct Memory {
    var registers = Registers(width: 64)
    var callClass = CallClass.none
    /// Whether an upper half that the log does not show decides.
    var assumesUpperHalf = false
  }

  private static let memorySize = 256
  /// How much is remembered of each call where there are very many.
  private static let smallMemorySize = 4

  private let verdicts: ClassVerdicts
  private let names = SyscallNames.all
  private var kinds: [Kind] = []
  /// The kinds of calls with a name and no number, or -1 if not looked up, -2 if none.
  private var byName: [Int32]
  private var byNumber: [UInt64: Int] = [:]

  init(_ verdicts: ClassVerdicts) {
    self.verdicts = verdicts
    byName = Array(repeating: -1, count: ABI.allCases.count * names.names.count)
  }

  /// The class of all calls of a kind, or ``CallClass/none`` where registers matter.
  @inline(__always) func constant(_ index: Int) -> CallClass.Index { kinds[index].constant }

  /// Whether the class of all calls of a kind rests on an upper half that no log shows.
  @inline(__always) func assumesUpperHalf(_ index: Int) -> Bool { kinds[index].assumesUpperHalf }

  /// The registers that matter to calls of a kind, as bits.
  @inline(__always) func wanted(_ index: Int) -> UInt8 { kinds[index].wanted }

  /// The kind of a call; `nil` where its ABI has no such call.
  @inline(__always) mutating func index(of call: TracedCall) -> Int? {
    guard call.number == nil, call.name != SyscallNames.unknown else {
      return index(numbered: call)
    }
    let slot = Int(call.abi.rawValue) * names.names.count + Int(call.name)
    if byName[slot] == -1 { byName[slot] = Int32(make(named: call.name, on: call.abi) ?? -2) }
    return byName[slot] < 0 ? nil : Int(byName[slot])
  }

  /// The class of a call of some kind with these registers.
  mutating func classify(
    _ registers: Registers, as index: Int
  ) -> (callClass: CallClass.Index, assumesUpperHalf: Bool) {
    var registers = registers
    registers.keep(kinds[index].relevant, wanted: kinds[index].wanted)
    if kinds[index].memory.isEmpty {
      let isEarly = index < ReplayLimits.rememberedCalls
      kinds[index].memory = Array(
        repeating: Memory(), count: isEarly ? Self.memorySize : Self.smallMemorySize)
    }
    let slot = registers.slot(of: kinds[index].memory.count)
    if kinds[index].memory[slot].callClass == CallClass.none
      || !kinds[index].memory[slot].registers.isSame(as: registers)
    {
      let callClass = callClass(of: index, registers)
      kinds[index].memory[slot] = Memory(
        registers: registers, callClass: callClass,
        assumesUpperHalf: verdicts.assumes(
          registers, kinds[index].number, kinds[index].abi, verdicts.book[callClass].outcome))
    }
    return (
      kinds[index].memory[slot].callClass,
      kinds[index].memory[slot].assumesUpperHalf || kinds[index].assumesUpperHalf
    )
  }

  // MARK: - Kinds

  private mutating func make(named name: SyscallNames.Index, on abi: ABI) -> Int? {
    let multiplexed = names.multiplexedCall(name, on: abi)
    guard let number = names.number(of: name, on: abi) else {
      guard let multiplexed else { return nil }
      return make(multiplexed.number, name, abi, multiplexed: multiplexed.registers)
    }
    var alternative: Outcome?
    if let multiplexed {
      alternative = verdicts.outcome(
        multiplexed.number, abi, multiplexed.registers.variants(wanted: 0, width: 64))
    }
    let index = make(number, name, abi, alternative: alternative)
    if let multiplexed, let alternative,
      verdicts.assumes(multiplexed.registers, multiplexed.number, abi, alternative)
    {
      kinds[index].assumesUpperHalf = true
    }
    return index
  }

  private mutating func index(numbered call: TracedCall) -> Int? {
    guard let number = call.number else { return nil }
    let abi = call.abi
    let key = UInt64(abi.rawValue) << 48 | UInt64(call.name) << 32 | UInt64(number)
    if let index = byNumber[key] { return index }
    var multiplexed: Registers?
    if names.number(of: call.name, on: abi) != number,
      let found = names.multiplexedCall(call.name, on: abi), found.number == number
    {
      multiplexed = found.registers
    }
    let index = make(number, call.name, abi, multiplexed: multiplexed)
    byNumber[key] = index
    return index
  }

  private mutating func make(
    _ number: UInt32, _ name: SyscallNames.Index, _ abi: ABI, alternative: Outcome? = nil,
    multiplexed: Registers? = nil
  ) -> Int {
    let relevant = verdicts.engine.relevantBits(number: number, on: abi)
    var wanted: UInt8 = 0
    for index in 0..<6 where relevant[index] != 0 { wanted |= 1 << UInt8(index) }
    kinds.append(
      Kind(
        number: number, abi: abi, name: name, relevant: relevant, wanted: wanted,
        alternative: alternative))
    let index = kinds.count - 1
    if wanted == 0 || multiplexed != nil {
      kinds[index].constant = callClass(
        of: index, multiplexed ?? Registers(width: abi.registerWidth))
    }
    if let multiplexed {
      kinds[index].assumesUpperHalf = verdicts.assumes(
        multiplexed, number, abi, verdicts.book[kinds[index].constant].outcome)
    }
    return index
  }

  private func callClass(of index: Int, _ registers: Registers) -> CallClass.Index {
    let kind = kinds[index]
    var outcome = verdicts.outcome(
      kind.number, kind.abi,
      registers.variants(wanted: kind.wanted, width: kind.abi.registerWidth))
    if let alternative = kind.alternative {
      outcome = VerdictEngine.either(outcome, alternative)
    }
    return verdicts.book.index(
      of: CallClass(abi: kind.abi, number: kind.number, name: kind.name, outcome: outcome))
  }
}
