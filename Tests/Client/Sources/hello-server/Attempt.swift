import Dispatch
import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// Tries to open a file that the policy denies.
enum Attempt {
  /// Tries on every thread of the event loops, on those of the pools of Dispatch and of tasks, on a new
  /// one and on the first one.
  ///
  /// - Returns: How many threads have tried.
  static func onAllThreads(of group: MultiThreadedEventLoopGroup) async throws -> Int {
    let threads = Mutex<Set<pthread_t>>([])
    @Sendable func attempt() {
      let descriptor = open("/etc/hostname", O_RDONLY)
      let number = errno
      guard descriptor < 0, number == EACCES else {
        fatalError("a thread could open a file")
      }
      threads.withLock { _ = $0.insert(pthread_self()) }
    }
    for loop in group.makeIterator() { try await loop.submit { attempt() }.get() }
    DispatchQueue.concurrentPerform(iterations: 16) { _ in attempt() }
    await withTaskGroup { group in for _ in 0..<16 { group.addTask { attempt() } } }
    try await NIOThreadPool.singleton.runIfActive { attempt() }
    await MainActor.run { attempt() }
    return threads.withLock(\.count)
  }
}
