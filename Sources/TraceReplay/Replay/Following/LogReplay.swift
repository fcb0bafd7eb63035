import LinuxABI

/// Goes through the calls and threads of one log in order, as a format tells of them: counts the
/// calls by their classes, and follows what they and the filters do to threads.
///
/// A format calls, line by line or record by record,
///
/// - ``index(of:)`` for the thread that it is about,
/// - `count` for a call, with the class that ``judge`` finds,
/// - ``execute(_:)``, `birth`, ``adopt(_:)`` and `install` for what a call has done to threads,
/// - ``end(_:)``, `answered` and `killed` for the ends of threads and the signal of filters,
/// - ``finish(afterLines:)`` at the end.
struct LogReplay<Reader: TraceReader> {
  /// The log.
  let file: LogFile
  let options: ReplayOptions
  /// The ABIs that calls may have come through.
  let abis: LogABIs
  /// Who looks at every call, if somebody does.
  let observer: CallObserver?

  var judge: CallJudge
  /// Who tells what the log shows of a call.
  var reader: Reader
  /// What has been counted, in this log and those before it that belong to its set.
  var totals: LogTotals
  var threads = ThreadTable<Reader.Kept>()
  var processes = ProcessTable()
  /// The threads that were made, while nothing is seen of them.
  var births = Births()
  /// Whether the log has had a call.
  var hasSeenCall = false
  /// Why the log cannot be replayed to its end.
  var failure: ReplayError?

  init(
    file: LogFile, totals: LogTotals, options: ReplayOptions, abis: LogABIs, judge: CallJudge,
    reader: Reader, observer: CallObserver?
  ) {
    self.file = file
    self.totals = totals
    self.options = options
    self.abis = abis
    self.judge = judge
    self.reader = reader
    self.observer = observer
  }

  /// The classes that calls have been found to be in.
  var book: ClassBook { judge.book }

  /// Ends the log; the format has let go of all calls that waited.
  ///
  /// - Parameter lines: How many lines it has.
  mutating func finish(afterLines lines: Int) {
    for index in 0..<threads.count { judgeLaunch(index) }
    let missing = births.missing(afterLines: lines, of: file.name)
    if file.thread == 0 {
      totals.counters.missingChildren.add(missing)
    } else {
      totals.kin.addLog(of: file.thread, without: missing)
    }
  }

  /// Refuses the log if its calls differ in more ways than a report is made for.
  mutating func checkClasses(upToLine line: Int) {
    guard failure == nil, book.isFull else { return }
    failure = ReplayError(
      file.name,
      "calls differ in more than \(book.mostClasses) ways (numbers, verdicts and reasons) "
        + "up to line \(line)")
  }

  // MARK: - What cannot be read

  /// Takes down something that cannot be read.
  mutating func addUnreadable(_ reason: String, line: Int, _ text: @autoclosure () -> String) {
    let file = file.name
    totals.counters.unreadable.add(
      Oddities.Example(file: file, line: line, reason: reason, text: text()))
  }

  /// Takes down an argument that is not understood.
  mutating func addUnknown(_ part: Range<Int>, at position: Reader.Position, line: Int) {
    let (file, reader) = (file.name, reader)
    totals.counters.unknownTexts.add(
      Oddities.Example(
        file: file, line: line, reason: "this argument is not understood",
        text: reader.text(of: part, at: position)))
  }
}
