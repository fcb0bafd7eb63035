import CLinux
import ClassicBPF
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Stays beside a command until it and all that it started have ended: gives the answers that its filters
/// leave to a supervisor, and sees what the kernel does by itself.
///
/// One thread does everything, for the kernel tells of a tracee to the thread that traces it.
struct Supervisor<Observer: SupervisionObserver>: ~Copyable {
  private let process: Int32
  private let isTraced: Bool
  private let filters: SupervisedFilters
  private let observer: Observer
  private let inbox: SignalInbox
  /// Whether the command gets nothing of what the terminal sends to this process.
  private let isInOwnSession: Bool
  /// Whether the terminal has asked the group of this process to stop.
  private var isToStop = false
  private var listener: NotificationListener?
  private var ending: ChildEnding?
  /// When the command is to be ended next, and by which signal.
  private var deadline: (instant: ContinuousClock.Instant, signal: Int32)?
  /// Whether it was ended because its time was over.
  private(set) var isTimedOut = false
  /// Whether no process is left that is a child or a tracee.
  private var isAlone = false

  /// A supervisor of a child that has been made, and traced if that was permitted.
  init(
    of process: Int32, isTraced: Bool, filters: SupervisedFilters, inbox: consuming SignalInbox,
    observer: Observer, timeout: Duration?, isInOwnSession: Bool
  ) {
    (self.process, self.isTraced, self.filters) = (process, isTraced, filters)
    self.inbox = inbox
    self.observer = observer
    self.isInOwnSession = isInOwnSession
    deadline = timeout.map { (.now + $0, SIGTERM) }
  }

  /// How the child ended, as far as it has.
  var end: ChildEnding? { ending }

  /// Takes the listener over that the child has made.
  mutating func listen(on descriptor: Int32) { listener = NotificationListener(descriptor) }

