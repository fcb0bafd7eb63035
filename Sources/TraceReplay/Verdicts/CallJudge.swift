import ClassicBPF
import LinuxABI
import SeccompFilter

/// Finds the class of a call; each worker has one.
///
/// Whether the verdict on a call depends on arguments is found out once for each number. Where it
/// does not, no argument is ever read; where it does, only those are that matter, and what came of
/// their values is remembered.
struct CallJudge {
  /// A call whose verdict was asked for.
  struct Question {
    var name: SyscallNames.Index
    /// The number, where the log has it.
    var number: UInt32?
    var abi: ABI
    /// Whether a 32-bit program makes the call: its registers are taken to have no upper halves.
    var hasNarrowRegisters: Bool
    /// Where the arguments begin and the text ends.
    var start: Int
    var end: Int
    /// Where the name begins.
    var textStart = 0
  }

  /// What came of a call.
  struct Answer {
    /// The number of its class, or ``LineRecord/noTally`` if the ABI has no such call.
    var tally: UInt32
    /// Whether arguments were read, and their list was not closed.
    var isCut = false
    /// An argument that was not understood.
    var unknownText: (start: Int, end: Int)?
    /// Whether an upper half that was not printed matters, and is taken to be zero.
    var assumesUpperHalf = false
  }

  /// What is known of all calls of one number and name.
  private struct Entry {
    var number: UInt32
    var abi: ABI
    var name: SyscallNames.Index
    var relevant: InlineArray<6, UInt64>
    /// The registers that matter, as bits.
    var wanted: UInt8
    /// The class of all calls, where no register matters.
    var constant: UInt32 = LineRecord.noTally
    /// What the call is if it came through `socketcall` or `ipc`, and the log hides it.
    var alternative: Outcome?
    /// The registers that the number of a multiplexed call settles.
    var multiplexed: Registers?
    /// Whether an upper half that no log shows matters to `constant` or `alternative`.
    var assumesUpperHalf = false
    var memory: [Memory] = []
  }

  /// Registers whose class is known.
  private struct Memory {
    var registers = Registers(width: 64)
    var tally = LineRecord.noTally
    /// Whether an upper half that was not printed decides.
    var assumesUpperHalf = false
  }

  private static let memorySize = 256
  /// How much is remembered of each call where there are very many.
  private static let smallMemorySize = 4

  private let engine: VerdictEngine
  let book: TallyBook
  /// The ABIs that calls may have come through.
  let abis: LogABIs
  private let names = SyscallNames.all
  private(set) var reader = CallReader()
  private var entries: [Entry] = []
  /// The places of entries for calls with a name and no number, or -1 if not looked up, -2 if none.
  private var byName: [Int32]
  private var byNumber: [UInt64: Int] = [:]

  init(_ engine: VerdictEngine, book: TallyBook, abis: LogABIs) {
    self.engine = engine
    self.book = book
    self.abis = abis
    byName = Array(repeating: -1, count: ABI.allCases.count * names.names.count)
  }

  /// The class of a call.
  @inline(__always) mutating func judge(_ question: Question, in text: ByteView) -> Answer {
    let index: Int
    if question.number == nil, question.name != SyscallNames.unknown {
      let place = Int(question.abi.rawValue) * names.names.count + Int(question.name)
      if byName[place] == -1 {
        byName[place] = Int32(makeEntry(named: question.name, on: question.abi) ?? -2)
      }
      if byName[place] < 0 { return Answer(tally: LineRecord.noTally) }
      index = Int(byName[place])
    } else {
      guard let numbered = entry(numbered: question) else {
        return Answer(tally: LineRecord.noTally)
      }
      index = numbered
    }
    if entries[index].constant != LineRecord.noTally {
      return Answer(
        tally: entries[index].constant, assumesUpperHalf: entries[index].assumesUpperHalf)
    }
    return judge(question, in: text, entry: index)
  }

