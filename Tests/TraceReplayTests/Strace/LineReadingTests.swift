import LinuxABI
import Testing

@testable import TraceReplay

/// Single lines in every form that strace prints them.
@Suite struct LineReadingTests {
  /// What a line is, in short.
  private static func read(_ line: String) -> String {
    ByteView.lending(Array(line.utf8)) { text in
      var scanner = LineScanner()
      var record = LineRecord()
      guard scanner.scan(text, from: 0, to: text.count, into: &record) else {
        let counts = scanner.counts
        return counts.empty > 0
          ? "empty"
          : counts.signals > 0 ? "signal" : counts.remarks > 0 ? "remark" : "summary"
      }
      if record.kind == .table { return "summary" }
      var words = ["\(record.kind)"]
      if record.hasThread { words.append("thread \(record.thread)") }
      if record.hasNumber { words.append("#\(record.number)") }
      if [.superseded, .mode, .attached, .left].contains(record.kind) {
        words.append("of \(record.number)")
      }
      if let abi = ABI(rawValue: record.statedABI) { words.append(abi.name) }
      if record.name != SyscallNames.unknown {
        words.append(SyscallNames.all.names[Int(record.name)])
      }
      return words.joined(separator: " ")
    }
  }

  @Test(arguments: [
    // Calls and their prefixes.
    ("getpid() = 1", "call getpid"),
    ("getpid()                                = 1", "call getpid"),
    ("16010 brk(NULL) = 0x55", "call thread 16010 brk"),
    ("123   close(3) = 0", "call thread 123 close"),
    ("[pid 16001] close(3) = 0", "call thread 16001 close"),
    ("[pid    77] close(3) = 0", "call thread 77 close"),
    ("[pid 77<sh>] close(3) = 0", "call thread 77 close"),
    ("16123<sh> close(3) = 0", "call thread 16123 close"),
    ("16123<a b> close(3) = 0", "call thread 16123 close"),
    ("16148 11:37:15.588844 close(3) = 0", "call thread 16148 close"),
    ("16148 11:37:15 close(3) = 0", "call thread 16148 close"),
    ("11:37:15 close(3) = 0", "call close"),
    ("1795347434.299474 close(3) = 0", "call close"),
    ("1795347434 close(3) = 0", "call close"),
    ("16100      0.000512 close(3) = 0", "call thread 16100 close"),
    ("     0.000512 close(3) = 0", "call close"),
    ("     0 close(3) = 0", "call close"),
    ("1 11:37:15 (+     0.000123) close(3) = 0", "call thread 1 close"),
    ("1 [   3] close(3) = 0", "call thread 1 #3 close"),
    ("1 [1073741863] getpid() = 0", "call thread 1 #1073741863 getpid"),
    ("1 [???] syscall_0xffffffffffffffff(0x1) = -1 ENOSYS", "call thread 1 #4294967295"),
    ("1 [00007f0000401234] close(3) = 0", "call thread 1 close"),
    ("1 [08048123] close(3) = 0", "call thread 1 close"),
    ("1 [????????????????] close(3) = 0", "call thread 1 close"),
    ("1 [   3] [00007f0000401234] close(3) = 0", "call thread 1 #3 close"),
    ("1 [unconfined_t] close(3) = 0", "call thread 1 close"),
    // Some tracers print the thread where strace prints a number of four places at least.
    ("[3] close(3) = 0", "call thread 3 close"),
    ("[2506] close(3) = 0", "call thread 2506 close"),
    ("[ 214] brk(NULL) = 0x55", "call #214 brk"),
    ("[2506] <... close resumed>) = 0", "resumed thread 2506 close"),
    ("[2506] +++ exited with 0 +++", "ended thread 2506"),
    // What collectors put before a line.
    ("May 17 21:36:42 host strace[1499]: close(3) = 0", "call close"),
    ("M\u{e4}r  7 21:36:42 host strace[1499]: 7 close(3) = 0", "call thread 7 close"),
    ("2026-05-17T21:36:42.123456789Z 7 close(3) = 0", "call thread 7 close"),
    ("tracer-1  | [pid 7] close(3) = 0", "call thread 7 close"),
    ("> > 7 close(3) = 0", "call thread 7 close"),
    ("> what? no", "fragment"), ("web-1  | ready", "fragment"),
    ("close(3) = 0\r", "call close"),
    // Names.
    ("syscall_0x309(0x1, 0x2) = -1 ENOSYS (Function not implemented)", "call #777"),
    ("syscall_435(0x1) = -1 ENOSYS (Function not implemented)", "call #435"),
    ("64:ioctl(3, TCGETS) = 0", "call #1073741840 x32 ioctl"),
    ("7 ioctl#64(3, TCGETS) = 0", "call thread 7 #1073741840 x32 ioctl"),
    ("7 [1073741840] ioctl#64(3, TCGETS) = 0", "call thread 7 #1073741840 x32 ioctl"),
    ("new_call_of_the_future(1) = 0", "call"),
    ("send(3, \"x\", 1, 0) = 1", "call send"),
    // Results.
    ("exit_group(0) = ?", "call exit_group"),
    ("read(3, \"x\", 1) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)", "call read"),
    ("read(3) = ? <unavailable>", "call read"),
    ("openat(AT_FDCWD</x>, \"a\", O_RDONLY) = 3</x/a>", "call openat"),
    ("close(3) = 0 <0.000041>", "call close"),
    ("close(3) = 0 (INJECTED)", "call close"),
    ("close(3) = -1 (errno 4095)", "call close"),
    ("poll([{fd=3}], 1, 0) = 1 ([{fd=3, revents=POLLIN}])", "call poll"),
    ("select(4, [3], NULL, NULL, NULL) = 1 (in [3], left {tv_sec=0})", "call select"),
    ("write(1, \") = 3\", 5) = 5", "call write"),
    ("wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 0}], 0, NULL) = 1", "call wait4"),
    // Parts.
    ("7 read(3,  <unfinished ...>", "unfinished thread 7 read"),
    ("7 rseq(0x1, 0x20, 0, 0x53053053 <unfinished ...>", "unfinished thread 7 rseq"),
    ("7 <... read resumed>\"abc\", 8) = 3", "resumed thread 7 read"),
    ("7 <... futex resumed> ) = 0", "resumed thread 7 futex"),
    ("<... syscall_0x1b3 resumed>) = 0", "resumed #435"),
    ("nanosleep({tv_sec=1},  <detached ...>", "detached nanosleep"),
    ("execve(\"/a\", [\"a\"], NULL <pid changed to 7 ...>", "detached execve"),
    ("write(2, \"strict\\n\", 7strict", "open write"),
    ("clone(child_stack=NULL, flags=SIGCHLDstrace: Process 7 attached", "open clone"),
    ("close(3) = ", "open close"), ("close(3) = -1 EBADF (Bad file", "open close"),
    ("openat(AT_FDCWD, \"/etc", "open openat"),
    (
      "restart_syscall(<... resuming interrupted read ...>) = 0", "call restart_syscall"
    ),
    // What is no call.
    ("--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---", "signal"),
    ("7 --- stopped by SIGSTOP ---", "signal"),
    ("1 [ 335] --- SIGILL {si_signo=SIGILL} ---", "signal"),
    ("7 +++ exited with 0 +++", "ended thread 7"),
    ("+++ killed by SIGSYS (core dumped) +++", "endedBySystemCall"),
    ("7 --- SIGSYS {si_signo=SIGSYS, si_code=SI_USER} ---", "systemCallSignal thread 7"),
    ("+++ killed by SIGSEGV (core dumped) +++", "ended"),
    ("7 +++ superseded by execve in pid 9 +++", "superseded thread 7 of 9"),
    ("[ Process PID=7 runs in 32 bit mode. ]", "mode of 7 i386"),
    ("7 [ Process PID=7 runs in x32 mode. ]", "mode thread 7 of 7 x32"),
    ("strace: Process 16001 attached", "attached of 16001"),
    ("Process 16001 attached", "attached of 16001"),
    ("strace: Process 16001 attached with 4 threads", "attached of 16001"),
    ("strace: Process 9 detached", "left of 9"),
    ("./strace: Process 16001 attached", "attached of 16001"),
    ("/opt/bin/strace: Process 16001 attached", "attached of 16001"),
    ("bin/strace: Process 9 detached", "left of 9"),
    ("./tracer: Process 16001 attached", "attached of 16001"),
    ("/opt/bin/strace: umoven: short read (4 < 8) @0x1", "remark"),
    ("strace: umoven: short read (4 < 8) @0x1", "remark"),
    (" > /usr/lib/ld.so(_dl_catch_error+0x26f0) [0x1ab70]", "remark"),
    (" | 00100  31 2c 05 00 00 00 00 00  1,...... |", "remark"),
    (" * 7 bytes in buffer 0", "remark"),
    ("% time     seconds  usecs/call     calls    errors syscall", "summary"),
    ("------ ----------- ----------- --------- --------- ----------------", "summary"),
    ("  0.00    0.000000           0         3           read", "summary"),
    ("100.00    0.000000           0        30         2 total", "summary"),
    ("syscall              calls", "summary"), ("    calls syscall", "summary"),
    ("---------------- ---------", "summary"), ("openat                  12", "summary"),
    ("        2 close", "summary"), ("          total", "summary"),
    ("System call usage summary for 32 bit mode:", "summary"),
    ("System call usage summary for x32 mode:", "summary"),
    ("7 ???( <unfinished ...>", "remark"), ("???() = ?", "remark"),
    ("7 <... ??? resumed>) = ?", "remark"), ("what? no", "fragment"),
    ("", "empty"),
    ("7 ", "fragment thread 7"),
    ("ls: cannot access '/nonexistent'", "fragment"),
    (", child_tidptr=0x7f01ec423a10) = 16003", "fragment"),
    ("\u{1}\u{2}", "fragment"),
  ])
  func `a line is what it is`(line: String, expected: String) {
    #expect(Self.read(line) == expected, "\(line)")
  }
}
