import ClassicBPF
import LinuxABI
import SeccompFilter

/// Finds the class of a call; each worker has one.
///
/// Whether the verdict on a call depends on arguments is found out once for each number. Where it
/// does not, no argument is ever asked for; where it does, only those are that matter, and what came
/// of their values is remembered.
struct CallJudge {
  /// What came of a call.
  struct Answer {
    /// Its class, or ``CallClass/none`` if the ABI has no such call.
    var callClass: CallClass.Index
    /// Whether arguments were asked for, and the log does not have all of them.
    var isCut = false
    /// What of the call was not understood.
    var unknownPart: Range<Int>?
    /// Whether an upper half that the log does not show matters, and is taken to be zero.
    var assumesUpperHalf = false
  }

  private let verdicts: ClassVerdicts
  private var kinds: CallKinds
  /// For each class whether its calls are answered as if the kernel had none of them, if that was asked.
  private var absences: [Bool?] = []
  private let names = SyscallNames.all

  /// The classes that calls have been found to be in.
  var book: ClassBook { verdicts.book }

  init(_ verdicts: ClassVerdicts) {
    self.verdicts = verdicts
    kinds = CallKinds(verdicts)
  }

  /// The class of a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - position: Where the log tells of it.
  ///   - reader: Who is asked for its registers, where the verdict depends on them.
  /// - Returns: The class, and what it rests on.
  @inline(__always) mutating func judge<Reader: TraceReader>(
    _ call: TracedCall, at position: Reader.Position, _ reader: inout Reader
  ) -> Answer {
    guard let index = kinds.index(of: call) else { return Answer(callClass: CallClass.none) }
    let constant = kinds.constant(index)
    if constant != CallClass.none {
      return Answer(callClass: constant, assumesUpperHalf: kinds.assumesUpperHalf(index))
    }
    return judge(call, at: position, &reader, kind: index)
  }

  /// The class of a call whose registers matter.
  private mutating func judge<Reader: TraceReader>(
    _ call: TracedCall, at position: Reader.Position, _ reader: inout Reader, kind index: Int
  ) -> Answer {
    let reading = reader.registers(of: call, at: position, wanted: kinds.wanted(index))
    let (callClass, assumes) = kinds.classify(reading.registers, as: index)
    return Answer(
      callClass: callClass, isCut: !reading.isComplete, unknownPart: reading.unknownPart,
      assumesUpperHalf: assumes)
  }

  /// The class of a call if no register is needed for it.
  @inline(__always) mutating func judgeUnread(_ call: TracedCall) -> Answer {
    guard call.name != SyscallNames.unknown, call.number == nil, let index = kinds.index(of: call)
    else { return Answer(callClass: CallClass.none) }
    return Answer(
      callClass: kinds.constant(index), assumesUpperHalf: kinds.assumesUpperHalf(index))
  }

  /// Everything that a log tells of a call's number and registers.
  ///
  /// A call that may have come through `socketcall` as well as by its own number has no number here.
  func registers<Reader: TraceReader>(
    of call: TracedCall, at position: Reader.Position, _ reader: inout Reader
  ) -> (number: UInt32?, reading: RegisterReading) {
    func hidden(_ registers: Registers) -> RegisterReading {
      RegisterReading(registers: registers, unknownPart: nil, isComplete: true)
    }
    let number = call.number ?? names.number(of: call.name, on: call.abi)
    if let multiplexed = names.multiplexedCall(call.name, on: call.abi) {
      if number == nil || number == multiplexed.number {
        return (multiplexed.number, hidden(multiplexed.registers))
      }
      if call.number == nil { return (nil, hidden(Registers(width: call.abi.registerWidth))) }
    }
    return (number, reader.registers(of: call, at: position, wanted: Registers.all))
  }

  /// The call that a C library makes where this one is answered with `ENOSYS`, if there is one.
  func older<Reader: TraceReader>(
    than call: TracedCall, at position: Reader.Position, _ reader: inout Reader
  ) -> OlderCall? {
    var name = call.name
    if name == SyscallNames.unknown, let number = call.number,
      let known = Syscall.numbered(number, on: call.abi)
    {
      name = names.index(of: known.name)
    }
    guard names.hasOlder(name) else { return nil }
    return reader.older(than: name, call, at: position)
  }

  /// Whether a call of a class is answered with `ENOSYS`, and a C library goes on with an older call
  /// that is let through.
  mutating func fallsBack<Reader: TraceReader>(
    _ callClass: CallClass.Index, _ call: TracedCall, at position: Reader.Position,
    _ reader: inout Reader
  ) -> Bool {
    guard callClass != CallClass.none, names.hasOlder(call.name), isAbsent(callClass),
      let older = older(than: call, at: position, &reader)
    else { return false }
    var plain = call
    (plain.name, plain.number) = (older.name, nil)
    // What came of the registers before is remembered. A call that may come in two ways is none that a
    // library has chosen.
    if names.multiplexedCall(older.name, on: call.abi) == nil, let kind = kinds.index(of: plain) {
      return book[kinds.classify(older.registers, as: kind).callClass].outcome.passes
    }
    let variants = older.registers.variants(
      wanted: Registers.all, width: call.abi.registerWidth)
    return verdicts.outcome(older.number, call.abi, variants).passes
  }

  /// Whether calls of a class are answered as if the kernel had none of them.
  private mutating func isAbsent(_ callClass: CallClass.Index) -> Bool {
    let index = Int(callClass)
    if index >= absences.count {
      absences += Array(repeating: nil, count: index + 1 - absences.count)
    }
    if let known = absences[index] { return known }
    let kind = book[callClass]
    let isAbsent = kind.outcome.verdict?.isAbsence(on: kind.abi) ?? false
    absences[index] = isAbsent
    return isAbsent
  }
}
