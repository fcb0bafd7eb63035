import ClassicBPF
import LinuxABI

extension ThreadFollower {
  /// Follows a call, whole or its first part.
  mutating func call(
    _ record: LineRecord, _ text: ByteView, _ line: Int, isKnownCut: Bool = false
  ) {
    let place = place(of: thread(of: record))
    if threads[place].marks.contains(.hasOpenCall) {
      // It was never resumed; strace -z prints no more of some calls.
      judgeUnfinished(place)
    }
    if threads[place].marks.contains(.isHolding) {
      if let abi = evidence(record, text) {
        settle(abi, .evident, at: place)
      } else if isKnownCut || record.hasNumber || record.statedABI != LineRecord.noABI
        || record.name == SyscallNames.unknown || roles[Int(record.name)] != .plain
        || threads[place].held.count == Self.mostHeldCalls
        || record.end - record.start > Self.longestHeldLine
      {
        let tells =
          record.statedABI != LineRecord.noABI
          || record.hasNumber == (record.name != SyscallNames.unknown)
        let isExec = record.name != SyscallNames.unknown && roles[Int(record.name)] == .exec
        if threads[place].held.isEmpty, !tells && !isExec {
          counters.assumedABIs[threads[place].abi, default: 0] += 1
        }
        release(place)
      } else {
        keptBytes += Int(record.end - record.start)
        threads[place].held.append(
          ThreadState.HeldCall(
            record: record, line: line,
            text: text.bytes(from: Int(record.start), to: Int(record.end))))
        return
      }
    }
    perform(record, text, line, place, isKnownCut: isKnownCut)
  }

  static var mostHeldCalls: Int { 24 }
  static var longestHeldLine: UInt32 { 4096 }

  /// Judges a call of a thread whose ABI is settled.
  ///
  /// - Parameters:
  ///   - record: The call.
  ///   - text: What the record's places are in.
  ///   - line: The line on which the call began.
  ///   - place: The place of the thread.
  ///   - isKnownCut: Whether it has been said that the text is not whole.
  mutating func perform(
    _ record: LineRecord, _ text: ByteView, _ line: Int, _ place: Int, isKnownCut: Bool = false
  ) {
    let isFirst = !hasSeenCall
    hasSeenCall = true
    let role = record.name == SyscallNames.unknown ? .plain : roles[Int(record.name)]
    guard let abi = abi(of: record, at: place) else {
      refuseElsewhere(record, line: line)
      let name = Self.shown(text, Int(record.body), Int(record.rest) - 1)
      addUnreadable(
        "unknown system call '\(name)'", line: line, text, Int(record.body),
        Int(record.end))
      return
    }
    if threads[place].marks.contains(.isOutside), threads[place].launch == nil, observer == nil {
      leaveOut(record, role, text, line, place)
      return
    }
    let isDead = threads[place].marks.contains(.isDead)
    let isLaunch =
      isFirst && role == .exec && !isDead && kin[threads[place].thread] == nil
    let end = textEnd(record, text)
    let question = question(record, abi, place, end)
    var tally = record.tally
    let isJudged =
      tally != LineRecord.noTally && record.judgedABI == abi.rawValue
      && question.hasNarrowRegisters == (abi.registerWidth == 32) && !record.hasUnknownText
      && !record.isCut
    if isJudged {
      if record.assumesUpperHalf { counters.assumedUpperHalves += 1 }
    } else {
      if abi != assumedABI {
        wrongAssumptions += 1
        lastOtherABI = abi
      }
      let answer = judge.judge(question, in: text)
      tally = answer.tally
      if answer.assumesUpperHalf { counters.assumedUpperHalves += 1 }
      // The first part of a call may lack just what matters.
      if record.kind == .unfinished, answer.isCut, book[tally].outcome.verdict == nil {
        open(record, text, line, place, isJudged: false)
        return
      }
      if let unknown = answer.unknownText { addUnknownText(text, unknown, line: line) }
      if record.kind == .call, answer.isCut, !isKnownCut {
        addUnreadable(
          "the arguments have no end", line: line, text, Int(record.body), Int(record.end))
      }
    }
    if observer != nil, record.kind == .unfinished {
      open(record, text, line, place, isJudged: false)
      return
    }
    count(tally, question, text, record, line, place, isLaunch: isLaunch)
    if record.kind == .unfinished {
      open(record, text, line, place, isJudged: true, wasDead: isDead)
    } else if role != .plain {
      finishRole(role, record, text, line, place, isAfterDeath: isDead)
    }
  }