  /// The class of a call whose arguments matter.
  private mutating func judge(
    _ question: Question, in text: ByteView, entry index: Int
  ) -> Answer {
    let result = reader.read(
      text, from: question.start, to: question.end, name: question.name, on: question.abi,
      hasNarrowRegisters: question.hasNarrowRegisters, wanted: entries[index].wanted)
    var registers = result.registers
    registers.keep(entries[index].relevant, wanted: entries[index].wanted)
    if entries[index].memory.isEmpty {
      let isEarly = index < ReplayLimits.rememberedCalls
      entries[index].memory = Array(
        repeating: Memory(), count: isEarly ? Self.memorySize : Self.smallMemorySize)
    }
    let slot = registers.slot(of: entries[index].memory.count)
    if entries[index].memory[slot].tally == LineRecord.noTally
      || !entries[index].memory[slot].registers.isSame(as: registers)
    {
      let tally = tally(of: index, registers)
      entries[index].memory[slot] = Memory(
        registers: registers, tally: tally,
        assumesUpperHalf: assumes(
          registers, entries[index].number, entries[index].abi, book[tally].outcome))
    }
    return Answer(
      tally: entries[index].memory[slot].tally, isCut: !result.isComplete,
      unknownText: result.unknownText,
      assumesUpperHalf: entries[index].memory[slot].assumesUpperHalf
        || entries[index].assumesUpperHalf)
  }

  /// The class of a call if no argument is needed for it.
  @inline(__always) mutating func judgeUnread(_ question: Question, in text: ByteView) -> Answer {
    guard question.name != SyscallNames.unknown, question.number == nil else {
      return Answer(tally: LineRecord.noTally)
    }
    let place = Int(question.abi.rawValue) * names.names.count + Int(question.name)
    if byName[place] == -1 {
      byName[place] = Int32(makeEntry(named: question.name, on: question.abi) ?? -2)
    }
    if byName[place] < 0 { return Answer(tally: LineRecord.noTally) }
    let index = Int(byName[place])
    return Answer(
      tally: entries[index].constant, assumesUpperHalf: entries[index].assumesUpperHalf)
  }

  /// Everything that a call's line tells of its number and registers.
  ///
  /// A call that may have come through `socketcall` as well as by its own number has no number here.
  mutating func registers(
    of question: Question, in text: ByteView
  ) -> (number: UInt32?, CallReader.Result) {
    let own = names.number(of: question.name, on: question.abi)
    let number = question.number ?? own
    if let multiplexed = multiplexed(question.name, on: question.abi) {
      if number == nil || number == multiplexed.number {
        return (
          multiplexed.number,
          CallReader.Result(
            registers: multiplexed.registers, unknownText: nil, isComplete: true)
        )
      }
      if question.number == nil {
        let unknown = Registers(width: question.abi.registerWidth)
        return (
          nil, CallReader.Result(registers: unknown, unknownText: nil, isComplete: true)
        )
      }
    }
    return (number, read(question, in: text))
  }

  /// The call that a C library makes where this one is answered with `ENOSYS`, if there is one.
  mutating func older(than question: Question, in text: ByteView) -> OlderCall? {
    var name = question.name
    if name == SyscallNames.unknown, let number = question.number,
      let known = Syscall.numbered(number, on: question.abi)
    {
      name = names.index(of: known.name)
    }
    guard names.hasOlder(name) else { return nil }
    return reader.older(
      than: name, text, from: question.start, to: question.end, on: question.abi,
      hasNarrowRegisters: question.hasNarrowRegisters)
  }

  /// Whether a call of a class is answered with `ENOSYS`, and a C library goes on with an older call
  /// that is let through.
  mutating func fallsBack(_ tally: UInt32, _ question: Question, in text: ByteView) -> Bool {
    guard names.hasOlder(question.name), let verdict = book[tally].outcome.verdict,
      verdict.isAbsence(on: question.abi), let older = older(than: question, in: text)
    else { return false }
    return outcome(of: older, on: question.abi).passes
  }

  /// What comes of an older call.
  func outcome(of older: OlderCall, on abi: ABI) -> Outcome {
    outcome(
      older.number, abi, older.registers.variants(wanted: 0x3f, width: abi.registerWidth))
  }

  private mutating func read(_ question: Question, in text: ByteView) -> CallReader.Result {
    reader.read(
      text, from: question.start, to: question.end, name: question.name, on: question.abi,
      hasNarrowRegisters: question.hasNarrowRegisters)
  }

  // MARK: - Entries

