import ClassicBPF
import LinuxABI

/// What a log itself shows of the filter under which it was made.
///
/// The format sees to it that ``LastCall/text`` and ``LastCall/answer`` are those of the last call.
extension LogReplay {
  /// Follows `SIGSYS`, with which something has answered a thread.
  ///
  /// - Parameters:
  ///   - index: The index of the thread.
  ///   - isOfCall: Whether the signal is about a call, and not one that a program has sent.
  ///   - line: The line of the signal.
  mutating func answered(_ index: Int, isOfCall: Bool, line: Int) {
    if isOfCall {
      note(.signalled, line: line, index)
      threads[index].last.signalled = threads[index].last.line
    } else {
      // A signal that a program has sent tells nothing of calls.
      threads[index].last.callClass = CallClass.none
    }
  }

  /// Takes down that `SIGSYS` has killed a thread, and at which call.
  mutating func killed(_ index: Int, line: Int) {
    let last = threads[index].last
    guard last.callClass != CallClass.none else { return }
    if last.signalled == last.line {
      totals.counters.evidence.takeBack(.signalled, of: last.callClass)
      note(.killed, line: line, index)
      return
    }
    let isOnly = processes.siblings(in: threads[index].process).count < 2
    if last.isUnanswered(number: book[last.callClass].number, isOnly: isOnly) {
      note(.killed, line: line, index)
    } else if isOnly {
      note(.killedUnseen, line: line, index)
    }
    // Else another thread of the process was at fault, which has taken this one along.
  }

  private mutating func note(_ sign: FilterEvidence.Sign, line: Int, _ index: Int) {
    let last = threads[index].last
    guard last.callClass != CallClass.none else { return }
    totals.counters.evidence.add(
      FilterEvidence.Entry(
        callClass: last.callClass, sign: sign, count: 1,
        location: CallLocation(
          file: file.name, line: last.line, thread: threads[index].thread, text: last.text),
        line: line))
  }

  /// Takes down that a call has failed with the error that is its verdict.
  mutating func noteFailure(_ callClass: CallClass.Index, at location: CallLocation) {
    totals.counters.evidence.add(
      FilterEvidence.Entry(
        callClass: callClass, sign: .failed, count: 1, location: location, line: location.line))
  }

  /// Whether a call has failed with the error that is its verdict.
  func hasFailed(_ judged: Judged) -> Bool {
    let kind = book[judged.callClass]
    guard case .errno(let number)? = kind.outcome.verdict else { return false }
    return reader.error(at: judged.position, on: kind.abi) == number
  }
}
