import LinuxABI

/// What one line of a log is, by where its parts stand in its batch.
struct LineRecord {
  /// What a line can be that matters to a replay.
  enum Kind: UInt8 {
    /// A call with its result.
    case call
    /// The first part of a call, to be resumed.
    case unfinished
    /// A call at which the tracer left.
    case detached
    /// A call whose line stops in the middle, because something else was printed there.
    case open
    /// The rest of a call.
    case resumed
    /// `+++ exited with …`, `+++ killed by …`: the thread is gone.
    case ended
    /// `+++ killed by SIGSYS +++`: the thread is gone, and most likely a filter has killed it.
    case endedBySystemCall
    /// `--- SIGSYS {…} ---`: most likely a filter has answered a call with the signal.
    case systemCallSignal
    /// `+++ superseded by execve in pid N +++`: the thread goes on as another.
    case superseded
    /// `[ Process PID=N runs in 32 bit mode. ]`.
    case mode
    /// `strace: Process N attached`
    case attached
    /// `strace: Process N detached`
    case left
    /// A line of the table of `strace -c`.
    case table
    /// None of the forms that strace has.
    case fragment
  }

  var kind = Kind.fragment
  /// Whether the line names its thread.
  var hasThread = false
  /// Whether the number of the call is printed (`-n`, or a call without a name).
  var hasNumber = false
  /// The ABI that the line itself tells, as a raw value, or ``noABI``.
  var statedABI = Self.noABI
  /// The ABI for which a worker has judged the call, as a raw value, or ``noABI``.
  var judgedABI = Self.noABI
  /// Whether the verdict needs an upper half that was not printed, and is taken to be zero.
  var assumesUpperHalf = false
  /// Whether the arguments were read and do not end.
  var isCut = false
  /// Whether the batch has an argument of the call that was not understood.
  var hasUnknownText = false
  /// The name of the call.
  var name = SyscallNames.unknown
  /// The thread, 0 where the line names none.
  var thread: Int32 = 0
  /// The number of the call if it is printed; for other lines the thread or ABI that they name.
  var number: UInt32 = 0
  /// The line in the batch, from 0.
  var line: UInt32 = 0
  /// Where the line begins.
  var start: UInt32 = 0
  /// Where the name of the call begins.
  var body: UInt32 = 0
  /// Where the arguments begin, or what follows `resumed>`.
  var rest: UInt32 = 0
  /// Where the line ends, before its line feed.
  var end: UInt32 = 0
  /// The class of the call if its thread uses ``judgedABI``.
  var callClass = CallClass.none

  /// The value of ``statedABI`` where a line says nothing.
  static let noABI = UInt8.max
}
