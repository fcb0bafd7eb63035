/// What has come of a log, or of the files of one `strace -ff` together.
struct LogTotals {
  /// Which log it is, or which set of logs.
  let number: Int
  /// The name of the set, if it is one.
  let set: String?
  var classes: ClassCounts
  var counters = ReplayCounters()
  /// How the threads belong together.
  var kin = ThreadKin()

  init(number: Int, set: String?, book: ClassBook) {
    self.number = number
    self.set = set
    classes = ClassCounts(book: book)
  }

  /// Adds a later log.
  mutating func add(_ later: Self) {
    classes.add(later.classes)
    counters.add(later.counters)
  }
}
