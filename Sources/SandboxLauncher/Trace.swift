import CLinux
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The requests of ptrace(2), and what is true of this process as a tracer.
enum Trace {
  // From linux/ptrace.h, the same for every architecture.
  static let peekUser: UInt64 = 3
  static let pokeUser: UInt64 = 6
  /// `PTRACE_CONT`.
  static let goOn: UInt64 = 7
  /// `PTRACE_GETREGS`, which not every architecture has.
  static let getRegisters: UInt64 = 12
  static let detach: UInt64 = 17
  /// `PTRACE_SYSCALL`: on to the next beginning or end of a call.
  static let goOnToCall: UInt64 = 24
  static let setOptions: UInt64 = 0x4200
  /// `PTRACE_GETEVENTMSG`.
  static let getMessage: UInt64 = 0x4201
  static let getSignal: UInt64 = 0x4202
  static let getRegisterSet: UInt64 = 0x4204
  static let seize: UInt64 = 0x4206
  static let interrupt: UInt64 = 0x4207
  /// `PTRACE_LISTEN`: stays stopped as the signal wants it, and tells of what comes next.
  static let listen: UInt64 = 0x4208
  static let getFilter: UInt64 = 0x420c
  /// `PTRACE_GET_SYSCALL_INFO`, from Linux 5.3.
  static let getCallInformation: UInt64 = 0x420e
  /// The option `PTRACE_O_TRACESYSGOOD`: stops at calls differ from those for signals.
  static let marksCalls: UInt64 = 1
  /// The options for stops at the births of processes and threads: `PTRACE_O_TRACEFORK`,
  /// `PTRACE_O_TRACEVFORK`, `PTRACE_O_TRACECLONE`.
  static let followsBirths: UInt64 = 1 << 1 | 1 << 2 | 1 << 3
  /// The option `PTRACE_O_TRACEEXIT`.
  static let stopsAtExit: UInt64 = 1 << 6
  /// The option `PTRACE_O_EXITKILL`: tracees do not outlive their tracer.
  static let diesWithTracer: UInt64 = 1 << 20
  /// The option `PTRACE_O_SUSPEND_SECCOMP`.
  static let suspendsFilters: UInt64 = 1 << 21

  /// Whether results can be set, so that calls are made again: not known of other machines.
  static var canRepeat: Bool {
    #if arch(x86_64)
      true
    #else
      false
    #endif
  }

  /// Whether the kernel hands out filters to this process: it has CAP_SYS_ADMIN in the first user
  /// namespace, and no filter.
  static var isAnswered: Bool {
    let status = ProcessStatus.current
    // PROC_USER_INIT_INO: the first user namespace has this number on every kernel.
    return status.isAdministrator && !status.isFiltered
      && ProcText.link("/proc/self/ns/user") ?? firstNamespace == firstNamespace
  }

  private static let firstNamespace = "user:[4026531837]"

  /// Makes a request.
  static func call(
    _ request: UInt64, _ process: Int32, _ address: UInt64 = 0, _ data: UInt64 = 0
  ) -> Result<Int, Errno> {
    RawCalls.call(
      Int32(SYS_ptrace), request, UInt64(UInt32(bitPattern: process)), address, data)
  }

  /// A register of a stopped thread, by its place in `struct user`.
  static func register(_ offset: UInt64, of process: Int32) -> Int64? {
    var value: Int64 = 0
    let answer = unsafe withUnsafeMutablePointer(to: &value) {
      call(peekUser, process, offset, UInt64(UInt(bitPattern: $0)))
    }
    return answer.failure == nil ? value : nil
  }
}

/// A stop of a tracee, as waitpid(2) tells of it.
struct TraceStop {
  /// `PTRACE_EVENT_STOP`, in the upper half of a wait status.
  private static let eventStop: Int32 = 128
  /// `__WALL`: also for threads, and children of other kinds.
  private static let waitForAll: Int32 = 0x4000_0000

  private let status: Int32

  /// The next stop of a thread; `nil` while it is not stopped.
  static func next(of process: Int32) throws(ProcessFilterError) -> TraceStop? {
    var status: Int32 = 0
    let answer = unsafe waitpid(process, &status, WNOHANG | waitForAll)
    if answer == 0 || (answer < 0 && errno == EINTR) { return nil }
    guard answer == process, status & 0xff == 0x7f else {
      throw ProcessFilterError(
        errno: nil, sentence: "cannot stop process \(process): it has just ended")
    }
    return TraceStop(status: status)
  }

  private var number: Int32 { status >> 8 & 0xff }

  /// Whether it was asked for, and is none that the thread would be in anyway.
  var isOurs: Bool { status >> 16 == Self.eventStop && number == SIGTRAP }

  /// Whether it is at the beginning or the end of a call.
  var isCall: Bool { status >> 16 == 0 && number == SIGTRAP | 0x80 }

  /// The signal that it stopped for, and must still get; or 0.
  var signal: UInt64 { status >> 16 == 0 && !isCall ? UInt64(number) : 0 }
}

extension Result where Failure == Errno {
  /// The error, if there is one.
  var failure: Errno? {
    if case .failure(let errno) = self { errno } else { nil }
  }
}
