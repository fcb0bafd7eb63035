import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import TraceReplay

/// Logs that were made under a filter.
@Suite struct FilteredLogTests {
  /// Kills whoever calls `getuid`.
  private static var filter: ReplayFilter {
    get throws {
      let program: [BPFOperation] = [
        .loadWord(offset: 0), .branch(.equal, .constant(102), 0, 1),
        .returnConstant(FilterAction.killProcess.returnValue),
        .returnConstant(FilterAction.allow.returnValue),
      ]
      return ReplayFilter(
        name: "filter", program: try BPFProgram(verifying: program.map(\.instruction)),
        policy: nil)
    }
  }

  private static func report(
    _ log: String, judgesFromStart: Bool = false, batchSize: Int = ReplayLimits.batchSize
  ) throws -> ReplayReport {
    var options = ReplayOptions(judgesFromStart: judgesFromStart)
    options.batchSize = batchSize
    var replayer = LogReplayer(
      against: [try filter], for: try #require(Machine(.x86_64)), options: options)
    replayer.replay(Array(log.utf8), named: "log")
    #expect(replayer.report.unreadable.count == 0, "\(replayer.report.unreadable)")
    return replayer.report
  }

  /// The calls that were judged, and where judging began.
  private static func summary(_ report: ReplayReport) -> String {
    var parts = report.calls.map { "\($0.count) \($0.syscall)" }.sorted()
    if report.afterDeath > 0 { parts.append("\(report.afterDeath) dead") }
    parts += report.launches.map { "start \($0.syscall)" }
    if report.leftOut > 0 { parts.append("\(report.leftOut) out") }
    parts += report.installations.first.map { ["from \($0.line)"] } ?? []
    return parts.joined(separator: ", ")
  }

  /// A launcher asks what there is, and dies in a replay before it has installed anything.
  private static let launcher = """
    7 execve("/bin/sekat", ["sekat"], 0x7ffca2733f08 /* 35 vars */) = 0
    7 brk(NULL) = 0x55fd220c7000
    7 getuid() = 0
    7 seccomp(SECCOMP_SET_MODE_FILTER, 0, NULL) = -1 EFAULT (Bad address)
    7 prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) = 0

    """
  private static let installation =
    "7 seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=38, filter=0x25b46860}) = 0\n"
  private static let start =
    "7 execve(\"/bin/ls\", [\"ls\"], 0x7ffced192990 /* 35 vars */) = 0\n"

  /// What is judged of the launcher where it starts no program.
  private static let launcherAlone = "1 brk, 1 getuid"

  @Test func `a log begins with the program that is started under a filter`() throws {
    let program = "7 brk(NULL) = 0x55f\n"
    let log = Self.launcher + Self.installation
    // A program that installs a filter for itself has done that under the policy, too.
    #expect(
      Self.summary(try Self.report(log + program))
        == "\(Self.launcherAlone), 4 dead, start execve")
    #expect(
      Self.summary(try Self.report(log + Self.start + program))
        == "1 brk, start execve, 6 out, from 6")
    // What a launcher does before it starts the program is not the program's.
    #expect(
      Self.summary(try Self.report(log + "7 close(3) = 0\n" + Self.start + program))
        == "1 brk, start execve, 7 out, from 6")
    #expect(
      Self.summary(try Self.report(Self.launcher + program))
        == "1 brk, 1 getuid, 3 dead, start execve")
  }

  @Test(arguments: [
    ("seccomp(SECCOMP_SET_MODE_FILTER, 0, {len = 38, filter = 0x25b46860}) = 0", true),
    ("seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, {len=3, filter=0x2}) = 0", true),
    ("seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, {len=3}) = 5", true),
    (
      "seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, {len=3}) = 5<seccomp notify>",
      true
    ),
    ("seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, {len=3}) = 8", false),
    ("seccomp(SECCOMP_SET_MODE_FILTER, 0, 0x25b46860) = -1 EINVAL (Invalid argument)", false),
    ("seccomp(SECCOMP_SET_MODE_STRICT, 0, NULL) = 0", false),
    ("seccomp(SECCOMP_GET_ACTION_AVAIL, 0, [SECCOMP_RET_ALLOW]) = 0", false),
    ("seccomp(0x1, 0, 0x7ffc1000) = 0", true),
    ("seccomp(0x1 /* SECCOMP_SET_MODE_FILTER */, 0, 0x7ffc1000) = 0", true),
    ("prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=5, filter=0x7ff}) = 0", true),
    ("prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=5, filter=[BPF_STMT(0x6, 0)]}) = 0", true),
    ("prctl(0x16, 0x2, 0x7ffc1000, 0, 0) = 0", true),
    ("prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT) = 0", false),
    ("prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, 0x1) = -1 EFAULT (Bad address)", false),
    ("prctl(PR_SET_NAME, \"SECCOMP_MODE_FILTER\") = 0", false),
    (
      "seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=3, filter=0x2} <unfinished ...>\n7 <... seccomp resumed>) = 0",
      true
    ),
    (
      "seccomp(SECCOMP_SET_MODE_FILTER, 0, NULL <unfinished ...>\n7 <... seccomp resumed>) = -1 EFAULT (Bad address)",
      false
    ),
  ])
  func `a filter is installed or not`(call: String, isInstalled: Bool) throws {
    let report = try Self.report("7 close(3) = 0\n7 \(call)\n\(Self.start)7 close(4) = 0\n")
    #expect((report.installations.count == 1) == isInstalled, "\(call)")
    #expect(report.callCount == (isInstalled ? 1 : 4), "\(call)")
    #expect(report.leftOut == (isInstalled ? 2 : 0), "\(call)")
  }

  /// The log of the launcher, and what follows; what is judged of all.
  @Test(arguments: [
    (
      "children inherit the filter",
      "7 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD) = 8\n8 close(4) = 0\n",
      "1 clone, 1 close, start execve, 6 out, from 6"
    ),
    (
      "a child may be heard of before the call that makes it ends",
      "7 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>\n8 close(4) = 0\n7 <... clone resumed>) = 8\n8 close(5) = 0\n",
      "1 clone, 2 close, start execve, 6 out, from 6"
    ),
    (
      "threads of nobody's are not under it",
      "9 close(4) = 0\n9 clone(child_stack=NULL, flags=SIGCHLD) = 10\n10 close(5) = 0\n7 close(6) = 0\n",
      "1 close, start execve, 9 out, from 6"
    ),
    (
      "a program under it may install another",
      "7 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=1}) = 0\n7 close(3) = 0\n",
      "1 close, 1 prctl, start execve, 6 out, from 6"
    ),
    (
      "the program dies at what the filter kills", "7 getuid() = 0\n7 close(3) = 0\n",
      "1 getuid, 1 dead, start execve, 6 out, from 6"
    ),
  ])
  func `what is under the filter is judged`(
    what: String, rest: String, expected: String
  ) throws {
    for size in [ReplayLimits.batchSize, 64] {
      let log = Self.launcher + Self.installation + Self.start + rest
      #expect(Self.summary(try Self.report(log, batchSize: size)) == expected, "\(what)")
    }
  }

  @Test func `a launcher may try several paths, and fork`() throws {
    let failed = "7 execve(\"/a/ls\", [\"ls\"], 0x7f /* 3 vars */) = -1 ENOENT (No such file)\n"
    let log = Self.launcher + Self.installation + failed + failed + Self.start
    #expect(Self.summary(try Self.report(log)) == "start execve, 8 out, from 6")
    // Whoever forks is a program.
    let forks =
      Self.launcher + Self.installation + "7 close(3) = 0\n"
      + "7 clone(child_stack=NULL, flags=SIGCHLD) = 8\n8 execve(\"/b\", [\"b\"], 0x7f) = 0\n"
    #expect(Self.summary(try Self.report(forks)) == "\(Self.launcherAlone), 6 dead, start execve")
  }

  @Test func `whoever makes many calls is no launcher`() throws {
    let calls = String(repeating: "7 close(3) = 0\n", count: 1000)
    let log = Self.launcher + Self.installation + calls + Self.start
    #expect(
      Self.summary(try Self.report(log)) == "\(Self.launcherAlone), 1004 dead, start execve")
  }

  @Test func `a server is judged whole whose workers install filters`() throws {
    let log = """
      7 execve("/server", ["server"], 0x7ffca2733f08 /* 35 vars */) = 0
      7 close(3) = 0
      7 clone(child_stack=NULL, flags=SIGCHLD) = 8
      8 close(3) = 0
      8 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=1}) = 0
      8 brk(NULL) = 0x55fd220c7000
      7 accept(3, NULL, NULL) = 4
      7 clone(child_stack=NULL, flags=SIGCHLD) = 9
      9 prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, {len=1}) = 0
      9 brk(NULL) = 0x55fd220c7000

      """
    let report = try Self.report(log)
    #expect(
      Self.summary(report) == "1 accept, 2 brk, 2 clone, 2 close, 2 prctl, start execve")
    #expect(report.beginning == nil)
    // A launcher among them is what the log is about.
    let launch = """
      7 clone(child_stack=NULL, flags=SIGCHLD) = 10
      10 seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=38, filter=0x2}) = 0
      10 seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=12, filter=0x2}) = 0
      10 execve("/bin/ls", ["ls"], 0x7ffced192990 /* 35 vars */) = 0
      10 close(5) = 0

      """
    let launched = try Self.report(log + launch)
    #expect(Self.summary(launched) == "1 close, start execve, 13 out, from 12")
    #expect(
      launched.beginning
        == "judging begins at log:12, where 10 installed a filter; "
        + "13 calls made without a filter are left out")
  }

  @Test func `files of strace -ff belong together`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "logs/log.7",
      """
      execve("/bin/sekat", ["sekat"], 0x7ffca2733f08 /* 35 vars */) = 0
      clone(child_stack=NULL, flags=SIGCHLD) = 8
      clone(child_stack=NULL, flags=SIGCHLD) = 10
      wait4(8, NULL, 0, NULL) = 8

      """)
    try folder.write(
      "logs/log.8",
      """
      close(3) = 0
      seccomp(SECCOMP_SET_MODE_FILTER, 0, {len=38, filter=0x25b46860}) = 0
      execve("/bin/ls", ["ls"], 0x7ffced192990 /* 35 vars */) = 0
      clone(child_stack=NULL, flags=SIGCHLD) = 9
      close(4) = 0

      """)
    try folder.write("logs/log.9", "close(3) = 0\ngetuid() = 0\n")
    try folder.write("logs/log.10", "close(3) = 0\ngetuid() = 0\n")
    try folder.write("other.log", "7 close(3) = 0\n")
    for workers in [1, 2] {
      var replayer = LogReplayer(
        against: [try Self.filter], for: try #require(Machine(.x86_64)),
        options: ReplayOptions(workers: workers))
      try replayer.replay(folder.path(of: "other.log"))
      try replayer.replay(folder.path(of: "logs"))
      try replayer.replay(folder.path(of: "other.log"))
      #expect(
        Self.summary(replayer.report) == "1 clone, 1 getuid, 4 close, start execve, 8 out, from 2")
    }
  }

  // MARK: - What a log shows

  @Test(arguments: [
    (
      "the last call was the deadly one, whose number is still in the register",
      "7 chroot(\"/\") = 161\n7 +++ killed by SIGSYS +++\n", "chroot killed 1 2"
    ),
    (
      "or has no result",
      "7 close(3) = 0\n7 getuid() = ?\n7 +++ killed by SIGSYS (core dumped) +++\n",
      "getuid killed 2 3"
    ),
    (
      "or is not finished", "7 close(3 <unfinished ...>\n7 +++ killed by SIGSYS +++\n",
      "close killed 1 2"
    ),
    (
      "a tracer need not see the deadly call", "7 close(3) = 0\n7 +++ killed by SIGSYS +++\n",
      "close killed-unseen 1 2"
    ),
    (
      "a signal may be the answer",
      "7 getppid() = 110\n7 --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=0x7f01, si_syscall=__NR_getppid, si_arch=AUDIT_ARCH_X86_64} ---\n7 close(3) = 0\n",
      "getppid signal 1 2"
    ),
    (
      "and the death",
      "7 getppid() = 110\n7 --- SIGSYS {si_signo=SIGSYS, si_code=SYS_SECCOMP, si_syscall=__NR_getppid} ---\n7 +++ killed by SIGSYS +++\n",
      "getppid killed 1 3"
    ),
    (
      "a program may send it to itself",
      "7 kill(7, SIGSYS) = 0\n7 --- SIGSYS {si_signo=SIGSYS, si_code=SI_USER, si_pid=7, si_uid=0} ---\n7 +++ killed by SIGSYS +++\n",
      ""
    ),
    (
      "another thread goes with the one at fault",
      "7 clone(child_stack=0x7f01, flags=CLONE_VM|CLONE_THREAD|CLONE_SIGHAND) = 8\n"
        + "7 pause( <unfinished ...>\n8 getuid() = 102\n7 <... pause resumed>) = ?\n"
        + "7 +++ killed by SIGSYS +++\n8 +++ killed by SIGSYS +++\n", "getuid killed 3 6"
    ),
  ])
  func `a log shows what a filter did`(what: String, log: String, expected: String) throws {
    for size in [ReplayLimits.batchSize, 64] {
      let report = try Self.report(log, batchSize: size)
      let found = report.evidence.map { "\($0.syscall) \($0.sign) \($0.location.line) \($0.line)" }
      #expect(found.joined(separator: ", ") == expected, "\(what)")
      #expect(report.evidence.allSatisfy { !$0.location.text.isEmpty }, "\(what)")
    }
  }

  @Test func `an error shows a filter only where there is one, and it is the verdict's`() throws {
    let program = try BPFProgram(
      verifying: [BPFOperation.returnConstant(FilterAction.errno(1).returnValue).instruction])
    let filter = ReplayFilter(name: "filter", program: program, policy: nil)
    let calls = """
      7 close(3) = -1 EPERM (Operation not permitted)
      7 close(4) = -1 EBADF (Bad file descriptor)
      7 chroot("/") = -1 EPERM (Operation not permitted)
      7 close(5) = -1 EPERM (Operation not permitted)

      """
    for (log, expected) in [
      (calls, [String]()),
      (Self.launcher + Self.installation + calls, ["close 2 7", "chroot 1 9"]),
    ] {
      var replayer = LogReplayer(against: [filter], for: try #require(Machine(.x86_64)))
      replayer.replay(Array((log + "7 exit_group(0) = ?\n").utf8), named: "log")
      let found = replayer.report.evidence
      #expect(found.map { "\($0.syscall) \($0.count) \($0.line)" } == expected)
    }
  }
}
