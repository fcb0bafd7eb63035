import SandboxLauncher
import SystemPackage

/// A confined child of this process.
///
/// When nobody refers to it any more, the pipes are closed, and the child is waited for as soon as it
/// ends: it does not stay as a zombie, and no descriptor stays open. It is not killed.
public final class SandboxedProcess: Sendable {
  /// How a process ended.
  public enum Ending: Hashable, Sendable {
    /// By itself, with this status.
    case exit(Int32)
    /// By a signal, such as `SIGSYS` (31), with which a filter kills.
    case signal(Int32)
  }

  /// Its number.
  ///
  /// Use ``send(signal:)`` rather than kill(2): when the child has ended, the number may become that of
  /// another process.
  public var identifier: Int32 { child.identifier }
  /// A descriptor that becomes readable when the child ends, for an event loop; see pidfd_open(2).
  ///
  /// It is closed with this object. -1 on Linux before 5.2.
  public var descriptor: Int32 { child.descriptor }

  /// Where to write its standard input, if that is a pipe.
  public let input: ProcessPipe?
  /// Where to read its standard output, if that is a pipe.
  public let output: ProcessPipe?
  /// Where to read its standard error, if that is a pipe.
  public let errors: ProcessPipe?

  private let child: ChildProcess

  init(_ child: ChildProcess, _ streams: OpenedStreams) {
    self.child = child
    streams.closeChildEnds()
    input = streams.own[0].map(ProcessPipe.init)
    output = streams.own[1].map(ProcessPipe.init)
    errors = streams.own[2].map(ProcessPipe.init)
  }

  /// Waits until it has ended; may be called again.
  ///
  /// It blocks the thread. A task of Swift Concurrency should wait for ``descriptor``, or for the end of
  /// ``output``, and then call this.
  ///
  /// - Returns: How it ended.
  /// - Throws: ``SandboxError`` where other code of this process has waited for it.
  @discardableResult
  public func wait() throws(SandboxError) -> Ending {
    do throws(Errno) {
      return Ending(try child.wait())
    } catch {
      throw SandboxError(waiting: error)
    }
  }

  /// How it ended; `nil` while it runs.
  ///
  /// - Throws: ``SandboxError`` where other code of this process has waited for it.
  public func poll() throws(SandboxError) -> Ending? {
    do throws(Errno) {
      return try child.poll().map(Ending.init)
    } catch {
      throw SandboxError(waiting: error)
    }
  }

  /// Sends it a signal; does nothing where it has ended and been waited for.
  ///
  /// - Parameter signal: The number of the signal, such as `SIGTERM`.
  /// - Throws: ``SandboxError`` where the kernel or the policy of this process refuses it.
  public func send(signal: Int32) throws(SandboxError) {
    do throws(Errno) {
      try child.send(signal)
    } catch {
      throw SandboxError(
        .child, "cannot send signal \(signal) to the child", errno: error.rawValue)
    }
  }
}

extension SandboxedProcess.Ending {
  fileprivate init(_ ending: ChildEnding) {
    self =
      switch ending {
      case .exit(let status): .exit(status)
      case .signal(let number): .signal(number)
      }
  }
}

extension SandboxError {
  fileprivate init(waiting errno: Errno) {
    let reason =
      errno == .noChildProcess
      ? "other code of this process has done so, or SIGCHLD is ignored"
      : "the kernel refuses it, or a policy that this process is under"
    self.init(.child, "cannot wait for the child: \(reason)", errno: errno.rawValue)
  }
}

/// This process's end of a pipe to a child.
///
/// It is closed when nobody refers to it any more.
public final class ProcessPipe: Sendable {
  private let end: PipeEnd

  init(_ end: PipeEnd) { self.end = end }

  /// The descriptor, for an event loop; -1 once it has been closed.
  public var descriptor: Int32 { end.descriptor }

  /// Closes it; the child reads the end of its input, or cannot write any more.
  public func close() { end.close() }

  /// Reads what there is, and waits for it if need be.
  ///
  /// - Parameter count: How many bytes at most.
  /// - Returns: The bytes; none at the end.
  /// - Throws: ``SandboxError``.
  public func read(upTo count: Int = 65_536) throws(SandboxError) -> [UInt8] {
    do throws(Errno) {
      return try end.read(upTo: count)
    } catch {
      throw SandboxError(.child, "cannot read from the child", errno: error.rawValue)
    }
  }

  /// Reads up to the end.
  ///
  /// - Returns: All bytes.
  /// - Throws: ``SandboxError``.
  public func readToEnd() throws(SandboxError) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let more = try read()
      if more.isEmpty { return bytes }
      bytes += more
    }
  }

  /// Writes all bytes, and waits where the pipe is full.
  ///
  /// - Parameter bytes: The bytes.
  /// - Throws: ``SandboxError`` with `EPIPE` where the child does not read any more; there is no signal
  ///   then.
  public func write(_ bytes: some Sequence<UInt8>) throws(SandboxError) {
    do throws(Errno) {
      try end.write(Array(bytes))
    } catch {
      throw SandboxError(.child, "cannot write to the child", errno: error.rawValue)
    }
  }
}
