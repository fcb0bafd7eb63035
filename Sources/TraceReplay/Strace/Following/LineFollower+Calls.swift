import ClassicBPF
import LinuxABI

extension LineFollower {
  /// Follows a call, whole or its first part.
  mutating func call(
    _ record: LineRecord, _ text: ByteView, _ line: Int, isKnownCut: Bool = false
  ) {
    let index = replay.index(of: thread(of: record))
    if replay.threads[index].marks.contains(.hasOpenCall) {
      // It was never resumed; strace -z prints no more of some calls.
      judgeUnfinished(index)
    }
    if replay.threads[index].marks.contains(.isHolding),
      hold(record, text, line, index, isKnownCut: isKnownCut)
    {
      return
    }
    perform(record, text, line, index, isKnownCut: isKnownCut)
  }

  /// Judges a call of a thread whose ABI is settled.
  ///
  /// - Parameters:
  ///   - record: The call.
  ///   - text: What the record's offsets are in.
  ///   - line: The line on which the call began.
  ///   - index: The index of the thread.
  ///   - isKnownCut: Whether it has been said that the text is not whole.
  mutating func perform(
    _ record: LineRecord, _ text: ByteView, _ line: Int, _ index: Int, isKnownCut: Bool = false
  ) {
    let isFirst = !replay.hasSeenCall
    replay.hasSeenCall = true
    let role = names.role(of: record.name)
    guard let abi = abi(of: record, at: index) else {
      refuse(record, text, line)
      return
    }
    if replay.leavesOut(index) {
      replay.leaveOut(index)
      finishPart(record, role, text, line, index, wasDead: false)
      return
    }
    let isDead = replay.threads[index].marks.contains(.isDead)
    var judged = judged(record, abi, text, line, index)
    judged.isLaunch =
      isFirst && role == .exec && !isDead
      && replay.totals.kin[replay.threads[index].thread] == nil
    let isJudged =
      record.callClass != CallClass.none && record.judgedABI == abi.rawValue
      && judged.call.hasNarrowRegisters == (abi.registerWidth == 32) && !record.hasUnknownText
      && !record.isCut
    if isJudged {
      if record.assumesUpperHalf { replay.totals.counters.assumedUpperHalves += 1 }
    } else if !judge(&judged, record, isKnownCut: isKnownCut) {
      open(record, text, line, index, isJudged: false)
      return
    }
    if replay.observer != nil, record.kind == .unfinished {
      open(record, text, line, index, isJudged: false)
      return
    }
    replay.threads[index].note(record, judged.callClass, line: line)
    if isLent { replay.threads[index].takeLast(from: text) }
    replay.count(judged)
    finishPart(record, role, text, line, index, wasDead: isDead)
  }

  /// Judges a call that no worker could; says `false` where it is the first part of a call, and may
  /// lack just what matters.
  private mutating func judge(
    _ judged: inout Judged, _ record: LineRecord, isKnownCut: Bool
  ) -> Bool {
    guess.note(judged.call.abi)
    let answer = replay.judge.judge(judged.call, at: judged.position, &replay.reader)
    judged.callClass = answer.callClass
    if answer.assumesUpperHalf { replay.totals.counters.assumedUpperHalves += 1 }
    if record.kind == .unfinished, answer.isCut,
      replay.book[answer.callClass].outcome.verdict == nil
    {
      return false
    }
    if let part = answer.unknownPart {
      replay.addUnknown(part, at: judged.position, line: judged.line)
    }
    if record.kind == .call, answer.isCut, !isKnownCut {
      addUnreadable(
        "the arguments have no end", line: judged.line, judged.position.text,
        Int(record.body), Int(record.end))
    }
    return true
  }

  /// Waits for the rest of a call, or lets the call do what it does to threads.
  private mutating func finishPart(
    _ record: LineRecord, _ role: CallRole, _ text: ByteView, _ line: Int, _ index: Int,
    wasDead: Bool
  ) {
    if record.kind == .unfinished {
      open(record, text, line, index, isJudged: true, wasDead: wasDead)
    } else if role != .plain {
      finish(role, record, text, line, index, isAfterDeath: wasDead)
    }
  }

  /// Takes down that no ABI has a call.
  private mutating func refuse(_ record: LineRecord, _ text: ByteView, _ line: Int) {
    if replay.failure == nil, evidence.isElsewhere(record) {
      replay.failure = ReplayError(
        replay.file.name, evidence.refusal(of: record, line: line))
    }
    let name = text.shown(from: Int(record.body), to: Int(record.rest) - 1)
    addUnreadable(
      "unknown system call '\(name)'", line: line, text, Int(record.body), Int(record.end))
  }

  /// What the replay is told of a call.
  @inline(__always) func judged(
    _ record: LineRecord, _ abi: ABI, _ text: ByteView, _ line: Int, _ index: Int
  ) -> Judged {
    // 64-bit code that calls the kernel by the 32-bit way passes whole registers.
    let isNarrow = abi.registerWidth == 32 && replay.threads[index].abi == abi
    return Judged(
      call: TracedCall(
        name: record.name, number: record.hasNumber ? record.number : nil, abi: abi,
        hasNarrowRegisters: isNarrow),
      position: PrintedCall(record, in: text), line: line, thread: index,
      callClass: record.callClass)
  }

  // MARK: - What calls do to threads

  /// Follows a call that makes a thread, or a new program.
  mutating func finish(
    _ role: CallRole, _ record: LineRecord, _ text: ByteView, _ line: Int, _ index: Int,
    isAfterDeath: Bool
  ) {
    guard let result = PrintedResult(text, from: Int(record.rest), to: Int(record.end)),
      let number = result.number
    else { return }
    switch role {
    case .plain: break
    case .exec:
      guard number == 0 else { return }
      replay.execute(index)
      // What the new program calls next will tell which ABI it uses.
      if replay.abis.only == nil { replay.threads[index].marks.insert(.isHolding) }
    case .clone:
      guard number > 0 else { return }
      let birth = replay.birth(
        of: number, by: index, isThread: result.isOfThread(argumentsFrom: Int(record.rest)),
        isAfterDeath: isAfterDeath, line: line)
      if !replay.isAlone(index), let child = replay.threads.index(of: number),
        replay.threads[child].marks.contains(.isHolding)
      {
        settle(birth.abi, birth.certainty, at: child)
      }
      replay.adopt(birth)
    case .install:
      // Programs call prctl for many things.
      let rest = Int(record.rest)
      if replay.options.judgesFromStart
        || text.has("PR_", at: rest) && !text.has("PR_SET_SECCOMP", at: rest)
      {
        return
      }
      guard let abi = abi(of: record, at: index) else { return }
      replay.install(judged(record, abi, text, line, index), result: number)
    }
  }
}
