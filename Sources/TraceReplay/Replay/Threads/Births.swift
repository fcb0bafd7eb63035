/// The children that a log shows being made, as long as it shows nothing of them.
///
/// Without `-f`, strace prints the call that makes a thread or process, and nothing of what that does.
/// With it, the child has lines of its own, though in another PID namespace under another number: so
/// somebody new in the log, whoever it is, is enough to know that children are followed.
struct Births {
  /// How many lines a log may still have after a birth, where it was cut off, before the child is
  /// missed.
  static let patience = 3

  /// The children by their numbers, with the lines of the calls that made them.
  private var lines: [Int32: Int] = [:]
  /// The last line that says that a thread has ended.
  private var lastEnd = 0
  /// Whether the log shows somebody who was not there when it began.
  private(set) var areFollowed = false

  /// The threads that are in a call which makes another.
  private(set) var parents: [Int32] = []

  /// Whether somebody new would be noticed.
  var isWaiting: Bool { !lines.isEmpty || !parents.isEmpty }

  /// Whether a thread is one of the children.
  @inline(__always) func has(_ thread: Int32) -> Bool {
    !lines.isEmpty && lines[thread] != nil
  }

  /// Takes down that a thread is in a call which makes another.
  mutating func begin(_ parent: Int32) {
    if parents.count == ReplayLimits.openClones { parents.removeFirst() }
    parents.append(parent)
  }

  /// Takes down that a thread is in no such call any more.
  @inline(__always) mutating func finish(_ parent: Int32) {
    if !parents.isEmpty { parents.removeAll { $0 == parent } }
  }

  /// Takes down a child.
  mutating func add(_ thread: Int32, line: Int) {
    if areFollowed || lines.count == ReplayLimits.threads { return }
    lines[thread] = line
  }

  /// Takes down that children are followed.
  mutating func follow() {
    lines = [:]
    areFollowed = true
  }

  /// Takes down that a thread has ended.
  mutating func end(line: Int) { lastEnd = line }

  /// The children of which the log should show something, and does not.
  ///
  /// - Parameters:
  ///   - count: The number of lines of the log.
  ///   - file: The log, as it is named.
  /// - Returns: The children in the order of the log.
  func missing(afterLines count: Int, of file: String) -> [MissingChildren.Child] {
    lines.filter { lastEnd > $0.value || count - $0.value > Self.patience }
      .map { MissingChildren.Child(file: file, line: $0.value, thread: Int($0.key)) }
      .sorted { ($0.line, $0.thread) < ($1.line, $1.thread) }
  }
}
