import ClassicBPF
import LinuxABI
import TestSupport
import Testing

@testable import TraceReplay

/// Logs of the kernel's audit, as a replay.
@Suite struct AuditLogTests {
  private static let task = "auid=1000 uid=1000 gid=1000 ses=3"

  /// The text of a verdict's record without its head.
  static func verdict(
    _ call: Int, _ code: String, process: Int = 7, arch: String = "c000003e"
  ) -> String {
    "\(task) pid=\(process) comm=\"cp\" exe=\"/usr/bin/cp\" sig=0 arch=\(arch) syscall=\(call) "
      + "compat=0 ip=0x7f6a30fd4f37 code=\(code)"
  }

  /// The text of a call's record without its head.
  private static func call(_ call: Int, _ registers: String, process: Int = 7) -> String {
    "arch=c000003e syscall=\(call) success=yes exit=0 \(registers) items=0 ppid=1 pid=\(process) "
      + "\(task) comm=\"cp\" exe=\"/usr/bin/cp\" subj=unconfined key=(null)"
  }

  /// A log of the kernel with records of a type and a text.
  static func log(_ records: [(type: Int, text: String)]) -> String {
    "[    0.000000] Linux version 6.18\n"
      + records.enumerated().map { index, record in
        "[   \(index + 1).411284] audit: type=\(record.type) audit(1.2:\(index)): \(record.text)\n"
      }.joined()
  }

  // MARK: - Formats

  /// How a collector keeps records: a line with the type, its name and the text in it.
  struct Dress: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var line: String
    /// Another line of such a log.
    var other = ""
    /// Whether numbers are replaced by names.
    var isInterpreted = false

