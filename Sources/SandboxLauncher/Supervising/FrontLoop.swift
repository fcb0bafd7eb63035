import CLinux
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a process does that is in front of a supervisor: it hands signals on, and ends as it is told.
final class FrontLoop {
  /// What the supervisor has it do: a byte, and two more for how it is to end.
  enum Order: UInt8 {
    /// To end when the supervisor does.
    case end
    /// To end at once.
    case leave
  }

  /// How long the supervisor has to end when it has said how: it may be held by a page that nobody serves.
  private static let patience: Duration = .seconds(1)

  private let supervisor: Int32
  private let inbox: SignalInbox
  private let orders: PipeEnd
  private let news: PipeEnd
  private var endOfSupervisor: ChildEnding?

  init(supervisor: Int32, inbox: consuming SignalInbox, orders: PipeEnd, news: PipeEnd) {
    (self.supervisor, self.orders, self.news) = (supervisor, orders, news)
    self.inbox = inbox
  }

  /// Serves until the supervisor has ended, or has said that this process is to.
  func run() -> Never {
    // The supervisor stops it, and what the terminal wants is for the command.
    for number in [SIGPIPE, SIGTTIN, SIGTTOU] { signal(number, SIG_IGN) }
    // Children that are ignored are not waited for.
    signal(SIGCHLD, SIG_DFL)
    // Who waits for the end of a pipe must not wait for this process.
    let kept = [inbox.descriptor, orders.descriptor, news.descriptor].sorted()
    unsafe clinux_keep_descriptors(kept, kept.count)
    var (ending, deadline): (ChildEnding?, ContinuousClock.Instant?)
    while true {
      // Whoever waits for this process is told the times of those that it has waited for.
      if let ending, endOfSupervisor != nil || deadline.map({ $0 <= .now }) == true { end(ending) }
      var descriptors = [
        pollfd(fd: inbox.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: orders.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let left = deadline.map { Int32(max(0, (($0 - .now) / .milliseconds(1)).rounded(.up))) }
      _ = unsafe poll(&descriptors, 2, left ?? -1)
      handOn()
      if descriptors[1].revents == 0 { continue }
      switch nextOrder() {
      case (.end, let how)?: (ending, deadline) = (how, .now + Self.patience)
      case (.leave, let how)?: end(how)
      case nil:
        if ending == nil { end(waitForSupervisor()) }
        orders.close()
      }
    }
  }

  private func nextOrder() -> (Order, ChildEnding)? {
    guard let bytes = try? orders.read(upTo: 3), bytes.count == 3,
      let order = Order(rawValue: bytes[0])
    else { return nil }
    let value = Int32(bytes[2])
    return (order, bytes[1] != 0 ? .signal(value) : .exit(value))
  }

  /// Tells the supervisor of signals, and waits for children: the first process of a container gets those
  /// whose parents have ended.
  private func handOn() {
    while let arrival = inbox.next() {
      if arrival.number == SIGCHLD {
        reap()
      } else if arrival.number != SIGCONT || arrival.sender != supervisor {
        try? news.write([UInt8(arrival.number), arrival.isOfKernel ? 1 : 0])
      }
    }
  }

  private func reap() {
    var status: Int32 = 0
    while case let process = unsafe waitpid(-1, &status, WNOHANG), process > 0 {
      if process == supervisor { endOfSupervisor = ChildEnding(waitStatus: status) }
    }
  }

  private func waitForSupervisor() -> ChildEnding {
    if let endOfSupervisor { return endOfSupervisor }
    let found = clinux_wait(supervisor, -1, 0, 1)
    if found.number != 0 { return .exit(LaunchStatus.launcherFailed.rawValue) }
    return found.is_signal != 0 ? .signal(found.value) : .exit(found.value)
  }

  private func end(_ ending: ChildEnding) -> Never {
    // It is waited for if it has ended: nobody else may do it.
    _ = clinux_wait(supervisor, -1, 0, 0)
    switch ending {
    case .exit(let status): _exit(status)
    case .signal(let number):
      // A shell stops its loops for a command that was interrupted, and not for a status.
      LauncherProcess.end(by: number)
      _exit(128 + number)
    }
  }
}
