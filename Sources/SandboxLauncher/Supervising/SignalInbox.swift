import CLinux
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The signals of a process that stands between the sender and the one that they are for.
struct SignalInbox: ~Copyable {
  /// A signal that has come.
  struct Arrival {
    var number: Int32
    /// Whether the kernel sent it, which for the keys of a terminal means: to the whole group.
    var isOfKernel: Bool
    /// The process that sent it; 0 where none did, or that is not known.
    var sender: Int32 = 0
  }

  /// Those that are handed on.
  static let forwarded: [Int32] = [
    SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGCONT, SIGTSTP, SIGWINCH,
  ]

  /// Becomes readable when a signal has come.
  let descriptor: Int32
  /// The mask as it was before.
  private(set) var mask = sigset_t()

  /// Blocks the signals and opens a descriptor for them.
  ///
  /// - Throws: ``LaunchError`` where there is none.
  init() throws(LaunchError) {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in Self.forwarded + [SIGCHLD] { unsafe sigaddset(&set, number) }
    unsafe pthread_sigmask(SIG_BLOCK, &set, &mask)
    // SFD_CLOEXEC and SFD_NONBLOCK are these flags of files.
    descriptor = unsafe signalfd(-1, &set, O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let reason = Errno(rawValue: errno)
      unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
      throw LaunchError(.makeChild, reason, "cannot wait for signals: signalfd(2) failed")
    }
  }

  deinit {
    try? FileDescriptor(rawValue: descriptor).close()
    var mask = mask
    unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
  }

  /// The next signal; `nil` where there is none.
  func next() -> Arrival? {
    var information = signalfd_siginfo()
    let count = unsafe withUnsafeMutableBytes(of: &information) { buffer in
      unsafe try? FileDescriptor(rawValue: descriptor).read(into: buffer)
    }
    guard count == MemoryLayout<signalfd_siginfo>.size else { return nil }
    // SI_KERNEL
    return Arrival(
      number: Int32(information.ssi_signo), isOfKernel: information.ssi_code == 0x80,
      sender: Int32(truncatingIfNeeded: information.ssi_pid))
  }
}
