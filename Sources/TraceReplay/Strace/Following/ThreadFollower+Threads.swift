import LinuxABI

extension ThreadFollower {
  // MARK: - Who

  /// The thread that a line is about.
  mutating func thread(of record: LineRecord) -> Int32 {
    if record.hasThread {
      recognize(record.thread, record)
      return record.thread
    }
    // Without a prefix there is one thread left, which need not be the first.
    if threads.count == 1 { return threads[0].thread }
    if threads.place(of: fileThread) != nil || threads.count == 0 { return fileThread }
    return survivor(record)
  }

  /// Finds out that a named thread is the one that had no name so far.
  mutating func recognize(_ thread: Int32, _ record: LineRecord) {
    guard fileThread == 0, thread != 0, threads.place(of: thread) == nil,
      !announced.contains(thread), let place = threads.place(of: 0)
    else { return }
    // A thread in a call can do nothing but end it; somebody else is new.
    if let name = openName(at: place), record.kind != .resumed || record.name != name { return }
    rename(place, to: thread)
  }

  /// Finds out that children are followed: a thread is heard of that was made in the log, or that
  /// nothing was heard of before one was.
  mutating func notice(_ thread: Int32) {
    if births.areFollowed || !births.isWaiting && cloning.isEmpty { return }
    if births.has(thread) || threads.place(of: thread) == nil { births.follow() }
  }

  /// The name of the call that a thread is in.
  private func openName(at place: Int) -> SyscallNames.Index? {
    if threads[place].marks.contains(.hasOpenCall) { return threads[place].openName }
    guard let held = threads[place].held.last, held.record.kind == .unfinished else { return nil }
    return held.record.name
  }

  /// The one thread that is left when a line names none: the oldest that can have made it.
  ///
  /// With `strace -qq` nothing has said that the others are gone.
  private mutating func survivor(_ record: LineRecord) -> Int32 {
    let wanted = record.kind == .resumed ? record.name : nil
    let place = (0..<threads.count).first { openName(at: $0) == wanted } ?? threads.count - 1
    let thread = threads[place].thread
    let others = (0..<threads.count).map { threads[$0].thread }.filter { $0 != thread }
    for other in others { end(other) }
    return thread
  }

  /// The place of a thread, which is new if nothing was heard of it before.
  mutating func place(of thread: Int32) -> Int {
    if let place = threads.place(of: thread) { return place }
    // A child's first line may come before its parent's call returns.
    let parents = cloning.compactMap { threads.place(of: $0) }
    let relation = kin[thread]
    var abi = judge.abis.only ?? relation?.abi
    var certainty = ThreadState.Certainty.assumed
    if abi == nil, let parent = parents.first,
      parents.allSatisfy({ threads[$0].abi == threads[parent].abi })
    {
      abi = threads[parent].abi
      certainty = threads[parent].certainty
    }
    var state = ThreadState(
      thread: thread, process: newProcess(), abi: abi ?? judge.abis.usual, certainty: certainty)
    if abi == nil { state.marks.insert(.isHolding) }
    if !parents.isEmpty, parents.allSatisfy({ threads[$0].marks.contains(.isDead) }) {
      // What a dead process has made does not live.
      state.marks.insert(.isDead)
    }
    if relation?.isDead == true { state.marks.insert(.isDead) }
    if isBornOutside(parents, relation) { state.marks.insert(.isOutside) }
    return threads.add(state)
  }

  /// Whether the log is about one thread, this one: each other has a log of its own.
  func isAlone(_ place: Int) -> Bool {
    fileThread != 0 && threads[place].thread == fileThread
  }

  private mutating func newProcess() -> Int32 {
    // Processes that no thread is in any more give their places back.
    if deadProcesses.count > 2 * threads.count + 1024 {
      var places: [Int32: Int32] = [:]
      var dead: [Bool] = []
      for place in 0..<threads.count {
        let process = threads[place].process
        if places[process] == nil {
          places[process] = Int32(dead.count)
          dead.append(deadProcesses[Int(process)])
        }
        threads[place].process = places[process] ?? 0
      }
      deadProcesses = dead
      let former = siblings
      siblings = [:]
      for (process, place) in places {
        siblings[place] = former[process]?.filter { threads.place(of: $0) != nil }
      }
    }
    deadProcesses.append(false)
    return Int32(deadProcesses.count - 1)
  }

  /// Follows the end of a thread.
  mutating func end(_ thread: Int32) {
    announced.remove(thread)
    guard let place = threads.place(of: thread) else { return }
    if threads[place].marks.contains(.isHolding) { release(place) }
    if threads[place].marks.contains(.hasOpenCall) { judgeUnfinished(place) }
    leaveLaunch(place)
    threads.remove(at: place)
  }

  /// Follows an execve of another thread, which goes on under the number of its process.
  mutating func supersede(_ leader: Int32, by thread: Int32) {
    guard thread != leader, threads.place(of: thread) != nil else { return }
    if let old = threads.place(of: leader) { threads.remove(at: old) }
    if let place = threads.place(of: thread) { rename(place, to: leader) }
  }

