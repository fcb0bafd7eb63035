import CLinux
import ClassicBPF
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A thread that is stopped for as long as this value lives, in the thread that traces it.
struct Tracee: ~Copyable {
  private let process: Int32
  private let stop: TraceStop

  /// Stops a thread, which need not notice.
  ///
  /// Should that fail half way, it goes on when the tracing thread ends.
  ///
  /// - Parameter process: The number of the process or thread.
  /// - Throws: ``ProcessFilterError`` where it may not be traced, or would notice.
  init(_ process: Int32) throws(ProcessFilterError) {
    self.process = process
    // Not PTRACE_ATTACH, which sends SIGSTOP: that can be seen.
    if let errno = Trace.call(Trace.seize, process, 0, Trace.marksCalls).failure {
      let reason =
        switch errno {
        case .noSuchProcess: "there is no such process"
        case .notPermitted:
          "it is not permitted, or another tracer is there already; root may trace others"
        default: "ptrace(2) failed"
        }
      throw ProcessFilterError(
        errno: errno, sentence: "cannot trace process \(process): \(reason)")
    }
    // Nobody is stopped for an answer that the kernel will not give.
    guard Trace.isAnswered else { throw Self.refusal(.permissionDenied, for: process) }
    stop = try Self.stop(process)
    repeatCall()
  }

  deinit { goOn() }

  /// The filter of a number; `nil` beyond the last.
  ///
  /// Number 0 is the filter that was installed first, whatever the manual says: see the kernel's
  /// `get_nth_filter`.
  func filter(_ index: Int) throws(ProcessFilterError) -> [BPFInstruction]? {
    let length: Int
    switch Trace.call(Trace.getFilter, process, UInt64(index)) {
    case .success(let count): length = count
    case .failure(.noSuchFileOrDirectory): return nil
    case .failure(.invalidArgument) where index == 0 && !ProcessStatus.of(process).isFiltered:
      return nil
    case .failure(let errno): throw Self.refusal(errno, for: process)
    }
    var bytes = [UInt8](repeating: 0, count: length * BPFInstruction.size)
    let answer = unsafe bytes.withUnsafeMutableBytes { buffer in
      Trace.call(
        Trace.getFilter, process, UInt64(index), UInt64(UInt(bitPattern: buffer.baseAddress)))
    }
    if let errno = answer.failure { throw Self.refusal(errno, for: process) }
    guard let filter = try? BPFInstruction.list(fromBytes: bytes, byteOrder: .native) else {
      throw ProcessFilterError(errno: nil, sentence: "process \(process) has an empty filter")
    }
    return filter
  }

  private static func refusal(_ errno: Errno, for process: Int32) -> ProcessFilterError {
    let reason =
      switch errno {
      case .permissionDenied:
        "it takes CAP_SYS_ADMIN, and a sekat that is under no filter itself"
      case .invalidArgument: "this kernel was built without CONFIG_CHECKPOINT_RESTORE"
      case .noSuchProcess: "it has just ended"
      default: "the kernel refuses"
      }
    return ProcessFilterError(
      errno: errno, sentence: "cannot read the filters of process \(process): \(reason)")
  }
}

// MARK: - Stopping

extension Tracee {
  /// For how many milliseconds to look for a moment in which a thread would not notice.
  private static let patience = 1_000
  /// How many milliseconds a thread may take to stop: in some calls it cannot.
  private static let timeToStop = 2_000

  /// Stops a thread as soon as it would not notice.
  private static func stop(_ process: Int32) throws(ProcessFilterError) -> TraceStop {
    var earlier: WaitingThread?
    for _ in 0..<patience {
      // It may stop by itself: for a signal, say.
      if let stop = try TraceStop.next(of: process) { return stop }
      let now = WaitingThread(process)
      if let now, now.canBeStopped(since: earlier, repeats: Trace.canRepeat) {
        return try interrupt(process)
      }
      // Of a thread that runs, the beginning is what counts.
      let isSame = now.flatMap { now in earlier.map(now.continues) } ?? false
      if !isSame { earlier = now }
      usleep(1_000)
    }
    throw ProcessFilterError(
      errno: nil,
      sentence: "process \(process) is not stopped: it waits in a call that a stop could end; try "
        + "again later, or name another of its threads",
      syscallNumber: earlier?.ownCall)
  }

  private static func interrupt(_ process: Int32) throws(ProcessFilterError) -> TraceStop {
    _ = Trace.call(Trace.interrupt, process)
    for _ in 0..<timeToStop {
      if let stop = try TraceStop.next(of: process) { return stop }
      usleep(1_000)
    }
    throw ProcessFilterError(
      errno: nil,
      sentence: "cannot stop process \(process): it is in a call that cannot be interrupted")
  }

  /// Has a call made again that the stop has ended with EINTR, unless a signal is handled first.
  private func repeatCall() {
    #if arch(x86_64)
      // Where registers are in struct user: of the result, and of the number of the call, which is
      // negative outside of any.
      let (result, number): (UInt64, UInt64) = (10 * 8, 15 * 8)
      guard stop.isOurs, let call = Trace.register(number, of: process), call >= 0,
        Trace.register(result, of: process) == -Int64(EINTR)
      else { return }
      // ERESTARTNOHAND, which no program ever sees.
      _ = Trace.call(Trace.pokeUser, process, result, UInt64(bitPattern: -514))
    #endif
  }
}

// MARK: - Going on

extension Tracee {
  /// Lets the thread go on, with the call that it was in.
  ///
  /// Such a call goes on as `restart_syscall`, which its filters may not let through: it is not the
  /// thread that makes it. So it is made with the filters suspended, and for as long as it takes the
  /// thread cannot do anything else: at its end there is a stop. When the thread is asleep, the
  /// tracing thread ends, and nobody has to stop it again.
  private func goOn() {
    guard stop.isOurs else { return detach(after: stop) }
    guard let next = resume(for: 100) else { return }
    guard next.isCall else { return detach(after: next) }
    guard isInRestart(),
      Trace.call(Trace.setOptions, process, 0, Trace.marksCalls | Trace.suspendsFilters).failure
        == nil
    else {
      // Not PTRACE_DETACH, which at the beginning of a call is an interruption of it.
      _ = Trace.call(Trace.goOn, process)
      return
    }
    if let end = resume(for: 1_000, orUntil: { isInRestart() }) { detach(after: end) }
  }

  private func detach(after stop: TraceStop) {
    _ = Trace.call(Trace.detach, process, 0, stop.signal)
  }

  /// Whether the thread waits in the call that goes on with another one.
  private func isInRestart() -> Bool {
    WaitingThread(process)?.call == UInt64(SYS_restart_syscall)
  }

  /// Lets the thread run to the next beginning or end of a call.
  ///
  /// - Parameters:
  ///   - milliseconds: For how long to look for a stop.
  ///   - isDone: Whether there need not be one.
  /// - Returns: The next stop, if there is one; otherwise the thread runs, or sleeps.
  private func resume(for milliseconds: Int, orUntil isDone: () -> Bool = { false }) -> TraceStop? {
    _ = Trace.call(Trace.goOnToCall, process)
    for _ in 0..<(milliseconds * 10) {
      if let stop = try? TraceStop.next(of: process) { return stop }
      if isDone() { return nil }
      usleep(100)
    }
    return nil
  }
}
