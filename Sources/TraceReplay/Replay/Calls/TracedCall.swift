import LinuxABI

/// A call as a log tells of it, apart from what is asked for only where it matters: see
/// ``TraceReader``.
struct TracedCall {
  /// The name that the log has for it, or ``SyscallNames/unknown``.
  var name: SyscallNames.Index
  /// The number, where the log has it.
  var number: UInt32?
  /// The ABI that it came through.
  var abi: ABI
  /// Whether a 32-bit program makes the call: its registers are taken to have no upper halves.
  var hasNarrowRegisters: Bool
}

/// What a log tells of the registers of a call.
struct RegisterReading {
  /// The registers.
  var registers: Registers
  /// What of the call was not understood, where something was not.
  var unknownPart: Range<Int>?
  /// Whether the log has all of the arguments.
  var isComplete: Bool
}

/// A call that a C library makes instead of a newer one.
struct OlderCall {
  /// The name.
  var name: SyscallNames.Index
  /// The number on the ABI of the newer call.
  var number: UInt32
  /// What the log of the newer call tells of the older one's registers.
  var registers: Registers
}

extension OlderCall {
  /// The older call, as long as nothing is known of its registers; `nil` where libraries have none.
  ///
  /// - Parameters:
  ///   - newer: The newer call.
  ///   - abi: The ABI.
  ///   - hasNarrowRegisters: Whether a 32-bit program makes the call.
  init?(than newer: SyscallNames.Index, on abi: ABI, hasNarrowRegisters: Bool) {
    let names = SyscallNames.all
    guard let older = names.older(than: newer, on: abi),
      let number = names.number(of: older, on: abi)
    else { return nil }
    name = older
    self.number = number
    registers = Registers(width: hasNarrowRegisters ? 32 : 64)
  }
}

/// How a call was answered.
enum CallAnswer: Equatable {
  /// Not at all, or the log does not say.
  case missing
  /// The log says that there is none, where the call began or where it was resumed.
  case open(isResumed: Bool)
  /// With a number.
  case number(Int32)
  /// With something else.
  case other
}
