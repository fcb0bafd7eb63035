import ClassicBPF
import FilterProof
import Foundation
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import TraceReplay

/// Lines that mean something only together.
@Suite struct ThreadFollowingTests {
  /// The calls of a log, each as `line: thread abi name` with what is known of its first two
  /// registers; and how many lines could not be read.
  private static func calls(_ log: String, abi: ABI? = nil) throws -> [String] {
    final class Box { var calls: [String] = [] }
    let box = Box()
    let machine = try #require(Machine(.x86_64))
    var replayer = LogReplayer(
      [try TestFilters.allowAll], machine, ReplayOptions(abi: abi),
      observer: { call in
        let name =
          call.name == SyscallNames.unknown
          ? "#\(call.number ?? 0)" : SyscallNames.all.names[Int(call.name)]
        let registers = (0..<2).map { index in
          call.registers.known[index] & 0xffff_ffff == 0xffff_ffff
            ? String(call.registers.value[index], radix: 16) : "?"
        }
        box.calls.append(
          "\(call.location.line): \(call.location.thread) \(call.abi.name) \(name) "
            + registers.joined(separator: " "))
      })
    replayer.replay(Array(log.utf8), named: "log")
    let unreadable = replayer.report.unreadable.count
    return box.calls + (unreadable == 0 ? [] : ["\(unreadable) unreadable"])
  }

  private static let start =
    "7 execve(\"/a\", [\"a\"], 0x7ffc4faa56e8 /* 2 vars */) = 0\n7 brk(NULL) = 0x55f34abd9000\n"

  @Test(arguments: [
    (
      "a call in two parts counts where it began",
      "7 read(3,  <unfinished ...>\n8 close(4) = 0\n7 <... read resumed>\"abc\", 8) = 3\n",
      ["7: read 3 ?", "8: close 4 ?"]
    ),
    (
      "the comma may stand on either side",
      "7 ioctl(1, TCGETS <unfinished ...>\n7 <... ioctl resumed>, NULL) = 0\n7 read(3,  <unfinished ...>\n7 <... read resumed> \"abc\", 8) = 3\n",
      ["7: ioctl 1 5401", "7: read 3 ?"]
    ),
    (
      "a thread that dies in a call has made it",
      "7 read(3,  <unfinished ...>\n7 <... read resumed> <unfinished ...>) = ?\n7 +++ killed by SIGKILL +++\n",
      ["7: read 3 ?"]
    ),
    (
      "a call that nothing more is heard of was made",
      "7 close(3 <unfinished ...>\n7 +++ killed by SIGKILL +++\n", ["7: close 3 ?"]
    ),
    (
      "the rest of a call from before the log is none",
      "7 <... futex resumed>) = 0\n7 close(3) = 0\n", ["7: close 3 ?"]
    ),
    (
      "a restart is a call of its own",
      "7 close(1) = ? ERESTART_RESTARTBLOCK (Interrupted by signal)\n7 restart_syscall(<... resuming interrupted close ...>) = 0\n",
      ["7: close 1 ?", "7: restart_syscall ? ?"]
    ),
    (
      "an execve of another thread goes on as the leader",
      "8 execve(\"/b\", [\"b\"], 0x7ffc4faa56e8 /* 2 vars */ <unfinished ...>\n7 +++ superseded by execve in pid 8 +++\n7 <... execve resumed>) = 0\n7 brk(NULL) = 0x55f34abd9000\n",
      ["7: execve ? ?", "7: brk 0 ?"]
    ),
    (
      "strace -z cuts a call without saying so",
      "7 wait4(13156,  <unfinished ...>\n[{WIFSIGNALED(s)}], 0, NULL) = 13156\n",
      ["7: wait4 3364 ?"]
    ),
    (
      "the program's own output stands in the middle of a line",
      "7 write(2, \"strict\\n\", 7strict\n)     = 7\n", ["7: write 2 ?"]
    ),
    (
      "a detached thread has made its last call",
      "7 kill(5, SIGTERM <detached ...>\n", ["7: kill 5 f"]
    ),
    ("an unknown name is counted", "7 call_of_the_future(1) = 0\n", ["1 unreadable"]),
    (
      "a resumed call of another name is counted",
      "7 read(3,  <unfinished ...>\n7 <... write resumed>) = 3\n", ["7: read 3 ?", "1 unreadable"]
    ),
    (
      "a 32-bit call of a 64-bit program",
      "7 mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0xf7\n7 close(3) = 0\n",
      ["7: i386 mmap2 0 1000", "7: close 3 ?"]
    ),
    (
      "numbers tell the ABI",
      "7 [1073741827] close(3) = 0\n7 [   6] close(3) = 0\n7 [   3] close(3) = 0\n",
      ["7: x32 close 3 ?", "7: i386 close 3 ?", "7: close 3 ?"]
    ),
    (
      "a marked name has the number of another ABI",
      "7 ioctl#64(3, TCGETS) = -1 ENOSYS\n7 close(3) = 0\n",
      ["7: x32 ioctl 3 5401", "7: close 3 ?"]
    ),
    (
      "a number without a name",
      "7 syscall_0x40000309(0x1, 0x2) = -1 ENOSYS (Function not implemented)\n",
      ["7: x32 #1073742601 1 2"]
    ),
  ])
  func `lines belong together`(title: String, lines: String, expected: [String]) throws {
    let calls = try Self.calls(Self.start + lines).dropFirst(2).map { call in
      let words = call.split(separator: " ", maxSplits: 3)
      guard words.count == 4 else { return call }
      return words[2] == "x86_64"
        ? "\(words[1]): \(words[3])" : "\(words[1]): \(words[2]) \(words[3])"
    }
    #expect(calls == expected, "\(title)")
  }

