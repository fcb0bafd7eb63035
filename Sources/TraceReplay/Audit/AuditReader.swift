import LinuxABI

/// Tells what a record of the kernel's log shows of its call.
struct AuditReader: TraceReader {
  typealias Position = AuditRecord

  /// Nothing: each record stands by itself.
  struct Kept: KeptOfThread {}

  func registers(
    of call: TracedCall, at position: AuditRecord, wanted: UInt8
  ) -> RegisterReading {
    var registers = Registers(width: call.hasNarrowRegisters ? 32 : 64)
    for (index, value) in position.registers.enumerated() {
      guard let value else { continue }
      // The whole register is there, so that nothing of it is taken for granted.
      registers.set(value, register: index, width: 64, isNarrow: call.hasNarrowRegisters)
      registers.assumes &= ~(1 << UInt8(index))
    }
    return RegisterReading(registers: registers, unknownPart: nil, isComplete: true)
  }

  func older(
    than name: SyscallNames.Index, _ call: TracedCall, at position: AuditRecord
  ) -> OlderCall? {
    OlderCall(than: name, on: call.abi, hasNarrowRegisters: call.hasNarrowRegisters)
  }

  func text(at position: AuditRecord) -> String {
    var parts = ["syscall=\(Int32(bitPattern: position.number))"]
    for (index, value) in position.registers.enumerated() {
      parts.append(value.map { "a\(index)=\(String($0, radix: 16))" } ?? "a\(index)=?")
    }
    if let result = position.result { parts.append("exit=\(result)") }
    if let code = position.code { parts.append("code=\(code)") }
    if let command = position.command { parts.append("comm=\"\(command)\"") }
    if let executable = position.executable { parts.append("exe=\"\(executable)\"") }
    let text = parts.joined(separator: " ")
    return text.count > 200 ? text.prefix(200) + "…" : text
  }

  func text(of part: Range<Int>, at position: AuditRecord) -> String { "" }

  func error(at position: AuditRecord, on abi: ABI) -> UInt16? {
    guard let result = position.result, (-4095 ... -1).contains(result) else { return nil }
    return UInt16(-result)
  }

  func origin(at position: AuditRecord) -> CallOrigin? {
    CallOrigin(command: position.command, verdicts: position.kinds)
  }
}
