import CLinux

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What waitpid(2) tells a supervisor of a process or thread.
enum SupervisedStop {
  /// It has ended.
  case ended(ChildEnding)
  /// It is about to end, with this wait status.
  case ending(Int32)
  /// It has been stopped by this signal, and stays so until it is continued.
  case halted(Int32)
  /// It stopped because of this signal, which it must still get.
  case signal(Int32)
  /// It stopped for no reason that concerns anybody: it was born, it is wanted, or it goes on.
  case passing

  /// `PTRACE_EVENT_EXIT` and `PTRACE_EVENT_STOP`.
  private static let (exitEvent, stopEvent): (Int32, Int32) = (6, 128)

  /// Understands a wait status.
  ///
  /// - Parameters:
  ///   - status: The wait status.
  ///   - thread: Whose it is.
  init(_ status: Int32, of thread: Int32) {
    // What is said of one that is not traced and goes on.
    if status == 0xffff {
      self = .passing
      return
    }
    guard status & 0xff == 0x7f else {
      self = .ended(ChildEnding(waitStatus: status))
      return
    }
    let number = status >> 8 & 0xff
    switch status >> 16 {
    case 0: self = .signal(number)
    case Self.exitEvent: self = .ending(Self.message(of: thread))
    case Self.stopEvent where number != SIGTRAP: self = .halted(number)
    default: self = .passing
    }
  }

  private static func message(of thread: Int32) -> Int32 {
    var message: UInt = 0
    _ = unsafe withUnsafeMutablePointer(to: &message) {
      Trace.call(Trace.getMessage, thread, 0, UInt64(UInt(bitPattern: $0)))
    }
    return Int32(truncatingIfNeeded: message)
  }
}