  @Test func `a 32-bit program is found out by its calls`() throws {
    let log = """
      7 execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
      7 brk(NULL) = 0x8b18880
      7 access("/etc/ld.so.preload", R_OK) = -1 ENOENT (No such file or directory)
      7 mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0xf7f60000
      7 clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0xf7f601a8) = 8
      8 close(3) = 0
      7 execve("/b", ["b"], 0xffc4faa4 /* 2 vars */) = 0
      7 brk(NULL) = 0x55f34abd9000
      """
    #expect(
      try Self.calls(log).map { $0.split(separator: " ")[2] } == [
        "x86_64", "i386", "i386", "i386", "i386", "i386", "i386", "x86_64",
      ])
    #expect(try Self.calls(log, abi: .x86_64).suffix(1) == ["1 unreadable"])
  }

  @Test func `a line that is too long is one line`() throws {
    let long = String(repeating: "a", count: LineBatch.longestLine + 1)
    let log = Self.start + "7 write(1, \"\(long)\", 9) = 9\n7 close(3) = 0\n"
    let replayed = try Replayed(
      text: log, against: [try TestFilters.allowAll], keepsGoing: false)
    #expect(replayed.calls.map(\.location.line) == [1, 2, 3, 4])
    #expect(replayed.report.unreadable.count == 1)
    #expect(replayed.report.unreadable.first.first?.line == 3)
    #expect(replayed.report.unreadable.first.first?.reason == "this line is too long")
  }

  @Test func `the line about the mode is believed`() throws {
    let log = """
      execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
      [ Process PID=0 runs in 32 bit mode. ]
      brk(NULL) = 0x8b18880
      """
    #expect(try Self.calls(log).map { $0.split(separator: " ")[2] } == ["x86_64", "i386"])
  }

  @Test func `the line about the mode names the thread that had no name`() throws {
    let log = """
      strace: Process 7 attached
      execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
      [ Process PID=7 runs in 32 bit mode. ]
      close(1) = 0
      clone(child_stack=NULL, flags=SIGCHLDstrace: Process 9 attached
      ) = 9
      [pid     7] close(3) = 0
      """
    #expect(
      try Self.calls(log).map { $0.split(separator: " ")[1...2].joined(separator: " ") } == [
        "0 x86_64", "7 i386", "7 i386", "7 i386",
      ])
  }

  @Test func `prefixes come and go`() throws {
    let log = """
      execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
      brk(NULL) = 0x55f34abd9000
      vfork(strace: Process 9 attached
       <unfinished ...>
      [pid 9] close(3) = 0
      [pid 7] <... vfork resumed>) = 9
      [pid 7] close(4) = 0
      [pid 9] exit_group(0) = ?
      [pid 9] +++ exited with 0 +++
      close(5) = 0
      """
    #expect(
      try Self.calls(log) == [
        "1: 0 x86_64 execve ? ?", "2: 0 x86_64 brk 0 ?", "5: 9 x86_64 close 3 ?",
        "3: 7 x86_64 vfork ? ?", "7: 7 x86_64 close 4 ?", "8: 9 x86_64 exit_group 0 ?",
        "10: 7 x86_64 close 5 ?",
      ])
  }

  @Test(arguments: [
    (
      "vfork( <unfinished ...>\n[pid 9] close(3) = 0\n[pid 7] <... vfork resumed>) = 9\n",
      ["9 close", "7 vfork"]
    ),
    (
      "clone(child_stack=NULL, flags=SIGCHLD) = 9\n[pid 9] close(3 <unfinished ...>\n"
        + "[pid 7] close(4) = 0\n[pid 9] <... close resumed>) = 0\n",
      ["0 clone", "7 close", "9 close"]
    ),
    (
      "clone(child_stack=NULL, flags=SIGCHLD) = 9\n[pid 7] wait4(-1,  <unfinished ...>\n"
        + "[pid 9] exit_group(3) = ?\n<... wait4 resumed>NULL, 0, NULL) = 9\n",
      ["0 clone", "9 exit_group", "7 wait4"]
    ),
  ])
  func `strace -qq says of no thread that it comes or goes`(
    lines: String, expected: [String]
  ) throws {
    let log =
      "execve(\"/a\", [\"a\"], 0x7ffc4faa56e8 /* 2 vars */) = 0\nbrk(NULL) = 0x55f34abd9000\n"
      + lines + "close(5) = 0\nclose(6) = 0\n"
    let calls = try Self.calls(log).dropFirst(2).map { call in
      let words = call.split(separator: " ")
      return words.count > 3 ? "\(words[1]) \(words[3])" : call
    }
    // The last line without a thread is about the one that is left.
    #expect(calls == expected + ["7 close", "7 close"])
  }

  // MARK: - Deaths

  /// Kills processes for ptrace, threads for chroot.
  private static func deadly() throws -> ReplayFilter {
    let machine = try #require(Machine(.x86_64))
    let rules = [
      Rule(numbers: IntervalSet(elements: [101]), action: .killProcess, origin: RuleOrigin(0)),
      Rule(numbers: IntervalSet(elements: [161]), action: .killThread, origin: RuleOrigin(1)),
    ]
    let filter = Filter(
      machine: machine, abis: [ABIFilter(abi: .x86_64, rules: rules, defaultAction: .allow)],
      foreign: .killProcess, skipped: .errno(38))
    return ReplayFilter(
      name: "deadly", program: try NativeBackend().program(for: filter), meaning: filter)
  }

  private static func deaths(_ log: String, keepsGoing: Bool = false) throws -> [Int] {
    let replayed = try Replayed(text: log, against: [deadly()], keepsGoing: keepsGoing)
    return replayed.calls.filter(\.isAfterDeath).map(\.location.line)
  }

  private static let family = """
    7 execve("/a", ["a"], 0x7ffc4faa56e8 /* 2 vars */) = 0
    7 brk(NULL) = 0x55f34abd9000
    7 clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_THREAD, tls=0x7f10) = 8
    7 clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0x7f10) = 9
    8 VERB
    7 close(1) = 0
    8 close(2) = 0
    9 close(3) = 0
    7 vfork() = 10
    10 close(4) = 0
    9 +++ exited with 0 +++
    """

  @Test func `a death ends all threads of a process and what they would have made`() throws {
    let log = Self.family.replacing("VERB", with: "ptrace(PTRACE_TRACEME) = 0")
    #expect(try Self.deaths(log) == [6, 7, 9, 10])
    #expect(try Self.deaths(log, keepsGoing: true) == [])
  }

  @Test(arguments: [
    "clone(child_stack=0x7f00, flags=0x3d0f00|0, tls=0x7f10) = 8",
    "clone(0x3d0f00, 0x7f00, 0x7f00, 0x7f00, 0x7f10) = 0x8",
    "clone3({flags=0x3d0f00, stack=0x7f00} => {parent_tid=[8]}, 88) = 8",
  ])
  func `raw numbers tell what a clone has made`(clone: String) throws {
    let log = Self.family.replacing("VERB", with: "ptrace(PTRACE_TRACEME) = 0")
      .replacing(
        "clone(child_stack=0x7f00, flags=CLONE_VM|CLONE_THREAD, tls=0x7f10) = 8", with: clone
      )
      .replacing("vfork() = 10", with: "vfork() = 0xa")
    #expect(try Self.deaths(log) == [6, 7, 9, 10])
  }

  @Test func `a child in another namespace is known by the number that strace uses`() throws {
    let log = Self.family.replacing("VERB", with: "ptrace(PTRACE_TRACEME) = 0")
      .replacing("vfork() = 10", with: "vfork() = 2<a/b> /* 10 in strace's PID NS */ <0.000041>")
    #expect(try Self.deaths(log) == [6, 7, 9, 10])
  }

  @Test func `a thread dies alone`() throws {
    let log = Self.family.replacing("VERB", with: "chroot(\"/\") = 0")
    #expect(try Self.deaths(log) == [7])
  }

  @Test func `files of one thread each tell of the others`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "t.7",
      "execve(\"/a\", [\"a\"], 0x7ffc4faa56e8 /* 2 vars */) = 0\n"
        + "[ Process PID=7 runs in 32 bit mode. ]\n"
        + "clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0xf7f0) = 8\n")
    try folder.write("t.8", "close(3) = 0\n")
    let replayed = try Replayed([folder.path])
    #expect(
      replayed.calls.map { "\($0.location.thread) \($0.abi.name)" } == [
        "7 x86_64", "7 i386", "8 i386",
      ])
  }
}
