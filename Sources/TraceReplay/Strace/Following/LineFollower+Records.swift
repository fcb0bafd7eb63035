import LinuxABI

extension LineFollower {
  /// Goes through a record of any kind but the signal of filters.
  mutating func follow(_ record: LineRecord, in text: ByteView, line: Int) {
    if record.kind == .table {
      followTable(record, text, line)
      return
    }
    if pending.broken != nil, record.kind == .fragment, !record.hasThread {
      join(record, text)
      return
    }
    settleBroken()
    if record.hasThread { replay.notice(record.thread) }
    let cut = pending.cutThread
    pending.cutThread = nil
    let named = Int32(truncatingIfNeeded: record.number)
    switch record.kind {
    case .call, .detached: call(record, text, line)
    case .unfinished:
      call(record, text, line)
      pending.cutThread = thread(of: record)
    case .open:
      let broken = BrokenLine(record, in: text, line: line)
      if let thread = broken.announced { pending.announce(thread) }
      pending.broken = broken
    case .resumed: resume(record, text, line)
    case .ended, .endedBySystemCall:
      replay.births.end(line: line)
      end(thread(of: record))
    case .superseded: replay.supersede(thread(of: record), by: named)
    case .mode: followMode(record, of: named)
    case .attached:
      // Whom strace attaches to first is who the lines without a thread are about.
      replay.notice(named)
      if replay.threads.count > 0 || !pending.announced.isEmpty { pending.announce(named) }
    case .left: end(named)
    case .systemCallSignal, .table: break
    case .fragment:
      if let cut, !record.hasThread, continues(cut, record, text, line) { return }
      addUnreadable(
        "this is nothing that strace prints", line: line, text, Int(record.start),
        Int(record.end))
    }
  }

  /// Follows what strace says of the mode that a thread runs in.
  private mutating func followMode(_ record: LineRecord, of thread: Int32) {
    guard let mode = ABI(rawValue: record.statedABI), let abi = replay.abis.named(mode) else {
      return
    }
    if !record.hasThread { recognize(thread, record) }
    settle(abi, .stated, at: replay.index(of: thread))
  }

  // MARK: - Signals of filters

  /// Follows `SIGSYS`, with which filters answer calls or kill who made them.
  mutating func followSignal(_ record: LineRecord, _ text: ByteView) {
    let line = line(of: record)
    settleBroken()
    pending.cutThread = nil
    let thread = thread(of: record)
    guard let index = replay.threads.index(of: thread) else { return }
    if replay.threads[index].marks.contains(.isHolding) { release(index) }
    if record.kind == .systemCallSignal {
      replay.threads[index].takeLast(from: text)
      replay.answered(index, isOfCall: Self.isOfCall(record, text), line: line)
      return
    }
    if replay.threads[index].marks.contains(.hasOpenCall) { judgeUnfinished(index) }
    replay.threads[index].takeLast(from: text)
    replay.killed(index, line: line)
    end(thread)
  }

  /// Whether `SIGSYS` is about a call.
  private static func isOfCall(_ record: LineRecord, _ text: ByteView) -> Bool {
    var offset = Int(record.rest)
    let end = Int(record.end)
    while let found = text.firstIndex(of: UInt8(ascii: "s"), from: offset, to: end) {
      if text.has("si_syscall=", at: found) { return true }
      offset = found + 1
    }
    return false
  }

  // MARK: - Tables

  /// Goes through a line of the table of `strace -c`, which shows the names of calls, and neither
  /// arguments nor threads.
  private mutating func followTable(_ record: LineRecord, _ text: ByteView, _ line: Int) {
    guard replay.options.readsTables,
      let row = table.read(text, from: Int(record.start), to: Int(record.end))
    else { return }
    let (start, end) = (row.name.lowerBound, row.name.upperBound)
    let name = PrintedNames.all.index(of: text, from: start, to: end)
    let abi = table.mode.flatMap(replay.abis.named) ?? replay.abis.usual
    guard name != SyscallNames.unknown, names.isKnown(name, on: abi) else {
      addUnreadable(
        "\(abi.name) has no system call of this name", line: line, text, start, end)
      return
    }
    // Of what a call is when there are no arguments, nothing is known but the number.
    let call = TracedCall(name: name, abi: abi, hasNarrowRegisters: abi.registerWidth == 32)
    let position = PrintedCall(
      text: text, name: start, arguments: end, end: end, lineEnd: end, isWhole: false)
    let callClass = replay.judge.judge(call, at: position, &replay.reader).callClass
    // The program that is traced is started by this call, which needs no rule.
    let isLaunch = names.role(of: name) == .exec && row.count == 1
    replay.countTabled(call, at: position, line: line, callClass, isLaunch: isLaunch)
  }
}
