import SystemPackage
import Toolbox

/// Why execve(2) would refuse a file.
struct Obstacle {
  /// What execve would answer.
  var errno: Errno
  /// What is wrong, after "it" or the name of the file: "is a directory".
  var predicate: String
  /// Whether nobody knows if there is such a file: its directory may not be searched.
  var isOutOfReach = false

  /// Whether there is no such file, rather than one that cannot be executed.
  var isAbsence: Bool {
    switch errno {
    case .noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels, .fileNameTooLong: true
    default: false
    }
  }
}

/// A file that is to be executed, looked at before the kernel does.
struct ExecutableFile {
  let path: CPath

  init(_ path: CPath) { self.path = path }

  /// What is in the way of executing the file itself, whatever it contains.
  var obstacle: Obstacle? {
    let status: Stat
    do throws(Errno) {
      status = try path.status()
    } catch {
      return Obstacle(
        errno: error, predicate: Self.predicate(ofUnreachable: error),
        isOutOfReach: error == .permissionDenied)
    }
    // execve answers EACCES to everything that is no regular file.
    if let kind = Self.kind(of: status.type) {
      return Obstacle(errno: .permissionDenied, predicate: "is \(kind)")
    }
    guard let errno = RawCalls.mayExecute(path) else { return nil }
    let executeBits: FilePermissions = [.ownerExecute, .groupExecute, .otherExecute]
    let predicate =
      if status.permissions.isDisjoint(with: executeBits) {
        "has no execute permission"
      } else if RawCalls.isOnNoExecMount(path) {
        "is on a file system that is mounted with 'noexec'"
      } else {
        "may not be executed by this user"
      }
    return Obstacle(errno: errno, predicate: predicate)
  }

  private static func predicate(ofUnreachable errno: Errno) -> String {
    switch errno {
    case .noSuchFileOrDirectory: "is missing"
    case .notDirectory: "is missing: a part of its path is no directory"
    case .tooManySymbolicLinkLevels: "is missing: symbolic links lead in a circle"
    case .fileNameTooLong: "is missing: its path is too long"
    case .permissionDenied: "is in a directory that this user may not search"
    default: "cannot be looked at"
    }
  }

  /// What a file is that is no regular one.
  private static func kind(of type: FileType) -> String? {
    switch type {
    case .regular: return nil
    case .directory: return "a directory"
    case .fifo: return "a FIFO, not a regular file"
    case .socket: return "a socket, not a regular file"
    case .characterSpecial, .blockSpecial: return "a device, not a regular file"
    default: return "no regular file"
    }
  }
}

extension ExecutableFile {
  /// What is in the way of the interpreters that the file needs: of a script, the one in its `#!`
  /// line; of an ELF file, its dynamic loader; and those that they need.
  ///
  /// A file of another kind is left to the kernel: what is registered in binfmt_misc may run it.
  /// So is one that cannot be read, which the kernel need not be able to.
  ///
  /// - Returns: What is in the way, with its subject: "its interpreter '/bin/lua' is missing"; and the
  ///   kind of the program, or of the interpreter of a script, where it can be told.
  func interpreters() -> (
    obstacle: (subject: String, obstacle: Obstacle)?, linkage: ProgramLinkage?
  ) {
    var file = self
    var subject = "it"
    var linkage: ProgramLinkage?
    // The kernel goes on for as many rounds; to what needs more, it answers ELOOP.
    for _ in 0..<6 {
      let (role, name): (String, [UInt8])
      switch InterpreterNeed(of: file.path) {
      case .none: return (nil, linkage)
      case .complete(let machine):
        return (nil, linkage ?? ProgramLinkage(machine: machine, loader: nil))
      case .malformedLine(let predicate):
        return ((subject, Obstacle(errno: .execFormatError, predicate: predicate)), nil)
      case .interpreter(let path): (role, name) = ("interpreter", path)
      case .loader(let path, let machine):
        (role, name) = ("dynamic loader", path)
        // The first one is the program's; a loader is complete by itself.
        linkage = linkage ?? ProgramLinkage(machine: machine, loader: path)
      }
      subject =
        subject == "it"
        ? "its \(role) \(quoted(name))"
        : "the \(role) \(quoted(name)) of \(quoted(file.path.bytes))"
      file = ExecutableFile(CPath(name))
      if var obstacle = file.obstacle {
        if name.last == UInt8(ascii: "\r") {
          obstacle.predicate += "; the '#!' line ends with a carriage return, as on Windows"
        }
        return ((subject, obstacle), nil)
      }
    }
    return (nil, linkage)
  }
}
