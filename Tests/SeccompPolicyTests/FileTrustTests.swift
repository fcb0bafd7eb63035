import CLinux
import Glibc
import TestSupport
import Testing
import Toolbox

@testable import SeccompPolicy

/// Who can change what a path leads to, beside root and the user at hand.
@Suite struct FileTrustTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What is said of a path in the folder, after commands of the shell.
  private func sentences(of path: String, after commands: String = "") throws -> [String] {
    let result = try run("/bin/sh", ["-euc", commands], directory: folder.path)
    try #require(result.ending == .exit(0), "\(result)")
    return try sentences(of: path)
  }

  private func sentences(of path: String) throws -> [String] {
    let place = path.hasPrefix("/") ? path : folder.path(of: path)
    let input = try InputFile.open(place, isJudged: true)
    return (input.trust?.weaknesses ?? []).map { $0.sentence.replacing(folder.path, with: "") }
  }

  // MARK: Steps

  static let isRoot = geteuid() == 0

  @Test(
    .enabled(if: isRoot, "only root can give files away"),
    arguments: [
      ("p", "echo >p; chmod 666 p", ["everybody can write to this file"]),
      ("p", "echo >p; chown 1000 p", ["user 1000 can write to this file"]),
      ("p", "echo >p; chown 0:100 p; chmod 664 p", ["the group can write to this file"]),
      ("d/p", "mkdir -m 777 d; echo >d/p", [can("everybody", "/d")]),
      ("d/p", "mkdir d; chown 0:100 d; chmod 775 d; echo >d/p", [can("the group", "/d")]),
      ("d/p", "mkdir d; echo >d/p; chown 1000 d", [owns(1000, "/d")]),
      // Who owns a folder may do with it what he likes, also where it is sticky.
      ("d/p", "mkdir d; echo >d/p; chown 1000 d; chmod 1755 d", [owns(1000, "/d")]),
      // Of the whole way, not only of the last folder.
      ("d/e/p", "mkdir -m 777 d; mkdir d/e; echo >d/e/p", [can("everybody", "/d")]),
      ("d/e/f/p", "mkdir -p d/e/f; echo >d/e/f/p; chown 1000 d", [owns(1000, "/d")]),
      ("d/e/p", "mkdir -p d/e; echo >d/e/p; chown 1000 d d/e", [owns(1000, "/d")]),
      (
        "d/e/p", "mkdir -p d/e; echo >d/e/p; chown 1000 d; chown 1001 d/e",
        [owns(1000, "/d"), owns(1001, "/d/e")]
      ),
      ("d/e/p", "mkdir -m 1777 d; mkdir d/e; echo >d/e/p; chown 1000 d/e", [owns(1000, "/d/e")]),
      // Its owner can put something else in the place of a folder even where nothing is looked up.
      ("d/e/../p", "mkdir -m 1777 d; mkdir d/e; echo >d/p; chown 1000 d/e", [owns(1000, "/d/e")]),
      // Links: who has made them, and where they lead.
      ("d/l", "mkdir -m 1777 d; echo >p; ln -s ../p d/l; chown -h 1000 d/l", [link(1000, "/d/l")]),
      (
        "d/l/p", "mkdir -m 1777 d; mkdir e; echo >e/p; ln -s ../e d/l; chown -h 1000 d/l",
        [link(1000, "/d/l")]
      ),
      ("l", "mkdir -m 777 d; echo >d/p; ln -s d/p l", [can("everybody", "/d")]),
      ("l", "mkdir -m 777 d; echo >d/p; ln -s $PWD/d/p l", [can("everybody", "/d")]),
      ("l", "mkdir -m 777 d; echo >p; ln -s ../p d/m; ln -s d/m l", [can("everybody", "/d")]),
    ])
  func `somebody else can change it`(path: String, commands: String, problems: [String]) throws {
    #expect(try sentences(of: path, after: commands) == problems)
  }

  private static func can(_ who: String, _ folder: String) -> String {
    "\(who) can write to the folder '\(folder)', and can replace this file"
  }
  private static func owns(_ user: Int, _ folder: String) -> String {
    "user \(user) owns the folder '\(folder)', and can replace this file"
  }
  private static func link(_ user: Int, _ path: String) -> String {
    "user \(user) owns the link '\(path)' that leads to this file"
  }

  @Test(arguments: [
    ("p", "echo >p"), ("p", "echo >p; chmod 600 p"),
    ("d/p", "mkdir -m 700 d; echo >d/p"),
    // With the sticky bit only the owner of a file may replace it.
    ("d/p", "mkdir -m 1777 d; echo >d/p"), ("d/e/p", "mkdir -m 1777 d; mkdir d/e; echo >d/e/p"),
    ("d/l", "mkdir -m 1777 d; echo >p; ln -s ../p d/l"),
    // What is merely passed on the way back cannot be changed there.
    ("d/../p", "mkdir -m 777 d; echo >p"),
    ("l/../p", "mkdir -p d/e; chmod 777 d/e; echo >d/p; ln -s d/e l"),
    // Another name of the file is of no account.
    ("p", "mkdir -m 777 d; echo >p; ln p d/p"),
    ("l/p", "mkdir d; echo >d/p; ln -s d l"), (".//d/./p", "mkdir d; echo >d/p"),
  ])
  func `nobody else can change it`(path: String, commands: String) throws {
    #expect(try sentences(of: path, after: "umask 022; " + commands) == [])
  }

  @Test(
    .enabled(if: isRoot, "the group of a user need not have his number"),
    arguments: [
      ("p", "echo >p; chmod 664 p"), ("d/p", "mkdir d; chmod 775 d; echo >d/p"),
      ("d/p", "mkdir d; chown 0:100 d; chmod 1775 d; echo >d/p"),
    ])
  func `a group of the owner's number is his own`(path: String, commands: String) throws {
    #expect(try sentences(of: path, after: commands) == [])
  }

  @Test(arguments: ["/etc/passwd", "/bin/sh", "/usr/bin/env"])
  func `files of the system are trusted`(path: String) throws {
    #expect(try sentences(of: path) == [])
  }

  // MARK: Access lists

  /// A list as the kernel takes it: of the owner, user 1000, the owning group, the mask and others.
  private static func list(
    user: UInt16, id: UInt32 = 1000, tag: UInt16 = 2, mask: UInt16 = 7
  ) -> [UInt8] {
    let all: UInt32 = ~0
    let named: (UInt16, UInt16, UInt32) = (tag, user, id)
    let group: (UInt16, UInt16, UInt32) = (4, 4, all)
    let entries: [(UInt16, UInt16, UInt32)] =
      [(1, 6, all)] + (tag == 2 ? [named, group] : [group, named]) + [
        (16, mask, all), (32, 4, all),
      ]
    var bytes: [UInt8] = [2, 0, 0, 0]
    for (tag, permissions, id) in entries {
      for word in [UInt32(tag) | UInt32(permissions) << 16, id] {
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
      }
    }
    return bytes
  }

  private func set(_ bytes: [UInt8], on path: String, _ name: String) throws {
    let answer = unsafe bytes.withUnsafeBytes { buffer in
      unsafe path.withCString { path in
        unsafe name.withCString { name in
          clinux_syscall(
            Int64(SYS_setxattr), UInt64(UInt(bitPattern: path)), UInt64(UInt(bitPattern: name)),
            UInt64(UInt(bitPattern: buffer.baseAddress)), UInt64(buffer.count), 0, 0)
        }
      }
    }
    if answer == -Int64(EOPNOTSUPP) { try Test.cancel("there are no access lists on \(path)") }
    try #require(answer == 0, "errno \(-answer)")
  }

  @Test(
    .enabled(if: isRoot, "the group of a user need not have his number"),
    arguments: [
      (list(user: 6), "user 1000, whom the access list names,"),
      (list(user: 6, tag: 8), "group 1000, which the access list names,"),
      (list(user: 4), nil), (list(user: 6, mask: 4), nil), (list(user: 6, id: 0), nil),
    ])
  func `whom an access list names can write`(list: [UInt8], writer: String?) throws {
    let path = try folder.write("d/p", "")
    try set(list, on: path, "system.posix_acl_access")
    #expect(try sentences(of: "d/p") == (writer.map { ["\($0) can write to this file"] } ?? []))
    _ = unsafe unlink(path)
    try folder.write("d/p", "")
    try set(list, on: folder.path(of: "d"), "system.posix_acl_access")
    #expect(try sentences(of: "d/p") == (writer.map { [Self.can($0, "/d")] } ?? []))
  }

  @Test func `a list for new files is of no account`() throws {
    try folder.write("d/p", "")
    try set(Self.list(user: 6), on: folder.path(of: "d"), "system.posix_acl_default")
    #expect(try sentences(of: "d/p") == [])
  }

  @Test func `a list that is malformed is not understood`() {
    let list = Self.list(user: 6)
    #expect(AccessList(list)?.writer(trusting: [0], ownGroup: 0, group: 0) == .listedUser(1000))
    for count in 0..<list.count where count < 4 || count % 8 != 4 {
      #expect(AccessList(Array(list[..<count])) == nil)
    }
    #expect(AccessList([3] + list.dropFirst()) == nil)
  }

  @Test func `a list of NFSv4 is known where it says no more than the mode`() {
    func list(_ names: String...) -> [UInt8] {
      func word(_ value: Int) -> [UInt8] { [0, 0, 0, UInt8(value)] }
      var bytes = word(names.count)
      for name in names {
        for value in [0, 0, 6, name.utf8.count] { bytes += word(value) }
        bytes += Array(name.utf8)
        while bytes.count % 4 != 0 { bytes.append(0) }
      }
      return bytes
    }
    let usual = list("OWNER@", "GROUP@", "EVERYONE@")
    #expect(NetworkAccessList.isMode(usual) && NetworkAccessList.isMode(list()))
    #expect(!NetworkAccessList.isMode(list("OWNER@", "jo@example.org", "EVERYONE@")))
    for count in 0..<(usual.count - 3) {
      #expect(!NetworkAccessList.isMode(Array(usual[..<count])), "\(count) bytes")
    }
  }

  // MARK: Ways

  /// What open(2) opens, or its error.
  private func opened(_ path: String) -> Result<[UInt64], SystemError> {
    let descriptor = unsafe open(path, OpenedFile.flags)
    if descriptor < 0 { return .failure(SystemError(errno)) }
    defer { close(descriptor) }
    var status = stat()
    _ = unsafe fstat(descriptor, &status)
    return .success([UInt64(status.st_dev), UInt64(status.st_ino)])
  }

  private func walked(_ path: String) -> Result<[UInt64], SystemError> {
    do throws(SystemError) {
      let input = try InputFile.open(path, isJudged: true)
      return .success([UInt64(input.file.status.st_dev), UInt64(input.file.status.st_ino)])
    } catch {
      return .failure(error)
    }
  }

  @Test func `the way leads where the kernel's leads`() throws {
    let commands = """
      mkdir -p d/e; echo >d/p; ln -s d l; ln -s p d/m; ln -s nothing n; ln -s x y; ln -s y x
      ln -s / r; ln -s d/ s; ln -s p l40; for n in $(seq 39 -1 0); do ln -s l$((n+1)) l$n; done
      echo >p; mkfifo f
      """
    let result = try run("/bin/sh", ["-euc", commands], directory: folder.path)
    try #require(result.ending == .exit(0), "\(result)")
    let names = [
      "p", "p/", "p/.", "p/q", "d", "d/", "d/.", "d/..", "d/p", "l/p", "l/m", "l/../p", "n", "x",
      "r",
      "r/etc/passwd", "s/p", "l0", "l1", "l2", "f", "d/e/../p", "missing", "missing/p", "d/e/",
      String(repeating: "n", count: 256), String(repeating: "./", count: 2_048) + "p",
    ].map(folder.path(of:))
    let others = [
      "", "/", "//", "/..", "/../etc/passwd", "/bin/sh", "/var/run", "/proc/self/status",
      "/proc/self/exe", "/proc/self/root/etc/passwd", "/proc/self/cwd", "/proc/mounts", "/dev/null",
      ".", "./", "..", "Package.swift", "../..",
    ]
    for path in names + others {
      let (own, kernels) = (walked(path), opened(path))
      #expect(own == kernels, "\(path)")
    }
  }

  @Test func `what a descriptor is open for is judged by itself`() throws {
    try folder.write("d/p", "")
    _ = unsafe chmod(folder.path(of: "d"), 0o777)
    let descriptor = unsafe open(folder.path(of: "d/p"), O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    #expect(try sentences(of: "/proc/self/fd/\(descriptor)") == [])
    _ = unsafe chmod(folder.path(of: "d/p"), 0o666)
    #expect(
      try sentences(of: "/dev/fd/\(descriptor)") == ["everybody can write to this file"])
  }
}
