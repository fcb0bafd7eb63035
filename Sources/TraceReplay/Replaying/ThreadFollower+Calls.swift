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
      let name = Self.shown(text, Int(record.body), Int(record.rest) - 1)
      addUnreadable(
        "unknown system call '\(name)'", line: line, text, Int(record.body),
        Int(record.end))
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
      finishRole(
        role, text, Int(record.rest), Int(record.end), place, isAfterDeath: isDead)
    }
  }

  var book: TallyBook { judge.book }

  /// Counts a judged call, shows it to whoever wants to see it, and lets it take effect.
  mutating func count(
    _ tally: UInt32, _ question: CallJudge.Question, _ text: ByteView, _ record: LineRecord,
    _ line: Int, _ place: Int, isLaunch: Bool
  ) {
    let isDead = threads[place].marks.contains(.isDead)
    if let observer {
      let (number, result) = judge.registers(of: question, in: text)
      if let unknown = result.unknownText { addUnknownText(text, unknown, line: line) }
      let call = ObservedCall(
        place: CallPlace(
          file: file, line: line, thread: threads[place].thread,
          text: Self.shown(text, question.textStart, question.end)),
        abi: question.abi, number: number,
        name: question.name, registers: result.registers, tally: tally, isAfterDeath: isDead,
        isLaunch: isLaunch, older: judge.older(than: question, in: text))
      do throws(ReplayError) {
        try observer(call)
      } catch {
        if failure == nil { failure = error }
      }
    }
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
    if effects.contains(.isShown), tallies.wantsPlace(tally) {
      tallies.add(
        CallPlace(
          file: file, line: line, thread: threads[place].thread,
          text: Self.shown(text, question.textStart, Int(record.end))),
        to: tally)
    }
    kill(effects, place)
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

  // MARK: - ABIs

  /// The ABI that a call came through, or `nil` where none has a call of this name.
  mutating func abi(of record: LineRecord, at place: Int) -> ABI? {
    if let abi = options.abi {
      return record.hasNumber || names.isKnown(record.name, on: abi) ? abi : nil
    }
    // A mark is about the one call.
    if record.statedABI != LineRecord.noABI { return ABI(rawValue: record.statedABI) }
    let own = threads[place].abi
    if record.hasNumber {
      if let stated = names.abi(of: record, preferring: own) {
        if record.name != SyscallNames.unknown { settle(stated, .stated, at: place) }
        return stated
      }
      // A number without a name.
      let isX32 = own == .x86_64 && record.number & ABI.x32Bit != 0 && record.number != .max
      return isX32 ? .x32 : own
    }
    if record.name == SyscallNames.unknown { return nil }
    if names.isKnown(record.name, on: own) { return own }
    guard
      let other = [ABI.x86_64, .i386, .x32].first(where: { names.isKnown(record.name, on: $0) })
    else { return nil }
    if threads[place].certainty == .assumed { threads[place].abi = other }
    return other
  }

  /// The ABI that a line gives away.
  func evidence(_ record: LineRecord, _ text: ByteView) -> ABI? {
    guard record.name != SyscallNames.unknown else { return nil }
    let name = names.names[Int(record.name)]
    if name == "set_thread_area" { return .i386 }
    let is64 = names.isKnown(record.name, on: .x86_64)
    let is32 = names.isKnown(record.name, on: .i386)
    if is64 != is32 { return is64 ? .x86_64 : .i386 }
    // An address above 4 GiB.
    var place = Int(record.rest)
    let end = Int(record.end)
    var isQuoted = false
    while place < end {
      let byte = text[place]
      if byte == UInt8(ascii: "\\") { place += 1 }
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == UInt8(ascii: "0"), text.has("0x", at: place) {
        var digits = place + 2
        while digits < end, Character8.hexValue(text[digits]) < 16 { digits += 1 }
        if digits - place > 10 { return .x86_64 }
        place = digits
        continue
      }
      place += 1
    }
    return nil
  }

  /// Takes over what the log states about a thread.
  mutating func state(_ abi: ABI, at place: Int) { settle(abi, .stated, at: place) }

  /// Takes an ABI for a thread, and lets go of the calls that waited for it.
  mutating func settle(_ abi: ABI, _ certainty: ThreadState.Certainty, at place: Int) {
    threads[place].abi = abi
    threads[place].certainty = certainty
    if threads[place].marks.contains(.isHolding) { letGo(place) }
  }

  /// Lets go of calls that waited in vain: the ABI is assumed.
  mutating func release(_ place: Int) {
    if !threads[place].held.isEmpty { counters.assumedABIs[threads[place].abi, default: 0] += 1 }
    letGo(place)
  }

  private mutating func letGo(_ place: Int) {
    threads[place].marks.remove(.isHolding)
    let held = threads[place].held
    threads[place].held = []
    let thread = threads[place].thread
    for call in held {
      keptBytes -= call.text.count
      var record = call.record
      record.rest -= record.start
      record.body -= record.start
      record.end -= record.start
      record.start = 0
      ByteView.lending(call.text) { text in
        perform(record, text, call.line, self.place(of: thread))
      }
    }
  }
}
