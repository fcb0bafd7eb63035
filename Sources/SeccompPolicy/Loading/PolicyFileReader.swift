import Glibc
import SourceDiagnostics

/// Reads policy files: each is opened once, judged by its descriptor, and read to the end.
///
/// What was judged is what is read, and what was read is what is used: the path is not looked at
/// again.
struct PolicyFileReader {
  /// What tells one file from another.
  struct Identity: Equatable {
    var device: UInt64
    var inode: UInt64
  }

  /// A file that was read.
  struct Contents {
    var bytes: [UInt8]
    var identity: Identity
    var trust: FileTrust
  }

  /// Why a file was not read, as a sentence without a full stop.
  struct Failure: Error {
    var sentence: String
  }

  /// Reads the file at a path; `-` is standard input.
  ///
  /// - Parameters:
  ///   - path: The path.
  ///   - allowance: How many bytes all files may still have.
  /// - Returns: What was read.
  /// - Throws: ``Failure`` where the file cannot be read, is of the wrong kind or too large.
  static func read(_ path: String, allowance: Int) throws(Failure) -> Contents {
    if path == "-" { return try read(descriptor: 0, allowance: allowance, mustBeRegular: false) }
    if path.utf8.contains(0) { throw Failure(sentence: "a path cannot contain a NUL character") }
    // A FIFO would keep us waiting and a terminal would become ours, had they not these flags.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    if descriptor < 0 { throw Failure(sentence: reason(errno)) }
    defer { close(descriptor) }
    return try read(descriptor: descriptor, allowance: allowance, mustBeRegular: true)
  }

  private static func read(
    descriptor: Int32, allowance: Int, mustBeRegular: Bool
  ) throws(Failure) -> Contents {
    var status = stat()
    if unsafe fstat(descriptor, &status) != 0 { throw Failure(sentence: reason(errno)) }
    if mustBeRegular, let kind = kindOtherThanRegular(status.st_mode) {
      throw Failure(sentence: "it is \(kind), not a regular file")
    }
    if status.st_mode & S_IFMT == S_IFREG, status.st_size > PolicyLimits.fileSize { throw tooLarge }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw Failure(sentence: reason(errno))
      }
      if count == 0 { break }
      bytes += chunk[..<count]
      if bytes.count > PolicyLimits.fileSize { throw tooLarge }
      if bytes.count > allowance {
        throw Failure(
          sentence: "the files of the policy have more than \(PolicyLimits.totalSize >> 20) MiB "
            + "in all")
      }
    }
    return Contents(
      bytes: bytes,
      identity: Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)),
      trust: FileTrust(status))
  }

  private static var tooLarge: Failure {
    Failure(sentence: "it is larger than \(PolicyLimits.fileSize >> 20) MiB")
  }

  private static func kindOtherThanRegular(_ mode: mode_t) -> String? {
    switch mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "a directory"
    case S_IFIFO: "a FIFO"
    case S_IFSOCK: "a socket"
    case S_IFCHR: "a character device"
    case S_IFBLK: "a block device"
    default: "of an unknown kind"
    }
  }

  private static func reason(_ number: Int32) -> String {
    let text = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
