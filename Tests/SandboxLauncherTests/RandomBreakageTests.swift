import TestSupport
import Testing

/// Programs and policies by chance: what reports say to write makes the program run in the end, and a policy
/// that nobody is ashamed of.
@Suite struct RandomBreakageTests {
  /// Steps of a program, each of which prints something or ends the program with status 1.
  private static let steps = [
    "os.mkdir('made'); os.rmdir('made'); print('made')",
    "open('out', 'w').write('x'); print(os.stat('out').st_size)",
    "open('out', 'a').close(); print('appended')",
    "f = open('both', 'w+'); f.write('y'); print(f.tell()); f.close()",
    "open('old', 'w').close(); os.rename('old', 'new'); os.unlink('new'); print('renamed')",
    "open('mode', 'w').close(); os.chmod('mode', 0o600); print('changed')",
    "socket.socket(socket.AF_INET).close(); print('inet')",
    "socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).close(); print('inet6')",
    "socket.socket(socket.AF_UNIX).close(); print('unix')",
    "[s.close() for s in socket.socketpair()]; print('pair')",
    "[os.close(d) for d in os.pipe()]; print('pipe')",
    "os.kill(os.getpid(), 0); print('there')",
    "os.getpriority(os.PRIO_PROCESS, 0); print('process')",
    "os.getpriority(os.PRIO_USER, 0); print('user')",
    "fcntl.fcntl(0, fcntl.F_GETFL); fcntl.fcntl(0, fcntl.F_GETFD); print('flags')",
    "os.sched_yield(); os.umask(0o22); print('mask')",
    "print(os.waitstatus_to_exitcode(os.waitpid(os.spawnv(os.P_NOWAIT, '/bin/true', ['true']), 0)[1]))",
  ]

  /// Rules of people who want to be strict.
  private static let rules = [
    #"{ "syscalls": ["mkdir", "mkdirat", "chmod", "fchmodat"], "action": { "errno": "EROFS" } }"#,
    #"{ "syscalls": ["rename", "renameat", "renameat2", "unlink", "unlinkat"], "action": { "errno": "EACCES" } }"#,
    #"{ "syscalls": ["socket"], "where": { "family": "AF_UNIX" }, "else": { "errno": "EAFNOSUPPORT" } }"#,
    #"{ "syscalls": ["socket", "socketpair"], "where": { "family": "AF_NETLINK" }, "else": { "errno": "EACCES" } }"#,
    #"{ "syscalls": ["socket"], "where": { "family": ["AF_INET", "AF_INET6"] }, "action": { "errno": "EPERM" } }"#,
    #"{ "syscalls": ["open", "openat"], "where": { "flags": { "is": "O_RDONLY", "hasNone": "O_CREAT|O_TRUNC" } }, "else": { "errno": "EROFS" } }"#,
    #"{ "syscalls": ["openat"], "where": { "flags": { "hasAny": "O_CREAT" } }, "action": { "errno": "EACCES" } }"#,
    #"{ "syscalls": ["getpriority"], "where": { "which": "PRIO_USER" }, "else": { "errno": "EPERM" } }"#,
    #"{ "syscalls": ["getpriority"], "where": { "which": "PRIO_PGRP" } }"#,
    #"{ "syscalls": ["kill"], "where": { "sig": ["SIGTERM", "SIGKILL"] } }"#,
    #"{ "syscalls": ["kill", "tgkill", "sched_yield", "umask"], "action": "kill-process" }"#,
    #"{ "syscalls": ["fcntl"], "where": { "cmd": ["F_SETFD", "F_DUPFD_CLOEXEC"] } }"#,
    #"{ "syscalls": ["mkdir"], "action": { "errno": "EPERM" } }"#,
    #"{ "syscalls": ["umask"], "action": { "errno": "EPERM" } }"#,
    #"{ "syscalls": ["socketpair"], "action": { "errno": "EACCES" } }"#,
    #"{ "syscalls": ["kill"], "action": { "errno": "EPERM" } }"#,
    #"{ "syscalls": ["pipe", "pipe2"], "where": { "flags": 0 }, "else": { "errno": "EPERM" } }"#,
  ]

  /// Calls that a list of what is allowed may lack, and a program of none of the steps starts all the same.
  private static let missing = [
    "socket", "socketpair", "mkdir", "rename", "chmod", "unlink", "kill", "getpriority", "fcntl",
    "umask",
    "vfork", "clone", "clone3", "pipe2",
  ]

  @Test(arguments: seeds(6))
  func `whoever does what reports say gets there without a useless rule`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let folder = try TemporaryFolder()
    let steps = Self.steps.shuffled(using: &generator).prefix(6)
    let lacking = Self.missing.shuffled(using: &generator).prefix(
      Int.random(in: 0...4, using: &generator))
    let rules = Self.rules.shuffled(using: &generator).prefix(
      Int.random(in: 0...3, using: &generator))
    let policy = Breakage(
      "by chance", needs: [], missing: Array(lacking),
      default: Bool.random(using: &generator) ? #"{ "errno": "EPERM" }"# : #""kill-process""#,
      // Programs start, whatever is left of the list.
      rules: [#"{ "syscalls": ["madvise"] }"#] + rules, "", prints: "", guilty: []
    ).policy
    let program = "import fcntl, os, socket\n" + steps.joined(separator: "\n")
    let expected = try run("/usr/bin/python3", ["-c", program], directory: folder.path).output
    try follow(policy, program, until: expected, in: folder)
  }

  private func follow(
    _ first: String, _ program: String, until expected: String, in folder: TemporaryFolder
  ) throws {
    var policy = first
    let before = try LintErrors(of: policy, in: folder)
    for _ in 0..<15 {
      try folder.write("policy.json", policy)
      let result = try run(
        builtProduct("sekat"),
        [
          "run", "--explain", "--report", "report", "-p", "policy.json", "--", "/usr/bin/python3",
          "-c",
        ]
          + [program], directory: folder.path)
      let report = try folder.read("report")
      guard result.output != expected else {
        let rules = try LintErrors(of: policy, in: folder).rules(beyond: before)
        #expect(rules == [], "\(first)\n\(policy)")
        try expectOthersTheSame(first, policy, in: folder)
        return
      }
      guard let next = PastedAdvice(report, in: policy).policy else {
        Issue.record("no advice\n\(program)\n\(policy)\n\(report)\n\(result)")
        return
      }
      policy = next
    }
    Issue.record("it never worked\n\(program)\n\(first)\n\(policy)")
  }
}