  var book: TallyBook { judge.book }

  /// Counts a judged call, shows it to whoever wants to see it, and lets it take effect.
  mutating func count(
    _ tally: UInt32, _ question: CallJudge.Question, _ text: ByteView, _ record: LineRecord,
    _ line: Int, _ place: Int, isLaunch: Bool
  ) {
    threads[place].last.note(record, tally, line: line)
    if isLent { threads[place].last.take(from: text) }
    if threads[place].launch != nil, hold(tally, question, text, record, line, place) { return }
    if observer != nil {
      observe(observed(tally, question, text, line, place, isLaunch: isLaunch))
    }
    if threads[place].marks.contains(.isOutside) {
      counters.leftOut += 1
      return
    }
    let isDead = threads[place].marks.contains(.isDead)
    if isDead {
      tallies.countAfterDeath(tally)
      return
    }
    if isLaunch {
      counters.launches[tally, default: 0] += 1
      return
    }
    let effects = tallies.count(tally)
    if effects.isEmpty { return }
    if judge.fallsBack(tally, question, in: text) {
      counters.fallbacks[tally, default: 0] += 1
      return
    }
    if kin.hasFilter { noteFailure(record, text, line: line, tally, place) }
    if effects.contains(.isShown), tallies.wantsPlace(tally, in: file, line: line) {
      tallies.add(
        CallPlace(
          file: file, line: line, thread: threads[place].thread,
          text: Self.shown(text, question.textStart, Int(record.end))),
        to: tally)
    }
    kill(effects, place)
  }

  /// What somebody who looks at every call is told.
  mutating func observed(
    _ tally: UInt32, _ question: CallJudge.Question, _ text: ByteView, _ line: Int, _ place: Int,
    isLaunch: Bool
  ) -> ObservedCall {
    let (number, result) = judge.registers(of: question, in: text)
    if let unknown = result.unknownText { addUnknownText(text, unknown, line: line) }
    return ObservedCall(
      place: CallPlace(
        file: file, line: line, thread: threads[place].thread,
        text: Self.shown(text, question.textStart, question.end)),
      abi: question.abi, number: number, name: question.name, registers: result.registers,
      tally: tally, isAfterDeath: threads[place].marks.contains(.isDead), isLaunch: isLaunch,
      isUnderFilter: kin.hasFilter && !threads[place].marks.contains(.isOutside),
      log: logNumber, older: judge.older(than: question, in: text))
  }

  /// Shows a call to whoever wants to see each.
  mutating func observe(_ call: ObservedCall) {
    do throws(ReplayError) {
      try observer?(call)
    } catch {
      if failure == nil { failure = error }
    }
  }

  func question(
    _ record: LineRecord, _ abi: ABI, _ place: Int, _ end: Int
  ) -> CallJudge.Question {
    // 64-bit code that calls the kernel by the 32-bit way passes whole registers.
    let isNarrow = abi.registerWidth == 32 && threads[place].abi == abi
    return CallJudge.Question(
      name: record.name, number: record.hasNumber ? record.number : nil, abi: abi,
      hasNarrowRegisters: isNarrow, start: Int(record.rest), end: end,
      textStart: Int(record.body))
  }

  /// Where the text of a call ends, without the mark that it is not finished.
  func textEnd(_ record: LineRecord, _ text: ByteView) -> Int {
    switch record.kind {
    case .unfinished, .detached:
      let end = Int(record.end)
      return text.lastIndex(of: UInt8(ascii: "<"), from: Int(record.rest), to: end) ?? end
    default: return Int(record.end)
    }
  }
}
