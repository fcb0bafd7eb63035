import Glibc
import SourceDiagnostics
import Toolbox

/// Files that appear whole or not at all.
package enum OutputFile {
  /// What tells one file from another, however they are named.
  private struct Identity: Equatable {
    var device: dev_t
    var number: ino_t

    init?(_ path: String) {
      var status = stat()
      guard unsafe stat(path, &status) == 0 else { return nil }
      (device, number) = (status.st_dev, status.st_ino)
    }
  }

  /// Refuses to write to a file that is also read.
  ///
  /// - Parameters:
  ///   - path: Where something is to be written, if anywhere.
  ///   - inputs: What is read.
  /// - Throws: `SekatError` where it is one of them.
  package static func check(_ path: String?, isNoneOf inputs: [String]) throws(SekatError) {
    guard let path, let output = Identity(path) else { return }
    for input in inputs where Identity(input) == output {
      throw SekatError(
        "\(quoted(path)) is also read\(input == path ? "" : ", as \(quoted(input))"), and is not "
          + "overwritten")
    }
  }

  /// Refuses to write to a folder, before there is anything to write.
  ///
  /// - Parameter path: Where something is to be written.
  /// - Throws: `SekatError` where it is one.
  package static func checkIsNoFolder(_ path: String) throws(SekatError) {
    var status = stat()
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw SekatError("cannot write \(quoted(path)): it is a folder")
    }
  }

  /// Writes a file beside where it belongs, and then moves it there.
  ///
  /// What is no regular file, such as a device or a pipe, is written to as it is.
  package static func write(_ bytes: [UInt8], to path: String) throws(SekatError) {
    func failure() -> SekatError {
      SekatError("cannot write \(quoted(path)): \(SystemError.last.text)")
    }
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    if exists && status.st_mode & S_IFMT != S_IFREG {
      let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure() }
      defer { close(descriptor) }
      if (try? writeAll(bytes, to: descriptor)) == nil { throw failure() }
      return
    }
    let temporary = "\(path).\(getpid()).tmp"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw failure() }
    let isWritten = (try? writeAll(bytes, to: descriptor)) != nil && fsync(descriptor) == 0
    let isClosed = close(descriptor) == 0
    if isWritten && isClosed && (unsafe rename(temporary, path)) == 0 { return }
    let failure = failure()
    _ = unsafe unlink(temporary)
    throw failure
  }
}
