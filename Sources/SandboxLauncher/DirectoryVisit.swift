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
    guard origin >= 0 else {
      let reason = Errno(rawValue: errno)
      throw LaunchError(
        .readRequest, reason,
        "cannot start in \(quoted(path)): there is no way back to the working directory meanwhile: "
          + FailureTexts.openDirectory.text(for: reason))
    }
    guard unsafe CPath(path).withPointer({ unsafe chdir($0) }) != 0 else { return }
    let reason = Errno(rawValue: errno)
    throw LaunchError(
      .readRequest, reason,
      "cannot start in \(quoted(path)): \(FailureTexts.openDirectory.text(for: reason))")
  }

  deinit {
    guard origin >= 0 else { return }
    _ = fchdir(origin)
    try? FileDescriptor(rawValue: origin).close()
  }
}
