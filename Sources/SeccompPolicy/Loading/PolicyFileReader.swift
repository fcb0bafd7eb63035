import Glibc
import SourceDiagnostics
import Toolbox

/// Reads policy files: each is opened once, judged on the way, and read to the end.
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
    /// Who could have changed it, where that was asked for.
    var trust: FileTrust?
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
  ///   - isJudged: Whether it is judged who can change the file.
  /// - Returns: What was read.
  /// - Throws: ``Failure`` where the file cannot be read, is of the wrong kind or too large.
  static func read(
    _ path: String, allowance: Int, isJudged: Bool
  ) throws(Failure) -> Contents {
    if path.utf8.contains(0) { throw Failure(sentence: "a path cannot contain a NUL character") }
    let input: InputFile
    do throws(SystemError) {
      input = try InputFile.open(path, isJudged: isJudged)
    } catch {
      throw Failure(sentence: error.text)
    }
    let status = input.file.status
    if path != "-", let kind = kindOtherThanRegular(status.st_mode) {
      throw Failure(sentence: "it is \(kind), not a regular file")
    }
    if input.file.kind == S_IFREG, status.st_size > PolicyLimits.fileSize { throw tooLarge }
    return Contents(
      bytes: try bytes(of: input.file, allowance: allowance),
      identity: Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)),
      trust: input.trust)
  }

  private static func bytes(
    of file: borrowing OpenedFile, allowance: Int
  ) throws(Failure) -> [UInt8] {
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try file.bytes(atMost: min(allowance, PolicyLimits.fileSize))
    } catch {
      throw Failure(sentence: error.text)
    }
    if bytes.count > PolicyLimits.fileSize { throw tooLarge }
    if bytes.count > allowance {
      throw Failure(
        sentence:
          "the files of the policy have more than \(PolicyLimits.totalSize >> 20) MiB in all")
    }
    return bytes
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
}
