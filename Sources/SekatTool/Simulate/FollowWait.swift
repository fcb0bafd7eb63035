import CLinux
import Glibc
import Sekat
import Toolbox

/// Waits for what is followed, until the user or the clock says that it is enough.
struct FollowWait: ~Copyable {
  /// Becomes readable when a signal has come that ends following.
  private let signals: OpenedFile
  private var mask = sigset_t()
  private let end: ContinuousClock.Instant?

  /// From here on SIGINT and SIGTERM do not end the process.
  ///
  /// - Parameter seconds: How long to wait; `nil` for as long as it takes.
  /// - Throws: `SekatError` where signals cannot be waited for.
  init(for seconds: Double?) throws(SekatError) {
    end = seconds.map { ContinuousClock.now + .seconds($0) }
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in [SIGINT, SIGTERM] { unsafe sigaddset(&set, number) }
    unsafe sigprocmask(SIG_BLOCK, &set, &mask)
    do throws(SystemError) {
      // SFD_CLOEXEC and SFD_NONBLOCK are these flags of files.
      signals = try OpenedFile(unsafe signalfd(-1, &set, O_CLOEXEC | O_NONBLOCK))
    } catch {
      unsafe sigprocmask(SIG_SETMASK, &mask, nil)
      throw SekatError("cannot wait for signals: \(error.text)")
    }
  }

  deinit {
    // A signal that has been taken for the end is not one more; the next ends the process.
    _ = try? signals.bytes(atMost: 1 << 16)
    var mask = mask
    unsafe sigprocmask(SIG_SETMASK, &mask, nil)
  }

  /// Waits until a descriptor is readable.
  ///
  /// - Parameter descriptor: The descriptor.
  /// - Returns: Whether to go on: a signal may have come, the time may be over, and who reads standard
  ///   output may be gone.
  borrowing func wait(for descriptor: Int32) -> Bool {
    var polled = [
      pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: 1, events: 0, revents: 0),
    ]
    while true {
      guard let patience else { return false }
      let count = unsafe poll(&polled, 3, patience)
      if count < 0 && errno != EINTR { return false }
      if count <= 0 { continue }
      return polled[1].revents == 0 && polled[2].revents == 0
    }
  }

  /// For how many milliseconds to wait, -1 for as long as it takes; `nil` where the time is over.
  private var patience: Int32? {
    guard let end else { return -1 }
    let left = ContinuousClock.now.duration(to: end)
    if left <= .zero { return nil }
    return Int32(min(left / .milliseconds(1), 1_000_000)) + 1
  }
}
