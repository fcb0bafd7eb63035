import LinuxABI

/// Logs that were made under a filter.
///
/// Where a launcher installs a filter and starts a program, that program is what the log is about:
/// calls without the filter are left out. Until the first such start is met all calls count; then they
/// are taken back. A program that installs a filter for itself makes all of its calls under any policy
/// that is put around it, so that its log is like any other.
extension LogReplay {
  // MARK: - Installations

  /// Follows a call that may have installed a filter.
  ///
  /// - Parameters:
  ///   - judged: The call; its class does not matter.
  ///   - result: What it has returned.
  mutating func install(_ judged: Judged, result: Int32) {
    if options.judgesFromStart { return }
    let reading = judge.registers(of: judged.call, at: judged.position, &reader).reading
    guard let installation = FilterInstallation(judged.call, reading.registers),
      installation.succeeds(with: result)
    else { return }
    let index = judged.thread
    if totals.kin.hasFilter, !threads[index].marks.contains(.isOutside) { return }
    // Launchers may install several filters.
    if threads[index].launch != nil { return }
    let launch = FilterLaunch(installation: location(of: judged))
    join(launch, index)
    guard installation.isForAllThreads else { return }
    let process = threads[index].process
    for thread in processes.siblings(in: process) {
      guard let sibling = threads.index(of: thread), sibling != index,
        threads[sibling].process == process
      else { continue }
      join(launch, sibling)
    }
  }

  /// Takes back all calls: only those under a filter count from here on.
  private mutating func beginFilter() {
    totals.counters.leftOut +=
      totals.classes.calls.reduce(0) { $0 + $1.count + $1.afterDeath }
      + totals.counters.launches.values.reduce(0, +)
    totals.classes = ClassCounts(book: book)
    totals.counters.forgetCalls()
    totals.kin.beginFilter()
    for index in 0..<threads.count {
      threads[index].marks.remove(.isDead)
      threads[index].marks.insert(.isOutside)
    }
  }

  // MARK: - Who has a filter

  /// Whether the calls of a thread are left out, so that they need not be judged.
  func leavesOut(_ index: Int) -> Bool {
    threads[index].marks.contains(.isOutside) && threads[index].launch == nil && observer == nil
  }

  /// Passes over a call that was made without a filter.
  mutating func leaveOut(_ index: Int) {
    totals.counters.leftOut += 1
    threads[index].last.callClass = CallClass.none
  }

  /// Whether a thread that was not heard of before has no filter, where others have one.
  func isBornOutside(_ parents: [Int], _ relation: ThreadKin.Relation?) -> Bool {
    guard totals.kin.hasFilter, !totals.kin.hasForgotten else { return false }
    if let relation { return relation.isOutside }
    return parents.allSatisfy { threads[$0].marks.contains(.isOutside) }
  }

  /// Gives a thread the filter of the one that has made it, or none.
  mutating func inherit(_ index: Int, from parent: Int) {
    guard totals.kin.hasFilter else { return }
    if threads[parent].marks.contains(.isOutside) {
      threads[index].marks.insert(.isOutside)
      return
    }
    threads[index].marks.remove(.isOutside)
    // A process of its own is no part of its parent's launch, which is over by now.
    if let launch = threads[parent].launch { join(launch, index) }
  }

  // MARK: - Launches

  private mutating func join(_ launch: FilterLaunch, _ index: Int) {
    threads[index].marks.insert(.isPreparing)
    threads[index].launch = launch
    launch.waiting += 1
  }

  /// Keeps a call until it is known whose it is; says `false` if that will not be known.
  mutating func hold(_ judged: Judged) -> Bool {
    guard let launch = threads[judged.thread].launch,
      launch.calls.count < FilterLaunch.mostCalls
    else {
      judgeLaunch(judged.thread)
      return false
    }
    launch.calls.append(
      FilterLaunch.Call(
        callClass: judged.callClass, location: location(of: judged),
        fallsBack: judge.fallsBack(judged.callClass, judged.call, at: judged.position, &reader),
        hasFailed: hasFailed(judged), observed: observer == nil ? nil : observed(judged)))
    return true
  }

  /// Ends a launch by the start of the program: what the launcher did does not count.
  mutating func endLaunch(_ index: Int) {
    guard let launch = threads[index].launch else { return }
    if !totals.kin.hasFilter { beginFilter() }
    for index in 0..<threads.count where threads[index].launch === launch {
      threads[index].marks.remove(.isOutside)
    }
    totals.counters.installations.add(launch.installation)
    totals.counters.leftOut += max(launch.calls.count - 1, 0)
    if let start = launch.calls.last {
      totals.counters.launches[start.callClass, default: 0] += 1
      if var call = start.observed {
        call.isLaunch = true
        observe(call)
      }
    }
    launch.calls = []
    forget(launch)
  }

  /// Ends a launch that is none: what the process did counts.
  mutating func judgeLaunch(_ index: Int) {
    guard let launch = threads[index].launch else { return }
    forget(launch)
    for call in launch.calls { count(call) }
    launch.calls = []
  }

  /// Follows the end of a thread that was preparing.
  mutating func leaveLaunch(_ index: Int) {
    guard let launch = threads[index].launch else { return }
    if launch.waiting == 1 {
      judgeLaunch(index)
    } else {
      launch.waiting -= 1
    }
  }

  private mutating func forget(_ launch: FilterLaunch) {
    for index in 0..<threads.count where threads[index].launch === launch {
      threads[index].launch = nil
      threads[index].marks.remove(.isPreparing)
    }
  }

  /// Counts a call that has waited.
  private mutating func count(_ call: FilterLaunch.Call) {
    let index = threads.index(of: call.location.thread)
    let isDead = index.map { threads[$0].marks.contains(.isDead) } ?? false
    if var observed = call.observed {
      observed.isAfterDeath = isDead
      observe(observed)
    }
    if index.map({ threads[$0].marks.contains(.isOutside) }) ?? totals.kin.hasFilter {
      totals.counters.leftOut += 1
      return
    }
    if isDead {
      totals.classes.countAfterDeath(call.callClass)
      return
    }
    let effects = totals.classes.count(call.callClass)
    if call.fallsBack {
      totals.counters.fallbacks[call.callClass, default: 0] += 1
      return
    }
    if call.hasFailed { noteFailure(call.callClass, at: call.location) }
    if effects.contains(.isShown),
      totals.classes.wantsLocation(call.callClass, in: call.location.file, line: call.location.line)
    {
      totals.classes.add(call.location, to: call.callClass)
    }
    if let index { kill(effects, index) }
  }
}
