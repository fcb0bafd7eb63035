import CLinux
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The process that somebody has started, while another one, its child, supervises a command.
///
/// It ends when the command does, and as the command does, whatever else is left to be supervised. So a
/// shell goes on when it would without a supervisor. Until then it hands on the signals that it gets.
///
/// This is what the child knows of it.
public final class FrontProcess {
  /// Its number.
  private let process: Int32
  /// Says what the front process is to do.
  private let orders: PipeEnd
  /// Tells of the signals that it gets.
  private let news: PipeEnd
  /// The signals of this process itself, blocked since before there was this one, until somebody takes it.
  private var inbox: SignalInbox?
  /// Whether it may end before all that the command has started.
  let mayLeave: Bool

  private init(
    _ process: Int32, inbox: consuming SignalInbox, orders: PipeEnd, news: PipeEnd, mayLeave: Bool
  ) {
    (self.process, self.orders, self.news) = (process, orders, news)
    self.inbox = consume inbox
    self.mayLeave = mayLeave
  }

  /// Goes on as a child in the background, while the process itself stays in front and only ends.
  ///
  /// Must be called by a process with one thread. The child is killed when the process in front is.
  ///
  /// - Parameters:
  ///   - mayLeave: Whether the front process may end before all that the command has started.
  ///   - diesWithParent: Whether the front process is killed when its parent ends.
  /// - Returns: In the child; the process itself never comes back.
  /// - Throws: ``LaunchError``; there is no child then.
  public static func stepBehind(
    mayLeave: Bool, diesWithParent: Bool
  ) throws(LaunchError) -> FrontProcess {
    let number = clinux_occupy_standard_descriptors()
    if number != 0 {
      throw LaunchError(.makeChild, Errno(rawValue: number), "cannot open /dev/null")
    }
    let (orders, news) = (try PipePair(), try PipePair())
    // From here on no signal is lost.
    let inbox = try SignalInbox()
    let parent = getpid()
    let process = clinux_fork()
    if process < 0 { throw LaunchError(noChild: Errno(rawValue: -process)) }
    if process != 0 {
      let loop = FrontLoop(
        supervisor: process, inbox: inbox, orders: orders.reading, news: news.writing)
      orders.writing.close()
      news.reading.close()
      if diesWithParent { _ = RawCalls.call(SYS_prctl, UInt64(PR_SET_PDEATHSIG), UInt64(SIGKILL)) }
      loop.run()
    }
    _ = RawCalls.call(SYS_prctl, UInt64(PR_SET_PDEATHSIG), UInt64(SIGKILL))
    if getppid() != parent { kill(getpid(), SIGKILL) }
    orders.reading.close()
    news.writing.close()
    return FrontProcess(
      parent, inbox: inbox, orders: orders.writing, news: news.reading, mayLeave: mayLeave)
  }

  /// The signals of this process itself, which are blocked; once.
  func takeInbox() -> SignalInbox? { inbox.take() }

  /// The descriptor that becomes readable when the front process has got a signal; -1 when it has gone.
  var descriptor: Int32 { news.descriptor }
  /// What must stay open.
  var descriptors: [Int32] { [orders.descriptor, news.descriptor] }

  /// Takes the signal that the front process has got; `nil` where it has gone.
  func take() -> SignalInbox.Arrival? {
    guard let bytes = try? news.read(upTo: 2), bytes.count == 2 else {
      news.close()
      return nil
    }
    return SignalInbox.Arrival(number: Int32(bytes[0]), isOfKernel: bytes[1] != 0)
  }

  /// Has this process leave the group, in which the command stays.
  ///
  /// What the terminal and others send to the group is for the command.
  func leaveGroup() { setpgid(0, 0) }

  /// Stops it until it is continued, so that a shell notices.
  ///
  /// It does not stop itself: it would have to ask first whether it is to go on again, and could be told
  /// so between the answer and the stop. Of two signals the later one counts.
  func stop() { send(SIGSTOP) }

  /// Has it go on if it has stopped, or is about to.
  func goOn() { send(SIGCONT) }

  private func send(_ signal: Int32) {
    // When it has ended, its number may be another's.
    if getppid() == process { kill(process, signal) }
  }

  /// Says how it is to end when this process does, which must be soon.
  ///
  /// - Parameter ending: How.
  public func prepare(_ ending: ChildEnding) { outlive(.end, ending) }

  /// Has it end now, and this process go on without it.
  ///
  /// - Parameter ending: How.
  public func leave(_ ending: ChildEnding) { outlive(.leave, ending) }

  private func outlive(_ order: FrontLoop.Order, _ ending: ChildEnding) {
    _ = RawCalls.call(SYS_prctl, UInt64(PR_SET_PDEATHSIG), 0)
    let (isSignal, value): (UInt8, Int32) =
      switch ending {
      case .exit(let status): (0, status)
      case .signal(let number): (1, number)
      }
    try? orders.write([order.rawValue, isSignal, UInt8(truncatingIfNeeded: value)])
    // Who is stopped takes no order.
    goOn()
  }
}
