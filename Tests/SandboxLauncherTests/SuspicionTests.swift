import Foundation
import TestSupport
import Testing

/// What a report of denied calls says about which of them matters.
@Suite struct SuspicionTests {
  private let fixture: LaunchFixture

  init() throws { fixture = try LaunchFixture() }

  /// The end of the report on a command, from the sentence about its end.
  private func summary(_ rules: [String], _ command: [String]) throws -> String {
    let policy = try fixture.policy(
      default: #""allow""#, rules: rules.joined(separator: ",\n"))
    let report = fixture.folder.path(of: "report")
    _ = try run(
      builtProduct("sekat"), ["run", "--explain", "--report", report, "-p", policy, "--"] + command)
    let text = try fixture.folder.read("report")
    let start = try #require(text.range(of: "sekat: the command "), "\(text)")
    return String(text[start.lowerBound...])
  }

  private func denying(_ calls: String..., errno: String = "EPERM") -> String {
    "{ \"syscalls\": [\(calls.map { "\"\($0)\"" }.joined(separator: ", "))], \"action\": { \"errno\": \"\(errno)\" } }"
  }

  @Test func `what libraries do without stands behind the cause`() throws {
    let text = try summary(
      [denying("madvise", "socket", "getppid", "set_robust_list")],
      [
        "/usr/bin/python3", "-c",
        """
        import os, socket, threading
        thread = threading.Thread(target=os.getppid); thread.start(); thread.join()
        socket.socket()
        """,
      ])
    let cause = try #require(
      text.range(of: "nearest to the failure:\n  1× socket(family=AF_INET"), "\(text)")
    let harmless = try #require(text.range(of: "denied too:\n  1× getppid()"), "\(text)")
    let excused = try #require(
      text.range(of: "libraries go on without these, whatever the error:\n  1× madvise("), "\(text)"
    )
    #expect(cause.upperBound < harmless.lowerBound && harmless.upperBound < excused.lowerBound)
    #expect(text.contains("its process went on after it"))
    #expect(text.contains("libraries expect these to fail, and go on: set_robust_list\n"))
  }

  /// A filter cannot tell nscd's socket from any other, so no rule is worth it.
  @Test func `nscd is not missed, and no rule is proposed for it`() throws {
    let text = try summary(
      [denying("connect")],
      ["/usr/bin/python3", "-c", "import pwd; assert pwd.getpwnam('root').pw_uid == 0"])
    #expect(text.contains("the command ended with status 0"), "\(text)")
    guard text.contains("nscd") else { return }
    #expect(
      text.contains("whatever the error:\n  2× connect(") || text.contains("error:\n  1× connect("),
      "\(text)")
    #expect(!text.contains("to allow"), "\(text)")
  }

  @Test func `an answer on which libraries do not fall back is said to be one`() throws {
    // Python calls stat(2) by its older name; the tool asks by the newer one.
    let path = try fixture.folder.write("file", "")
    let refused = try summary([denying("statx")], ["stat", "-c", "%s", path])
    #expect(refused.contains("probably what broke it:\n  1× statx("), "\(refused)")
    #expect(refused.contains(/after\s+ENOSYS only/), "\(refused)")
    let absent = try summary([denying("statx", errno: "ENOSYS")], ["stat", "-c", "%s", path])
    #expect(
      absent.contains(
        "status 0; nothing was denied\nlibraries expect these to fail, and go on: statx\n"),
      "\(absent)")
  }

  /// A shell asks for its parent when it starts, and fails when its last command does.
  @Test func `of a shell and its command the one is named that failed first`() throws {
    let text = try summary(
      [denying("getppid", "uname")], [Tool.shell, "-c", "LC_ALL=C uname; exit $?"])
    #expect(text.contains("probably what broke it:\n  1× uname()"), "\(text)")
    #expect(
      text.contains(/denied\ too:\n\ \ 1× getppid\(\)/)
        && text.contains(/after\s+uname\[\d+\]\s+had/),
      "\(text)")
  }

  @Test func `where nothing failed nothing is blamed`() throws {
    let text = try summary([denying("getppid")], [Tool.shell, "-c", "exit 0"])
    #expect(text.contains("\ndenied:\n  1× getppid()"), "\(text)")
    #expect(text.contains(/sh\[\d+\]\s+went\s+on,\s+and\s+ended\s+with\s+status\s+0/), "\(text)")
  }

  /// A library tries the call and goes on; a tool whose purpose it is does not.
  @Test func `what does no harm mostly is not passed over where nothing else is to blame`() throws {
    let text = try summary([denying("sched_getaffinity")], ["taskset", "-p", "1"])
    #expect(text.contains("but their process failed:\n  1× sched_getaffinity("), "\(text)")
    #expect(
      text.contains("leave out") || text.contains(#"{"syscalls": ["sched_getaffinity"]"#), "\(text)"
    )
    let other = try summary(
      [denying("sched_getaffinity", "set_robust_list")],
      [
        "/usr/bin/python3", "-c",
        "import os\ntry: os.sched_getaffinity(0)\nexcept OSError: pass\nraise SystemExit(0)",
      ])
    #expect(!other.contains("failed"), "\(other)")
  }

  @Test func `of an ABI that a policy does not list no rule is proposed`() throws {
    // getpid by its number on i386, in a page of its own.
    let program = """
      import ctypes, mmap
      page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
      page.write(bytes.fromhex("b814000000cd80c3"))
      call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
      raise SystemExit(0 if call() > 0 else 1)
      """
    guard try run("/usr/bin/python3", ["-c", program]).ending == .exit(0) else {
      try Test.cancel("this kernel has no calls of i386")
    }
    let policy = try fixture.policy(default: #""allow""#)
    let result = try fixture.sekat(
      "--explain", "-p", policy, "--", "/usr/bin/python3", "-c", program)
    #expect(result.errors.contains("killed for this:\n  1× getpid() → kill-process"), "\(result)")
    #expect(
      result.errors.contains(
        /no rule allows calls through i386, which "architectures" does\s+not list/),
      "\(result)")
    #expect(!result.errors.contains("to allow"), "\(result)")
  }

  /// What was carried out is not to blame for what came after it.
  @Test func `an audit blames nobody`() throws {
    let policy = try fixture.policy(default: #""allow""#, rules: denying("uname"))
    let result = try fixture.sekat("--audit", "-p", policy, "--", "uname", "--none")
    #expect(result.ending == .exit(1) && !result.errors.contains("broke"), "\(result)")
    let other = try fixture.sekat(
      "--audit", "-p", policy, "--", Tool.shell, "-c", "uname >/dev/null; exit 1")
    #expect(other.errors.contains("these would be denied:\n  1× uname() would be errno(EPERM)\n"))
    #expect(!other.errors.contains("ended with status 0"), "\(other)")
  }

  @Test func `machines get the evidence and the changes`() throws {
    let policy = try fixture.folder.write(
      "one.json",
      """
      { "default": "allow", "rules": [
        { "syscalls": ["socket"], "where": { "family": "AF_UNIX" }, "action": "allow",
          "else": { "errno": "EPERM" } } ] }
      """)
    let report = fixture.folder.path(of: "report.json")
    _ = try fixture.sekat(
      "--format", "json", "--report", report, "-p", policy, "--", "/usr/bin/python3", "-c",
      "import os, socket; os.getppid(); socket.socket()")
    let data = try Data(contentsOf: URL(filePath: report))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let denials = try #require(json["denials"] as? [[String: Any]])
    #expect(denials.map { $0["suspicion"] as? String } == ["likely"], "\(json)")
    let evidence = denials[0]["evidence"] as? [String]
    #expect(evidence?.first?.contains("ended with status 1 right after it") == true)
    let changes = try #require((json["changes"] as? [[String: Any]])?.first)
    #expect(changes["file"] as? String == policy)
    #expect((changes["front"] as? [String])?.isEmpty == true)
    let change = try #require((changes["rules"] as? [[String: Any]])?.first)
    #expect(change["index"] as? Int == 0 && change["line"] as? Int == 2)
    let text = try #require((change["instead"] as? [String])?.first)
    #expect(text.contains(#""where": [{"family": "AF_UNIX"}, {"family": ["AF_INET"]"#), "\(text)")
  }

  @Test func `what killed is said to have killed`() throws {
    let text = try summary(
      [#"{ "syscalls": ["uname"], "action": "kill-process" }"#, denying("getppid")],
      [Tool.shell, "-c", "exec uname"])
    #expect(text.contains(/killed\ for\ this:\n\ \ 1× uname\(\) → kill-process\n/), "\(text)")
    #expect(text.contains(/uname\[\d+\]\ was\ killed\ for\ it/), "\(text)")
    #expect(text.contains("denied too:\n  1× getppid()"), "\(text)")
  }
}
