/// Whom lines are about, and who is gone.
extension LineFollower {
  /// The thread that a line is about.
  mutating func thread(of record: LineRecord) -> Int32 {
    if record.hasThread {
      recognize(record.thread, record)
      return record.thread
    }
    // Without a prefix there is one thread left, which need not be the first.
    let threads = replay.threads.count
    if threads == 1 { return replay.threads[0].thread }
    let own = replay.file.thread
    if threads == 0 || replay.threads.index(of: own) != nil { return own }
    return survivor(record)
  }

  /// Finds out that a named thread is the one that had no name so far.
  mutating func recognize(_ thread: Int32, _ record: LineRecord) {
    guard replay.file.thread == 0, thread != 0, replay.threads.index(of: thread) == nil,
      !pending.announced.contains(thread), let index = replay.threads.index(of: 0)
    else { return }
    // A thread in a call can do nothing but end it; somebody else is new.
    if let name = openName(at: index), record.kind != .resumed || record.name != name { return }
    replay.rename(index, to: thread)
  }

  /// The name of the call that a thread is in.
  private func openName(at index: Int) -> SyscallNames.Index? {
    if replay.threads[index].marks.contains(.hasOpenCall) {
      return replay.threads[index].kept.openName
    }
    guard let held = replay.threads[index].kept.held.last, held.record.kind == .unfinished
    else { return nil }
    return held.record.name
  }

  /// The one thread that is left when a line names none: the oldest that can have made it.
  ///
  /// With `strace -qq` nothing has said that the others are gone.
  private mutating func survivor(_ record: LineRecord) -> Int32 {
    let wanted = record.kind == .resumed ? record.name : nil
    let count = replay.threads.count
    let index = (0..<count).first { openName(at: $0) == wanted } ?? count - 1
    let thread = replay.threads[index].thread
    let others = (0..<count).map { replay.threads[$0].thread }.filter { $0 != thread }
    for other in others { end(other) }
    return thread
  }

  /// Follows the end of a thread.
  mutating func end(_ thread: Int32) {
    pending.end(thread)
    guard let index = replay.threads.index(of: thread) else { return }
    settle(index)
    replay.end(thread)
  }
}
