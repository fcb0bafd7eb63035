import ClassicBPF
import LinuxABI
import Testing

@testable import TraceReplay

/// Lines of the kernel's log as different collectors write them.
@Suite struct AuditRecordTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var line: String
    var abi: ABI = .x86_64
    var number: UInt32 = 83
    var verdict: FilterAction = .errno(0)
    var command: String? = "mkdir"

    var testDescription: String { name }
  }

  private static let fields =
    "auid=4294967295 uid=0 gid=0 ses=4294967295 pid=26055 comm=\"mkdir\" exe=\"/usr/bin/mkdir\""

  private static func record(_ head: String, _ tail: String, fields: String = fields) -> String {
    "\(head) audit(1795763362.565:8092): \(fields) sig=0 \(tail)"
  }

  static let cases = [
    Case(
      name: "dmesg",
      line: record(
        "[33214.411284] audit: type=1326",
        "arch=c000003e syscall=83 compat=0 ip=0x7f6a30fd4f37 code=0x50000")),
    Case(
      name: "the journal",
      line: record(
        "Nov 27 07:09:22 host kernel: audit: type=1326",
        "arch=c000003e syscall=83 compat=0 ip=0x7f6a30fd4f37 code=0x50000")),
    Case(
      name: "the journal's own",
      line: "Nov 27 07:09:22 host audit[26055]: SECCOMP \(fields) sig=0 arch=c000003e syscall=83 "
        + "compat=0 ip=0x7f6a30fd4f37 code=0x50000"),
    Case(
      name: "audit.log with names",
      line: "type=SECCOMP msg=audit(1795763362.565:8092): \(fields) subj=unconfined sig=31 "
        + "arch=c000003e syscall=83 compat=0 ip=0x7f6a30fd4f37 code=0x80000000\u{1d}"
        + "AUID=\"unset\" UID=\"root\" GID=\"root\" ARCH=x86_64 SYSCALL=mkdir",
      verdict: .killProcess),
    Case(
      name: "audit.log with names, copied from a terminal",
      line: "type=SECCOMP msg=audit(1795763362.565:8092): \(fields) subj=unconfined sig=31 "
        + "arch=c000003e syscall=83 compat=0 ip=0x7f6a30fd4f37 code=0x80000000"
        + "AUID=\"unset\" UID=\"root\" GID=\"root\" ARCH=x86_64 SYSCALL=mkdir",
      verdict: .killProcess),
    Case(
      name: "ausearch -i",
      line: "type=SECCOMP msg=audit(11/27/26 07:09:22.565:8092) : auid=unset uid=root gid=root "
        + "ses=unset pid=26055 comm=mkdir exe=/usr/bin/mkdir sig=SIG0 arch=x86_64 syscall=mkdir "
        + "compat=0 ip=0x7f6a30fd4f37 code=errno"),
    Case(
      name: "x32",
      line: record("audit: type=1326", "arch=c000003e syscall=1073741907 compat=1 code=0x7ffc0000"),
      abi: .x32, number: 83 | ABI.x32Bit, verdict: .log),
    Case(
      name: "i386",
      line: record("audit: type=1326", "arch=40000003 syscall=39 compat=1 code=0x0"),
      abi: .i386, number: 39, verdict: .killThread),
    Case(
      name: "aarch64",
      line: record("audit: type=1326", "arch=c00000b7 syscall=34 compat=0 code=0x7fc00000"),
      abi: .aarch64, number: 34, verdict: .notify),
    Case(
      name: "a number that is none",
      line: record("audit: type=1326", "arch=c000003e syscall=-1 compat=0 code=0x30000"),
      number: .max, verdict: .trap(0)),
    Case(
      name: "a name in hexadecimal",
      line: record(
        "audit: type=1326", "arch=c000003e syscall=83 compat=0 code=0x50000",
        fields: "pid=7 comm=6120620A exe=\"/bin/x\""),
      command: "a b\n"),
  ]

  @Test(arguments: cases)
  func `a record says which call it was, and what kind of verdict it got`(item: Case) throws {
    let record = try #require(try AuditRecord(item.line))
    #expect(record.abi == item.abi && record.number == item.number)
    #expect(record.kinds == [item.verdict])
    #expect(record.command == item.command)
  }

  @Test(arguments: [
    "", "mkdir", "syscall=83 code=0x0", "type=13260 arch=c000003e syscall=83",
    "type=1327 audit(1.2:3): proctitle=6D6B646972", "audit[7]: PROCTITLE proctitle=\"type=1326\"",
    "type=USER_CMD msg='cmd=x type=1326 arch=c000003e syscall=83'",
  ])
  func `other lines are no records`(line: String) throws {
    #expect(try AuditRecord(line) == nil)
  }

  /// A record of a call, and what it says of it.
  struct CallCase: Sendable {
    var line: String
    var registers: [UInt64?]
    var result: Int64?
  }

  static let calls = [
    CallCase(
      line:
        "audit: type=1300 audit(1.2:3): arch=c000003e syscall=257 success=no exit=-13 a0=ffffff9c "
        + "a1=7ffdc0de a2=80000 a3=0 items=1 pid=7 comm=\"cat\" key=(null)",
      registers: [0xffff_ff9c, 0x7ffd_c0de, 0x80000, 0], result: -13),
    CallCase(
      line:
        "type=SYSCALL msg=audit(11/27/26 07:09:22.565:8) : arch=x86_64 syscall=openat success=no "
        + "exit=EACCES(Permission denied) a0=AT_FDCWD a1=0x7ffdc0de a2=O_RDONLY|O_CLOEXEC a3=0x0",
      registers: [nil, 0x7ffd_c0de, nil, 0], result: -13),
    CallCase(
      line: "type=SYSCALL msg=audit(1.2:3): arch=c000003e syscall=9 exit=140737353998336 a0=0 "
        + "a1=ffffffffffffffff a2=3 a3=22\u{1d}ARCH=x86_64 SYSCALL=mmap",
      registers: [0, .max, 3, 0x22], result: 140_737_353_998_336),
    CallCase(
      line: "audit[7]: SYSCALL arch=c000003e syscall=57 a0=x", registers: [nil, nil, nil, nil],
      result: nil),
  ]

  @Test(arguments: calls) func `a record of a call has registers and the result`(
    item: CallCase
  ) throws {
    let record = try #require(try AuditRecord(item.line))
    #expect(!record.isVerdict && record.kinds.isEmpty)
    #expect(record.registers == item.registers)
    #expect(record.result == item.result)
  }

  @Test(arguments: [
    ("type=1326", "no 'arch'"), ("type=1326 arch=c000003e", "no 'syscall'"),
    ("type=1326 arch=deadbeef syscall=1", "'arch=deadbeef'"),
    ("type=1326 arch=x86_64 syscall=mkdri", "'mkdri'"),
    ("type=1326 arch=c000003e syscall=1 code=maybe", "'code=maybe'"),
  ])
  func `a record that does not say which call is refused`(line: String, message: String) {
    let failure = #expect(throws: AuditRecordError.self) { _ = try AuditRecord(line) }
    #expect(failure?.sentence.contains(message) == true, "\(failure?.sentence ?? "")")
  }

  @Test func `a verdict that has two readings stands for both`() throws {
    let record = try #require(try AuditRecord("type=SECCOMP arch=x86_64 syscall=read code=kill"))
    #expect(record.kinds == [.killThread, .killProcess])
  }
}
