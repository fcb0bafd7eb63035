import LinuxABI

/// Logs that were made under a filter.
///
/// Where a launcher installs a filter and starts a program, that program is what the log is about:
/// calls without the filter are left out. Until the first such start is met all calls count; then they
/// are taken back. A program that installs a filter for itself makes all of its calls under any policy
/// that is put around it, so that its log is like any other.
extension ThreadFollower {
  // MARK: - Installations

  /// Follows a call that may have installed a filter.
  mutating func install(
    _ record: LineRecord, _ text: ByteView, _ line: Int, _ place: Int, result: Int32
  ) {
    guard !options.judgesFromStart,
      let flags = installationFlags(of: record, text, place),
      // Where a filter cannot be given to all threads, the result is the number of one of them.
      result == 0 || result > 0 && (flags & Self.listens != 0 || flags & Self.isForAllThreads == 0)
    else { return }
    if kin.hasFilter, !threads[place].marks.contains(.isOutside) { return }
    // Launchers may install several filters.
    if threads[place].launch != nil { return }
    let launch = FilterLaunch(
      installation: CallPlace(
        file: file, line: line, thread: threads[place].thread,
        text: Self.shown(text, Int(record.body), Int(record.end))))
    joinLaunch(launch, place)
    guard flags & Self.isForAllThreads != 0 else { return }
    let process = threads[place].process
    for thread in siblings[process] ?? [] {
      guard let sibling = threads.place(of: thread), sibling != place,
        threads[sibling].process == process
      else { continue }
      joinLaunch(launch, sibling)
    }
  }

  /// The flag `SECCOMP_FILTER_FLAG_TSYNC`.
  private static var isForAllThreads: UInt64 { 1 }
  /// The flag `SECCOMP_FILTER_FLAG_NEW_LISTENER`.
  private static var listens: UInt64 { 8 }

  /// The flags of a call that asks for a filter to be installed; `nil` for any other call.
  private mutating func installationFlags(
    of record: LineRecord, _ text: ByteView, _ place: Int
  ) -> UInt64? {
    // Programs call prctl for many things.
    let rest = Int(record.rest)
    if text.has("PR_", at: rest), !text.has("PR_SET_SECCOMP", at: rest) { return nil }
    guard let abi = abi(of: record, at: place) else { return nil }
    let (_, result) = judge.registers(
      of: question(record, abi, place, textEnd(record, text)), in: text)
    let values = (0..<3).map { index in
      result.registers.known[index] & 0xffff_ffff == 0xffff_ffff
        ? result.registers.value[index] & 0xffff_ffff : nil
    }
    switch names.names[Int(record.name)] {
    // PR_SET_SECCOMP, SECCOMP_MODE_FILTER
    case "prctl": return values[0] == 22 && values[1] == 2 ? 0 : nil
    // SECCOMP_SET_MODE_FILTER
    case "seccomp": return values[0] == 1 ? values[1] ?? 0 : nil
    default: return nil
    }
  }

  /// Takes back all calls: only those under a filter count from here on.
  private mutating func beginFilter() {
    counters.leftOut +=
      tallies.calls.reduce(0) { $0 + $1.count + $1.afterDeath }
      + counters.launches.values.reduce(0, +)
    tallies = Tallies(book: book)
    counters.forgetCalls()
    kin.beginFilter()
    for place in 0..<threads.count {
      threads[place].marks.remove(.isDead)
      threads[place].marks.insert(.isOutside)
    }
    for process in deadProcesses.indices { deadProcesses[process] = false }
  }

  /// Passes over a call that was made without a filter.
  mutating func leaveOut(
    _ record: LineRecord, _ role: Role, _ text: ByteView, _ line: Int, _ place: Int
  ) {
    counters.leftOut += 1
    threads[place].last.tally = LineRecord.noTally
    if record.kind == .unfinished {
      open(record, text, line, place, isJudged: true)
    } else if role != .plain {
      finishRole(role, record, text, line, place, isAfterDeath: false)
    }
  }

  // MARK: - Who has a filter

  /// Whether a thread that was not heard of before has no filter, where others have one.
  func isBornOutside(_ parents: [Int], _ relation: ThreadKin.Relation?) -> Bool {
    guard kin.hasFilter, !kin.hasForgotten else { return false }
    if let relation { return relation.isOutside }
    return parents.allSatisfy { threads[$0].marks.contains(.isOutside) }
  }

