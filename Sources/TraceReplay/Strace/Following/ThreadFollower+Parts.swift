import LinuxABI

/// Calls whose text is not on one line.
extension ThreadFollower {
  // MARK: - Calls in two parts

  /// Keeps the first part of a call until the rest comes.
  mutating func open(
    _ record: LineRecord, _ text: ByteView, _ line: Int, _ place: Int, isJudged: Bool,
    wasDead: Bool = false
  ) {
    threads[place].marks.insert(.hasOpenCall)
    threads[place].openName = record.name
    let isNeeded =
      !isJudged || record.name != SyscallNames.unknown && roles[Int(record.name)] != .plain
    if !isNeeded { return }
    threads[place].openCall = ThreadState.OpenCall(
      line: line, record: record,
      text: text.bytes(from: Int(record.body), to: textEnd(record, text)),
      isJudged: isJudged, isAfterDeath: wasDead)
    keptBytes += threads[place].openCall?.text.count ?? 0
    if record.name != SyscallNames.unknown, roles[Int(record.name)] == .clone {
      if cloning.count == ReplayLimits.openClones { cloning.removeFirst() }
      cloning.append(threads[place].thread)
    }
  }

  /// Forgets the open call of a thread.
  private mutating func close(_ place: Int) {
    keptBytes -= threads[place].openCall?.text.count ?? 0
    threads[place].openCall = nil
    threads[place].marks.remove(.hasOpenCall)
    if !cloning.isEmpty {
      let thread = threads[place].thread
      cloning.removeAll { $0 == thread }
    }
  }

  /// Puts the rest of a call to its first part.
  mutating func resume(_ record: LineRecord, _ text: ByteView, _ line: Int) {
    let place = place(of: thread(of: record))
    if threads[place].marks.contains(.isHolding) {
      resumeHeld(record, text, line, place)
      return
    }
    guard threads[place].marks.contains(.hasOpenCall) else {
      counters.resumedFromBefore += 1
      return
    }
    if threads[place].openName != record.name {
      addUnreadable(
        "this resumes another call than the one that is open", line: line, text,
        Int(record.start), Int(record.end))
      judgeUnfinished(place)
      return
    }
    if !isLent { threads[place].last.noteRest(record) }
    finish(with: text, Int(record.rest), Int(record.end), place)
  }

  /// Ends the open call of a thread with the rest of its line.
  private mutating func finish(with text: ByteView, _ rest: Int, _ end: Int, _ place: Int) {
    guard let open = threads[place].openCall else {
      close(place)
      return
    }
    if text.has(" <unfinished ...>)", at: rest) {
      // The thread died within the call; what is missing was never printed.
      judgeUnfinished(place)
      return
    }
    close(place)
    let whole = open.text + text.bytes(from: rest, to: end)
    let record = Self.record(of: open, length: whole.count)
    let thread = threads[place].thread
    let wasLent = isLent
    isLent = true
    defer { isLent = wasLent }
    ByteView.lending(whole) { text in
      let place = self.place(of: thread)
      if open.isJudged {
        finishRole(
          roles[Int(record.name)], record, text, open.line, place,
          isAfterDeath: open.isAfterDeath)
      } else {
        perform(record, text, open.line, place)
      }
    }
    if let place = threads.place(of: thread) { threads[place].last.wasResumed() }
  }

  /// Judges a call of which no more will come.
  mutating func judgeUnfinished(_ place: Int) {
    counters.neverFinished += 1
    let open = threads[place].openCall
    close(place)
    guard let open, !open.isJudged else { return }
    let record = Self.record(of: open, length: open.text.count)
    let thread = threads[place].thread
    let wasLent = isLent
    isLent = true
    defer { isLent = wasLent }
    ByteView.lending(open.text) { text in
      perform(record, text, open.line, self.place(of: thread), isKnownCut: true)
    }
  }

  /// The record of a call whose text begins with its name.
  private static func record(of open: ThreadState.OpenCall, length: Int) -> LineRecord {
    var record = open.record
    record.kind = .call
    record.tally = LineRecord.noTally
    record.rest -= record.body
    record.start = 0
    record.body = 0
    record.end = UInt32(length)
    return record
  }

  /// Puts the rest of a call to its first part while the thread's calls wait.
  private mutating func resumeHeld(
    _ record: LineRecord, _ text: ByteView, _ line: Int, _ place: Int
  ) {
    guard let held = threads[place].held.last, held.record.kind == .unfinished,
      held.record.name == record.name
    else {
      counters.resumedFromBefore += 1
      return
    }
    threads[place].held.removeLast()
    keptBytes -= held.text.count
    let head = held.text.dropLast("<unfinished ...>".utf8.count)
    let whole = Array(head) + text.bytes(from: Int(record.rest), to: Int(record.end))
    rescan(whole, line: held.line)
  }

