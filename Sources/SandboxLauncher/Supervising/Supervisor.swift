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
  let process: Int32
  var tracing: Tracing
  private let filters: SupervisedFilters
  private let observer: Observer
  let inbox: SignalInbox
  /// The process in front, if there is one: it gets the signals, and a shell waits for it.
  let front: FrontProcess?
  /// Whether the command gets nothing of what the terminal sends to this process.
  let isInOwnSession: Bool
  /// Whether the terminal has asked the group of this process to stop.
  var isToStop = false
  /// Whether the command is stopped.
  var isHalted = false
  /// When it was stopped to take it over, if it has not gone on since.
  var takeover: ContinuousClock.Instant?
  /// The signal that it is to be stopped by when it has been taken over.
  private var heldStop: Int32?
  /// Whether the observer knows of the command.
  private var hasBegun = false
  private var listener: NotificationListener?
  var ending: ChildEnding?
  /// When the command is to be ended next, and by which signal.
  private var deadline: (instant: ContinuousClock.Instant, signal: Int32)?
  /// Whether it was ended because its time was over.
  private(set) var isTimedOut = false
  /// Whether no process is left that is a child or a tracee.
  private var isAlone = false
  /// When the command is said to have left others behind, and whether it was said.
  private var farewell: (instant: ContinuousClock.Instant, isSaid: Bool)?

  /// A supervisor of a child that has been made, and traced if that was permitted.
  init(
    of process: Int32, _ tracing: Tracing, filters: SupervisedFilters, inbox: consuming SignalInbox,
    front: FrontProcess?, observer: Observer, timeout: Duration?, isInOwnSession: Bool
  ) {
    (self.process, self.tracing, self.filters) = (process, tracing, filters)
    self.inbox = inbox
    self.front = front
    self.observer = observer
    self.isInOwnSession = isInOwnSession
    deadline = timeout.map { (.now + $0, SIGTERM) }
  }

  /// How the child ended, as far as it has.
  var end: ChildEnding? { ending }

  /// The descriptors that it needs.
  mutating func descriptors() -> [Int32] {
    [inbox.descriptor, listener?.descriptor ?? -1] + (front?.descriptors ?? [])
  }

  /// Takes the listener over that the child has made.
  mutating func listen(on descriptor: Int32) { listener = NotificationListener(descriptor) }

  /// Serves until nothing is left to be served.
  ///
  /// - Returns: How the command ended.
  mutating func run() -> ChildEnding {
    while true {
      let hasMore = takeStops()
      // An offer is taken when the command starts, or it does not come to that.
      if !hasBegun, tracing != .offered || ending != nil {
        hasBegun = true
        observer.begins(process, isTraced: tracing != .none)
      }
      if let ending {
        if listener == nil || (isAlone && !canHangUp) { return ending }
        sayFarewell(ending)
      }
      if serve(waiting: hasMore ? 0 : patience), let ending { return ending }
    }
  }

  /// Serves for a moment, while the child has no listener yet.
  mutating func serveStart() {
    takeStops()
    _ = serve(waiting: 0)
  }

  /// Waits for calls and signals and takes them.
  ///
  /// - Returns: Whether the command has ended, and nothing more is to be waited for.
  private mutating func serve(waiting milliseconds: Int32) -> Bool {
    var descriptors = [inbox.descriptor, listener?.descriptor ?? -1, front?.descriptor ?? -1]
      .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    _ = unsafe poll(&descriptors, 3, milliseconds)
    if isOverdue() { return true }
    if descriptors[2].revents != 0, let arrival = front?.take(), take(arrival) { return true }
    if descriptors[0].revents != 0, takeSignals() { return true }
    if Int32(descriptors[1].revents) & POLLIN != 0 { takeCall() }
    if Int32(descriptors[1].revents) & (POLLHUP | POLLERR | POLLNVAL) != 0 { listener = nil }
    return false
  }

  /// Whether the listener says that nobody is left.
  ///
  /// It does from Linux 5.9 on; the flag that is asked for is a little younger.
  private var canHangUp: Bool { KernelSupport.current.flags.contains(.waitKillable) }

  // MARK: Time

  /// How long those that the command leaves behind have to end before that is said: what ends together
  /// with it is no reason to go on without a shell's knowledge.
  private static var graceTime: Duration { .milliseconds(100) }

  /// How many milliseconds there are until something is to be done; -1 where there is nothing.
  private var patience: Int32 {
    let wake = farewell.flatMap { $0.isSaid ? nil : $0.instant }
    guard let next = [deadline?.instant, wake].compactMap(\.self).min() else { return -1 }
    let milliseconds = (next - .now) / .milliseconds(1)
    return Int32(max(0, min(milliseconds.rounded(.up), 1e9)))
  }

  /// Says that the command has ended and others go on, and has the process in front end.
  private mutating func sayFarewell(_ ending: ChildEnding) {
    guard let due = farewell else {
      farewell = (.now + Self.graceTime, false)
      return
    }
    if due.isSaid || due.instant > .now { return }
    farewell?.isSaid = true
    let result = SupervisedEnding(ending: ending, isTimedOut: isTimedOut)
    guard let front, front.mayLeave else {
      observer.outlives(result, isInBackground: false)
      return
    }
    observer.outlives(result, isInBackground: true)
    // The time was the command's. If it was over, those that are left have some more.
    if !isTimedOut { deadline = nil }
    front.leave(result.outward)
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
    // `__WALL`; and of a child that is not traced, also that it was stopped and goes on.
    let options = 0x4000_0000 | WNOHANG | (tracing == .none ? WUNTRACED | WCONTINUED : 0)
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
      if thread == process {
        ending = how
        // It may have been killed while it was stopped, and the process in front with it.
        front?.goOn()
      }
      observer.ends(thread, how)
    case .ending(let status):
      if status & 0x7f == SIGSYS { tell(of: thread, .death) }
      goOn(thread)
    case .halted(let number):
      _ = Trace.call(Trace.listen, thread)
      halt(with: thread, number)
    case .signal(SIGTRAP) where tracing == .offered:
      takeover = .now
      tracing = Trace.takesOver(thread) ? .seized : .none
      if let heldStop { kill(thread, heldStop) }
    case .signal(let number) where tracing == .offered && Self.stopSignals.contains(number):
      // So traced it would stop in a way that nobody could have it go on from.
      heldStop = number
      goOn(thread)
    case .signal(let number) where tracing != .none:
      if number == SIGSYS, isOfFilter(thread) { tell(of: thread, .signal) }
      goOn(thread, signal: number)
    case .signal(let number): halt(with: thread, number)
    case .passing:
      goOn(thread)
      resume(thread)
    }
  }

  /// The signals that stop who does not handle them.
  private static var stopSignals: [Int32] { [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU] }

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
}
