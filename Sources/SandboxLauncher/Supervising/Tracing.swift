#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Whether a supervisor traces its command.
enum Tracing {
  /// It may not.
  case none
  /// It does, in a way in which the command notices nothing of it.
  case seized
  /// It does in the old way, in which stops by signals are not what they are without a tracer. It lasts
  /// until the command starts.
  ///
  /// A process that nobody may look into can ask its parent to trace it: see ptrace(2),
  /// `PTRACE_TRACEME`. So its keys stay its own, and are gone when it can be seized.
  case offered

  /// Whether a child with this mask of signals can offer itself.
  ///
  /// A `SIGTRAP` says that the command starts, and a `SIGCONT` has it go on: where they are blocked it
  /// would find them later.
  static func mayBeOffered(by mask: sigset_t) -> Bool {
    var mask = mask
    return unsafe sigismember(&mask, SIGTRAP) == 0 && sigismember(&mask, SIGCONT) == 0
  }
}

extension Trace {
  /// Begins to trace a process as a supervisor does.
  ///
  /// - Returns: Whether that is permitted.
  static func supervises(_ process: Int32) -> Bool {
    let options = followsBirths | stopsAtExit | diesWithTracer
    return call(seize, process, 0, options).failure == nil
  }

  /// Traces a process that offered itself and has just become the command as a supervisor does, before
  /// it executes its first instruction.
  ///
  /// - Returns: Whether that is permitted.
  static func takesOver(_ process: Int32) -> Bool {
    // Until it is traced again it is stopped by a signal, or about to be.
    _ = call(detach, process, 0, UInt64(SIGSTOP))
    defer { kill(process, SIGCONT) }
    return supervises(process)
  }
}
