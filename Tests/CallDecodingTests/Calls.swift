import CallDecoding
import ClassicBPF
import LinuxABI

/// The registers of a call by its name.
func call(_ name: String, _ arguments: [UInt64], on abi: ABI = .x86_64) -> SeccompData {
  var registers: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
  for (index, argument) in arguments.enumerated() { registers[index] = argument }
  return SeccompData(
    number: Syscall.named(name)?.number(on: abi) ?? 0xffff,
    auditArchitecture: abi.auditArchitecture,
    arguments: registers)
}

/// A call in words.
func decoded(
  _ name: String, _ arguments: [UInt64], on abi: ABI = .x86_64, _ target: FakeTarget = FakeTarget()
) -> String {
  DecodedCall(CapturedCall(call(name, arguments, on: abi), from: target)).text
}
