import Glibc
import Toolbox

/// A way in which logs are compressed, known by their first bytes.
enum Compression: CaseIterable {
  case gzip, xz, zstd

  /// The program that undoes it, reading standard input with `-dc`.
  var program: String {
    switch self {
    case .gzip: "gzip"
    case .xz: "xz"
    case .zstd: "zstd"
    }
  }

  private var magic: [UInt8] {
    switch self {
    case .gzip: [0x1f, 0x8b]
    case .xz: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]
    case .zstd: [0x28, 0xb5, 0x2f, 0xfd]
    }
  }

  init?(_ bytes: some Collection<UInt8>) {
    guard let kind = Self.allCases.first(where: { bytes.starts(with: $0.magic) }) else {
      return nil
    }
    self = kind
  }
}

/// A child process that writes a compressed log's text into a pipe.
struct Decompressor {
  private let child: pid_t
  private let program: String

  /// Starts the program on an open file.
  ///
  /// - Parameters:
  ///   - compression: How the file is compressed.
  ///   - input: The file, at its beginning.
  ///   - log: The log, for errors.
  /// - Returns: The program and the reading end of its pipe.
  /// - Throws: ``ReplayError`` where it cannot be started.
  static func start(
    _ compression: Compression, reading input: borrowing OpenedFile, log: String
  ) throws(ReplayError) -> Running {
    var ends: [Int32] = [-1, -1]
    if unsafe pipe(&ends) != 0 { throw ReplayError(log, SystemError.last.text) }
    let output = try opened(ends[0], log: log)
    let writing = try opened(ends[1], log: log)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, input.descriptor, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, writing.descriptor, 1)
    let program = compression.program
    var child: pid_t = 0
    let words = unsafe [strdup(program), strdup("-dc"), nil]
    defer { unsafe words.forEach { unsafe free($0) } }
    let status = unsafe posix_spawnp(&child, program, &actions, nil, words, environ)
    if status != 0 {
      throw ReplayError(
        log, "cannot run '\(program)' to decompress it: \(SystemError(status).text)")
    }
    return Running(child: Decompressor(child: child, program: program), output: output)
  }

  private static func opened(_ end: Int32, log: String) throws(ReplayError) -> OpenedFile {
    do { return try OpenedFile(end) } catch { throw ReplayError(log, error.text) }
  }

  /// A program that is at work.
  struct Running: ~Copyable {
    let child: Decompressor
    /// The reading end of the pipe.
    var output: OpenedFile
  }

  /// Waits for the program, which must have said that all is well.
  func finish(log: String) throws(ReplayError) {
    var status: Int32 = 0
    while unsafe waitpid(child, &status, 0) < 0 && errno == EINTR {}
    if status != 0 { throw ReplayError(log, "'\(program)' could not decompress all of it") }
  }
}
