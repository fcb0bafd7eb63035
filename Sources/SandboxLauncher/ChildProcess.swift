import CLinux
import Synchronization
public import SystemPackage

/// How a process ended.
public enum ChildEnding: Hashable, Sendable {
  /// By itself, with this status.
  case exit(Int32)
  /// By a signal.
  case signal(Int32)

  /// What a status of waitpid(2) says of a process that has ended.
  init(waitStatus status: Int32) {
    self = status & 0x7f == 0 ? .exit(status >> 8 & 0xff) : .signal(status & 0x7f)
  }

  /// For messages: `status 1`, `signal 31`.
  var text: String {
    switch self {
    case .exit(let status): "status \(status)"
    case .signal(let number): "signal \(number)"
    }
  }
}

/// A child of this process.
///
/// It does not stay as a zombie: who has lost interest in it drops it, and it is waited for as soon as
/// it ends.
public final class ChildProcess: Sendable {
  /// Its number, which may become that of another process once it has been waited for.
  public let identifier: Int32
  /// A descriptor that becomes readable when it ends, see pidfd_open(2); -1 where the kernel has none.
  public let descriptor: Int32
  /// How it ended, once it has been waited for.
  private let ending = Mutex<ChildEnding?>(nil)

  init(_ identifier: Int32, descriptor: Int32) {
    self.identifier = identifier
    self.descriptor = descriptor
  }

  deinit {
    if ending.withLock({ $0 }) == nil {
      _ = clinux_abandon(identifier, descriptor)
    } else if descriptor >= 0 {
      try? FileDescriptor(rawValue: descriptor).close()
    }
  }

  /// Waits until it has ended.
  ///
  /// May be called from several threads, and again.
  ///
  /// - Returns: How it ended.
  /// - Throws: The answer of waitid(2): `ECHILD` where other code of this process has waited for it.
  public func wait() throws(Errno) -> ChildEnding {
    if let known = ending.withLock({ $0 }) { return known }
    // Until it has ended it is only looked at: whoever holds the lock then waits for nothing.
    _ = clinux_wait(identifier, descriptor, 1, 1)
    guard let ending = try poll() else { throw .resourceTemporarilyUnavailable }
    return ending
  }

  /// How it ended; `nil` while it runs.
  ///
  /// - Throws: The answer of waitid(2).
  public func poll() throws(Errno) -> ChildEnding? {
    let result: Result<ChildEnding?, Errno> = ending.withLock { ending in
      if let ending { return .success(ending) }
      let found = clinux_wait(identifier, descriptor, 0, 0)
      if found.number == EAGAIN { return .success(nil) }
      if found.number != 0 { return .failure(Errno(rawValue: found.number)) }
      ending = found.is_signal != 0 ? .signal(found.value) : .exit(found.value)
      return .success(ending)
    }
    return try result.get()
  }

  /// Sends it a signal; does nothing when it has been waited for.
  ///
  /// - Parameter signal: The number of the signal.
  /// - Throws: The answer of pidfd_send_signal(2) or kill(2).
  public func send(_ signal: Int32) throws(Errno) {
    // Under the lock, so that its number cannot become another process's meanwhile.
    let number = ending.withLock { ending in
      ending == nil ? clinux_send_signal(identifier, descriptor, signal) : 0
    }
    if number != 0 { throw Errno(rawValue: number) }
  }
}
