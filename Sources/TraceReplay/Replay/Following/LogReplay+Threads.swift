import LinuxABI

/// What is born, what starts anew, and what ends.
extension LogReplay {
  /// Whether the log is about one thread, this one: each other has a log of its own.
  func isAlone(_ index: Int) -> Bool {
    file.thread != 0 && threads[index].thread == file.thread
  }

  /// The index of a thread, which is new if nothing was heard of it before.
  mutating func index(of thread: Int32) -> Int {
    if let index = threads.index(of: thread) { return index }
    // A child's first line may come before its parent's call returns.
    let parents = births.parents.compactMap { threads.index(of: $0) }
    let relation = totals.kin[thread]
    var abi = abis.only ?? relation?.abi
    var certainty = ABICertainty.assumed
    if abi == nil, let parent = parents.first,
      parents.allSatisfy({ threads[$0].abi == threads[parent].abi })
    {
      abi = threads[parent].abi
      certainty = threads[parent].certainty
    }
    var state = ThreadState<Reader.Kept>(
      thread: thread, process: newProcess(), abi: abi ?? abis.usual, certainty: certainty)
    if abi == nil { state.marks.insert(.isHolding) }
    if !parents.isEmpty, parents.allSatisfy({ threads[$0].marks.contains(.isDead) }) {
      // What a dead process has made does not live.
      state.marks.insert(.isDead)
    }
    if relation?.isDead == true { state.marks.insert(.isDead) }
    if isBornOutside(parents, relation) { state.marks.insert(.isOutside) }
    return threads.add(state)
  }

  private mutating func newProcess() -> Int32 {
    if processes.count > 2 * threads.count + 1024 { processes.compact(&threads) }
    return processes.add()
  }

  /// Finds out that children are followed: a thread is heard of that was made in the log, or that
  /// nothing was heard of before one was.
  mutating func notice(_ thread: Int32) {
    if births.areFollowed || !births.isWaiting { return }
    if births.has(thread) || threads.index(of: thread) == nil { births.follow() }
  }

  // MARK: - Births

  /// A thread or process that a call has made.
  struct Birth {
    var thread: Int32
    /// The index of the one that has made it.
    var parent: Int
    /// Whether both are threads of one process.
    var isThread: Bool
    var isDead: Bool
    /// What the child has from its parent.
    var abi: ABI
    var certainty: ABICertainty
    var process: Int32
  }

  /// Follows a call that has made a thread or process, which ``adopt(_:)`` puts among the others.
  ///
  /// - Parameters:
  ///   - thread: The child.
  ///   - parent: The index of its parent.
  ///   - isThread: Whether both are threads of one process.
  ///   - isAfterDeath: Whether the parent was dead when it began to make it.
  ///   - line: The line on which the call began.
  /// - Returns: The birth; its calls that wait for its ABI may be let go with the ABI of that.
  mutating func birth(
    of thread: Int32, by parent: Int, isThread: Bool, isAfterDeath: Bool, line: Int
  ) -> Birth {
    births.add(thread, line: line)
    let state = threads[parent]
    let birth = Birth(
      thread: thread, parent: parent, isThread: isThread,
      isDead: isAfterDeath || isThread && state.marks.contains(.isDead), abi: state.abi,
      certainty: state.certainty, process: state.process)
    if !isThread { judgeLaunch(parent) }
    return birth
  }

  /// Gives a new thread what it has from the one that has made it.
  mutating func adopt(_ birth: Birth) {
    let (thread, parent) = (birth.thread, birth.parent)
    if isAlone(parent) {
      totals.kin.adopt(
        thread, by: threads[parent].thread, abi: birth.abi, asThread: birth.isThread,
        isDead: birth.isDead, isOutside: threads[parent].marks.contains(.isOutside))
      return
    }
    let index: Int
    if let known = threads.index(of: thread) {
      index = known
      if birth.isThread { threads[index].process = birth.process }
    } else {
      index = threads.add(
        ThreadState(
          thread: thread, process: birth.isThread ? birth.process : newProcess(),
          abi: birth.abi, certainty: birth.certainty))
    }
    if birth.isThread {
      processes.add(thread, to: birth.process, beside: threads[parent].thread)
    }
    if birth.isDead { threads[index].marks.insert(.isDead) }
    inherit(index, from: parent)
  }

  // MARK: - New programs, new numbers, ends

  /// Follows the start of a new program, which may use another ABI.
  ///
  /// - Parameter index: The index of the thread.
  mutating func execute(_ index: Int) {
    endLaunch(index)
    if abis.only != nil { return }
    threads[index].abi = abis.usual
    threads[index].certainty = .assumed
  }

  /// Calls a thread by another number.
  mutating func rename(_ index: Int, to thread: Int32) {
    processes.rename(to: thread, in: threads[index].process)
    threads.rename(at: index, to: thread)
  }

  /// Follows a start of a new program by another thread than the first, which goes on under the number
  /// of its process.
  mutating func supersede(_ leader: Int32, by thread: Int32) {
    guard thread != leader, threads.index(of: thread) != nil else { return }
    if let old = threads.index(of: leader) { threads.remove(at: old) }
    if let index = threads.index(of: thread) { rename(index, to: leader) }
  }

  /// Follows the end of a thread; the format has let go of its calls that waited.
  mutating func end(_ thread: Int32) {
    guard let index = threads.index(of: thread) else { return }
    leaveLaunch(index)
    threads.remove(at: index)
  }

  // MARK: - Too many threads

  /// Forgets the threads of which nothing is known; says whether that is enough.
  mutating func forgetUnknownThreads() -> Bool {
    let marks: ThreadMarks = totals.kin.hasFilter ? .isOutside : []
    threads.removeAll { $0.isForgettable(marks) }
    return threads.count <= ReplayLimits.threads / 2
  }

  /// Forgets all threads; the format has let go of their calls that waited.
  mutating func forgetThreads() {
    for index in 0..<threads.count { judgeLaunch(index) }
    threads.removeAll { _ in true }
    // It is not known any more who has a filter; to judge too much hides nothing.
    totals.kin.hasForgotten = true
  }
}