  /// Reads a line that was put together.
  private mutating func rescan(_ line: [UInt8], line number: Int) {
    let wasLent = isLent
    isLent = true
    defer { isLent = wasLent }
    ByteView.lending(line) { text in
      var scanner = LineScanner()
      var record = LineRecord()
      var place: Int? = 0
      while let begin = place {
        let isFound = scanner.scan(text, from: begin, to: text.count, into: &record)
        if record.kind == .open { record.kind = .call }
        if isFound { follow(record, in: text, line: number) }
        place = scanner.further
        scanner.further = nil
      }
    }
  }

  // MARK: - Lines with something in between

  /// The text of a line that stops in the middle, without what strace has said there.
  mutating func openText(_ record: LineRecord, _ text: ByteView) -> [UInt8] {
    var bytes = text.bytes(from: Int(record.start), to: Int(record.end))
    let marker = Array("Process ".utf8)
    if let found = bytes.lastRange(of: marker), bytes.suffix(9) == Array(" attached".utf8)[...] {
      let digits = bytes[found.upperBound...].prefix(while: Character8.isDigit)
      if let thread = Int32(String(decoding: digits, as: UTF8.self)) {
        if announced.count < ReplayLimits.threads { announced.insert(thread) }
      }
      bytes.removeSubrange(Self.beginOfTracer(bytes, found.lowerBound)...)
    }
    return bytes
  }

  /// Where the name or path begins that a tracer has put before what it says at a place.
  private static func beginOfTracer(_ bytes: [UInt8], _ place: Int) -> Int {
    guard place > 2, bytes[place - 1] == Character8.blank, bytes[place - 2] == UInt8(ascii: ":")
    else { return place }
    let end = place - 2
    var begin = end
    let others = Array("-+./".utf8)
    while begin > 0, Character8.isInName(bytes[begin - 1]) || others.contains(bytes[begin - 1]) {
      begin -= 1
    }
    guard var path = bytes[begin..<end].firstIndex(of: UInt8(ascii: "/")) else {
      let name = Array("strace".utf8)
      return bytes[begin..<end].suffix(6) == name[...] ? end - 6 : place
    }
    while path > begin, bytes[path - 1] == UInt8(ascii: ".") { path -= 1 }
    return path
  }

  /// Puts the next line to one that stops in the middle.
  mutating func join(_ record: LineRecord, _ text: ByteView) {
    guard let open = pending else { return }
    pending = nil
    if open.text.count > LineBatch.usualSize {
      pending = open
      settlePending()
      return
    }
    let whole = open.text + text.bytes(from: Int(record.start), to: Int(record.end))
    let wasLent = isLent
    isLent = true
    defer { isLent = wasLent }
    ByteView.lending(whole) { text in
      var scanner = LineScanner()
      var record = LineRecord()
      var place: Int? = 0
      while let begin = place {
        let isFound = scanner.scan(text, from: begin, to: text.count, into: &record)
        place = scanner.further
        scanner.further = nil
        if !isFound { continue }
        if begin == 0, record.kind == .open, open.joins < 3 {
          pending = (record, open.line, whole, open.joins + 1)
        } else {
          if record.kind == .open { record.kind = .detached }
          follow(record, in: text, line: open.line)
        }
      }
    }
  }

  /// Judges a line that stops in the middle by what is there, and says that it does.
  mutating func settlePending() {
    guard let open = pending else { return }
    pending = nil
    let wasLent = isLent
    isLent = true
    defer { isLent = wasLent }
    ByteView.lending(open.text) { text in
      var record = open.record
      record.rest -= record.start
      record.body -= record.start
      record.start = 0
      record.end = UInt32(text.count)
      addUnreadable(
        isCutOff ? "the log ends in the middle of this line" : "this line stops in the middle",
        line: open.line, text, 0, text.count)
      record.kind = .call
      record.tally = LineRecord.noTally
      if record.hasNumber || record.name != SyscallNames.unknown {
        call(record, text, open.line, isKnownCut: true)
      }
    }
  }

  /// Whether a line without prefix is the rest of a call that was cut on the line before, as
  /// strace 6.1 prints it with `-z`.
  mutating func continues(
    _ thread: Int32, _ record: LineRecord, _ text: ByteView, _ line: Int
  ) -> Bool {
    guard let place = threads.place(of: thread),
      LineScanner.closing(text, from: Int(record.start), to: Int(record.end)) != nil
    else { return false }
    if threads[place].marks.contains(.isHolding), let held = threads[place].held.last,
      held.record.kind == .unfinished
    {
      var resumed = record
      resumed.name = held.record.name
      resumed.rest = record.start
      resumeHeld(resumed, text, line, place)
      return true
    }
    guard threads[place].marks.contains(.hasOpenCall) else { return false }
    finish(with: text, Int(record.start), Int(record.end), place)
    return true
  }
}

extension Array where Element == UInt8 {
  /// The last range in which these bytes stand.
  fileprivate func lastRange(of bytes: [UInt8]) -> Range<Int>? {
    guard count >= bytes.count else { return nil }
    for start in stride(from: count - bytes.count, through: 0, by: -1)
    where self[start..<start + bytes.count].elementsEqual(bytes) {
      return start..<start + bytes.count
    }
    return nil
  }
}
