import LinuxABI
import Toolbox

/// When the mode that a call passes counts: for a file that it may create.
enum CreationMode {
  /// Whether the `mode` of some arguments means anything beside the values of the others.
  ///
  /// - Parameters:
  ///   - arguments: The arguments of the call.
  ///   - registers: Their values.
  ///   - abi: The ABI.
  /// - Returns: Whether the kernel looks at it; it always does where no argument has the flags of open(2).
  static func counts(
    among arguments: [ArgumentSignature], _ registers: InlineArray<6, UInt64>, on abi: ABI
  ) -> Bool {
    let flags = arguments.first {
      $0.vocabulary?.sets.contains("open_mode_flags") == true
    }
    guard let flags else { return true }
    return counts(beside: registers[flags.index], on: abi)
  }

  /// Whether a mode means anything beside the flags of open(2): with `O_CREAT` or `O_TMPFILE`.
  ///
  /// - Parameters:
  ///   - flags: The flags.
  ///   - abi: The ABI.
  /// - Returns: Whether the kernel looks at it.
  static func counts(beside flags: UInt64, on abi: ABI) -> Bool {
    let creating = ["O_CREAT", "__O_TMPFILE"].compactMap { WellKnown.value($0, on: abi) }
    return flags & creating.reduce(0, |) != 0
  }
}
