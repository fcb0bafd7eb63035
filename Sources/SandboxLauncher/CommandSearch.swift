import SystemPackage
import Toolbox

/// Finds the file that a command stands for, as execvp(3) does, before there is a filter.
///
/// A command with a slash is a path. Any other is looked for in the folders of `PATH`, of which an
/// empty one is the working directory. Files that cannot be executed are passed over; if nothing
/// else is found, the first of them is the reason. In a folder that may not be searched there is
/// nothing. Unlike execvp, the search ends at the first file
/// that this user may execute, whatever its interpreter is, as a shell's does.
struct CommandSearch {
  /// Where to look when `PATH` is not set, the same as in the kernel and in libc.
  static let defaultPath = "/bin:/usr/bin"

  /// The command's name.
  let command: [UInt8]
  /// The value of `PATH`; `nil` where it is not set.
  let searchPath: [UInt8]?

  /// Searches.
  ///
  /// - Returns: The path of a file that this user may execute.
  /// - Throws: ``LaunchError`` with status 127 where there is none, or 126 where there are only
  ///   such as cannot be executed.
  func run() throws(LaunchError) -> CPath {
    if command.isEmpty { throw notFound(.noSuchFileOrDirectory, "the command is empty") }
    if command.contains(Self.slash) {
      let path = CPath(command)
      if let obstacle = ExecutableFile(path).obstacle { throw unusable(obstacle, subject: "it") }
      return path
    }
    var first: LaunchError?
    var closed: [UInt8]?
    let folders = searchPath ?? Array(Self.defaultPath.utf8)
    for folder in folders.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
      // "./name" and not "name", which an interpreter might take for an option.
      let path = CPath((folder.isEmpty ? Array(".".utf8) : Array(folder)) + [Self.slash] + command)
      guard let obstacle = ExecutableFile(path).obstacle else { return path }
      if obstacle.isOutOfReach {
        closed = closed ?? Array(folder)
      } else if !obstacle.isAbsence && first == nil {
        first = unusable(obstacle, subject: quoted(path.bytes))
      }
    }
    if let first { throw first }
    var searched =
      searchPath == nil
      ? "\(Self.defaultPath), which is searched because PATH is not set" : "PATH"
    if let closed { searched += ", of which this user may not search \(quoted(closed))" }
    throw notFound(.noSuchFileOrDirectory, "no such file in \(searched)")
  }

  private static let slash = UInt8(ascii: "/")

  private func notFound(_ errno: Errno, _ reason: String) -> LaunchError {
    LaunchError(
      .findCommand, errno, "cannot run \(quoted(command)): \(reason)", status: .notFound)
  }

  private func unusable(_ obstacle: Obstacle, subject: String) -> LaunchError {
    if obstacle.errno == .noSuchFileOrDirectory { return notFound(obstacle.errno, "no such file") }
    let reason = "\(subject) \(obstacle.predicate)"
    if obstacle.isAbsence { return notFound(obstacle.errno, reason) }
    return LaunchError(
      .checkCommand, obstacle.errno, "cannot run \(quoted(command)): \(reason)",
      status: .notExecutable)
  }
}
