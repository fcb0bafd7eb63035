import Glibc
import TestSupport
import Testing

/// What the command finds is what sekat was given, and the filter on top of it.
@Suite struct InheritanceTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// Runs a shell script whose `$@` is sekat with its words.
  private func shell(_ script: String, _ words: String...) throws -> ProcessResult {
    let policy = try fixture.policy(default: #""allow""#)
    return try run(
      Tool.shell, ["-c", script, "sh", builtProduct("sekat"), "run", "-p", policy, "--"] + words)
  }

  @Test func `arguments and variables arrive byte for byte`() throws {
    let result = try shell(
      #"X=$(printf 'a\377b') exec "$@" "$(printf 'c\376d')" '' '-p' '--'"#,
      Tool.shell, "-c", #"printf '%s|%s|%s|%s|%s|%s' "$X" "$0" "$#" "$1" "$2" "$3""#)
    #expect(
      result.outputBytes
        == [0x61, 0xff, 0x62, 0x7c, 0x63, 0xfe, 0x64, 0x7c] + Array("3||-p|--".utf8))
  }

  @Test func `the environment is passed on, and nothing is added`() throws {
    let policy = try fixture.policy(default: #""allow""#)
    let result = try fixture.sekat(
      "-p", policy, "--", "/usr/bin/env", environment: ["B=2", "A=1", "PATH=/nowhere", "EMPTY="])
    #expect(result.output == "B=2\nA=1\nPATH=/nowhere\nEMPTY=\n")
  }

  @Test func `without PATH the kernel's own folders are searched`() throws {
    let policy = try fixture.policy(default: #""allow""#)
    #expect(
      try fixture.sekat("-p", policy, "--", "true", environment: ["A=1"]).ending == .exit(0))
    let missing = try fixture.sekat("-p", policy, "--", "no-such", environment: [])
    #expect(
      missing.errors == "sekat: cannot run 'no-such': no such file in /bin:/usr/bin,"
        + " which is searched because PATH is not set (ENOENT)\n")
  }

  @Test func `the first file in PATH that can be executed is the command`() throws {
    try fixture.folder.write("one/tool", "#!/bin/sh\necho one\n", permissions: 0o644)
    try fixture.folder.write("two/tool", "#!/bin/sh\necho two\n", permissions: 0o755)
    try fixture.folder.write("three/tool", "#!/bin/sh\necho three\n", permissions: 0o755)
    let policy = try fixture.policy(default: #""allow""#)
    func launch(_ folders: String...) throws -> ProcessResult {
      let path = folders.map { fixture.folder.path(of: $0) }.joined(separator: ":")
      return try fixture.sekat("-p", policy, "--", "tool", environment: ["PATH=\(path)"])
    }
    #expect(try launch("none", "one", "two", "three").output == "two\n")
    #expect(try launch("three", "two").output == "three\n")
    let only = try launch("one")
    #expect(only.ending == .exit(126))
    #expect(only.errors.contains("one/tool' has no execute permission (EACCES)"))
  }

  @Test(.enabled(if: geteuid() != 0, "root may search every folder"))
  func `a folder in PATH that may not be searched has no command`() throws {
    let closed = fixture.folder.path(of: "closed")
    try fixture.folder.write("closed/tool", "#!/bin/sh\n", permissions: 0o755)
    #expect(unsafe chmod(closed, 0) == 0)
    defer { _ = unsafe chmod(closed, 0o700) }
    let policy = try fixture.policy(default: #""allow""#)
    let environment = ["PATH=\(closed):/usr/bin:/bin"]
    #expect(
      try fixture.sekat("-p", policy, "--", "true", environment: environment).ending == .exit(0))
    let missing = try fixture.sekat("-p", policy, "--", "tool", environment: environment)
    #expect(missing.ending == .exit(127))
    #expect(
      missing.errors == "sekat: cannot run 'tool': no such file in PATH,"
        + " of which this user may not search '\(closed)' (ENOENT)\n")
    let path = try fixture.sekat("-p", policy, "--", "\(closed)/tool", environment: environment)
    #expect(path.ending == .exit(126))
  }

  @Test func `an empty folder in PATH is the working directory`() throws {
    try fixture.folder.write("tool", "#!/bin/sh\necho \"$0\"\n", permissions: 0o755)
    let policy = try fixture.policy(default: #""allow""#)
    let result = try run(
      builtProduct("sekat"), ["run", "-p", policy, "--", "tool"],
      environment: ["PATH=/nowhere:"], directory: fixture.folder.path)
    #expect(result.output == "./tool\n")
  }

  @Test func `open descriptors stay, and none is added`() throws {
    let result = try shell(
      #"exec 7</dev/null; ls /proc/self/fd; echo -; exec "$@""#, "ls", "/proc/self/fd")
    let lists = result.output.split(separator: "-\n")
    #expect(lists.count == 2 && lists[0] == lists[1])
    #expect(lists[0].contains("7\n"))
  }

  @Test func `limits and ignored signals stay`() throws {
    let look = "ulimit -n; umask; grep -E '^Sig(Ign|Blk)' /proc/self/status"
    let result = try shell(
      #"trap '' HUP USR1; ulimit -n 123; umask 027; \#(look); echo -; exec "$@""#, Tool.shell,
      "-c", look)
    let looks = result.output.split(separator: "-\n")
    #expect(looks.count == 2 && looks[0] == looks[1])
    #expect(looks[0].hasPrefix("123\n0027\n") && looks[0].hasSuffix("0201\n"))
  }

  @Test func `no_new_privs is set and the filter is there`() throws {
    let result = try shell(
      #"exec "$@""#, "grep", "-E", "^(NoNewPrivs|Seccomp)", "/proc/self/status")
    #expect(result.output == "NoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t1\n")
  }

  @Test func `standard input belongs to the command, except for a policy that comes from it`()
    throws
  {
    let policy = try fixture.policy(default: #""allow""#)
    let read = try run(
      builtProduct("sekat"), ["run", "-p", policy, "--", "cat"], input: Array("hello".utf8))
    #expect(read.output == "hello")
    let text = #"{ "architectures": ["x86_64", "aarch64"], "default": "allow" }"#
    let piped = try run(
      builtProduct("sekat"), ["run", "-p", "-", "--", "wc", "-c"], input: Array(text.utf8))
    #expect(piped.output == "0\n")
  }
}
