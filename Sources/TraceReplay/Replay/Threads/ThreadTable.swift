import LinuxABI

/// What is known of a thread at some place of a log.
struct ThreadState {
  /// What keeps a call from being counted at once.
  struct Marks: OptionSet {
    var rawValue: UInt8
    /// A call has begun and not ended.
    static let hasOpenCall = Marks(rawValue: 1)
    /// It is not known which ABI the thread uses; its calls wait for one that tells.
    static let isHolding = Marks(rawValue: 2)
    /// The thread is dead: a filter has killed it, or its process.
    static let isDead = Marks(rawValue: 4)
    /// The thread has no filter in a log in which others have one: its calls are left out.
    static let isOutside = Marks(rawValue: 8)
    /// The thread has installed a filter, and may be about to start the program that it is for.
    static let isPreparing = Marks(rawValue: 16)
  }

  /// How well the ABI is known.
  enum Certainty: UInt8, Comparable {
    case assumed, evident, stated

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  /// A call that has begun.
  struct OpenCall {
    /// The line on which it began.
    var line: Int
    var record: LineRecord
    /// What was printed after the opening parenthesis, if that is still needed.
    var text: [UInt8] = []
    /// Whether the call has been counted.
    var isJudged: Bool
    /// Whether the call was made after the death of its process.
    var isAfterDeath = false
  }

  /// A call that waits for the ABI to be known, with its line.
  struct HeldCall {
    var record: LineRecord
    var line: Int
    var text: [UInt8]
  }

  var thread: Int32
  var process: Int32
  var abi: ABI
  var certainty = Certainty.assumed
  var marks: Marks = []
  /// The name of the open call.
  var openName = SyscallNames.unknown
  /// The open call, if more of it than the name is still needed.
  var openCall: OpenCall?
  var held: [HeldCall] = []
  /// The call that was counted last.
  var last = LastCall()
  /// What waits while the thread is preparing.
  var launch: FilterLaunch?

  /// Whether the rest of the open call is wanted.
  @inline(__always) var needsRest: Bool { openCall != nil }

  /// Whether the next line of an unknown thread, which gets these marks, would be treated just like
  /// one of this thread.
  func isForgettable(_ usual: Marks) -> Bool {
    marks == usual && certainty == .assumed && held.isEmpty
  }
}

/// The threads of a log by their numbers: open-addressed, because every line asks for one.
struct ThreadTable {
  private var keys: [Int32]
  private var places: [Int32]
  private(set) var states: [ThreadState] = []
  private var lastKey: Int32 = -1
  private var lastPlace = 0

  private static let empty: Int32 = -1

  init() {
    keys = Array(repeating: Self.empty, count: 64)
    places = Array(repeating: 0, count: 64)
  }

  /// The number of threads.
  var count: Int { states.count }

  subscript(_ place: Int) -> ThreadState {
    @inline(__always) get { states[place] }
    @inline(__always) _modify { yield &states[place] }
  }

  @inline(__always) private func slot(of key: Int32) -> Int {
    Int(truncatingIfNeeded: UInt32(bitPattern: key) &* 0x9e37_79b1 >> 8) & (keys.count - 1)
  }

  /// The place of a thread, if it is known.
  @inline(__always) mutating func place(of thread: Int32) -> Int? {
    if thread == lastKey { return lastPlace }
    var slot = slot(of: thread)
    while keys[slot] != Self.empty {
      if keys[slot] == thread {
        lastKey = thread
        lastPlace = Int(places[slot])
        return lastPlace
      }
      slot = (slot + 1) & (keys.count - 1)
    }
    return nil
  }

  /// Adds a thread that is not known yet.
  mutating func add(_ state: ThreadState) -> Int {
    if states.count * 2 >= keys.count { rehash(keys.count * 2) }
    states.append(state)
    insert(state.thread, states.count - 1)
    return states.count - 1
  }

  /// Removes the thread at a place; another one takes the place.
  mutating func remove(at place: Int) {
    lastKey = -1
    erase(states[place].thread)
    let last = states.count - 1
    if place != last {
      states.swapAt(place, last)
      if let slot = find(states[place].thread) { places[slot] = Int32(place) }
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
        places[hole] = places[next]
        hole = next
      }
      next = (next + 1) & (keys.count - 1)
    }
    keys[hole] = Self.empty
  }

  /// Keeps only some threads.
  mutating func removeAll(where isGone: (ThreadState) -> Bool) {
    states.removeAll(where: isGone)
    rehash(keys.count)
  }

  /// Calls a thread by another number.
  mutating func rename(at place: Int, to thread: Int32) {
    lastKey = -1
    erase(states[place].thread)
    states[place].thread = thread
    insert(thread, place)
  }

  private mutating func insert(_ key: Int32, _ place: Int) {
    var slot = slot(of: key)
    while keys[slot] != Self.empty { slot = (slot + 1) & (keys.count - 1) }
    keys[slot] = key
    places[slot] = Int32(place)
  }

  private mutating func rehash(_ size: Int) {
    lastKey = -1
    keys = Array(repeating: Self.empty, count: size)
    places = Array(repeating: 0, count: size)
    for (place, state) in states.enumerated() { insert(state.thread, place) }
  }
}
