import LinuxABI
import SeccompPolicy
import Testing
import TraceReplay

@testable import Sekat

/// What people are told of calls while they are made.
@Suite struct FollowedCallTextTests {
  private static let policy = """
    {
      "architectures": ["x86_64", "i386"], "default": "allow",
      "rules": [
        { "syscalls": ["mkdir"], "action": { "errno": "EROFS" } },
        { "syscalls": ["openat"], "where": { "flags": { "hasAny": "O_TRUNC" } },
          "action": { "errno": "EACCES" } },
        { "syscalls": ["swapon"], "action": "kill-process" },
        { "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } }
      ]
    }
    """

  private static func verdict(
    _ call: Int, _ code: String, process: Int = 7, comm: String = "\"cp\"",
    arch: String = "c000003e"
  ) -> String {
    "type=1326 audit(1.2:3): auid=1 pid=\(process) comm=\(comm) exe=\"/bin/cp\" sig=0 arch=\(arch) "
      + "syscall=\(call) compat=0 ip=0x7f code=\(code)"
  }

  /// What is told of records, one after the other.
  private static func lines(_ records: [String], mostKinds: Int = 100) throws -> [String] {
    let machine = try #require(Machine(.x86_64))
    let policy = try PolicyInput.load(text: policy, for: nil)
    let filter = try ReplayInput.filter(
      of: policy, named: "p.json", backend: .native, machine: machine)
    var text = FollowedCallText(
      quoting: ReplayInput.quotations(of: [filter]), on: machine, width: 80, isColored: false,
      mostKinds: mostKinds)
    var lines: [String] = []
    var replayer = LogReplayer(against: [filter], for: machine) { lines.append(text.lines(on: $0)) }
    replayer.replay(Array(records.map { $0 + "\n" }.joined().utf8), named: "log")
    return lines
  }

  @Test func `a denied call, with its rule the first time`() throws {
    let lines = try Self.lines([
      Self.verdict(83, "0x50000"), Self.verdict(83, "0x50000", process: 8),
      Self.verdict(83, "0x50000", comm: "6120620A"),
      Self.verdict(39, "0x50000", arch: "40000003"), Self.verdict(83, "0x7ffc0000"),
    ])
    let place = "    by -:4"
    #expect(
      lines == [
        """
        cp[7] mkdir: errno(EROFS)
        \(place)
              { "syscalls": ["mkdir"], "action": { "errno": "EROFS" } }

        """, "", "'a b\\n'[7] mkdir: errno(EROFS)\n\(place)\n",
        "cp[7] i386 mkdir: errno(EROFS)\n\(place)\n",
        "cp[7] mkdir: errno(EROFS); the record says log\n\(place)\n",
      ])
  }

  @Test func `a verdict that is open says on what it depends`() throws {
    let lines = try Self.lines([
      Self.verdict(257, "0x50000"), Self.verdict(257, "0x50000", process: 9),
    ])
    #expect(
      lines[0].hasPrefix("cp[7] openat: errno(EACCES) or allow; the record says errno\n    by "))
    #expect(lines[0].hasSuffix("    depends on flags\n") && lines[1].isEmpty)
  }

  @Test func `arguments are shown as far as the record has them`() throws {
    let lines = try Self.lines([
      "type=1300 audit(1.2:3): arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c a1=7ffe "
        + "a2=241 a3=1b6 items=1 ppid=1 pid=7 comm=\"cp\" exe=\"/usr/bin/cp\" key=\"x\""
    ])
    #expect(
      lines[0].hasPrefix(
        "cp[7] openat(dfd=AT_FDCWD, filename=0x7ffe, flags=O_WRONLY|O_CREAT|O_TRUNC,\n"
          + "    mode=0666): errno(EACCES)\n"))
  }

  @Test func `what another filter has denied is told, and what passes is not`() throws {
    let lines = try Self.lines([
      Self.verdict(90, "0x80000000"), Self.verdict(91, "0x7ffc0000"), Self.verdict(435, "0x50026"),
      Self.verdict(167, "0x80000000", process: 11), Self.verdict(167, "0x7ffc0000", process: 12),
      Self.verdict(83, "0x50000", process: 12),
    ])
    #expect(
      lines[0] == "cp[7] chmod: allow; the record says kill-process, which another filter did\n")
    // One passes, and a C library goes on with an older call than the other.
    #expect(lines[1] == "" && lines[2] == "")
    #expect(lines[3].hasPrefix("cp[11] swapon: kill-process\n"))
    #expect(lines[4].hasPrefix("cp[12] swapon: kill-process; the record says log\n"))
    // A process that the filter has killed makes no more calls.
    #expect(lines[5] == "")
  }

  @Test func `programs that choose their names do not fill the memory`() throws {
    let count = 20
    let lines = try Self.lines(
      (0...count).map { Self.verdict(83, "0x50000", comm: "\"c\($0)\"") }, mostKinds: count)
    #expect(lines[count - 1].hasSuffix("from here on calls are only counted\n"))
    #expect(lines[count] == "" && !lines[count - 2].isEmpty)
  }
}
