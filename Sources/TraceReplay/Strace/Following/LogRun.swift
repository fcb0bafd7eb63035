import LinuxABI
import Synchronization

/// Reads one log from beginning to end, by one worker or by several.
///
/// Each worker takes the next batch of whole lines and reads it by itself; then the records are
/// followed, in the order of the batches. So threads of the log are followed in the order of its
/// lines, however many read them.
final class LogRun: @unchecked Sendable {
  private let source: Mutex<LineSource>
  /// The ABI that workers take for granted, as a raw value.
  private let assumedABI: Atomic<UInt8>
  private let error = Mutex<ReplayError?>(nil)
  private let isStopped = Atomic(false)
  /// Used by whoever has the turn, and by nobody else.
  private(set) var follower: LineFollower
  /// Each is taken by its own thread, and put back at the end.
  ///
  /// That threads use different elements would not do: to change one is to change the array.
  private let workers: Mutex<[BatchWorker]>
  private let batchSize: Int
  /// How many batches each of several workers may be ahead of the one whose turn it is.
  private static let batchesPerWorker = 3
  private let progress: (Int) -> Void

  init(
    _ source: consuming sending LineSource, follower: LineFollower, workers: [BatchWorker],
    progress: @escaping (Int) -> Void
  ) {
    self.source = Mutex(source)
    self.follower = follower
    self.workers = Mutex(workers)
    batchSize = follower.replay.options.batchSize
    self.progress = progress
    assumedABI = Atomic(follower.guess.assumed.rawValue)
  }

  /// Reads the log.
  ///
  /// - Parameter count: How many workers read at the same time.
  /// - Returns: The workers, with what they have learned of calls.
  /// - Throws: ``ReplayError`` where the log cannot be read to its end.
  func run(_ count: Int) throws(ReplayError) -> [BatchWorker] {
    let batches = count == 1 ? 1 : count * Self.batchesPerWorker
    let queue = BatchQueue<LineBatch>((0..<batches).map { _ in LineBatch(size: batchSize) })
    if count == 1 {
      work(0, queue)
    } else {
      WorkerThreads.run(count) { self.work($0, queue) }
    }
    if let error = error.withLock({ $0 }) { throw error }
    follower.finish()
    if let failure = follower.replay.failure { throw failure }
    return workers.withLock { $0 }
  }

  private func work(_ index: Int, _ queue: BatchQueue<LineBatch>) {
    var worker = workers.withLock { $0[index] }
    while !isStopped.load(ordering: .relaxed) {
      let batch = queue.take()
      guard next(batch) else {
        queue.giveBack(batch)
        break
      }
      batch.assumedABI = ABI(rawValue: assumedABI.load(ordering: .relaxed)) ?? .x86_64
      worker.process(batch, assuming: batch.assumedABI)
      queue.end(batch, follow)
    }
    workers.withLock { $0[index] = worker }
  }

  /// Has the records of a batch followed; it is the turn of this one.
  private func follow(_ batch: LineBatch) {
    follower.follow(batch)
    assumedABI.store(follower.guess.assumed.rawValue, ordering: .relaxed)
    if follower.replay.failure != nil { isStopped.store(true, ordering: .relaxed) }
    progress(batch.text.count)
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
