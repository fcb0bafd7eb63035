import CLinux
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension PreparedLaunch {
  /// Makes a child that becomes the command, and stays beside it until all processes have ended that are
  /// under the filters.
  ///
  /// Must be called by a process with one thread. Its signals are handed on to the command meanwhile; when
  /// it dies, tracees die with it, and calls that wait for an answer get `ENOSYS`.
  ///
  /// - Parameters:
  ///   - filters: The filters that this launch was prepared with.
  ///   - timeout: When the command is ended: by SIGTERM, and by SIGKILL 10 seconds later.
  ///   - front: The process in front of this one, if there is one.
  ///   - kept: The descriptors that stay open in this process, where all others are closed.
  ///   - observer: Who is told of calls that are refused.
  /// - Returns: How the command ended, and whether its time was over.
  /// - Throws: ``LaunchError``; no child is left then.
  public consuming func supervise(
    _ filters: SupervisedFilters, timeout: Duration? = nil,
    behind front: FrontProcess? = nil, keeping kept: [Int32]? = nil,
    observer: some SupervisionObserver
  ) throws(LaunchError) -> SupervisedEnding {
    guard let progress = unsafe clinux_share_progress() else {
      throw LaunchError(.makeChild, Errno(rawValue: errno), "cannot get memory to watch the child")
    }
    defer { unsafe clinux_release_progress(progress) }
    unsafe plan.pointee.progress = progress
    let number = clinux_occupy_standard_descriptors()
    if number != 0 {
      throw LaunchError(.makeChild, Errno(rawValue: number), "cannot open /dev/null")
    }

    let inbox = try Self.inbox(behind: front)
    var mask = inbox.mask
    // Children that are ignored are not waited for.
    let before = signal(SIGCHLD, SIG_DFL)
    let ignoresChildren = unsafe unsafeBitCast(before, to: UInt.self) == 1
    let made = unsafe clinux_supervise(plan, &mask, ignoresChildren ? 1 : 0)
    withExtendedLifetime(memory) {}
    if made < 0 { throw LaunchError(noChild: Errno(rawValue: Int32(-made))) }
    let process = Int32(made)
    if let front {
      front.leaveGroup()
      // What the terminal has sent to the group so far may have come before the child, which gets it once:
      // it blocks what is in there.
      while let arrival = inbox.next() {
        if arrival.number != SIGCHLD { kill(process, arrival.number) }
      }
    }
    // A pipe whose reader is gone, a file that is too large, and a terminal that does not want output are
    // no reason to end.
    for number in [SIGPIPE, SIGXFSZ, SIGTTOU] { signal(number, SIG_IGN) }
    if unsafe plan.pointee.changes.dies_with_parent != 0 {
      _ = RawCalls.call(SYS_prctl, UInt64(PR_SET_PDEATHSIG), UInt64(SIGKILL))
    }

    let tracing = try unsafe attach(to: process, progress, itsMask: mask)

    var supervisor = Supervisor(
      of: process, tracing, filters: filters, inbox: inbox, front: front, observer: observer,
      timeout: timeout, isInOwnSession: unsafe plan.pointee.changes.starts_session != 0)
    // Without a listener there is nothing to wait for: the child makes no call after its filter.
    while unsafe progress.pointee.listener < 0 {
      supervisor.serveStart()
      if let ending = supervisor.end {
        if unsafe progress.pointee.listener >= 0 { break }
        // Somebody did not want it any more.
        if unsafe progress.pointee.has_failed == 0, case .signal(let number) = ending,
          SignalInbox.forwarded.contains(number)
        {
          return SupervisedEnding(ending: ending, isTimedOut: supervisor.isTimedOut)
        }
        throw LaunchError(ended: ending, at: unsafe progress.pointee, of: self)
      }
      usleep(50)
    }
    supervisor.listen(on: unsafe progress.pointee.listener)
    if let kept {
      let all = Set(kept + supervisor.descriptors()).filter { $0 >= 0 }.sorted()
      unsafe clinux_keep_descriptors(all, all.count)
    }
    let ending = supervisor.run()
    let last = unsafe progress.pointee
    if last.has_failed != 0 { throw LaunchError(last, of: self) }
    return SupervisedEnding(ending: ending, isTimedOut: supervisor.isTimedOut)
  }

  /// The signals of this process, blocked as soon as it can be.
  private static func inbox(behind front: FrontProcess?) throws(LaunchError) -> SignalInbox {
    if let inbox = front?.takeInbox() { return inbox }
    return try SignalInbox()
  }

  /// Becomes the tracer of a child that waits for it, if that is permitted, and has it go on.
  private borrowing func attach(
    to process: Int32, _ progress: UnsafeMutablePointer<clinux_progress>, itsMask mask: sigset_t
  ) throws(LaunchError) -> Tracing {
    try unsafe pass(CLINUX_CHILD_STARTS, of: process, progress)
    var tracing = Trace.supervises(process) ? Tracing.seized : .none
    if tracing == .none {
      // Who is not root may trace only what all of the user's processes may look into. They could leave
      // something behind that sees keys, such as a breakpoint: see perf_event_open(2).
      if unsafe plan.pointee.slot_count == 0 {
        unsafe clinux_give_turn(progress, CLINUX_CHILD_SHOWS)
        try unsafe pass(CLINUX_CHILD_SHOWS, of: process, progress)
        if Trace.supervises(process) { tracing = .seized }
      } else if Tracing.mayBeOffered(by: mask) {
        unsafe clinux_give_turn(progress, CLINUX_CHILD_OFFERS)
        try unsafe pass(CLINUX_CHILD_OFFERS, of: process, progress)
        if unsafe progress.pointee.number == 0 { tracing = .offered }
      }
    }
    unsafe clinux_give_turn(progress, CLINUX_CHILD_GOES_ON)
    return tracing
  }

  /// Waits until a turn of a child is over.
  private borrowing func pass(
    _ turn: clinux_turn, of process: Int32, _ progress: UnsafeMutablePointer<clinux_progress>
  ) throws(LaunchError) {
    while unsafe clinux_await_turn(progress, turn) == turn {
      if turn == CLINUX_CHILD_OFFERS {
        // As soon as it is traced it stops for every signal.
        let number = clinux_take_stop(process)
        if number > 0 { _ = Trace.call(Trace.goOn, process, 0, UInt64(number)) }
      }
      if let ending = Self.ending(of: process) {
        throw LaunchError(ended: ending, at: unsafe progress.pointee, of: self)
      }
    }
  }

  /// How a child ended that is waited for, if it has.
  private static func ending(of process: Int32) -> ChildEnding? {
    let found = clinux_wait(process, -1, 0, 0)
    if found.number != 0 { return nil }
    return found.is_signal != 0 ? .signal(found.value) : .exit(found.value)
  }
}
