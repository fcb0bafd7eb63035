import ClassicBPF
import LinuxABI

/// What a log itself shows of the filter under which it was made.
extension ThreadFollower {
  /// Follows `SIGSYS`, with which filters answer calls or kill who made them.
  mutating func followSignal(_ record: LineRecord, _ text: ByteView) {
    let line = linesBefore + Int(record.line) + 1
    if pending != nil { settlePending() }
    cutThread = nil
    let thread = thread(of: record)
    guard let place = threads.place(of: thread) else { return }
    if threads[place].marks.contains(.isHolding) { release(place) }
    if record.kind == .systemCallSignal {
      threads[place].last.take(from: text)
      if isOfFilter(record, text) {
        note(.signalled, line: line, place)
        threads[place].last.signalled = threads[place].last.line
      } else {
        // A signal that a program has sent tells nothing of calls.
        threads[place].last.tally = LineRecord.noTally
      }
      return
    }
    if threads[place].marks.contains(.hasOpenCall) { judgeUnfinished(place) }
    threads[place].last.take(from: text)
    noteDeath(line: line, place)
    end(thread)
  }

  /// Whether `SIGSYS` is about a call.
  private func isOfFilter(_ record: LineRecord, _ text: ByteView) -> Bool {
    var place = Int(record.rest)
    let end = Int(record.end)
    while let found = text.firstIndex(of: UInt8(ascii: "s"), from: place, to: end) {
      if text.has("si_syscall=", at: found) { return true }
      place = found + 1
    }
    return false
  }

  /// Takes down who was killed, and at which call.
  private mutating func noteDeath(line: Int, _ place: Int) {
    let last = threads[place].last
    guard last.tally != LineRecord.noTally else { return }
    if last.signalled == last.line {
      counters.evidence.takeBack(.signalled, of: last.tally)
      note(.killed, line: line, place)
      return
    }
    let isOnly = (siblings[threads[place].process] ?? []).count < 2
    if last.isUnanswered(number: book[last.tally].number, isOnly: isOnly) {
      note(.killed, line: line, place)
    } else if isOnly {
      note(.killedUnseen, line: line, place)
    }
    // Else another thread of the process was at fault, which has taken this one along.
  }

  private mutating func note(_ sign: FilterEvidence.Sign, line: Int, _ place: Int) {
    let last = threads[place].last
    guard last.tally != LineRecord.noTally else { return }
    counters.evidence.add(
      FilterEvidence.Entry(
        tally: last.tally, sign: sign, count: 1,
        place: CallPlace(
          file: file, line: last.line, thread: threads[place].thread, text: last.text),
        line: line))
  }

  /// Takes down that a call has failed with the error that is its verdict, if it has.
  mutating func noteFailure(
    _ record: LineRecord, _ text: ByteView, line: Int, _ tally: UInt32, _ place: Int
  ) {
    guard hasFailed(record, text, tally) else { return }
    noteFailure(
      tally,
      at: CallPlace(
        file: file, line: line, thread: threads[place].thread,
        text: Self.shown(text, Int(record.body), Int(record.end))))
  }

  /// Takes down that a call has failed with the error that is its verdict.
  mutating func noteFailure(_ tally: UInt32, at place: CallPlace) {
    counters.evidence.add(
      FilterEvidence.Entry(
        tally: tally, sign: .failed, count: 1, place: place, line: place.line))
  }

  /// Whether a call has failed with the error that is its verdict.
  func hasFailed(_ record: LineRecord, _ text: ByteView, _ tally: UInt32) -> Bool {
    let kind = book[tally]
    guard record.kind == .call, case .errno(let number)? = kind.outcome.verdict,
      let close = LineScanner.closing(text, from: Int(record.rest), to: Int(record.end))
    else { return false }
    var begin = Self.beginOfResult(text, close, Int(record.end))
    guard text.has("-1 ", at: begin) else { return false }
    begin += 3
    var end = begin
    while end < Int(record.end), Character8.isInName(text[end]) { end += 1 }
    if end > begin {
      let name = String(decoding: text.bytes(from: begin, to: end), as: UTF8.self)
      return ErrnoName.number(of: name, on: kind.abi) == number
    }
    // An error without a name.
    guard text.has("(errno ", at: begin) else { return false }
    return Self.number(text, begin + 7, Int(record.end)) == Int32(number)
  }
}
