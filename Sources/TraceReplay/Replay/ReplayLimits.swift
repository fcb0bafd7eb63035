/// How much of a log is kept in mind while it is replayed.
///
/// A log may be of any length. What must be known of it is not: where there is more, the least useful
/// is forgotten, or the log is refused.
enum ReplayLimits {
  /// The size of the pieces in which a log is read if nobody asks for another, in bytes: one fits
  /// into the cache of a processor.
  static let batchSize = 256 * 1024
  /// The most threads that are followed at once: as many as Linux has by default.
  static let threads = 32_768
  /// The most bytes of calls that wait for something.
  static let keptBytes = 8 << 20
  /// The most records of the kernel's audit that are read after the end: as many as may wait.
  static let recordsAtEnd = 65_536
  /// The most ways in which the calls of all logs differ: by number, verdict and reason.
  static let classes = 100_000
  /// The most threads that may have been made by a call which has not ended.
  static let openClones = 64
  /// The most kinds of calls of which many outcomes are remembered; of others there are few.
  static let rememberedCalls = 1000
}