  /// Serves until nothing is left to be served.
  ///
  /// - Returns: How the command ended.
  mutating func run() -> ChildEnding {
    observer.begins(process, isTraced: isTraced)
    var hasSaidSo = false
    while true {
      let hasMore = takeStops()
      if let ending {
        if listener == nil || (isAlone && !canHangUp) { return ending }
        if !isAlone, !hasSaidSo {
          hasSaidSo = true
          observer.outlived()
        }
      }
      var descriptors = [
        pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: listener?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      _ = unsafe poll(&descriptors, 2, hasMore ? 0 : patience)
      if isOverdue(), let ending { return ending }
      if descriptors[0].revents != 0, takeSignals(), let ending { return ending }
      if Int32(descriptors[1].revents) & POLLIN != 0 { takeCall() }
      if Int32(descriptors[1].revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 { listener = nil }
    }
  }

  /// Whether the listener says that nobody is left.
  ///
  /// It does from Linux 5.9 on; the flag that is asked for is a little younger.
  private var canHangUp: Bool { KernelSupport.current.flags.contains(.waitKillable) }

  // MARK: Time

  /// How many milliseconds there are until something is to be done; -1 where there is nothing.
  private var patience: Int32 {
    guard let deadline else { return -1 }
    let left = deadline.instant - .now
    let milliseconds = left / .milliseconds(1)
    return Int32(max(0, min(milliseconds.rounded(.up), 1e9)))
  }

  /// Ends the command when its time is over.
  ///
  /// - Returns: Whether nothing is to be waited for any more, whatever is left.
  private mutating func isOverdue() -> Bool {
    guard let due = deadline, due.instant <= .now else { return false }
    if ending != nil { return true }
    isTimedOut = true
    kill(process, due.signal)
    // A process that is stopped takes notice of SIGTERM only when it goes on.
    if due.signal == SIGTERM { kill(process, SIGCONT) }
    deadline = (.now + .seconds(10), SIGKILL)
    return false
  }

  // MARK: Calls that wait

  private func takeCall() {
    guard listener != nil, let call = listener?.receive() else { return }
    let verdict = filters.verdict(on: call.data)
    let isEnforced = filters.exchange == .errorsByNotifications
    let seen = SupervisedCall(
      thread: call.thread, data: call.data, verdict: verdict,
      outcome: isEnforced ? .answered : .unenforced)
    let evidence = observer.examine(seen)
    // Told before it is answered, so that it stands in front of what the command says about it.
    if listener?.stillWaits(call) ?? false { observer.take(seen, evidence) }
    listener?.answer(call, answer(to: call.data, verdict))
  }

  private func answer(
    to call: SeccompData, _ verdict: FilterAction
  ) -> NotificationListener.Answer {
    if filters.exchange == .refusalsByNotifications {
      return observer.substitute(for: call, verdict).map { .errno($0) } ?? .goOn
    }
    switch verdict {
    case .errno(let number): return .errno(number)
    // What the kernel answers where there is no supervisor. The others are not left to one: then
    // nothing is known of the call, and it must not be made.
    case .allow, .log, .trace, .notify, .trap, .killThread, .killProcess:
      return .errno(UInt16(ENOSYS))
    }
  }

  // MARK: Stops and ends

  /// How many stops are taken before calls and signals have their turn.
  private static var stopsInARow: Int { 64 }

  /// Takes what waitpid(2) has to tell.
  ///
  /// - Returns: Whether there may be more.
  @discardableResult
  mutating func takeStops() -> Bool {
    // `__WALL`; and of a child that is not traced, also that it was stopped.
    let options = 0x4000_0000 | WNOHANG | (isTraced ? 0 : WUNTRACED)
    for _ in 0..<Self.stopsInARow {
      var status: Int32 = 0
      let thread = unsafe waitpid(-1, &status, options)
      if thread < 0 && errno == EINTR { continue }
      if thread <= 0 {
        isAlone = thread < 0
        return false
      }
      take(SupervisedStop(status, of: thread), of: thread)
    }
    return true
  }

  private mutating func take(_ stop: SupervisedStop, of thread: Int32) {
    switch stop {
    case .ended(let how):
      if thread == process { ending = how }
      observer.ends(thread, how)
    case .ending(let status):
      if status & 0x7f == SIGSYS { tell(of: thread, .death) }
      goOn(thread)
    case .halted(let number):
      _ = Trace.call(Trace.listen, thread)
      halt(with: thread, number)
    case .signal(let number) where isTraced:
      if number == SIGSYS, isOfFilter(thread) { tell(of: thread, .signal) }
      goOn(thread, signal: number)
    case .signal(let number): halt(with: thread, number)
    case .passing: goOn(thread)
    }
  }

  private func goOn(_ thread: Int32, signal: Int32 = 0) {
    _ = Trace.call(Trace.goOn, thread, 0, UInt64(signal))
  }

  /// Whether the signal that a thread stopped for comes of a filter: `SYS_SECCOMP`.
  private func isOfFilter(_ thread: Int32) -> Bool {
    var information = unsafe siginfo_t()
    let answer = unsafe withUnsafeMutablePointer(to: &information) {
      Trace.call(Trace.getSignal, thread, 0, UInt64(UInt(bitPattern: $0)))
    }
    return unsafe answer.failure == nil && information.si_code == 1
  }

  /// Tells of the call that a thread is in, if it was the filters that refused it: a thread also ends
  /// because another one of its process is killed.
  private func tell(of thread: Int32, _ outcome: SupervisedCall.Outcome) {
    guard let data = ThreadRegisters.call(of: thread) else { return }
    let verdict = filters.verdict(on: data)
    let isGuilty =
      switch verdict {
      case .killThread, .killProcess: outcome == .death
      case .trap: outcome == .signal
      case .allow, .log, .trace, .notify, .errno: false
      }
    guard isGuilty else { return }
    let call = SupervisedCall(thread: thread, data: data, verdict: verdict, outcome: outcome)
    observer.take(call, observer.examine(call))
  }

  // MARK: Signals

  /// Hands signals on.
  ///
  /// - Returns: Whether this process is asked to end, and the command has ended already.
  private mutating func takeSignals() -> Bool {
    var isUnwanted = false
    while let arrival = inbox.next() {
      if arrival.number == SIGCHLD { continue }
      if arrival.number == SIGTSTP && arrival.isOfKernel { isToStop = true }
      if arrival.number == SIGCONT { isToStop = false }
      if ending != nil {
        isUnwanted = isUnwanted || [SIGHUP, SIGINT, SIGQUIT, SIGTERM].contains(arrival.number)
      } else if !arrival.isOfKernel || isInOwnSession
        || [SIGCONT, SIGALRM].contains(arrival.number)
      {
        // What the terminal sends goes to the whole group: the command has it already. An alarm was this
        // process's before it was to be the command's.
        kill(process, arrival.number)
      }
    }
    return isUnwanted
  }

  /// Stops when the command does because the terminal asked both to, so that a shell notices.
  ///
  /// Nobody else's wish stops this process: it would not see that the command is continued.
  private mutating func halt(with thread: Int32, _ number: Int32) {
    _ = takeSignals()
    guard thread == process, ending == nil, number == SIGTSTP, isToStop else { return }
    isToStop = false
    kill(getpid(), SIGSTOP)
    kill(process, SIGCONT)
  }
}
