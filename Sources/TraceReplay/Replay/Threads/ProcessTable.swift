/// The processes of a log, each by an index, and which threads they have.
struct ProcessTable {
  /// How many there are, those that no thread is in any more included.
  private(set) var count = 0
  /// The threads of each process that has had more than one; some may have left.
  private var siblings: [Int32: [Int32]] = [:]

  /// Adds a process; says which index it has.
  mutating func add() -> Int32 {
    count += 1
    return Int32(count - 1)
  }

  /// The threads of a process of which more than one thread was heard; some may have left.
  func siblings(in process: Int32) -> [Int32] { siblings[process] ?? [] }

  /// Takes down that a thread of a process has made another of the same.
  mutating func add(_ thread: Int32, to process: Int32, beside other: Int32) {
    siblings[process, default: [other]].append(thread)
  }

  /// Takes down that a thread of a process is called by another number.
  mutating func rename(to thread: Int32, in process: Int32) {
    siblings[process]?.append(thread)
  }

  /// Gives back the indices of processes that no thread is in any more.
  ///
  /// - Parameter threads: The threads, which get the new indices of their processes.
  mutating func compact<Kept>(_ threads: inout ThreadTable<Kept>) {
    var indices: [Int32: Int32] = [:]
    for thread in 0..<threads.count {
      let process = threads[thread].process
      if indices[process] == nil { indices[process] = Int32(indices.count) }
      threads[thread].process = indices[process] ?? 0
    }
    count = indices.count
    let former = siblings
    siblings = [:]
    for (process, index) in indices {
      siblings[index] = former[process]?.filter { threads.index(of: $0) != nil }
    }
  }
}
