#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension Supervisor {
  /// Takes the signals that have come to this process itself.
  ///
  /// - Returns: Whether it is asked to end, and the command has ended already.
  mutating func takeSignals() -> Bool {
    var isUnwanted = false
    while let arrival = inbox.next() {
      // What the kernel sends to a process that is not in front is no wish of anybody's.
      if arrival.number == SIGCHLD || (front != nil && arrival.isOfKernel) { continue }
      if take(arrival) { isUnwanted = true }
    }
    return isUnwanted
  }

  /// Hands a signal on.
  ///
  /// - Returns: Whether it asks this process to end, for the command has ended already.
  mutating func take(_ arrival: SignalInbox.Arrival) -> Bool {
    if arrival.number == SIGTSTP && arrival.isOfKernel { isToStop = true }
    if arrival.number == SIGCONT { isToStop = false }
    if arrival.number == SIGTSTP, isHalted, let front {
      // It was sent to the command as well, and would stop it anew where that has been told to go on. Or
      // the process in front alone had gone on.
      front.stop()
      return false
    }
    if ending != nil {
      return [SIGHUP, SIGINT, SIGQUIT, SIGTERM].contains(arrival.number)
    }
    // What the terminal sends goes to the whole group: the command has it already. An alarm was this
    // process's before it was to be the command's.
    let isForGroup = arrival.isOfKernel && ![SIGCONT, SIGALRM].contains(arrival.number)
    if !isForGroup || isInOwnSession { kill(process, arrival.number) }
    return false
  }

  /// Stops with the command, so that a shell notices.
  ///
  /// Without a process in front only the terminal's wish stops this one: it would not see that somebody
  /// else has the command go on.
  mutating func halt(with thread: Int32, _ number: Int32) {
    guard thread == process, ending == nil else { return }
    if let front {
      if number == SIGSTOP, let takeover, .now - takeover < .seconds(1) { return }
      isHalted = true
      // Also where it is stopped already, as far as is known: somebody may have it go on meanwhile.
      front.stop()
      return
    }
    _ = takeSignals()
    guard number == SIGTSTP, isToStop else { return }
    isToStop = false
    kill(getpid(), SIGSTOP)
    kill(process, SIGCONT)
  }

  /// Has the process in front go on with the command.
  mutating func resume(_ thread: Int32) {
    guard thread == process else { return }
    takeover = nil
    if isHalted { front?.goOn() }
    isHalted = false
  }
}
