#if Libseccomp
  import CLibseccomp
  import ClassicBPF

  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #endif

  /// The process in which libseccomp works on one job, so that it can be stopped.
  ///
  /// Whatever happens, ``programs(of:until:)`` leaves neither the process nor the descriptor
  /// behind.
  struct CompilerProcess: ~Copyable {
    /// What went wrong.
    enum Failure: Error, Hashable {
      /// libseccomp refused a rule, or the job before its first rule; the value of `errno`.
      case refused(error: Int32, rule: Int?)
      /// The time was up.
      case timeLimit(rule: Int?)
      /// The process ended before it was done.
      case ended(rule: Int?)
      /// The programs are longer than any that the kernel takes.
      case tooLong
    }

    /// The number of the process.
    let identifier: Int32
    /// The end of the pipe that its stream comes out of.
    let descriptor: Int32

    /// Reads what the process makes, and sees to its end.
    ///
    /// - Parameters:
    ///   - contextCount: How many programs to expect.
    ///   - deadline: When to give up.
    /// - Returns: The programs, as libseccomp exports them.
    /// - Throws: ``Failure``; then the process was killed.
    consuming func programs(
      of contextCount: Int, until deadline: ContinuousClock.Instant
    ) throws(Failure) -> [[BPFInstruction]] {
      var stream = RecordStream(contextCount: contextCount)
      let outcome = Result { () throws(Failure) in try follow(&stream, until: deadline) }
      switch outcome {
      case .failure(.timeLimit), .failure(.tooLong): _ = kill(identifier, SIGKILL)
      // It has ended, or is about to.
      case .failure(.ended), .failure(.refused), .success: break
      }
      _ = close(descriptor)
      // Where the program ignores SIGCHLD there is nothing to wait for: ECHILD.
      while waitpid(identifier, nil, 0) == -1 && errno == EINTR {}
      try outcome.get()
      return stream.programs
    }

    /// Reads the stream until all programs are complete.
    private borrowing func follow(
      _ stream: inout RecordStream, until deadline: ContinuousClock.Instant
    ) throws(Failure) {
      var buffer = [UInt8](repeating: 0, count: RecordStream.chunk)
      while true {
        switch waitForMore(until: deadline) {
        case .something: break
        case .ended: throw .ended(rule: stream.rule)
        case .timeLimit: throw .timeLimit(rule: stream.rule)
        }
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
          unsafe read(descriptor, bytes.baseAddress, bytes.count)
        }
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { throw .ended(rule: stream.rule) }
        if try stream.take(buffer[..<count]) { return }
      }
    }

    /// What waiting can come to.
    private enum Wait {
      case something
      case ended
      case timeLimit
    }

    /// Waits until there is something to read; not beyond a deadline.
    private borrowing func waitForMore(until deadline: ContinuousClock.Instant) -> Wait {
      while true {
        let left = deadline - .now
        guard left > .zero else { return .timeLimit }
        // Another thread may have forked, and its child hold a copy of the writing end: the stream
        // does not end with its writer then, so look after the writer now and then.
        let hasEnded = self.hasEnded
        let slice: Int32 = hasEnded ? 0 : left < .milliseconds(50) ? 1 : 50
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if unsafe poll(&request, 1, slice) > 0 { return .something }
        if hasEnded { return .ended }
      }
    }

    /// Whether the process has come to its end; it is not waited for.
    private var hasEnded: Bool {
      var information = unsafe siginfo_t()
      let result = unsafe waitid(
        P_PID, id_t(identifier), &information, WEXITED | WNOHANG | WNOWAIT)
      // Where the program ignores SIGCHLD, a child that has ended is none any more.
      return result == 0 ? unsafe information.si_signo == SIGCHLD : errno == ECHILD
    }
  }
#endif
