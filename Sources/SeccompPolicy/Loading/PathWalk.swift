import CLinux
import Glibc
import Toolbox

/// Opens what a path leads to, step by step, and judges each step.
///
/// Every folder is held open while a name is looked up in it, and links are resolved here: so what
/// was judged is what is gone through, and the descriptor that was judged at last is the one that is
/// read. See path_resolution(7).
struct PathWalk: ~Copyable {
  /// The most links on the way, as for the kernel.
  private static let maximumLinks = 40
  /// `PROC_SUPER_MAGIC` of linux/magic.h.
  private static let processFileSystem: Int64 = 0x9fa0
  /// Who owns what belongs to nobody that a user namespace knows: see user_namespaces(7).
  private static let unmappedUser: UInt32 = 65_534

  /// Those whose folders and links are trusted.
  private var trusted: [UInt32]
  private var here: OpenedFile
  /// The path of the folder that has been reached, without a slash at its end.
  private var path: String
  /// The names still to go, the last one first, each with the NUL at its end.
  private var names: [[CChar]] = []
  private var linkCount = 0
  private var trust = FileTrust()

  /// Opens the file at a path for reading.
  ///
  /// - Parameters:
  ///   - path: The path, without a NUL.
  ///   - user: The user at hand, who is trusted beside root.
  /// - Returns: The file, which may be of any kind, and who can change what the path leads to.
  /// - Throws: What open(2) would say.
  static func open(
    _ path: String, for user: UInt32
  ) throws(SystemError) -> InputFile {
    let bytes = Array(path.utf8)
    if bytes.isEmpty { throw SystemError(ENOENT) }
    if bytes.count >= Int(PATH_MAX) { throw SystemError(ENAMETOOLONG) }
    var walk = try PathWalk(for: user)
    if bytes[0] != UInt8(ascii: "/") { try walk.goToCurrentFolder() }
    walk.append(bytes)
    let file = try walk.goOn(opensLast: true)
    walk.trust.judge(file, at: path, for: user)
    return InputFile(file: file, trust: walk.trust)
  }

  /// Stands at the root.
  private init(for user: UInt32) throws(SystemError) {
    here = try Self.root()
    path = ""
    trusted = [0, user]
    // In a user namespace without root, the system belongs to nobody.
    if here.status.st_uid == Self.unmappedUser { trusted.append(Self.unmappedUser) }
  }

  private static func root() throws(SystemError) -> OpenedFile {
    try OpenedFile(unsafe clinux_open_path(AT_FDCWD, "/", O_DIRECTORY))
  }

  /// Goes to the current folder, and judges the way there.
  ///
  /// The folder is the one that the process is in, even if no path leads there.
  private mutating func goToCurrentFolder() throws(SystemError) {
    let current = try OpenedFile(unsafe clinux_open_path(AT_FDCWD, ".", O_DIRECTORY))
    var isReached = false
    if let text = unsafe getcwd(nil, 0) {
      let bytes = unsafe Array(UnsafeBufferPointer(start: text, count: strlen(text)))
      unsafe free(text)
      append(bytes.map(UInt8.init(bitPattern:)) + Array("/.".utf8))
      do throws(SystemError) {
        let folder = try goOn(opensLast: false)
        isReached =
          folder.status.st_dev == current.status.st_dev
          && folder.status.st_ino == current.status.st_ino
      } catch {
        // Of the way nothing is known then: who lacks descriptors is not told that others could write.
        if [EMFILE, ENFILE, ENOMEM].contains(error.number) { throw error }
      }
    }
    if !isReached {
      names = []
      path = "."
      trust = FileTrust()
      trust.add(FileTrust.Weakness(kind: .folder, path: ".", writer: .unknown))
    }
    here = current
  }

  /// Puts the names of a path before those that are still to go.
  private mutating func append(_ bytes: [UInt8]) {
    var parts = bytes.split(separator: UInt8(ascii: "/"))
    // With a slash at its end, a path is that of a folder.
    if parts.isEmpty || bytes.last == UInt8(ascii: "/") { parts.append([UInt8(ascii: ".")]) }
    for part in parts.reversed() { names.append(part.map(CChar.init(bitPattern:)) + [0]) }
  }

