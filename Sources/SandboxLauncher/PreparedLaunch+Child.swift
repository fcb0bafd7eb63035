import CLinux
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What the standard descriptors of a child are.
public struct ChildStreams: Sendable {
  /// Standard input, output and error: descriptors of the parent, `nil` where the child's is the
  /// parent's own.
  public var descriptors: InlineArray<3, Int32?>

  /// Descriptors of the parent.
  ///
  /// - Parameter descriptors: Standard input, output and error; `nil` for the parent's own.
  public init(_ descriptors: InlineArray<3, Int32?>) { self.descriptors = descriptors }
}

extension PreparedLaunch {
  /// Makes a child that becomes the command.
  ///
  /// The process itself goes on unchanged, and may have threads: between clone(2) and execve(2) the
  /// child makes no use of anything that one of them could be in the middle of. It has no signal
  /// blocked, handled or ignored, and no descriptor but the standard ones.
  ///
  /// - Parameter streams: What its standard descriptors are.
  /// - Returns: The child, which has become the command, or has died of an outer filter in the last
  ///   moment.
  /// - Throws: ``LaunchError``; no child is left then.
  public consuming func spawn(_ streams: ChildStreams) throws(LaunchError) -> ChildProcess {
    guard let progress = unsafe clinux_share_progress() else {
      throw LaunchError(.makeChild, Errno(rawValue: errno), "cannot get memory to watch the child")
    }
    defer { unsafe clinux_release_progress(progress) }
    unsafe plan.pointee.progress = progress

    let signal = try PipePair()
    var spawn = unsafe clinux_spawn()
    unsafe spawn.launch = unsafe plan
    unsafe spawn.streams = (
      streams.descriptors[0] ?? -1, streams.descriptors[1] ?? -1, streams.descriptors[2] ?? -1
    )
    unsafe spawn.signal_end = signal.writing.descriptor
    let made = unsafe clinux_spawn(&spawn)
    withExtendedLifetime(memory) {}
    if made.number != 0 {
      let errno = Errno(rawValue: made.number)
      let reason =
        errno == .resourceTemporarilyUnavailable
        ? "its user has more processes than the limit allows, or the group of control does"
        : "clone(2) failed"
      throw LaunchError(.makeChild, errno, "cannot make a child: \(reason)")
    }
    let child = ChildProcess(made.process, descriptor: made.descriptor)

    // The end of the pipe: the child has become the command, or is gone.
    signal.writing.close()
    _ = try? signal.reading.read(upTo: 1)
    let end = unsafe progress.pointee
    if end.has_failed != 0 {
      _ = try? child.wait()
      throw LaunchError(end)
    }
    if end.step != Int32(CLINUX_EXECUTE.rawValue) {
      let ending = try? child.wait()
      throw LaunchError(
        .prepareChild, nil,
        "the child ended before it was under all filters: \(ending?.text ?? "nobody knows why")")
    }
    return child
  }
}

extension LaunchError {
  /// Why a child could not become the command.
  fileprivate init(_ progress: clinux_progress) {
    let errno = progress.number == 0 ? nil : Errno(rawValue: progress.number)
    switch clinux_step(rawValue: UInt32(progress.step)) {
    case CLINUX_INSTALL_FURTHER_FILTER:
      let texts = FailureTexts.installation(.current)
      self.init(
        .installFurtherFilter(Int(progress.filter)), errno,
        "cannot install filter \(progress.filter + 1) under those before it:"
          + " \(errno.map(texts.text) ?? texts.other)")
    case CLINUX_EXECUTE:
      let texts = FailureTexts.execution
      self.init(
        .execute, errno, "cannot run the command: \(errno.map(texts.text) ?? texts.other)",
        status: .notExecutable)
    case let step:
      self.init(clinux_refusal(step: step, number: progress.number, thread: 0))
    }
  }
}
