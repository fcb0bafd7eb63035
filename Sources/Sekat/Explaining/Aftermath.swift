import Glibc
import SandboxLauncher

/// What those who made a denied call did after it, as far as that was seen.
struct Aftermath {
  /// The end of a process that had not made another denied call before.
  struct End {
    var ending: ChildEnding
    /// When that was.
    var time: ContinuousClock.Instant
    /// How long after the call.
    var delay: Duration
    /// The process, in words.
    var process: String
    /// Another process that had failed on a denied call in between, which says enough.
    var culprit: String?

    /// Whether it looks like a failure of its own; what SIGTERM and SIGKILL end others wanted to end.
    var isBad: Bool {
      if culprit != nil { return false }
      switch ending {
      case .exit(let status): return status != 0
      case .signal(let number): return Self.deadly.contains(number)
      }
    }

    /// The signals of mistakes.
    private static let deadly: Set = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS]

    /// Whether it came so soon that the one may have led to the other.
    var isSoon: Bool { delay < .seconds(1) }

    /// Whether a filter's signal ended it, which nobody else sends.
    var isOfFilter: Bool { ending == .signal(SIGSYS) }

    /// How much it points at the call: that filters end processes so most, a failure more than success, and
    /// one soon after more than others.
    private var weight: Int { (isOfFilter ? 4 : 0) + (isBad ? 2 : 0) + (isSoon ? 1 : 0) }

    /// Whether it points more at the call than another end points at the same call, or one of its kind.
    ///
    /// Of several failures it is the last one: whoever waited has gone on after the others.
    func points(more other: End) -> Bool {
      if weight != other.weight { return weight > other.weight }
      return isBad ? time > other.time : delay < other.delay
    }

    /// Whether it points more at its call than another end points at a call of another kind.
    func pointsElsewhere(more other: End) -> Bool {
      (weight, other.delay) > (other.weight, delay)
    }

    /// The end as a clause: `ls[4711] ended with status 2 right after it`.
    var text: String {
      let how =
        switch ending {
        case .exit(0): "went on, and ended with status 0"
        case .exit(let status): "ended with status \(status)"
        case .signal(let number): "was ended by signal \(number)"
        }
      if ending == .exit(0) { return "\(process) \(how)" }
      if let culprit { return "\(process) \(how) after \(culprit) had failed" }
      let seconds = delay.components.seconds
      let time = seconds == 1 ? "a second after it" : "\(seconds) seconds after it"
      return "\(process) \(how)\(isSoon ? " right after it" : ", \(time)")"
    }
  }

  /// The end that points most at the call.
  private(set) var end: End?
  /// Whether somebody made another denied call after it, of another kind.
  var isFollowed = false

  /// Adds an end.
  mutating func add(_ new: End) {
    guard let old = end else { return end = new }
    if new.points(more: old) { end = new }
  }

  /// Whether a process failed on it, as it seems.
  var isFailure: Bool { end.map { $0.isBad && $0.isSoon } ?? false }
}

/// A denied call that was only counted.
struct UntoldCall {
  var call: SupervisedCall
  var evidence: DenialReport.Evidence
}

/// Which denied call each process made last.
///
/// Threads count as their process where it is known.
struct LastDenials {
  private struct Last {
    var denial: Int
    var time: ContinuousClock.Instant
    var name: String
    var untold: UntoldCall?
  }

  private var lasts: [Int32: Last] = [:]
  /// The process of each thread.
  private var processes: [Int32: Int32] = [:]
  /// Who failed last right after a denied call.
  private var failure: (time: ContinuousClock.Instant, process: String)?
  /// How many processes and threads are told apart.
  private static let most = 10_000

  /// Takes note of a denied call.
  ///
  /// - Parameters:
  ///   - denial: The place of its kind.
  ///   - thread: Who made it.
  ///   - maker: The same, if it was looked up.
  ///   - untold: The call itself, if it was not told apart.
  /// - Returns: The place of the kind before it that the process has gone on after, if it is another one.
  mutating func add(
    _ denial: Int, by thread: Int32, _ maker: (process: Int32, text: String)?,
    _ untold: UntoldCall?
  ) -> Int? {
    if let maker, processes.count < Self.most { processes[thread] = maker.process }
    let process = processes[thread] ?? thread
    let before = lasts[process]
    if before == nil && lasts.count >= Self.most { return nil }
    lasts[process] = Last(
      denial: denial, time: .now, name: maker?.text ?? before?.name ?? "[\(process)]",
      untold: untold)
    return before.flatMap { $0.denial == denial ? nil : $0.denial }
  }

  /// Takes note of the end of a process or thread.
  ///
  /// - Parameters:
  ///   - thread: Its number.
  ///   - ending: How it ended.
  /// - Returns: The place of the kind that it made last, the end, and the call, if it was not told apart;
  ///   `nil` where it made none, or is a thread of a process.
  mutating func end(
    of thread: Int32, _ ending: ChildEnding
  ) -> (denial: Int, end: Aftermath.End, untold: UntoldCall?)? {
    processes[thread] = nil
    guard let last = lasts.removeValue(forKey: thread) else { return nil }
    let now = ContinuousClock.now
    var end = Aftermath.End(
      ending: ending, time: now, delay: now - last.time, process: last.name)
    if let failure, end.isBad, failure.time > last.time {
      end.culprit = failure.process
    } else if end.isBad && end.isSoon {
      failure = (now, last.name)
    }
    return (last.denial, end, last.untold)
  }
}