  /// Goes all the way.
  ///
  /// - Parameter opensLast: Whether what is at the end is opened for reading.
  /// - Returns: What is there.
  /// - Throws: What the system says of a step.
  private mutating func goOn(opensLast: Bool) throws(SystemError) -> OpenedFile {
    while let name = names.popLast() {
      let isLast = names.isEmpty
      guard let next = try pass(name, opens: isLast && opensLast) else { continue }
      if isLast { return next }
      here = next
    }
    preconditionFailure("a path has a last name, and so has what a link leads to")
  }

  /// Opens what a name means in the folder that has been reached.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - opens: Whether it is opened for reading.
  /// - Returns: What is there, or `nil` where it is a link, whose names are to go now.
  /// - Throws: What the system says.
  private mutating func pass(
    _ name: [CChar], opens: Bool
  ) throws(SystemError) -> OpenedFile? {
    let text = String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    if text == "." || text == ".." {
      // Nobody can put something else in their place.
      if text == ".." { path = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".." }
      return try OpenedFile(unsafe clinux_open_path(here.descriptor, name, O_DIRECTORY))
    }
    let next = try look(up: name, opens: opens)
    judge(next, at: path + "/" + text)
    guard next.kind == S_IFLNK else {
      path += "/" + text
      return next
    }
    linkCount += 1
    if linkCount > Self.maximumLinks { throw SystemError(ELOOP) }
    guard next.fileSystem == Self.processFileSystem else {
      try follow(next)
      return nil
    }
    // What such a link leads to need not have a path: that is known to the kernel alone.
    path += "/" + text
    return try OpenedFile(
      opens
        ? unsafe openat(here.descriptor, name, OpenedFile.flags)
        : unsafe clinux_open_path(here.descriptor, name, 0))
  }

  /// Opens what has a name in the folder that has been reached, and does not follow it.
  private func look(up name: [CChar], opens: Bool) throws(SystemError) -> OpenedFile {
    // Without O_DIRECTORY, what is mounted on demand would not be.
    let descriptor =
      opens
      ? unsafe openat(here.descriptor, name, OpenedFile.flags | O_NOFOLLOW)
      : unsafe clinux_open_path(here.descriptor, name, O_NOFOLLOW | O_DIRECTORY)
    let error = errno
    if descriptor >= 0 || (error != ELOOP && error != ENOTDIR) {
      return try OpenedFile(descriptor)
    }
    let link = try OpenedFile(unsafe clinux_open_path(here.descriptor, name, O_NOFOLLOW))
    if link.kind != S_IFLNK { throw SystemError(error) }
    return link
  }

  /// Judges what was found under a name in the folder that has been reached.
  private mutating func judge(_ found: borrowing OpenedFile, at foundPath: String) {
    let owner = found.status.st_uid
    let isForeign = !trusted.contains(owner)
    switch here.writer(trusting: trusted) {
    case nil: break
    case let writer?:
      let isOwner = if case .owner = writer { true } else { false }
      if isOwner || here.status.st_mode & S_ISVTX == 0 {
        add(.folder, path.isEmpty ? "/" : path, writer)
      } else if isForeign, found.kind == S_IFDIR {
        // With the sticky bit, only who owns something can put something else in its place.
        add(.folder, foundPath, .owner(owner))
      }
    }
    if isForeign, found.kind == S_IFLNK { add(.link, foundPath, .owner(owner)) }
  }

  private mutating func add(
    _ kind: FileTrust.Weakness.Kind, _ path: String, _ writer: FileTrust.Writer
  ) {
    trust.add(FileTrust.Weakness(kind: kind, path: path, writer: writer))
  }

  /// Goes where a link leads.
  private mutating func follow(_ link: borrowing OpenedFile) throws(SystemError) {
    var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe target.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress.map {
        unsafe readlinkat(link.descriptor, "", $0, bytes.count)
      } ?? -1
    }
    if count < 0 { throw SystemError(errno) }
    if count == 0 { throw SystemError(ENOENT) }
    append(Array(target[..<count]))
    if target[0] == UInt8(ascii: "/") {
      here = try Self.root()
      path = ""
    }
  }
}
