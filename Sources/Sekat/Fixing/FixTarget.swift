import Glibc
import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// The file that a name leads to, which is replaced where it is: links stay what they are.
struct FixTarget {
  private let path: String
  private let status: stat

  init?(_ name: String) {
    guard let text = unsafe realpath(name, nil) else { return nil }
    path = unsafe String(cString: text)
    unsafe free(text)
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.status = status
  }

  /// The permissions.
  var mode: mode_t { status.st_mode & 0o7777 }

  /// Whether nobody is to write to it, which a new file in its place would get around.
  var isReadOnly: Bool { status.st_mode & (S_IWUSR | S_IWGRP | S_IWOTH) == 0 }

  /// Puts another content in the place of the file, in one step, with its owner and permissions.
  func replace(with bytes: [UInt8]) throws(SekatError) {
    func failure() -> SekatError {
      SekatError("cannot change \(quoted(path)): \(SystemError.last.text)")
    }
    let temporary = "\(path).\(getpid()).tmp"
    defer { _ = unsafe unlink(temporary) }
    do throws(SekatError) {
      try OutputFile.write(bytes, to: temporary)
    } catch {
      throw failure()
    }
    // Only root can keep what belongs to another user; that it goes to us is no mechanical change.
    let isKept = unsafe chown(temporary, status.st_uid, status.st_gid) == 0
    if !isKept && status.st_uid != geteuid() { throw failure() }
    guard unsafe chmod(temporary, mode) == 0, unsafe rename(temporary, path) == 0 else {
      throw failure()
    }
  }
}
