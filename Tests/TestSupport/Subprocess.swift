import CLinux
import Glibc
import Synchronization

/// How a process ended.
public enum ProcessEnding: Hashable, Sendable, CustomStringConvertible {
  /// It ended by itself with this status.
  case exit(Int32)
  /// It died of this signal.
  case signal(Int32)
  /// It took too long, and was killed.
  case timeout

  /// What a status of wait(2) says.
  ///
  /// - Parameter status: The status of a process that has ended.
  public init(waitStatus status: Int32) {
    self = status & 0x7f == 0 ? .exit(status >> 8 & 0xff) : .signal(status & 0x7f)
  }

  /// As it is said: `exit 7`, `signal 31`, `timeout`.
  public var description: String {
    switch self {
    case .exit(let status): "exit \(status)"
    case .signal(let number): "signal \(number)"
    case .timeout: "timeout"
    }
  }
}

/// What a process left behind.
public struct ProcessResult: Hashable, Sendable, CustomStringConvertible {
  /// How it ended.
  public var ending: ProcessEnding
  /// What it wrote to standard output, byte for byte.
  public var outputBytes: [UInt8]
  /// What it wrote to standard error, byte for byte.
  public var errorBytes: [UInt8]

  /// What it wrote to standard output.
  public var output: String { String(decoding: outputBytes, as: UTF8.self) }
  /// What it wrote to standard error.
  public var errors: String { String(decoding: errorBytes, as: UTF8.self) }

  /// All of it, for the message of a failed test.
  public var description: String { "\(ending); output: '\(output)'; errors: '\(errors)'" }
}

/// The system call that failed, where a process could not be started.
public struct SpawnError: Error, CustomStringConvertible {
  /// What was being done.
  public var operation: String
  /// The error number.
  public var number: Int32

  /// A sentence with the system's words for the error.
  public var description: String { "\(operation): \(unsafe String(cString: strerror(number)))" }
}

/// Runs a program to its end and takes what it writes.
///
/// The program starts with no signal blocked or ignored and as the leader of a process group of its
/// own, all of which is killed when the time is up. The end is reached when the program has ended
/// and nobody holds its outputs open any more. Descriptors other than the standard ones are passed
/// on unless they are close-on-exec.
///
/// - Parameters:
///   - executable: The path of the program; `PATH` is not searched.
///   - arguments: The arguments without the program's name.
///   - name: The program's name, if not the path.
///   - environment: The environment, if not that of the tests; each variable as `NAME=value`.
///   - input: What the program reads from standard input, a pipe.
///   - directory: The working directory, if not that of the tests; the name is then the path.
///   - timeout: How long the program may take.
/// - Returns: What the program left behind.
/// - Throws: ``SpawnError`` if the program cannot be started.
public func run(
  _ executable: String, _ arguments: [String] = [], name: String? = nil,
  environment: [String]? = nil, input: [UInt8] = [], directory: String? = nil,
  timeout: Duration = .seconds(60)
) throws(SpawnError) -> ProcessResult {
  let deadline = ContinuousClock.now + timeout
  let streams = try ChildStreams()
  // Glibc's module lacks posix_spawn_file_actions_addchdir_np, so env(1) changes the directory.
  let isIn = directory.map { ["env", "--chdir=\($0)", executable] }
  let child = try spawn(
    isIn == nil ? executable : "/usr/bin/env", (isIn ?? [name ?? executable]) + arguments,
    environment: environment, streams: streams)
  streams.closeChildEnds()
  let finished = streams.transfer(input, until: deadline)
  let ending = finished ? wait(for: child, until: deadline) : kill(child)
  return ProcessResult(ending: ending, outputBytes: streams.output, errorBytes: streams.errors)
}

// MARK: - Starting and ending

private func spawn(
  _ executable: String, _ words: [String], environment: [String]?, streams: ChildStreams
) throws(SpawnError) -> pid_t {
  var actions = unsafe posix_spawn_file_actions_t()
  unsafe posix_spawn_file_actions_init(&actions)
  defer { unsafe posix_spawn_file_actions_destroy(&actions) }
  for (end, number) in zip(streams.childEnds, [0, 1, 2] as [Int32]) {
    unsafe posix_spawn_file_actions_adddup2(&actions, end, number)
  }

  var attributes = posix_spawnattr_t()
  unsafe posix_spawnattr_init(&attributes)
  defer { unsafe posix_spawnattr_destroy(&attributes) }
  // What the tests' own process blocks or ignores must not decide how a program behaves.
  var signals = sigset_t()
  unsafe sigemptyset(&signals)
  unsafe posix_spawnattr_setsigmask(&attributes, &signals)
  unsafe sigfillset(&signals)
  unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
  unsafe posix_spawnattr_setpgroup(&attributes, 0)
  let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
  unsafe posix_spawnattr_setflags(&attributes, Int16(flags))

  var child: pid_t = 0
  let status = unsafe withCStrings(words) { argv in
    spawning.withLock { _ in
      if let environment {
        return unsafe withCStrings(environment) { envp in
          unsafe posix_spawn(&child, executable, &actions, &attributes, argv, envp)
        }
      }
      return unsafe posix_spawn(&child, executable, &actions, &attributes, argv, Glibc.environ)
    }
  }
  if status != 0 { throw SpawnError(operation: "cannot start \(executable)", number: status) }
  return child
}

