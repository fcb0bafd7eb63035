import LinuxABI

extension LineFollower {
  /// Goes through a record as nearly all are; says `false` for any other.
  ///
  /// That is a call that a worker has judged, by a thread of which nothing special is known.
  @inline(__always) mutating func followPlainly(
    _ record: LineRecord, _ batch: LineBatch, _ text: ByteView
  ) -> Bool {
    guard record.hasThread, pending.broken == nil, !replay.births.has(record.thread),
      record.name != SyscallNames.unknown, names.role(of: record.name) == .plain,
      let index = replay.threads.index(of: record.thread)
    else { return false }
    switch record.kind {
    case .call, .unfinished:
      guard record.callClass != CallClass.none, replay.threads[index].marks.isEmpty,
        replay.threads[index].abi.rawValue == record.judgedABI,
        record.statedABI == LineRecord.noABI, !record.isCut
      else { return false }
      pending.cutThread = nil
      if record.assumesUpperHalf { replay.totals.counters.assumedUpperHalves += 1 }
      if record.hasUnknownText, let part = batch.unknownTexts[record.line] {
        replay.addUnknown(part, at: PrintedCall(record, in: text), line: line(of: record))
      }
      let effects = replay.totals.classes.count(record.callClass)
      replay.threads[index].note(record, record.callClass, line: line(of: record))
      if !effects.isEmpty {
        let abi = replay.threads[index].abi
        replay.take(effects, of: judged(record, abi, text, line(of: record), index))
      }
      if record.kind == .unfinished {
        replay.threads[index].marks.insert(.hasOpenCall)
        replay.threads[index].kept.openName = record.name
        pending.cutThread = record.thread
      }
      return true
    case .resumed:
      guard replay.threads[index].marks == .hasOpenCall,
        replay.threads[index].kept.openName == record.name,
        replay.threads[index].kept.openCall == nil
      else { return false }
      pending.cutThread = nil
      replay.threads[index].marks = []
      replay.threads[index].kept.last.noteRest(record)
      return true
    case .detached, .open, .ended, .endedBySystemCall, .systemCallSignal, .superseded, .mode,
      .attached, .left, .table, .fragment:
      return false
    }
  }
}
