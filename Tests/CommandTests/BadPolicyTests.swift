import Glibc
import TestSupport
import Testing

/// Policies that cannot be used: every command says why, and does nothing.
@Suite struct BadPolicyTests {
  /// Something that is no usable policy, and what is to be said of it.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    /// The content of the file, or `nil` where there is none to be written.
    var bytes: [UInt8]?
    /// What must be in the message; `FILE` stands for the path.
    var message: String

    init(_ name: String, _ text: String, _ message: String) {
      self.init(name, Array(text.utf8), message)
    }

    init(_ name: String, _ bytes: [UInt8]?, _ message: String) {
      self.name = name
      self.bytes = bytes
      self.message = message
    }

    var testDescription: String { name }
  }

  static let contents = [
    Case("empty", "", "FILE:1:1: error: the file is empty"),
    Case("blank", " \n\t\n", "FILE:1:1: error: the file has nothing but white space"),
    Case("truncated", "{\"default\": ", "FILE:1:12: error: the file ends inside of an object"),
    Case("no JSON", "nothing\n", "FILE:1:1: error: the file is not JSON"),
    Case("YAML", "default: yes\n", "FILE:1:10: error: 'yes' is a text to some readers of YAML"),
    Case("no object", "[]", "FILE:1:1: error: a policy is an object, not "),
    Case("twice a key", #"{"default": "allow", "default": "log"}"#, "FILE:1:22: error:"),
    Case(
      "unknown key", #"{"defualt": "allow"}"#,
      "FILE:1:2: error: unknown key 'defualt'; did you mean 'default'?"),
    Case("comma at the end", #"{"default": "allow",}"#, "FILE:1:20: error:"),
    Case("comment", "{\n  // no\n}", "FILE:2:3: error:"),
    Case("byte order mark", [0xef, 0xbb, 0xbf] + Array("{}".utf8), "UTF-8 byte order mark"),
    Case("UTF-16", [0xff, 0xfe, 0x7b, 0, 0x7d, 0], "the file is UTF-16"),
    Case("UTF-16 without a mark", [0, 0x7b, 0, 0x7d], "UTF-16"),
    Case("UTF-32", [0x7b, 0, 0, 0, 0x7d, 0, 0, 0], "UTF-32"),
    Case(
      "invalid UTF-8", Array(#"{"name": ""#.utf8) + [0xff] + Array(#""}"#.utf8),
      "FILE:1:11: error: invalid UTF-8 at byte 10"),
    Case("half a pair", #"{"name": "\ud800"}"#, "FILE:1:11: error:"),
    Case("NUL", Array("{".utf8) + [0] + Array("}".utf8), "FILE:1:2: error:"),
    Case("escaped NUL", #"{"extends": ["a\u0000b"], "default": "allow"}"#, "FILE:1:14: error:"),
    Case("too large a number", rule(#""where": { "fd": 18446744073709551616 }"#), "FILE:1:"),
    Case("fraction", rule(#""where": { "fd": 1.0 }"#), "FILE:1:"),
    Case("exponent", rule(#""where": { "fd": 1e3 }"#), "FILE:1:"),
    Case("minus zero", rule(#""where": { "fd": -0 }"#), "FILE:1:"),
    Case(
      "5000 digits", rule("\"where\": { \"fd\": \(String(repeating: "7", count: 5000)) }"),
      "FILE:1:"),
    Case(
      "65 levels", String(repeating: "[", count: 65) + String(repeating: "]", count: 65),
      "FILE:1:65: error:"),
    Case("100000 levels", String(repeating: "[", count: 100_000), "FILE:1:65: error:"),
    Case("two documents", #"{"default": "allow"}{}"#, "FILE:1:21: error: second value"),
    Case("null", #"{"default": null}"#, "FILE:1:13: error: an action must be a string"),
    Case(
      "no default", #"{"architectures": ["x86_64", "aarch64"]}"#,
      "FILE:1:1: error: neither the policy nor a base sets 'default'"),
    Case("no calls", rule(#""comment": """#, calls: "[]"), "FILE:1:"),
    Case(
      "unknown call", rule(#""action": "log""#, calls: #"["opnat"]"#),
      "error: unknown system call 'opnat'; did you mean 'openat'?"),
    Case(
      "unknown action", #"{"default": "permit"}"#, "FILE:1:13: error: unknown action 'permit'"),
    Case(
      "Kubernetes resource", #"{"apiVersion": "v1", "kind": "Service"}"#,
      "this is a resource of Kubernetes that is no policy"),
    Case(
      "other machines", #"{"architectures": ["mips64el"], "default": "allow"}"#,
      "FILE:1:19: error: the policy does not list"),
    Case("too large", Array(repeating: 0x20, count: 17 << 20), "it is larger than 16 MiB"),
    Case(
      "too many instructions",
      """
      {"architectures": ["x86_64", "aarch64"], "default": "allow", "rules": [
      \(manyRules)]}
      """, "and the kernel takes at most 4096"),
  ]

  /// A policy with one rule.
  private static func rule(_ members: String, calls: String = #"["read"]"#) -> String {
    #"{"default": "allow", "rules": [{"syscalls": \#(calls), "action": "log", \#(members)}]}"#
      .replacing(#""action": "log", "action": "log""#, with: #""action": "log""#)
  }

  private static let manyRules = (0..<2_000).map {
    """
    {"syscalls": ["ioctl"], "where": {"cmd": \($0 * 7), "fd": \($0 * 3)}, \
    "action": {"errno": \($0 % 3 + 1)}}
    """
  }.joined(separator: ",\n")

  @Test(arguments: contents)
  func `a file that is no policy is refused by every command`(item: Case) throws {
    let folder = try TemporaryFolder()
    let bytes = try #require(item.bytes)
    let path = try folder.write("policy.json", bytes)
    try expectRefusals(of: path, in: folder, item.message)
  }

  @Test func `what is no file is refused, and nobody waits for it`() throws {
    let folder = try TemporaryFolder()
    let fifo = folder.path(of: "fifo")
    #expect(unsafe mkfifo(fifo, 0o600) == 0)
    let loop = folder.path(of: "loop")
    #expect(unsafe symlink(loop, loop) == 0)
    for (path, reason) in [
      (fifo, "it is a FIFO, not a regular file"),
      (loop, "too many levels of symbolic links"),
      (folder.path, "it is a directory, not a regular file"),
      (folder.path(of: "missing"), "no such file or directory"),
      ("/dev/zero", "it is a character device, not a regular file"),
      ("builtin:defualt", "did you mean 'builtin:default'?"), ("", "no such file or directory"),
    ] {
      try expectRefusals(of: path, in: folder, reason)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func `what may not be read is refused`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("policy.json", "{}", permissions: 0)
    try expectRefusals(of: path, in: folder, "permission denied")
  }

  @Test func `policies that extend each other are shown in their circle`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", #"{"extends": ["b.json"], "default": "allow"}"#)
    let other = try folder.write("b.json", #"{"extends": ["a.json"]}"#)
    try expectRefusals(
      of: path, in: folder,
      "\(other):1:14: error: policies extend each other: '\(path)' → '\(other)' → '\(path)'")
  }

  @Test func `a missing base is named where it is extended`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.json", #"{"extends": ["b.json"], "default": "allow"}"#)
    try expectRefusals(of: path, in: folder, "\(path):1:14: error: cannot read policy")
  }

  @Test(arguments: [
    ("-", "1:14: error: a policy cannot extend standard input"),
    ("fifo", "1:14: error: cannot read policy 'FOLDER/fifo': it is a FIFO, not a regular file"),
    ("builtin:", "1:14: error: there is no policy 'builtin:'"),
    (#"base.json", "./base.json"#, "1:27: error: './base.json' is extended twice"),
    (#"base.json", "link.json"#, "1:27: error: 'link.json' is extended twice"),
    ("", "1:14: error: a base policy needs a path"),
  ])
  func `a base that cannot be used is named where it is extended`(
    base: String, message: String
  ) throws {
    let folder = try TemporaryFolder()
    let fifo = folder.path(of: "fifo")
    #expect(unsafe mkfifo(fifo, 0o600) == 0)
    try folder.write("base.json", "{}")
    #expect(unsafe symlink("base.json", folder.path(of: "link.json")) == 0)
    let path = try folder.write("a.json", #"{"extends": ["\#(base)"], "default": "allow"}"#)
    try expectRefusals(
      of: path, in: folder, "FILE:" + message.replacing("FOLDER", with: folder.path))
  }

  @Test func `all files of a policy have at most 64 MiB`() throws {
    let folder = try TemporaryFolder()
    let large = #"{"comment": ""# + String(repeating: " ", count: 13 << 20) + #""}"#
    let bases = try (0..<5).map { index in
      try folder.write("\(index).json", large)
      return #""\#(index).json""#
    }.joined(separator: ", ")
    let path = try folder.write("a.json", #"{"extends": [\#(bases)], "default": "allow"}"#)
    let result = try run(builtProduct("sekat"), ["run", "-p", path, "--", "true"])
    #expect(result.ending == .exit(125))
    #expect(
      result.errors.hasPrefix(
        "\(path):1:54: error: cannot read policy '\(folder.path)/4.json':"
          + " the files of the policy have more than 64 MiB in all"), "\(result)")
  }

  @Test(.enabled(if: geteuid() == 0, "only root is held to this"))
  func `root does not rely on files that others may replace`() throws {
    let folder = try TemporaryFolder()
    let text = #"{"architectures": ["x86_64", "aarch64"], "default": "allow"}"#
    let path = try folder.write("open/policy.json", text)
    let open = folder.path(of: "open")
    for (mode, isRefused) in [(0o777 as mode_t, true), (0o1777, false), (0o755, false)] {
      let status = unsafe chmod(open, mode)
      #expect(status == 0)
      let result = try run(builtProduct("sekat"), ["run", "-p", path, "--", "true"])
      #expect(result.ending == .exit(isRefused ? 125 : 0))
      if isRefused {
        #expect(
          result.errors
            == "sekat: \(path): root should not rely on this file: everybody can write to "
            + "the folder '\(open)', and can replace this file; chmod go-w \(open), or use "
            + "--insecure-policy\n")
      }
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root is held to this"), arguments: [0o646, 0o664])
  func `root does not rely on what others may write`(permissions: Int) throws {
    let folder = try TemporaryFolder()
    let text = #"{"architectures": ["x86_64", "aarch64"], "default": "allow"}"#
    let path = try folder.write("policy.json", text, permissions: permissions)
    // A group that is not the owner's own.
    let status = unsafe chown(path, 0, 100)
    #expect(status == 0)
    let refused = try run(builtProduct("sekat"), ["run", "-p", path, "--", "true"])
    #expect(refused.ending == .exit(125))
    #expect(
      refused.errors.hasPrefix("sekat: \(path): root should not rely on this file: "))
    let taken = try run(
      builtProduct("sekat"), ["run", "--insecure-policy", "-p", path, "--", "true"])
    #expect(taken.ending == .exit(0))
    #expect(
      taken.errors.hasSuffix(
        " can write to this file; it is used all the same (--insecure-policy)\n"), "\(taken)")
  }

  @Test(
    .enabled(if: geteuid() == 0, "only root is held to this"),
    arguments: [
      ["-p", "../a/policy.json"], ["-p", "./../a/policy.json"], ["-p", "../b/extends.json"],
      ["-p", "link/policy.json"], ["--filter", "../a/filter.bpf"],
      ["-p", "builtin:default", "-p", "../a/policy.json"],
    ])
  func `root does not rely on a way that others can change`(words: [String]) throws {
    let folder = try TemporaryFolder()
    let text = #"{"architectures": ["x86_64", "aarch64"], "default": "allow"}"#
    try folder.write("open/a/policy.json", text)
    try folder.write("open/b/extends.json", #"{"extends": ["../a/policy.json"]}"#)
    try folder.write("open/a/filter.bpf", [6, 0, 0, 0, 0, 0, 0xff, 0x7f])
    let (open, here) = (folder.path(of: "open"), folder.path(of: "open/here"))
    let made = unsafe mkdir(here, 0o755) | symlink("../a", folder.path(of: "open/here/link"))
    #expect(made == 0)
    let status = unsafe chmod(open, 0o777)
    #expect(status == 0)
    let refused = try run(
      builtProduct("sekat"), ["run"] + words + ["--", "true"], directory: here)
    #expect(refused.ending == .exit(125))
    #expect(
      refused.errors.contains(
        ": root should not rely on this file: everybody can write to the folder '\(open)', and can"
          + " replace this file;"), "\(refused)")
    let taken = try run(
      builtProduct("sekat"), ["run", "--insecure-policy"] + words + ["--", "true"], directory: here)
    #expect(taken.ending == .exit(0), "\(taken)")
    #expect(taken.errors.contains("it is used all the same (--insecure-policy)"))
    let closed = unsafe chmod(open, 0o755)
    #expect(closed == 0)
    let trusted = try run(
      builtProduct("sekat"), ["run"] + words + ["--", "true"], directory: here)
    #expect(trusted.ending == .exit(0) && trusted.errors.isEmpty, "\(trusted)")
  }

  @Test(arguments: 3...8)
  func `who lacks descriptors is not told that others could write`(limit: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", #"{ "default": "allow", "kernel": "6.18" }"#)
    let result = try run(
      "/usr/bin/prlimit",
      ["--nofile=\(limit)", builtProduct("sekat"), "run", "-p", "policy.json", "--", "/bin/true"],
      directory: folder.path(of: "."))
    #expect(!result.errors.contains("root should not rely"), "\(result)")
    if result.ending != .exit(0) {
      #expect(result.errors.contains("too many open files") || limit == 3, "\(result)")
    }
  }

  @Test func `in a user namespace the system belongs to nobody, and is trusted`() throws {
    let folder = try TemporaryFolder()
    let text = #"{"architectures": ["x86_64", "aarch64"], "default": "allow"}"#
    let path = try folder.write("own/policy.json", text)
    let (sekat, own) = (builtProduct("sekat"), folder.path(of: "own"))
    var words = ["/usr/bin/unshare", "--user", "--map-root-user", sekat]
    if geteuid() == 0 {
      let status = unsafe chown(path, 1000, 1000) | chown(own, 1000, 1000)
      #expect(status == 0)
      words = ["/usr/bin/setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"] + words
    }
    let probe = try run(words[0], Array(words.dropFirst()) + ["--version"])
    if probe.ending != .exit(0) { try Test.cancel("no user namespaces for users: \(probe)") }
    let rest = ["run", "-p", path, "--", "true"]
    let taken = try run(words[0], Array(words.dropFirst()) + rest)
    #expect(taken.ending == .exit(0) && taken.errors.isEmpty, "\(taken)")
    let status = unsafe chmod(own, 0o777)
    #expect(status == 0)
    let refused = try run(words[0], Array(words.dropFirst()) + rest)
    #expect(refused.ending == .exit(125) && refused.errors.contains("everybody can write to the"))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func `root does not rely on what belongs to others, in any file of the policy`() throws {
    let folder = try TemporaryFolder()
    let base = try folder.write(
      "base.json", #"{"architectures": ["x86_64", "aarch64"], "default": "allow"}"#)
    let path = try folder.write("policy.json", #"{"extends": ["base.json"]}"#)
    #expect(unsafe chown(base, 65_534, 65_534) == 0)
    let result = try run(builtProduct("sekat"), ["run", "-p", path, "--", "true"])
    #expect(result.ending == .exit(125))
    #expect(
      result.errors == "sekat: \(base): root should not rely on this file: user 65534 can write"
        + " to this file; chown root \(base), or keep the policy elsewhere, or use --insecure-policy\n"
    )
  }
}

/// Lets every command that takes a policy have a bad one.
private func expectRefusals(
  of path: String, in folder: TemporaryFolder, _ message: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let expected = message.replacing("FILE", with: path)
  let started = folder.path(of: "started")
  let output = folder.path(of: "output")
  let grid = try folder.write("grid.expect", "* read => allow\n")
  for (words, status) in [
    (["run", "-p", path, "--", "touch", started], 125),
    (["run", "-p", "builtin:default", "-p", path, "--", "touch", started], 125),
    (["compile", "-p", path, "-o", output], 2), (["query", "-p", path, "read"], 2),
    (["test", "-p", path, grid], 2),
  ] as [([String], Int32)] {
    // Only what compiles minds the length, and grids are tested on the machines that there are.
    let compiles = ["run", "compile"].contains(words[0])
    if !compiles && expected.contains("at most 4096") { continue }
    if words[0] == "test" && expected.contains("does not list") { continue }
    let result = try run(builtProduct("sekat"), words)
    #expect(result.ending == .exit(status), "\(words): \(result)", sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    #expect(
      result.errors.contains(expected), "\(words): \(result)", sourceLocation: sourceLocation)
    #expect(result.errors.hasSuffix("\n"), sourceLocation: sourceLocation)
  }
  #expect(unsafe access(started, F_OK) != 0, "the command ran", sourceLocation: sourceLocation)
  #expect(unsafe access(output, F_OK) != 0, "a file was written", sourceLocation: sourceLocation)
}