/// Held while a file is written and while a process is started.
///
/// Until a new process has become its program, it holds the files open that any test was writing
/// when it was made; and a file that somebody has open for writing cannot be executed.
let spawning = Mutex(())

private func withCStrings<Result>(
  _ strings: [String],
  _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
  var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
  defer { unsafe pointers.forEach { unsafe free($0) } }
  return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { preconditionFailure("the list has its end") }
    return unsafe body(UnsafePointer(base))
  }
}

private func wait(for child: pid_t, until deadline: ContinuousClock.Instant) -> ProcessEnding {
  var status: Int32 = 0
  while true {
    let result = unsafe waitpid(child, &status, WNOHANG)
    if result == child { return ProcessEnding(waitStatus: status) }
    precondition(result == 0 || errno == EINTR, "nobody else waits for the child")
    if ContinuousClock.now > deadline { return kill(child) }
    usleep(500)
  }
}

private func kill(_ child: pid_t) -> ProcessEnding {
  // The group is still there: its leader has not been waited for.
  _ = Glibc.kill(-child, SIGKILL)
  var status: Int32 = 0
  while unsafe waitpid(child, &status, 0) < 0 && errno == EINTR {}
  return .timeout
}

// MARK: - Standard input, output and error

/// Three pipes: the child's input, output and error.
private final class ChildStreams {
  private(set) var childEnds: [Int32] = []
  private var ends: [Int32] = []
  var output: [UInt8] = []
  var errors: [UInt8] = []

  init() throws(SpawnError) {
    for index in 0..<3 {
      var pair: [Int32] = [-1, -1]
      // Close-on-exec, or a child started by another test would hold this one's pipes open.
      if unsafe pipe2(&pair, O_CLOEXEC) != 0 {
        throw SpawnError(operation: "cannot make a pipe", number: errno)
      }
      childEnds.append(pair[index == 0 ? 0 : 1])
      ends.append(pair[index == 0 ? 1 : 0])
    }
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    closeChildEnds()
    for index in ends.indices { close(index) }
  }

  func closeChildEnds() {
    for end in childEnds { _ = Glibc.close(end) }
    childEnds = []
  }

  private func close(_ index: Int) {
    if ends[index] >= 0 { _ = Glibc.close(ends[index]) }
    ends[index] = -1
  }

  /// Feeds the input and collects the outputs until the child's ends are closed, or says `false`
  /// when the time is up before.
  func transfer(_ input: [UInt8], until deadline: ContinuousClock.Instant) -> Bool {
    var rest = input[...]
    if rest.isEmpty { close(0) }
    while ends[1] >= 0 || ends[2] >= 0 {
      let left = ContinuousClock.now.duration(to: deadline)
      if left <= .zero { return false }
      var polled = ends.enumerated().map { index, end in
        pollfd(fd: end, events: Int16(index == 0 ? POLLOUT : POLLIN), revents: 0)
      }
      let milliseconds = min(left / .milliseconds(1), 1_000_000)
      if unsafe poll(&polled, 3, Int32(milliseconds) + 1) <= 0 { continue }
      if polled[0].revents != 0 { feed(&rest) }
      if polled[1].revents != 0 { collect(1, into: &output) }
      if polled[2].revents != 0 { collect(2, into: &errors) }
    }
    close(0)
    return true
  }

  private func feed(_ rest: inout ArraySlice<UInt8>) {
    let written = withoutBrokenPipeSignal {
      unsafe rest.withUnsafeBytes { unsafe write(ends[0], $0.baseAddress, $0.count) }
    }
    if written >= 0 {
      rest = rest.dropFirst(written)
    } else if errno != EAGAIN && errno != EINTR {
      rest = []
    }
    if rest.isEmpty { close(0) }
  }

  private func collect(_ index: Int, into bytes: inout [UInt8]) {
    var chunk = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe chunk.withUnsafeMutableBytes {
      unsafe read(ends[index], $0.baseAddress, $0.count)
    }
    if count > 0 {
      bytes += chunk[..<count]
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      close(index)
    }
  }
}

/// Does something that may raise SIGPIPE, which would end the tests, on a thread that must not die.
private func withoutBrokenPipeSignal<Result>(_ body: () -> Result) -> Result {
  var brokenPipe = sigset_t()
  var before = sigset_t()
  unsafe sigemptyset(&brokenPipe)
  unsafe sigaddset(&brokenPipe, SIGPIPE)
  unsafe pthread_sigmask(SIG_BLOCK, &brokenPipe, &before)
  let result = body()
  let number = errno
  var noTime = timespec()
  _ = unsafe sigtimedwait(&brokenPipe, nil, &noTime)
  unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
  errno = number
  return result
}
