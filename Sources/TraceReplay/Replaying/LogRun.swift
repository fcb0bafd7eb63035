import LinuxABI
import Synchronization

/// Reads one log from beginning to end, by one worker or by several.
///
/// Each worker takes the next batch of whole lines, reads it by itself, and waits for its turn to
/// have the records followed. So threads of the log are followed in the order of its lines, however
/// many read them.
final class LogRun: @unchecked Sendable {
  private let source: Mutex<LineSource>
  private let turnstile = Turnstile()
  /// The ABI that workers take for granted, as a raw value.
  private let assumedABI: Atomic<UInt8>
  private let error = Mutex<ReplayError?>(nil)
  private let isStopped = Atomic(false)
  /// Used by whoever has the turn, and by nobody else.
  private(set) var follower: ThreadFollower
  /// Each is taken by its own thread, and put back at the end.
  ///
  /// That threads use different elements would not do: to change one is to change the array.
  private let workers: Mutex<[BatchWorker]>
  private let batchSize: Int
  private let progress: (Int) -> Void

  init(
    _ source: consuming sending LineSource, follower: ThreadFollower, workers: [BatchWorker],
    progress: @escaping (Int) -> Void
  ) {
    self.source = Mutex(source)
    self.follower = follower
    self.workers = Mutex(workers)
    batchSize = follower.options.batchSize
    self.progress = progress
    assumedABI = Atomic(follower.assumedABI.rawValue)
  }

  /// Reads the log.
  ///
  /// - Parameter count: How many workers read at the same time.
  /// - Returns: The workers, with what they have learned of calls.
  /// - Throws: ``ReplayError`` where the log cannot be read to its end.
  func run(_ count: Int) throws(ReplayError) -> [BatchWorker] {
    if count == 1 {
      work(0)
    } else {
      WorkerThreads.run(count) { self.work($0) }
    }
    if let error = error.withLock({ $0 }) { throw error }
    follower.finish()
    if let failure = follower.failure { throw failure }
    return workers.withLock { $0 }
  }

  private func work(_ index: Int) {
    let batch = LineBatch(size: batchSize)
    var worker = workers.withLock { $0[index] }
    while !isStopped.load(ordering: .relaxed), next(batch) {
      let abi = ABI(rawValue: assumedABI.load(ordering: .relaxed)) ?? .x86_64
      worker.process(batch, assuming: abi)
      turnstile.pass(batch.sequence) {
        follower.assumedABI = abi
        follower.follow(batch)
        assumedABI.store(follower.assumedABI.rawValue, ordering: .relaxed)
        if follower.failure != nil { isStopped.store(true, ordering: .relaxed) }
        progress(batch.text.count)
      }
    }
    workers.withLock { $0[index] = worker }
  }

  /// Fills a batch; one worker reads at a time.
  private func next(_ batch: LineBatch) -> Bool {
    source.withLock { source in
      do throws(ReplayError) {
        return try source.next(batch)
      } catch {
        self.error.withLock { if $0 == nil { $0 = error } }
        return false
      }
    }
  }
}
