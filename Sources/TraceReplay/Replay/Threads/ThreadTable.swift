/// The threads of a log by their numbers: open-addressed, because every line asks for one.
struct ThreadTable<Kept: KeptOfThread> {
  private var keys: [Int32]
  /// The indices of the threads with the keys.
  private var indices: [Int32]
  private var states: [ThreadState<Kept>] = []
  private var lastKey: Int32 = -1
  private var lastIndex = 0

  private static var empty: Int32 { -1 }

  init() {
    keys = Array(repeating: Self.empty, count: 64)
    indices = Array(repeating: 0, count: 64)
  }

  /// The number of threads.
  var count: Int { states.count }

  subscript(_ index: Int) -> ThreadState<Kept> {
    @inline(__always) get { states[index] }
    @inline(__always) _modify { yield &states[index] }
  }

  @inline(__always) private func slot(of key: Int32) -> Int {
    Int(truncatingIfNeeded: UInt32(bitPattern: key) &* 0x9e37_79b1 >> 8) & (keys.count - 1)
  }

  /// The index of a thread, if it is known.
  @inline(__always) mutating func index(of thread: Int32) -> Int? {
    if thread == lastKey { return lastIndex }
    var slot = slot(of: thread)
    while keys[slot] != Self.empty {
      if keys[slot] == thread {
        lastKey = thread
        lastIndex = Int(indices[slot])
        return lastIndex
      }
      slot = (slot + 1) & (keys.count - 1)
    }
    return nil
  }

  /// Adds a thread that is not known yet.
  mutating func add(_ state: ThreadState<Kept>) -> Int {
    if states.count * 2 >= keys.count { rehash(keys.count * 2) }
    states.append(state)
    insert(state.thread, states.count - 1)
    return states.count - 1
  }

  /// Removes the thread at an index; the last one takes the index over.
  mutating func remove(at index: Int) {
    lastKey = -1
    erase(states[index].thread)
    let last = states.count - 1
    if index != last {
      states.swapAt(index, last)
      if let slot = find(states[index].thread) { indices[slot] = Int32(index) }
    }
    states.removeLast()
  }

  private func find(_ key: Int32) -> Int? {
    var slot = slot(of: key)
    while keys[slot] != Self.empty {
      if keys[slot] == key { return slot }
      slot = (slot + 1) & (keys.count - 1)
    }
    return nil
  }

  /// Empties the slot of a key, and moves those back that were put behind it.
  private mutating func erase(_ key: Int32) {
    guard var hole = find(key) else { return }
    var next = (hole + 1) & (keys.count - 1)
    while keys[next] != Self.empty {
      let home = slot(of: keys[next])
      let distance = (next - home) & (keys.count - 1)
      if distance >= (next - hole) & (keys.count - 1) {
        keys[hole] = keys[next]
        indices[hole] = indices[next]
        hole = next
      }
      next = (next + 1) & (keys.count - 1)
    }
    keys[hole] = Self.empty
  }

  /// Keeps only some threads.
  mutating func removeAll(where isGone: (ThreadState<Kept>) -> Bool) {
    states.removeAll(where: isGone)
    rehash(keys.count)
  }

  /// Calls a thread by another number.
  mutating func rename(at index: Int, to thread: Int32) {
    lastKey = -1
    erase(states[index].thread)
    states[index].thread = thread
    insert(thread, index)
  }

  private mutating func insert(_ key: Int32, _ index: Int) {
    var slot = slot(of: key)
    while keys[slot] != Self.empty { slot = (slot + 1) & (keys.count - 1) }
    keys[slot] = key
    indices[slot] = Int32(index)
  }

  private mutating func rehash(_ size: Int) {
    lastKey = -1
    keys = Array(repeating: Self.empty, count: size)
    indices = Array(repeating: 0, count: size)
    for (index, state) in states.enumerated() { insert(state.thread, index) }
  }
}
