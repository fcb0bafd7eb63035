import ClassicBPF
import LinuxABI

/// Where a call stands in the logs.
struct CallPlace: Hashable, Sendable {
  /// The log, as it was named.
  var file: String
  /// The line, from 1.
  var line: Int
  /// The thread, 0 where the log names none.
  var thread: Int32
  /// The call as it was printed, as far as there is room.
  var text: String
}

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
struct Tally {
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
  var places: [(order: CallOrder, place: CallPlace)] = []

  /// How many places are kept.
  static let shownPlaces = 3
}

/// All that is counted while a log is replayed.
struct Tallies {
  /// The calls by the numbers of their classes.
  private(set) var calls: [Tally] = []
  /// The log of the last place that was kept, and how many logs there are up to that.
  private var log = (name: "", count: 0)
  private let book: TallyBook

  init(book: TallyBook) { self.book = book }

  /// Counts a call; says what it leads to.
  @inline(__always) mutating func count(_ index: UInt32) -> Tally.Effects {
    let index = Int(index)
    if index >= calls.count { extend(to: index) }
    calls[index].count += 1
    return calls[index].effects
  }

  /// Counts a call that was made after the death of its process.
  mutating func countAfterDeath(_ index: UInt32) {
    let index = Int(index)
    if index >= calls.count { extend(to: index) }
    calls[index].afterDeath += 1
  }

  /// Whether a place is among the first of its class, as far as is known: calls that wait for
  /// something are counted later than others behind them.
  func wantsPlace(_ index: UInt32, in file: String, line: Int) -> Bool {
    let places = calls[Int(index)].places
    guard places.count == Tally.shownPlaces, let last = places.last?.place else { return true }
    return line < last.line && file == last.file
  }

  /// Keeps a place of a class.
  mutating func add(_ place: CallPlace, to index: UInt32) {
    if log.name != place.file { log = (place.file, log.count + 1) }
    let order = CallOrder(log: log.count, line: place.line)
    var places = calls[Int(index)].places
    places.insert((order, place), at: places.firstIndex { order < $0.order } ?? places.count)
    calls[Int(index)].places = Array(places.prefix(Tally.shownPlaces))
  }

  /// Adds what was counted in a later log.
  mutating func add(_ later: Self) {
    if let last = later.calls.indices.last, last >= calls.count { extend(to: last) }
    for (index, tally) in later.calls.enumerated() {
      calls[index].count += tally.count
      calls[index].afterDeath += tally.afterDeath
      let room = Tally.shownPlaces - calls[index].places.count
      calls[index].places += tally.places.prefix(room).map { found in
        (CallOrder(log: log.count + found.order.log, line: found.order.line), found.place)
      }
    }
    log = (later.log.name, log.count + later.log.count)
  }

  private mutating func extend(to index: Int) {
    while calls.count <= index {
      var tally = Tally()
      switch book[UInt32(calls.count)].outcome.verdict {
      case .allow?, .log?: break
      case .killProcess?: tally.effects = [.isShown, .killsProcess]
      case .killThread?: tally.effects = [.isShown, .killsThread]
      case .errno?, .trap?, .trace?, .notify?, nil: tally.effects = .isShown
      }
      calls.append(tally)
    }
  }
}

/// Lines that cannot be read, or arguments that are not understood: how many, and the first of them.
public struct Oddities: Hashable, Sendable {
  /// One of them.
  public struct Example: Hashable, Sendable {
    /// The log, as it was named.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// What is wrong.
    public var reason: String
    /// The text, as far as there is room.
    public var text: String
  }

  /// How many there were.
  public internal(set) var count = 0
  /// The first of them.
  public internal(set) var first: [Example] = []

  /// How many are kept.
  public static let shown = 10

  mutating func add(_ example: @autoclosure () -> Example) {
    count += 1
    if first.count < Self.shown { first.append(example()) }
  }
}