  /// Gives a thread the filter of the one that has made it, or none.
  mutating func inherit(_ place: Int, from parent: Int) {
    guard kin.hasFilter else { return }
    if threads[parent].marks.contains(.isOutside) {
      threads[place].marks.insert(.isOutside)
      return
    }
    threads[place].marks.remove(.isOutside)
    // A process of its own is no part of its parent's launch, which is over by now.
    if let launch = threads[parent].launch { joinLaunch(launch, place) }
  }

  // MARK: - Launches

  private mutating func joinLaunch(_ launch: FilterLaunch, _ place: Int) {
    threads[place].marks.insert(.isPreparing)
    threads[place].launch = launch
    launch.waiting += 1
  }

  /// Keeps a call until it is known whose it is; says `false` if that will not be known.
  mutating func hold(
    _ tally: UInt32, _ question: CallJudge.Question, _ text: ByteView, _ record: LineRecord,
    _ line: Int, _ place: Int
  ) -> Bool {
    guard let launch = threads[place].launch, launch.calls.count < FilterLaunch.mostCalls else {
      judgeLaunch(place)
      return false
    }
    let shown = CallPlace(
      file: file, line: line, thread: threads[place].thread,
      text: Self.shown(text, question.textStart, Int(record.end)))
    launch.calls.append(
      FilterLaunch.Call(
        tally: tally, place: shown, fallsBack: judge.fallsBack(tally, question, in: text),
        hasFailed: hasFailed(record, text, tally),
        observed: observer == nil
          ? nil : observed(tally, question, text, line, place, isLaunch: false)))
    return true
  }

  /// Ends a launch by the start of the program: what the launcher did does not count.
  mutating func endLaunch(_ place: Int) {
    guard let launch = threads[place].launch else { return }
    if !kin.hasFilter { beginFilter() }
    for place in 0..<threads.count where threads[place].launch === launch {
      threads[place].marks.remove(.isOutside)
    }
    counters.installations.add(launch.installation)
    counters.leftOut += max(launch.calls.count - 1, 0)
    if let start = launch.calls.last {
      counters.launches[start.tally, default: 0] += 1
      if var call = start.observed {
        call.isLaunch = true
        observe(call)
      }
    }
    launch.calls = []
    forgetLaunch(launch)
  }

  /// Ends a launch that is none: what the process did counts.
  mutating func judgeLaunch(_ place: Int) {
    guard let launch = threads[place].launch else { return }
    forgetLaunch(launch)
    for call in launch.calls { count(call) }
    launch.calls = []
  }

  /// Follows the end of a thread that was preparing.
  mutating func leaveLaunch(_ place: Int) {
    guard let launch = threads[place].launch else { return }
    if launch.waiting == 1 {
      judgeLaunch(place)
    } else {
      launch.waiting -= 1
    }
  }

  private mutating func forgetLaunch(_ launch: FilterLaunch) {
    for place in 0..<threads.count where threads[place].launch === launch {
      threads[place].launch = nil
      threads[place].marks.remove(.isPreparing)
    }
  }

  /// Counts a call that has waited.
  private mutating func count(_ call: FilterLaunch.Call) {
    let place = threads.place(of: call.place.thread)
    let isDead = place.map { threads[$0].marks.contains(.isDead) } ?? false
    if var observed = call.observed {
      observed.isAfterDeath = isDead
      observe(observed)
    }
    if place.map({ threads[$0].marks.contains(.isOutside) }) ?? kin.hasFilter {
      counters.leftOut += 1
      return
    }
    if isDead {
      tallies.countAfterDeath(call.tally)
      return
    }
    let effects = tallies.count(call.tally)
    if call.fallsBack {
      counters.fallbacks[call.tally, default: 0] += 1
      return
    }
    if call.hasFailed { noteFailure(call.tally, at: call.place) }
    if effects.contains(.isShown),
      tallies.wantsPlace(call.tally, in: call.place.file, line: call.place.line)
    {
      tallies.add(call.place, to: call.tally)
    }
    if let place { kill(effects, place) }
  }
}
