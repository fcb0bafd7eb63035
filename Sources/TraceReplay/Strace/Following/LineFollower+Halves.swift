import LinuxABI

/// Calls in two parts: `<unfinished ...>`, `<... resumed>`.
extension LineFollower {
  /// Keeps the first part of a call until the rest comes.
  mutating func open(
    _ record: LineRecord, _ text: ByteView, _ line: Int, _ index: Int, isJudged: Bool,
    wasDead: Bool = false
  ) {
    replay.threads[index].marks.insert(.hasOpenCall)
    replay.threads[index].kept.openName = record.name
    let role = names.role(of: record.name)
    if isJudged, role == .plain { return }
    let bytes = text.bytes(from: Int(record.body), to: PrintedCall(record, in: text).end)
    replay.threads[index].kept.openCall = OpenCall(
      line: line, record: record, text: bytes, isJudged: isJudged, isAfterDeath: wasDead)
    keptBytes += bytes.count
    if role == .clone { replay.births.begin(replay.threads[index].thread) }
  }

  /// Forgets the open call of a thread.
  private mutating func close(_ index: Int) {
    keptBytes -= replay.threads[index].kept.openCall?.text.count ?? 0
    replay.threads[index].kept.openCall = nil
    replay.threads[index].marks.remove(.hasOpenCall)
    replay.births.finish(replay.threads[index].thread)
  }

  /// Puts the rest of a call to its first part.
  mutating func resume(_ record: LineRecord, _ text: ByteView, _ line: Int) {
    let index = replay.index(of: thread(of: record))
    if replay.threads[index].marks.contains(.isHolding) {
      resumeHeld(record, text, index)
      return
    }
    guard replay.threads[index].marks.contains(.hasOpenCall) else {
      replay.totals.counters.resumedFromBefore += 1
      return
    }
    if replay.threads[index].kept.openName != record.name {
      addUnreadable(
        "this resumes another call than the one that is open", line: line, text,
        Int(record.start), Int(record.end))
      judgeUnfinished(index)
      return
    }
    if !isLent { replay.threads[index].kept.last.noteRest(record) }
    finishOpen(index, with: text, Int(record.rest), Int(record.end))
  }

  /// Ends the open call of a thread with the rest of its line.
  private mutating func finishOpen(
    _ index: Int, with text: ByteView, _ rest: Int, _ end: Int
  ) {
    guard let open = replay.threads[index].kept.openCall else {
      close(index)
      return
    }
    if text.has(" <unfinished ...>)", at: rest) {
      // The thread died within the call; what is missing was never printed.
      judgeUnfinished(index)
      return
    }
    close(index)
    let whole = open.text + text.bytes(from: rest, to: end)
    let record = open.record(length: whole.count)
    let thread = replay.threads[index].thread
    lend(whole) { follower, text in
      let index = follower.replay.index(of: thread)
      if open.isJudged {
        follower.finish(
          follower.names.role(of: record.name), record, text, open.line, index,
          isAfterDeath: open.isAfterDeath)
      } else {
        follower.perform(record, text, open.line, index)
      }
    }
    if let index = replay.threads.index(of: thread),
      case .open = replay.threads[index].last.answer
    {
      replay.threads[index].last.answer = .open(isResumed: true)
    }
  }

  /// Judges a call of which no more will come.
  mutating func judgeUnfinished(_ index: Int) {
    replay.totals.counters.neverFinished += 1
    let open = replay.threads[index].kept.openCall
    close(index)
    guard let open, !open.isJudged else { return }
    let thread = replay.threads[index].thread
    lend(open.text) { follower, text in
      follower.perform(
        open.record(length: text.count), text, open.line, follower.replay.index(of: thread),
        isKnownCut: true)
    }
  }

  /// Puts the rest of a call to its first part while the thread's calls wait.
  private mutating func resumeHeld(_ record: LineRecord, _ text: ByteView, _ index: Int) {
    guard let held = replay.threads[index].kept.held.last, held.record.kind == .unfinished,
      held.record.name == record.name
    else {
      replay.totals.counters.resumedFromBefore += 1
      return
    }
    replay.threads[index].kept.held.removeLast()
    keptBytes -= held.text.count
    let head = held.text.dropLast("<unfinished ...>".utf8.count)
    let whole = Array(head) + text.bytes(from: Int(record.rest), to: Int(record.end))
    rescan(whole) { follower, record, text, _ in
      if record.kind == .open { record.kind = .call }
      follower.follow(record, in: text, line: held.line)
    }
  }

  /// Whether a line without prefix is the rest of a call that was cut on the line before, as
  /// strace 6.1 prints it with `-z`.
  mutating func continues(
    _ thread: Int32, _ record: LineRecord, _ text: ByteView, _ line: Int
  ) -> Bool {
    guard let index = replay.threads.index(of: thread),
      LineScanner.closing(text, from: Int(record.start), to: Int(record.end)) != nil
    else { return false }
    if replay.threads[index].marks.contains(.isHolding),
      let held = replay.threads[index].kept.held.last, held.record.kind == .unfinished
    {
      var resumed = record
      resumed.name = held.record.name
      resumed.rest = record.start
      resumeHeld(resumed, text, index)
      return true
    }
    guard replay.threads[index].marks.contains(.hasOpenCall) else { return false }
    finishOpen(index, with: text, Int(record.start), Int(record.end))
    return true
  }
}
