import LinuxABI

/// Makes registers of the printed arguments of calls.
struct CallReader {
  private let names = SyscallNames.all
  var values = ValueReader()
  /// The ways of printing, by ABI and name; filled when a call is first met.
  private var printed: [PrintedArguments?]
  private let nameless: [PrintedArguments]

  init() {
    printed = Array(repeating: nil, count: ABI.allCases.count * names.names.count)
    nameless = ABI.allCases.map { PrintedArguments(of: nil, on: $0) }
  }

  private mutating func printed(_ name: SyscallNames.Index, on abi: ABI) -> PrintedArguments {
    guard name != SyscallNames.unknown else { return nameless[Int(abi.rawValue)] }
    let index = Int(abi.rawValue) * names.names.count + Int(name)
    if let known = printed[index] { return known }
    let made = PrintedArguments(of: names.names[Int(name)], on: abi)
    printed[index] = made
    return made
  }

  /// Reads the arguments of a call.
  ///
  /// - Parameters:
  ///   - text: The batch, or whatever holds the call.
  ///   - start: The offset after the opening parenthesis.
  ///   - end: Where the text of the call ends.
  ///   - name: The name.
  ///   - abi: The ABI.
  ///   - hasNarrowRegisters: Whether a 32-bit program makes the call, so that the upper halves are
  ///     taken to be zero.
  ///   - wanted: The registers to read, as bits.
  /// - Returns: What is known of the registers.
  mutating func read(
    _ text: ByteView, from start: Int, to end: Int, name: SyscallNames.Index, on abi: ABI,
    hasNarrowRegisters: Bool, wanted: UInt8 = Registers.all
  ) -> RegisterReading {
    let list = ArgumentList(text, from: start, to: end)
    var isComplete = false
    if case .closed = list.ending { isComplete = true }
    var result = RegisterReading(
      registers: Registers(width: hasNarrowRegisters ? 32 : 64), unknownPart: nil,
      isComplete: isComplete)
    let count = min(list.count, ArgumentList.capacity)
    guard count > 0 else { return result }
    let printed = printed(name, on: abi)
    var sources: [PrintedArguments.Source]?
    if !printed.isPlain && !printed.isNamed {
      sources = printed.sources(count: list.count) { index in
        guard index < count,
          case .number(let number, _) = values.value(
            text, from: list[index].start, to: list[index].end, on: abi)
        else { return nil }
        return number
      }
    }
    for index in 0..<count {
      let (start, end) = list[index]
      var source: PrintedArguments.Source
      if let sources {
        source = sources[index]
      } else if printed.isNamed, let named = printed.named(text, start, end) {
        source = named
      } else {
        source = printed.usual(index)
      }
      if source.factor > 1, count > 1 {
        // A length in hexadecimal: the offset in pages is printed raw as well.
        if text.has("0x", at: list[1].start) { source.factor = 1 }
        // One of 0 does not tell.
        if text.has("0,", at: list[1].start) { continue }
      }
      guard source.register >= 0, wanted & 1 << UInt8(source.register) != 0 || source.upper >= 0
      else { continue }
      var value = values.value(text, from: start, to: end, on: abi)
      if printed.oddity != .none {
        value = odd(value, printed.oddity, text, list, index, source.register, on: abi)
      }
      set(value, source, &result.registers, isNarrow: hasNarrowRegisters)
      if value == .unknown, result.unknownPart == nil { result.unknownPart = start..<end }
    }
    return result
  }

  @inline(__always) private func set(
    _ value: PrintedValue, _ source: PrintedArguments.Source, _ registers: inout Registers,
    isNarrow: Bool
  ) {
    let register = Int(source.register)
    switch value {
    case .missing, .unknown: return
    case .memory: registers.notNull |= 1 << UInt8(register)
    case .partial(let number):
      // Requests of ioctl, flags of System V IPC, protocols: 32 bits, of which some are open.
      registers.value[register] = number.value & number.known & 0xffff_ffff
      registers.known[register] =
        number.known & 0xffff_ffff | (isNarrow ? 0xffff_ffff_0000_0000 : 0)
    case .number(let number, let isWide):
      if source.upper >= 0 {
        registers.set(number & 0xffff_ffff, register: register, width: 32, isNarrow: isNarrow)
        registers.set(
          number >> 32, register: Int(source.upper), width: 32, isNarrow: isNarrow)
      } else {
        registers.set(
          number / UInt64(source.factor), register: register,
          width: isWide && !isNarrow ? 64 : Int(source.width), isNarrow: isNarrow)
      }
    }
  }
}
