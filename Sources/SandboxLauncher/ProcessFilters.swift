public import ClassicBPF
public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why the filters of a process cannot be read.
public struct ProcessFilterError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the kernel answered; `nil` where it was not the kernel that refused.
  public var errno: Errno?
  /// What happened and, where there is something, what to do; without the error number.
  public var sentence: String
  /// The number of the system call that the process was not to be disturbed in, if it was that.
  public var syscallNumber: UInt32?

  /// The sentence with the name of the error number.
  public var description: String { errno.map { "\(sentence) (\($0.name))" } ?? sentence }
}

/// The filters that are on a live process.
public enum ProcessFilters {
  /// Reads the filters of a process, or of one of its threads.
  ///
  /// The kernel hands out filters of a stopped tracee only, and only to a tracer with CAP_SYS_ADMIN
  /// that has no filter itself: see ptrace(2), `PTRACE_SECCOMP_GET_FILTER`. The thread is stopped for
  /// as long as that takes, and goes on as if nothing had been. Where that cannot be had, because the
  /// thread waits in a call that a stop would end, it is not stopped.
  ///
  /// - Parameter process: The number of the process or thread.
  /// - Returns: The programs as they were installed, the first one first; none where there is none.
  /// - Throws: ``ProcessFilterError``.
  public static func read(of process: Int32) throws(ProcessFilterError) -> [[BPFInstruction]] {
    // A tracee is free again when the thread has ended that traces it, whatever it does then.
    var thread = pthread_t()
    let reading = Reading(process)
    let context = unsafe Unmanaged.passRetained(reading)
    let number = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        unsafe Unmanaged<Reading>.fromOpaque(context).takeRetainedValue().read()
        return nil
      }, context.toOpaque())
    if number != 0 {
      unsafe context.release()
      throw ProcessFilterError(
        errno: Errno(rawValue: number), sentence: "cannot start a thread to trace with")
    }
    pthread_join(thread, nil)
    return try reading.result.get()
  }

  /// What a thread of its own does.
  private final class Reading {
    private let process: Int32
    /// What it has found; looked at by others when it has ended.
    private(set) var result: Result<[[BPFInstruction]], ProcessFilterError> = .success([])

    init(_ process: Int32) { self.process = process }

    func read() {
      do throws(ProcessFilterError) {
        let tracee = try Tracee(process)
        var filters: [[BPFInstruction]] = []
        while let filter = try tracee.filter(filters.count) { filters.append(filter) }
        result = .success(filters)
      } catch {
        result = .failure(error)
      }
    }
  }
}
