import CLinux
public import ClassicBPF

/// The launcher's own calls under its filters, as the filters will see them: numbers, addresses, and
/// where the keys will be, the numbers that stand for them.
public struct LastCalls: Sendable {
  /// The installations of the second filter, the third, …; see seccomp(2).
  public internal(set) var installations: [SeccompData] = []
  /// The execution of the command; see execve(2).
  public internal(set) var execution: SeccompData

  /// The calls that the filter of a number, from 0, must let pass: what comes after it.
  func following(_ index: Int) -> [(name: String, data: SeccompData)] {
    installations.dropFirst(index).map { ("seccomp", $0) } + [("execve", execution)]
  }

  /// One of the calls.
  static func call(
    _ number: Int32, _ a0: UInt64, _ a1: UInt64, _ a2: UInt64, keys: StandInKeys
  ) -> SeccompData {
    SeccompData(
      number: UInt32(number), auditArchitecture: clinux_audit_architecture,
      instructionPointer: clinux_last_call_address(),
      arguments: [a0, a1, a2, keys.words[0], keys.words[1], keys.words[2]])
  }
}
