import CLinux
import SystemPackage
import Toolbox

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The launcher's stay in the directory that a command starts in, while it looks for that.
final class DirectoryVisit {
  private let origin: Int32

  /// Enters a directory.
  ///
  /// - Parameter path: The directory, byte for byte.
  /// - Throws: ``LaunchError`` where it cannot be entered.
  init(_ path: [UInt8]) throws(LaunchError) {
    // Neither takes the right to list what is in it.
    origin = unsafe open(".", clinux_o_path | O_DIRECTORY | O_CLOEXEC)
    let result = unsafe CPath(path).withPointer { unsafe chdir($0) }
    guard result != 0 else { return }
    let reason = Errno(rawValue: errno)
    let words: String
    switch reason {
    case .noSuchFileOrDirectory: words = "there is none"
    case .notDirectory: words = "it is no directory"
    case .permissionDenied: words = "permission denied"
    default: words = "it cannot be entered"
    }
    throw LaunchError(.readRequest, reason, "cannot start in \(quoted(path)): \(words)")
  }

  deinit {
    guard origin >= 0 else { return }
    _ = fchdir(origin)
    try? FileDescriptor(rawValue: origin).close()
  }
}
