import ClassicBPF
import LinuxABI

/// What comes of calls whose classes are known.
extension LogReplay {
  /// A call where it is in the log, and what it is found to be.
  struct Judged {
    var call: TracedCall
    var position: Reader.Position
    /// The line on which it began.
    var line: Int
    /// The index of its thread.
    var thread: Int
    var callClass: CallClass.Index
    /// Whether it starts the program that the log is about.
    var isLaunch = false
  }

  /// Counts a judged call, shows it to whoever wants to see it, and lets it take effect.
  ///
  /// The format has noted it as the last call of its thread.
  mutating func count(_ judged: Judged) {
    let (index, callClass) = (judged.thread, judged.callClass)
    if threads[index].launch != nil, hold(judged) { return }
    if observer != nil { observe(observed(judged)) }
    if threads[index].marks.contains(.isOutside) {
      totals.counters.leftOut += 1
      return
    }
    if threads[index].marks.contains(.isDead) {
      totals.classes.countAfterDeath(callClass)
      return
    }
    if judged.isLaunch {
      totals.counters.launches[callClass, default: 0] += 1
      return
    }
    let effects = totals.classes.count(callClass)
    if !effects.isEmpty { take(effects, of: judged) }
  }

  /// What a counted call leads to, beside being counted.
  mutating func take(_ effects: ClassCount.Effects, of judged: Judged) {
    if judge.fallsBack(judged.callClass, judged.call, at: judged.position, &reader) {
      totals.counters.fallbacks[judged.callClass, default: 0] += 1
      return
    }
    if totals.kin.hasFilter, hasFailed(judged) {
      noteFailure(judged.callClass, at: location(of: judged))
    }
    if effects.contains(.isShown),
      totals.classes.wantsLocation(judged.callClass, in: file.name, line: judged.line)
    {
      totals.classes.add(location(of: judged), to: judged.callClass)
    }
    kill(effects, judged.thread)
  }

  /// Counts calls that only a table of how often they were made tells of.
  ///
  /// - Parameters:
  ///   - call: The call, as it may have been made.
  ///   - position: Where the table tells of it.
  ///   - line: The line of the table.
  ///   - callClass: The class of the call if nothing of its registers is known.
  ///   - isLaunch: Whether it starts the program that the log is about.
  mutating func countTabled(
    _ call: TracedCall, at position: Reader.Position, line: Int, _ callClass: CallClass.Index,
    isLaunch: Bool
  ) {
    if isLaunch {
      totals.counters.launches[callClass, default: 0] += 1
    } else {
      _ = totals.classes.count(callClass)
    }
    if observer == nil { return }
    observe(
      ObservedCall(
        location: CallLocation(
          file: file.name, line: line, thread: 0, text: reader.text(at: position)),
        abi: call.abi, number: judge.registers(of: call, at: position, &reader).number,
        name: call.name, registers: Registers(width: call.abi.registerWidth),
        callClass: callClass, isAfterDeath: false, isLaunch: isLaunch,
        isUnderFilter: totals.kin.hasFilter, log: totals.number,
        older: judge.older(than: call, at: position, &reader), isOfTable: true))
  }

  /// Where a call stands, with its text.
  func location(of judged: Judged) -> CallLocation {
    CallLocation(
      file: file.name, line: judged.line, thread: threads[judged.thread].thread,
      text: reader.text(at: judged.position))
  }

  // MARK: - Who looks at every call

  /// What somebody who looks at every call is told.
  mutating func observed(_ judged: Judged) -> ObservedCall {
    let (call, position) = (judged.call, judged.position)
    let (number, reading) = judge.registers(of: call, at: position, &reader)
    if let part = reading.unknownPart { addUnknown(part, at: position, line: judged.line) }
    let marks = threads[judged.thread].marks
    return ObservedCall(
      location: location(of: judged), abi: call.abi, number: number, name: call.name,
      registers: reading.registers, callClass: judged.callClass,
      isAfterDeath: marks.contains(.isDead), isLaunch: judged.isLaunch,
      isUnderFilter: totals.kin.hasFilter && !marks.contains(.isOutside), log: totals.number,
      older: judge.older(than: call, at: position, &reader),
      fallsBack: judge.fallsBack(judged.callClass, call, at: position, &reader),
      origin: reader.origin(at: position))
  }

  /// Shows a call to whoever wants to see each.
  mutating func observe(_ call: ObservedCall) {
    do throws(ReplayError) {
      try observer?(call)
    } catch {
      if failure == nil { failure = error }
    }
  }

  // MARK: - Deaths

  /// Lets a verdict kill the thread that has asked for it, or the process.
  mutating func kill(_ effects: ClassCount.Effects, _ index: Int) {
    if options.keepsGoing { return }
    if effects.contains(.killsThread) { threads[index].marks.insert(.isDead) }
    guard effects.contains(.killsProcess) else { return }
    if isAlone(index) { totals.kin.kill(threads[index].thread) }
    let process = threads[index].process
    threads[index].marks.insert(.isDead)
    for thread in processes.siblings(in: process) {
      guard let sibling = threads.index(of: thread), threads[sibling].process == process else {
        continue
      }
      threads[sibling].marks.insert(.isDead)
    }
  }
}