    /// The line of a record.
    func line(_ type: Int, _ text: String) -> String {
      var text = text
      if isInterpreted {
        for (number, name) in [
          ("arch=c000003e", "arch=x86_64"), ("syscall=83 ", "syscall=mkdir "), ("a0=9", "a0=0x9"),
          ("syscall=3 ", "syscall=close "), ("code=0x50000", "code=errno"),
        ] { text = text.replacing(number, with: name) }
      }
      return line.replacing("<type>", with: "\(type)")
        .replacing("<name>", with: type == 1326 ? "SECCOMP" : "SYSCALL")
        .replacing("<text>", with: text)
    }
  }

  static let dresses = [
    Dress(
      testDescription: "dmesg", line: "[   33.411284] audit: type=<type> audit(1.2:3): <text>",
      other: "[    0.000000] e820: (mem) = 3"),
    Dress(
      testDescription: "dmesg --raw",
      line: "<5>[    3.411284] audit: type=<type> audit(1.2:3): <text>"),
    Dress(
      testDescription: "dmesg -T",
      line: "[Fri Nov 27 07:09:22 2026] audit: type=<type> audit(1.2:3): <text>"),
    Dress(
      testDescription: "the kernel's in the journal",
      line: "Nov 27 07:09:22 host kernel: audit: type=<type> audit(1.2:3): <text>",
      other: "Nov 27 07:09:21 host cron[8]: (root) CMD (ls)"),
    Dress(
      testDescription: "the journal's own", line: "Nov 27 07:09:22 host audit[7]: <name> <text>",
      other: "Nov 27 07:09:21 host audit[7]: PROCTITLE proctitle=6370"),
    Dress(
      testDescription: "audit.log", line: "type=<name> msg=audit(1.2:3): <text>",
      other: "type=CWD msg=audit(1.2:3): cwd=\"/\""),
    Dress(
      testDescription: "audit.log with names",
      line: "node=a type=<name> msg=audit(1.2:3): <text>\u{1d}AUID=\"unset\" ARCH=x86_64 SYSCALL=x",
      other: "type=PATH msg=audit(1.2:3): item=0 name=\"/a\"\u{1d}OUID=\"root\""),
    Dress(
      testDescription: "ausearch",
      line: "time->Fri Nov 27 07:09:22\ntype=<name> msg=audit(1.2:3): <text>",
      other: "----"),
    Dress(
      testDescription: "ausearch -i",
      line: "type=<name> msg=audit(11/27/26 07:09:22.565:3) : <text>", other: "----",
      isInterpreted: true),
  ]

  @Test(arguments: dresses) func `a record is the same wherever it is kept`(dress: Dress) throws {
    let text = [
      dress.other, dress.line(1326, Self.verdict(83, "0x50000")), dress.other,
      dress.line(1300, Self.call(3, "a0=9")), "",
    ].joined(separator: "\n")
    for text in [text, text.replacing("\n", with: "\r\n")] {
      let replayed = try Replayed(
        text: text, against: [try TestFilters.allowAll], keepsGoing: false)
      #expect(replayed.report.unreadable.count == 0, "\(replayed.report.unreadable)")
      #expect(replayed.calls.map(\.number) == [83, 3])
      #expect(replayed.calls.map(\.location.thread) == [7, 7])
      #expect(replayed.calls.map(\.registers.known[0]) == [0, .max])
      #expect(replayed.calls.last?.registers.value[0] == 9)
    }
  }

  @Test(arguments: [
    "7 execve(\"/bin/dmesg\", [\"dmesg\"], 0x7ffc /* 2 vars */) = 0\n"
      + "7 write(1, \"[   33.411284] audit: type=1326 audit(1.2:3): \", 99) = 99\n",
    "<... read resumed>\"[1.411284] audit: type=1326 audit(\", 9) = 9\n",
    "7 write(1, \"audit: type=1326 audit(\", 9 <unfinished ...>\n",
    "Nov 27 07:09:22 host strace[8]: close(3) = 0\n[    1.000000] audit: type=1326 \n",
    "strace: Process 8 attached\n[pid 8] close(3) = 0\n", "[ 1.5] close(3) = 0\n",
  ])
  func `what strace prints of records is strace's`(head: String) {
    #expect(LogFormat.recognize(Array(head.utf8)[...]) == .strace)
  }

  @Test func `a record may come after much else`() throws {
    let others = (0..<400).map { "Nov 27 07:09:\($0 % 60) host service[\($0)]: (x) started\n" }
    let text =
      others.joined() + "Nov 27 07:10:22 host audit[7]: SECCOMP "
      + Self.verdict(83, "0x50000") + "\n"
    let report = try Replayed(
      text: text, against: [try TestFilters.allowAll], keepsGoing: false
    ).report
    #expect(report.callCount == 1)
    #expect(report.lines.all == 401 && report.lines.remarks == 400)
  }

  // MARK: - What becomes of calls

  /// A program that kills for some calls, by their numbers, and lets all else through.
  private static func killing(_ calls: [(UInt32, FilterAction)]) throws -> ReplayFilter {
    var program: [BPFOperation] = [.loadWord(offset: UInt32(SeccompData.numberOffset))]
    for (number, action) in calls {
      program += [.branch(.equal, .constant(number), 0, 1), .returnConstant(action.returnValue)]
    }
    program.append(.returnConstant(FilterAction.allow.returnValue))
    return ReplayFilter(
      name: "filter", program: try BPFProgram(verifying: program.map(\.instruction)), policy: nil)
  }

  private static func report(
    _ records: [(type: Int, text: String)], against calls: [(UInt32, FilterAction)]
  ) throws -> ReplayReport {
    try Replayed(text: log(records), against: [try killing(calls)], keepsGoing: false).report
  }

  @Test func `a process that the filter kills makes no more calls`() throws {
    let records = [83, 3, 3].map { (1326, Self.verdict($0, "0x7ffc0000")) }
    #expect(try Self.report(records, against: [(83, .killProcess)]).afterDeath == 2)
    // Which thread made the next call no record says.
    #expect(try Self.report(records, against: [(83, .killThread)]).afterDeath == 0)
  }

  @Test func `who gets the number of a process that was killed lives`() throws {
    let records = [
      (1326, Self.verdict(83, "0x80000000")), (1326, Self.verdict(3, "0x7ffc0000")),
    ]
    let report = try Self.report(records, against: [(83, .killProcess)])
    #expect(report.afterDeath == 0 && report.callCount == 2)
  }

  @Test(arguments: [
    ("0x80000000", "killed", "mkdir was killed by SIGSYS at line 2"),
    ("0x0", "killed", "mkdir was killed by SIGSYS at line 2"),
    ("0x30000", "signal", "mkdir was answered with SIGSYS at line 2"),
    ("0x50000", "errno", "mkdir was answered with an error at line 2"),
  ])
  func `what the kernel has done is reported`(code: String, sign: String, sentence: String) throws {
    let report = try Self.report([(1326, Self.verdict(83, code))], against: [])
    let found = try #require(report.evidence.first)
    #expect(found.sign == sign && found.sentence == sentence)
    #expect(found.difference.contains("lets it through, so the log was made under another one"))
  }

  @Test(arguments: ["0x7ffc0000", "0x7fc00000", "0x7ff00000", "0x7fff0000"])
  func `a call that was let through is no sign of a filter`(code: String) throws {
    #expect(try Self.report([(1326, Self.verdict(83, code))], against: []).evidence.isEmpty)
  }

  // MARK: - What cannot be read

  @Test(arguments: [
    ("[5.000000] audit: type=1326 audit(1.2:3): pid=7 comm=\"cp\"", "no 'arch' or no 'syscall'"),
    ("[5.000000] audit: type=1300 audit(1.2:3): arch=deadbeef syscall=1", "'arch=deadbeef'"),
    ("[5.000000] kauditd_printk_skb: 130 callbacks suppressed", "records are missing here"),
    (
      "[5.000000] audit: audit_lost=6 audit_rate_limit=0 audit_backlog_limit=64",
      "records are missing"
    ),
  ])
  func `what is like a record and is none, and what is missing, is said`(
    line: String, reason: String
  ) throws {
    let text = Self.log([(1326, Self.verdict(83, "0x50000"))]) + line
    let report = try Replayed(
      text: text, against: [try TestFilters.allowAll], keepsGoing: false
    ).report
    #expect(report.callCount == 1 && report.unreadable.count == 1)
    let first = try #require(report.unreadable.first.first)
    #expect(first.line == 3 && first.reason.contains(reason), "\(first)")
  }

  @Test func `a log of another machine is refused`() throws {
    let machine = try #require(Machine(.x86_64))
    let folder = try TemporaryFolder()
    let text = Self.log([(1326, Self.verdict(34, "0x50000", arch: "c00000b7"))])
    try folder.write("log", text)
    for (abi, own) in [(nil, "x86_64, i386, x32"), (ABI.x86_64, "x86_64")] as [(ABI?, String)] {
      var replayer = LogReplayer(
        against: [try TestFilters.allowAll], for: machine, options: ReplayOptions(abi: abi))
      let failure = #expect(throws: ReplayError.self) {
        try replayer.replay(folder.path(of: "log"))
      }
      #expect(
        failure?.reason
          == "line 2 has a call of aarch64, which is none of \(own); say with '--abi' "
          + "or '--target' where the log is from")
    }
  }

  /// Older logs of auditd have names like those of `strace -ff`, and the newest has none.
  @Test func `older logs are read by their names, and no directory is`() throws {
    let folder = try TemporaryFolder()
    try folder.write("audit.log.7", Self.log([(1326, Self.verdict(83, "0x50000"))]))
    try folder.write("audit.log.8", Self.log([(1326, Self.verdict(3, "0x50000"))]))
    let machine = try #require(Machine(.x86_64))
    var replayer = LogReplayer(against: [try Self.killing([(83, .killProcess)])], for: machine)
    try replayer.replay(folder.path(of: "audit.log.7"))
    try replayer.replay(folder.path(of: "audit.log.8"))
    #expect(replayer.report.callCount == 2 && replayer.report.unorderedLogs == 0)
    let failure = #expect(throws: ReplayError.self) { try replayer.replay(folder.path(of: "")) }
    #expect(failure?.reason.contains("name each log") == true, "\(failure as Any)")
  }
}