  // MARK: - What calls do to threads

  /// Follows a call that makes a thread, or a new program.
  mutating func finishRole(
    _ role: Role, _ record: LineRecord, _ text: ByteView, _ line: Int, _ place: Int,
    isAfterDeath: Bool
  ) {
    let (rest, end) = (Int(record.rest), Int(record.end))
    guard let close = LineScanner.closing(text, from: rest, to: end),
      let number = Self.result(text, Self.beginOfResult(text, close, end), end)
    else { return }
    switch role {
    case .plain: break
    case .exec:
      guard number == 0 else { return }
      endLaunch(place)
      if judge.abis.only != nil { return }
      // The new program may use another ABI; what it calls next will tell.
      threads[place].abi = judge.abis.usual
      threads[place].certainty = .assumed
      threads[place].marks.insert(.isHolding)
    case .clone:
      guard number > 0 else { return }
      let shares = Self.isThread(text, rest, close)
      births.add(number, line: line)
      adopt(number, by: place, asThread: shares, isAfterDeath: isAfterDeath)
    case .install: install(record, text, line, place, result: number)
    }
  }

  /// Where a result begins after the parenthesis before it.
  static func beginOfResult(_ text: ByteView, _ close: Int, _ end: Int) -> Int {
    var result = close + 1
    while result < end, text[result] == Character8.blank || text[result] == UInt8(ascii: "=") {
      result += 1
    }
    return result
  }

  /// The number that a call returned; of a thread in another namespace the one by which strace
  /// knows it: `5 /* 4711 in strace's PID NS */`.
  private static func result(_ text: ByteView, _ start: Int, _ end: Int) -> Int32? {
    var place = start
    while let comment = text.firstIndex(of: UInt8(ascii: "/"), from: place, to: end) {
      place = comment + 3
      guard text.has("/* ", at: comment) else {
        place = comment + 1
        continue
      }
      while place < end, Character8.isDigit(text[place]) { place += 1 }
      if text.has(" in strace's PID NS */", at: place) { return number(text, comment + 3, end) }
    }
    return number(text, start, end)
  }

  /// The number at a place: decimal, or hexadecimal where strace shows raw values.
  static func number(_ text: ByteView, _ start: Int, _ end: Int) -> Int32? {
    let isHex = text.has("0x", at: start)
    var place = isHex ? start + 2 : start
    let first = place
    var number: UInt64 = 0
    while place < end, place - first < 8 {
      let digit = Character8.hexValue(text[place])
      if digit >= (isHex ? 16 : 10) { break }
      number = number * (isHex ? 16 : 10) + UInt64(digit)
      place += 1
    }
    return place > first ? Int32(truncatingIfNeeded: number) : nil
  }

  /// Whether the flags of a clone say that it makes a thread of the same process.
  private static func isThread(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    var place = start
    while let found = text.firstIndex(of: UInt8(ascii: "C"), from: place, to: end) {
      if text.has("CLONE_THREAD", at: found) { return true }
      place = found + 1
    }
    // As a number, it is in the list by name, or the first register.
    let list = ArgumentList(text, from: start, to: end + 1)
    let prefixes: [StaticString] = ["flags=", "{flags="]
    for index in 0..<min(list.count, ArgumentList.capacity) {
      let (start, end) = list[index]
      for prefix in prefixes where text.has(prefix, at: start) {
        return number(text, start + prefix.utf8CodeUnitCount, end).map { $0 & 0x10000 != 0 }
          ?? false
      }
    }
    // The only argument of clone3 besides is a size.
    return list.count > 2 && number(text, start, end).map { $0 & 0x10000 != 0 } ?? false
  }

  /// Tells a new thread from whom it has its ABI, and its process.
  private mutating func adopt(
    _ thread: Int32, by parent: Int, asThread: Bool, isAfterDeath: Bool
  ) {
    let abi = threads[parent].abi
    let certainty = threads[parent].certainty
    let process = threads[parent].process
    let isDead = isAfterDeath || asThread && threads[parent].marks.contains(.isDead)
    if !asThread { judgeLaunch(parent) }
    let isOutside = threads[parent].marks.contains(.isOutside)
    if isAlone(parent) {
      kin.adopt(
        thread, by: threads[parent].thread, abi: abi, asThread: asThread, isDead: isDead,
        isOutside: isOutside)
      return
    }
    let place: Int
    if let known = threads.place(of: thread) {
      place = known
      if threads[place].marks.contains(.isHolding) { settle(abi, certainty, at: place) }
      if asThread { threads[place].process = process }
    } else {
      place = threads.add(
        ThreadState(
          thread: thread, process: asThread ? process : newProcess(), abi: abi,
          certainty: certainty))
    }
    if asThread { siblings[process, default: [threads[parent].thread]].append(thread) }
    if isDead { threads[place].marks.insert(.isDead) }
    inherit(place, from: parent)
  }

  /// Calls a thread by another number.
  private mutating func rename(_ place: Int, to thread: Int32) {
    siblings[threads[place].process]?.append(thread)
    threads.rename(at: place, to: thread)
  }
}
