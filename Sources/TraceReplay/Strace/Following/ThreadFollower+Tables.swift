import LinuxABI

/// The tables of `strace -c`, which show the names of calls, and neither arguments nor threads.
extension ThreadFollower {
  /// Goes through a line of a table.
  mutating func followTable(_ record: LineRecord, _ text: ByteView, _ line: Int) {
    guard options.readsTables,
      let row = table.read(text, from: Int(record.start), to: Int(record.end))
    else { return }
    let (start, end) = (row.name.lowerBound, row.name.upperBound)
    let name = names.index(of: text, from: start, to: end)
    let abi = table.mode.flatMap(judge.abis.named) ?? judge.abis.usual
    // Of what a call is when there are no arguments, nothing is known but the number.
    let question = CallJudge.Question(
      name: name, abi: abi, hasNarrowRegisters: abi.registerWidth == 32, start: end, end: end,
      textStart: start)
    guard name != SyscallNames.unknown, names.isKnown(name, on: abi) else {
      addUnreadable(
        "\(abi.name) has no system call of this name", line: line, text, start, end)
      return
    }
    // The program that is traced is started by this call, which needs no rule.
    let isLaunch = roles[Int(name)] == .exec && row.count == 1
    let tally = judge.judge(question, in: text).tally
    if isLaunch { counters.launches[tally, default: 0] += 1 } else { _ = tallies.count(tally) }
    let call = ObservedCall(
      place: CallPlace(
        file: file, line: line, thread: 0, text: Self.shown(text, start, end)),
      abi: abi, number: judge.registers(of: question, in: text).number, name: name,
      registers: Registers(width: abi.registerWidth), tally: tally, isAfterDeath: false,
      isLaunch: isLaunch, isUnderFilter: kin.hasFilter, log: logNumber,
      older: judge.older(than: question, in: text), isOfTable: true)
    do throws(ReplayError) {
      try observer?(call)
    } catch {
      if failure == nil { failure = error }
    }
  }
}