  private mutating func makeEntry(named name: SyscallNames.Index, on abi: ABI) -> Int? {
    let multiplexed = multiplexed(name, on: abi)
    guard let number = names.number(of: name, on: abi) else {
      guard let multiplexed else { return nil }
      return makeEntry(multiplexed.number, name, abi, multiplexed: multiplexed.registers)
    }
    var alternative: Outcome?
    if let multiplexed {
      alternative = outcome(
        multiplexed.number, abi, multiplexed.registers.variants(wanted: 0, width: 64))
    }
    let place = makeEntry(number, name, abi, alternative: alternative)
    if let multiplexed, let alternative,
      assumes(multiplexed.registers, multiplexed.number, abi, alternative)
    {
      entries[place].assumesUpperHalf = true
    }
    return place
  }

  private mutating func entry(numbered question: Question) -> Int? {
    guard let number = question.number else { return nil }
    let abi = question.abi
    let key = UInt64(abi.rawValue) << 48 | UInt64(question.name) << 32 | UInt64(number)
    if let index = byNumber[key] { return index }
    var multiplexed: Registers?
    if names.number(of: question.name, on: abi) != number,
      let found = self.multiplexed(question.name, on: abi), found.number == number
    {
      multiplexed = found.registers
    }
    let index = makeEntry(number, question.name, abi, multiplexed: multiplexed)
    byNumber[key] = index
    return index
  }

  private mutating func makeEntry(
    _ number: UInt32, _ name: SyscallNames.Index, _ abi: ABI, alternative: Outcome? = nil,
    multiplexed: Registers? = nil
  ) -> Int {
    let relevant = engine.relevantBits(number: number, on: abi)
    var wanted: UInt8 = 0
    for index in 0..<6 where relevant[index] != 0 { wanted |= 1 << UInt8(index) }
    entries.append(
      Entry(
        number: number, abi: abi, name: name, relevant: relevant, wanted: wanted,
        alternative: alternative, multiplexed: multiplexed))
    let index = entries.count - 1
    if wanted == 0 || multiplexed != nil {
      entries[index].constant = tally(
        of: index, multiplexed ?? Registers(width: abi.registerWidth))
    }
    if let multiplexed {
      entries[index].assumesUpperHalf = assumes(
        multiplexed, number, abi, book[entries[index].constant].outcome)
    }
    return index
  }

  /// Whether another verdict than the one that was found would be possible if upper halves that are
  /// taken to be zero were not.
  private func assumes(
    _ registers: Registers, _ number: UInt32, _ abi: ABI, _ found: Outcome
  ) -> Bool {
    if registers.assumes == 0 { return false }
    var open = registers
    for index in 0..<6 where registers.assumes & 1 << UInt8(index) != 0 {
      open.known[index] &= 0xffff_ffff
      open.value[index] &= 0xffff_ffff
    }
    let outcome = outcome(number, abi, open.variants(wanted: 0x3f, width: abi.registerWidth))
    return Set(outcome.actions) != Set(found.actions)
  }

  /// The number and registers of a call that came through `socketcall` or `ipc`.
  private func multiplexed(
    _ name: SyscallNames.Index, on abi: ABI
  ) -> (number: UInt32, registers: Registers)? {
    guard let (form, number) = names.multiplexedForm(of: name, on: abi) else { return nil }
    var registers = Registers(width: abi.registerWidth)
    registers.value[0] = form.selector
    registers.known[0] |= form.selectorMask
    return (number, registers)
  }

  // MARK: - Outcomes

  private func tally(of index: Int, _ registers: Registers) -> UInt32 {
    let entry = entries[index]
    var outcome = outcome(
      entry.number, entry.abi,
      registers.variants(wanted: entry.wanted, width: entry.abi.registerWidth))
    if let alternative = entry.alternative {
      outcome = VerdictEngine.either(outcome, alternative)
    }
    return book.index(
      of: CallClass(abi: entry.abi, number: entry.number, name: entry.name, outcome: outcome))
  }

  private func outcome(
    _ number: UInt32, _ abi: ABI, _ variants: [[PartialRegister]]
  ) -> Outcome {
    do throws(VerdictDisagreement) {
      return try engine.outcome(number: number, on: abi, variants)
    } catch {
      book.note(error)
      return Outcome(
        actions: [.killProcess], decisions: engine.filters.map { _ in [] }, unsettled: 0)
    }
  }
}
