import CLinux

/// What a thread is doing, as far as a stop could disturb it.
///
/// See proc_pid_syscall(5); it takes the permission to trace the thread.
struct WaitingThread {
  /// Whether it executes instructions, or is about to.
  let isRunning: Bool
  /// The call that it waits in, in the numbers of its own ABI.
  let call: UInt64?
  /// How often it has begun to wait; `nil` where the kernel does not say.
  let switchCount: Int?
  /// For how many nanoseconds it has had a processor; `nil` where the kernel does not say.
  let runTime: Int?
  /// Whether the numbers are those of a 32-bit program on a machine of 64 bits.
  private var isForeign = false
  /// What a stop does to the call.
  private let interruption: clinux_interruption

  /// Looks at a thread; `nil` where that is not possible.
  init?(_ thread: Int32) {
    // How often it has waited must not be older than what it is doing.
    guard let line = ProcText.read("/proc/\(thread)/syscall") else { return nil }
    switchCount = ProcText.read("/proc/\(thread)/status")?.split(separator: "\n")
      .first { $0.hasPrefix("voluntary_ctxt_switches:") }
      .flatMap { $0.split(separator: "\t").last.flatMap { Int($0) } }
    runTime = ProcText.read("/proc/\(thread)/schedstat")?.split(separator: " ").first
      .flatMap { Int($0) }
    let words = line.split { $0 == " " || $0 == "\n" }
    isRunning = words.first == "running"
    // The kernel writes -1 for a thread that waits outside of any call.
    guard words.count == 9, let number = UInt64(words[0]) else {
      call = nil
      interruption = isRunning || words.first == "-1" ? CLINUX_GOES_ON : CLINUX_ENDS
      return
    }
    call = number
    let registers = words[1...].map { UInt64($0.dropFirst(2), radix: 16) ?? 0 }
    // A stack below 4 GiB: a 32-bit program, whose numbers mean other calls.
    if MemoryLayout<Int>.size == 8, registers[6] >> 32 == 0 {
      isForeign = true
      interruption = CLINUX_ENDS
      return
    }
    var kind = unsafe registers.withUnsafeBufferPointer {
      unsafe clinux_interruption(number, $0.baseAddress)
    }
    if kind == CLINUX_GOES_ON_WITH_PIPE {
      let isPipe = Self.isPipe(registers[0], of: thread)
      kind = isPipe ? CLINUX_GOES_ON : CLINUX_ENDS
    }
    interruption = kind
  }

  /// The call, where it is one of the machine's own ABI.
  var ownCall: UInt32? { isForeign ? nil : call.flatMap { UInt32(exactly: $0) } }

  /// Whether a stop leaves no trace.
  ///
  /// - Parameters:
  ///   - earlier: What the thread did a moment ago.
  ///   - repeats: Whether a call that has ended with EINTR can be made again.
  /// - Returns: Whether the call goes on, or can be made again without anybody noticing: it has no
  ///   timeout, or has just begun.
  func canBeStopped(since earlier: WaitingThread?, repeats: Bool) -> Bool {
    if isRunning {
      // It may wake up in a call that it is in, and that a stop would end. Once it has run, it can at
      // most have begun another one since.
      guard let earlier, continues(earlier), let time = runTime, let before = earlier.runTime
      else { return false }
      return repeats && time > before
    }
    switch interruption {
    case CLINUX_GOES_ON: return true
    case CLINUX_CAN_BE_REPEATED: return repeats
    case CLINUX_CAN_BE_REPEATED_WITH_TIMEOUT:
      guard let count = switchCount, let before = earlier?.switchCount else { return false }
      return repeats && count != before
    default: return false
    }
  }

  /// Whether it runs, and has not waited since it was looked at.
  func continues(_ earlier: WaitingThread) -> Bool {
    isRunning && earlier.isRunning && switchCount != nil && switchCount == earlier.switchCount
  }

  /// Whether a descriptor of a thread is a pipe or a terminal.
  private static func isPipe(_ descriptor: UInt64, of thread: Int32) -> Bool {
    guard let target = ProcText.link("/proc/\(thread)/fd/\(UInt32(truncatingIfNeeded: descriptor))")
    else { return false }
    return target.hasPrefix("pipe:[") || target.hasPrefix("/dev/pts/")
      || target.hasPrefix("/dev/tty")
  }
}
