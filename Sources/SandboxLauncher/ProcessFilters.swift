import CLinux
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

  /// The sentence with the name of the error number.
  public var description: String { errno.map { "\(sentence) (\($0.name))" } ?? sentence }
}

/// The filters that are on a live process.
public enum ProcessFilters {
  /// Reads the filters of a process, or of one of its threads.
  ///
  /// The kernel hands out filters of a stopped tracee only, and only to a tracer with CAP_SYS_ADMIN
  /// that has no filter itself: see ptrace(2), `PTRACE_SECCOMP_GET_FILTER`. The process is stopped
  /// for as long as that takes, and goes on as if nothing had been.
  ///
  /// - Parameter process: The number of the process or thread.
  /// - Returns: The programs as they were installed, the first one first; none where there is none.
  /// - Throws: ``ProcessFilterError``.
  public static func read(of process: Int32) throws(ProcessFilterError) -> [[BPFInstruction]] {
    let tracee = try Tracee(process)
    var filters: [[BPFInstruction]] = []
    while let filter = try tracee.filter(filters.count) { filters.append(filter) }
    return filters
  }
}

/// A process that is stopped for as long as this value lives.
private struct Tracee: ~Copyable {
  private let process: Int32
  /// The signal that was on its way to the process when it stopped, or 0.
  private let pendingSignal: UInt64

  // From linux/ptrace.h, the same for every architecture.
  private static let detach: UInt64 = 17
  private static let seize: UInt64 = 0x4206
  private static let interrupt: UInt64 = 0x4207
  private static let getFilter: UInt64 = 0x420c
  /// `PTRACE_EVENT_STOP`, in the upper half of a wait status.
  private static let eventStop: Int32 = 128
  /// `__WALL`: also for threads, and children of other kinds.
  private static let waitForAll: Int32 = 0x4000_0000

  /// Stops a process, which need not notice.
  ///
  /// Should that fail half way, the process goes on when the tracer ends.
  init(_ process: Int32) throws(ProcessFilterError) {
    // Not PTRACE_ATTACH, which sends SIGSTOP: that can be seen.
    try Self.request(Self.seize, process, else: "cannot trace process \(process)")
    try Self.request(Self.interrupt, process, else: "cannot stop process \(process)")
    pendingSignal = try Self.waitForStop(process)
    self.process = process
  }

  deinit { _ = Self.call(Self.detach, process, 0, pendingSignal) }

  /// The filter of a number; `nil` beyond the last.
  ///
  /// Number 0 is the filter that was installed first, whatever the manual says: see the kernel's
  /// `get_nth_filter`.
  func filter(_ index: Int) throws(ProcessFilterError) -> [BPFInstruction]? {
    let length: Int
    switch Self.call(Self.getFilter, process, UInt64(index)) {
    case .success(let count): length = count
    case .failure(.noSuchFileOrDirectory): return nil
    case .failure(.invalidArgument) where index == 0 && !ProcessStatus.of(process).isFiltered:
      return nil
    case .failure(let errno): throw refusal(errno)
    }
    var bytes = [UInt8](repeating: 0, count: length * BPFInstruction.size)
    let answer = unsafe bytes.withUnsafeMutableBytes { buffer in
      Self.call(
        Self.getFilter, process, UInt64(index), UInt64(UInt(bitPattern: buffer.baseAddress)))
    }
    if case .failure(let errno) = answer { throw refusal(errno) }
    guard let filter = try? BPFInstruction.list(fromBytes: bytes, byteOrder: .native) else {
      throw ProcessFilterError(errno: nil, sentence: "process \(process) has an empty filter")
    }
    return filter
  }

  private func refusal(_ errno: Errno) -> ProcessFilterError {
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

  /// Waits until the process has stopped, but not for ever: in some calls it cannot.
  ///
  /// - Returns: The signal that it stopped for instead, and must still get; or 0.
  private static func waitForStop(_ process: Int32) throws(ProcessFilterError) -> UInt64 {
    for _ in 0..<2_000 {
      var status: Int32 = 0
      let answer = unsafe waitpid(process, &status, WNOHANG | waitForAll)
      if answer == process {
        guard status & 0xff == 0x7f else { break }
        return status >> 16 == eventStop ? 0 : UInt64(status >> 8 & 0xff)
      }
      if answer < 0 && errno != EINTR { break }
      usleep(1_000)
      if answer == 0 { continue }
    }
    let hasEnded =
      if case .failure(.noSuchProcess) = call(interrupt, process) { true } else { false }
    let reason = hasEnded ? "it has just ended" : "it is in a call that cannot be interrupted"
    throw ProcessFilterError(errno: nil, sentence: "cannot stop process \(process): \(reason)")
  }

  private static func request(
    _ request: UInt64, _ process: Int32, else sentence: String
  ) throws(ProcessFilterError) {
    guard case .failure(let errno) = call(request, process) else { return }
    let reason =
      switch errno {
      case .noSuchProcess: "there is no such process"
      case .notPermitted:
        "it is not permitted, or another tracer is there already; root may trace others"
      default: "ptrace(2) failed"
      }
    throw ProcessFilterError(errno: errno, sentence: "\(sentence): \(reason)")
  }

  private static func call(
    _ request: UInt64, _ process: Int32, _ address: UInt64 = 0, _ data: UInt64 = 0
  ) -> Result<Int, Errno> {
    RawCalls.call(
      Int32(SYS_ptrace), request, UInt64(UInt32(bitPattern: process)), address, data)
  }
}
