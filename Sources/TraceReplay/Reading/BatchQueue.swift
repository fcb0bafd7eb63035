import Glibc

/// A piece of a log, which is known by its number.
protocol SequencedBatch: AnyObject {
  /// Which piece of the log this is, from 0.
  var sequence: Int { get }
}

/// Batches on their way through workers, which take up one after the other and end in any order.
///
/// What is to be done in order is done by whichever worker ends the batch whose turn it is, and for
/// those after it that have ended already: no worker waits for another while there are batches left.
@safe final class BatchQueue<Batch: SequencedBatch>: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let changed: UnsafeMutablePointer<pthread_cond_t>
  /// Batches that nobody uses.
  private var free: [Batch]
  /// Batches that have ended before their turn, by their sequence.
  private var ended: [Int: Batch] = [:]
  /// The sequence of the batch whose turn it is.
  private var turn = 0
  /// Whether a worker is at the batch whose turn it is.
  private var isTaken = false

  /// Makes batches.
  init(_ batches: [Batch]) {
    free = batches
    unsafe mutex = .allocate(capacity: 1)
    unsafe changed = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe changed.initialize(to: pthread_cond_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(changed, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(changed)
    unsafe pthread_mutex_destroy(mutex)
    unsafe changed.deallocate()
    unsafe mutex.deallocate()
  }

  /// A batch to be filled, as soon as there is one.
  func take() -> Batch {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while true {
      if let batch = free.popLast() { return batch }
      unsafe pthread_cond_wait(changed, mutex)
    }
  }

  /// Gives back a batch for which there was nothing to fill it with.
  func giveBack(_ batch: Batch) {
    unsafe pthread_mutex_lock(mutex)
    free.append(batch)
    unsafe pthread_cond_signal(changed)
    unsafe pthread_mutex_unlock(mutex)
  }

  /// Ends a batch, and does in order what can be done now.
  ///
  /// - Parameters:
  ///   - batch: The batch.
  ///   - body: What is to be done with each batch in order, by one worker at a time.
  func end(_ batch: Batch, _ body: (Batch) -> Void) {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    ended[batch.sequence] = batch
    if isTaken { return }
    while let next = ended.removeValue(forKey: turn) {
      isTaken = true
      unsafe pthread_mutex_unlock(mutex)
      body(next)
      unsafe pthread_mutex_lock(mutex)
      isTaken = false
      turn += 1
      free.append(next)
      unsafe pthread_cond_signal(changed)
    }
  }
}
