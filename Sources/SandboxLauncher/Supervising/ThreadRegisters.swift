import CLinux
import ClassicBPF

/// The call that a stopped thread is in, as a filter saw it.
///
/// The kernel shows no `seccomp_data` to tracers, so it is put together of the registers. Where a call is
/// killed or trapped, they are those of its beginning: see the kernel's `syscall_rollback`.
enum ThreadRegisters {
  /// Reads the call of a thread that is stopped at its end, or for a signal.
  ///
  /// - Parameter thread: A thread that this process traces.
  /// - Returns: The call; `nil` where it is in none, or the kernel does not say.
  static func call(of thread: Int32) -> SeccompData? {
    guard let place = information(of: thread) else { return nil }
    #if arch(x86_64)
      var words = [UInt64](repeating: 0, count: 27)
      let answer = unsafe words.withUnsafeMutableBytes { buffer in
        Trace.call(
          Trace.getRegisters, thread, 0, UInt64(UInt(bitPattern: buffer.baseAddress)))
      }
      guard answer.failure == nil, Int64(bitPattern: words[15]) >= 0 else { return nil }
      // rdi rsi rdx r10 r8 r9, and ebx ecx edx esi edi ebp: both in full.
      let isOf64Bits = place.architecture == clinux_audit_architecture
      let order = isOf64Bits ? [14, 13, 12, 7, 9, 8] : [5, 11, 12, 13, 14, 4]
      return SeccompData(
        number: UInt32(truncatingIfNeeded: words[15]), auditArchitecture: place.architecture,
        instructionPointer: place.instructionPointer,
        arguments: InlineArray { words[order[$0]] })
    #elseif arch(arm64)
      guard place.architecture == clinux_audit_architecture else { return nil }
      var words = [UInt64](repeating: 0, count: 34)
      let answer = unsafe words.withUnsafeMutableBytes { buffer in
        var vector = unsafe iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
        return unsafe withUnsafeMutablePointer(to: &vector) {
          Trace.call(Trace.getRegisterSet, thread, 1, UInt64(UInt(bitPattern: $0)))
        }
      }
      guard answer.failure == nil, Int32(truncatingIfNeeded: words[8]) >= 0 else { return nil }
      return SeccompData(
        number: UInt32(truncatingIfNeeded: words[8]), auditArchitecture: place.architecture,
        instructionPointer: place.instructionPointer, arguments: InlineArray { words[$0] })
    #else
      return nil
    #endif
  }

  /// `struct ptrace_syscall_info`, as far as it is the same for all stops.
  private static func information(
    of thread: Int32
  ) -> (architecture: UInt32, instructionPointer: UInt64)? {
    var words = InlineArray<11, UInt64>(repeating: 0)
    let answer = unsafe withUnsafeMutableBytes(of: &words) { buffer in
      Trace.call(
        Trace.getCallInformation, thread, UInt64(buffer.count),
        UInt64(UInt(bitPattern: buffer.baseAddress)))
    }
    if answer.failure != nil { return nil }
    let isBig = UInt16(bigEndian: 1) == 1
    return (UInt32(truncatingIfNeeded: isBig ? words[0] : words[0] >> 32), words[1])
  }
}
