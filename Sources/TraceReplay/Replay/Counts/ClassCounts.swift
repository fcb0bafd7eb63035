import ClassicBPF

/// Where a call stands in the order of the logs.
struct CallOrder: Comparable {
  /// Which log it is.
  var log: Int
  var line: Int

  static func < (left: Self, right: Self) -> Bool {
    (left.log, left.line) < (right.log, right.line)
  }
}

/// The calls of one class.
struct ClassCount {
  /// What a call of the class leads to, beside being counted.
  struct Effects: OptionSet {
    var rawValue: UInt8
    /// The first places are kept.
    static let isShown = Effects(rawValue: 1)
    static let killsProcess = Effects(rawValue: 2)
    static let killsThread = Effects(rawValue: 4)
  }

  var count = 0
  var effects: Effects = []
  /// How many calls were made after the death of their process.
  var afterDeath = 0
  /// The first places, in their order.
  var locations: [(order: CallOrder, location: CallLocation)] = []

  /// How many places are kept.
  static let shownLocations = 3
}

/// All that is counted while a log is replayed.
struct ClassCounts {
  /// The calls by the numbers of their classes.
  private(set) var calls: [ClassCount] = []
  /// The log of the last place that was kept, and how many logs there are up to that.
  private var log = (name: "", count: 0)
  private let book: ClassBook

  init(book: ClassBook) { self.book = book }

  /// Counts a call; says what it leads to.
  @inline(__always) mutating func count(_ index: CallClass.Index) -> ClassCount.Effects {
    let index = Int(index)
    if index >= calls.count { extend(to: index) }
    calls[index].count += 1
    return calls[index].effects
  }

  /// Counts a call that was made after the death of its process.
  mutating func countAfterDeath(_ index: CallClass.Index) {
    let index = Int(index)
    if index >= calls.count { extend(to: index) }
    calls[index].afterDeath += 1
  }

  /// Whether a place is among the first of its class, as far as is known: calls that wait for
  /// something are counted later than others behind them.
  func wantsLocation(_ index: CallClass.Index, in file: String, line: Int) -> Bool {
    let locations = calls[Int(index)].locations
    guard locations.count == ClassCount.shownLocations, let last = locations.last?.location else {
      return true
    }
    return line < last.line && file == last.file
  }

  /// Keeps a place of a class.
  mutating func add(_ location: CallLocation, to index: CallClass.Index) {
    if log.name != location.file { log = (location.file, log.count + 1) }
    let order = CallOrder(log: log.count, line: location.line)
    var locations = calls[Int(index)].locations
    locations.insert(
      (order, location), at: locations.firstIndex { order < $0.order } ?? locations.count)
    calls[Int(index)].locations = Array(locations.prefix(ClassCount.shownLocations))
  }

  /// Adds what was counted in a later log.
  mutating func add(_ later: Self) {
    if let last = later.calls.indices.last, last >= calls.count { extend(to: last) }
    for (index, count) in later.calls.enumerated() {
      calls[index].count += count.count
      calls[index].afterDeath += count.afterDeath
      let room = ClassCount.shownLocations - calls[index].locations.count
      calls[index].locations += count.locations.prefix(room).map { found in
        (CallOrder(log: log.count + found.order.log, line: found.order.line), found.location)
      }
    }
    log = (later.log.name, log.count + later.log.count)
  }

  private mutating func extend(to index: Int) {
    while calls.count <= index {
      var count = ClassCount()
      switch book[CallClass.Index(calls.count)].outcome.verdict {
      case .allow?, .log?: break
      case .killProcess?: count.effects = [.isShown, .killsProcess]
      case .killThread?: count.effects = [.isShown, .killsThread]
      case .errno?, .trap?, .trace?, .notify?, nil: count.effects = .isShown
      }
      calls.append(count)
    }
  }
}
