import Dispatch
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Tries to open a file that the policy denies.
final class Attempt: Sendable {
  /// The threads that have tried.
  private let threads = Mutex<Set<pthread_t>>([])

  private func run() {
    let descriptor = open("/etc/hostname", O_RDONLY)
    let number = errno
    guard descriptor < 0, number == EACCES else { fatalError("a thread could open a file") }
    threads.withLock { _ = $0.insert(pthread_self()) }
  }

  /// Tries on every thread of the event loops, on those of the pools of Dispatch and of tasks, on a new
  /// one and on the first one.
  ///
  /// - Parameter group: The event loops.
  /// - Returns: How many threads have tried.
  /// - Throws: What an event loop throws that has ended.
  static func onAllThreads(of group: MultiThreadedEventLoopGroup) async throws -> Int {
    let attempt = Attempt()
    for loop in group.makeIterator() { try await loop.submit { attempt.run() }.get() }
    DispatchQueue.concurrentPerform(iterations: 16) { _ in attempt.run() }
    await withTaskGroup { tasks in for _ in 0..<16 { tasks.addTask { attempt.run() } } }
    try await NIOThreadPool.singleton.runIfActive { attempt.run() }
    await MainActor.run { attempt.run() }
    return attempt.threads.withLock(\.count)
  }
}
