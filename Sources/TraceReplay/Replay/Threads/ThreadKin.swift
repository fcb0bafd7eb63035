import LinuxABI

/// How the threads of a set of logs belong together, where each has a log of its own
/// (`strace -ff`).
///
/// Logs are read one after the other, so what a thread has done before something happened in another
/// is not known.
struct ThreadKin {
  /// What the log of its parent tells of a thread.
  struct Relation {
    /// The ABI of the parent when it made the thread.
    var abi: ABI
    /// The number of the process, which is that of its first thread.
    var process: Int32
    /// Whether it was made when its parent was dead, and so was not made.
    var isDead: Bool
    /// Whether it was made without a filter, where there is one in the logs.
    var isOutside: Bool
  }

  /// Whether a launcher has installed a filter in one of the logs and started a program, so that only
  /// calls under a filter count.
  private(set) var hasFilter = false
  /// Whether threads with filters have been forgotten.
  var hasForgotten = false

  private var relations: [Int32: Relation] = [:]
  /// The logs of each process: all of them, and those in which it is killed.
  private var logs: [Int32: (all: Int, killed: Int)] = [:]
  /// The threads that have logs.
  private var logged: Set<Int32> = []
  /// The threads that were made, in the order of the logs.
  private var children: [MissingChildren.Child] = []

  /// What is known of a thread.
  subscript(_ thread: Int32) -> Relation? { relations[thread] }

  /// Takes down that a thread has made another.
  mutating func adopt(
    _ thread: Int32, by parent: Int32, abi: ABI, asThread: Bool, isDead: Bool,
    isOutside: Bool
  ) {
    relations[thread] = Relation(
      abi: abi, process: asThread ? process(of: parent) : thread, isDead: isDead,
      isOutside: isOutside)
  }

  /// Takes down that the first program was started under a filter: what was before does not count.
  mutating func beginFilter() {
    hasFilter = true
    hasForgotten = false
    for thread in relations.keys {
      relations[thread]?.isDead = false
      relations[thread]?.isOutside = true
    }
    for process in logs.keys { logs[process]?.killed = 0 }
  }

  /// Takes down that a thread has a log, which has been read, and shows these being made.
  mutating func addLog(of thread: Int32, without children: [MissingChildren.Child]) {
    logged.insert(thread)
    self.children += children
    if relations[thread]?.isDead != true { logs[process(of: thread), default: (0, 0)].all += 1 }
  }

  /// Takes down that a filter kills the process of a thread.
  mutating func kill(_ thread: Int32) { logs[process(of: thread), default: (0, 0)].killed += 1 }

  /// How many logs are of threads whose process is killed in another log.
  var unorderedLogs: Int {
    logs.values.reduce(0) { $0 + ($1.killed == 0 ? 0 : max($1.all - $1.killed, 0)) }
  }

  /// The threads that were made and have no log.
  var missingChildren: [MissingChildren.Child] {
    let missing = children.filter { !logged.contains(Int32(truncatingIfNeeded: $0.thread)) }
    // Where all have other numbers than their logs, those may be of another namespace.
    return missing.count == children.count && logged.count > 1 ? [] : missing
  }

  private func process(of thread: Int32) -> Int32 { relations[thread]?.process ?? thread }
}
