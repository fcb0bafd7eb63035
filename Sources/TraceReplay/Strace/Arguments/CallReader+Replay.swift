import LinuxABI

extension CallReader: TraceReader {
  typealias Kept = KeptLines

  mutating func registers(
    of call: TracedCall, at position: PrintedCall, wanted: UInt8
  ) -> RegisterReading {
    read(
      position.text, from: position.arguments, to: position.end, name: call.name, on: call.abi,
      hasNarrowRegisters: call.hasNarrowRegisters, wanted: wanted)
  }

  mutating func older(
    than name: SyscallNames.Index, _ call: TracedCall, at position: PrintedCall
  ) -> OlderCall? {
    older(
      than: name, position.text, from: position.arguments, to: position.end, on: call.abi,
      hasNarrowRegisters: call.hasNarrowRegisters)
  }

  func text(at position: PrintedCall) -> String {
    position.text.shown(from: position.name, to: position.lineEnd)
  }

  func text(of part: Range<Int>, at position: PrintedCall) -> String {
    position.text.shown(from: part.lowerBound, to: part.upperBound)
  }

  func error(at position: PrintedCall, on abi: ABI) -> UInt16? {
    guard position.isWhole else { return nil }
    return PrintedResult(position.text, from: position.arguments, to: position.lineEnd)?
      .error(on: abi)
  }
}
