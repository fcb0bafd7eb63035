public import LinuxABI

/// How logs are replayed.
public struct ReplayOptions: Sendable {
  /// The ABI of all calls; `nil` finds it out for each thread.
  public var abi: ABI?
  /// Whether a process goes on after a filter has killed it.
  public var keepsGoing: Bool
  /// Whether calls count that were made before a filter was installed.
  public var judgesFromStart: Bool
  /// How many threads read at the same time.
  public var workers: Int
  /// Whether calls are taken from tables of how often they were made, too.
  var readsTables = false
  /// The size of the pieces that workers take at a time, in bytes.
  var batchSize = ReplayLimits.batchSize
  /// The most ways in which the calls of all logs may differ.
  var mostClasses = ReplayLimits.classes

  /// Puts the options together.
  ///
  /// - Parameters:
  ///   - abi: The ABI of all calls; `nil` finds it out for each thread.
  ///   - keepsGoing: Whether a process goes on after a filter has killed it.
  ///   - judgesFromStart: Whether calls count that were made before a filter was installed.
  ///   - workers: How many threads read at the same time, at least 1.
  public init(
    abi: ABI? = nil, keepsGoing: Bool = false, judgesFromStart: Bool = false, workers: Int = 1
  ) {
    self.abi = abi
    self.keepsGoing = keepsGoing
    self.judgesFromStart = judgesFromStart
    self.workers = max(workers, 1)
  }
}
