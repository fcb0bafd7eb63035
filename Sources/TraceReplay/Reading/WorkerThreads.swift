import Glibc

/// Threads of the system, each of which does one thing.
///
/// This is the only place of the module that starts threads.
enum WorkerThreads {
  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Does something on this thread and on others at the same time, and waits for all.
  ///
  /// - Parameters:
  ///   - count: On how many threads, this one included; fewer where the system has no more.
  ///   - body: What to do, with the number of the thread.
  static func run(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    var threads: [pthread_t] = []
    for index in 1..<max(count, 1) {
      var thread = pthread_t()
      let work = unsafe Unmanaged.passRetained(Work { body(index) })
      let status = unsafe pthread_create(
        &thread, nil,
        { argument in
          // The thread owns what it was given.
          guard let argument = unsafe argument else { return nil }
          unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
          return nil
        }, work.toOpaque())
      if status == 0 {
        threads.append(thread)
      } else {
        unsafe work.release()
      }
    }
    body(0)
    for thread in threads { pthread_join(thread, nil) }
  }
}
