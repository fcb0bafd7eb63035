import Foundation
import TestSupport
import Testing

@testable import TraceReplay

/// Logs that nobody has written.
@Suite struct ReaderFuzzTests {
  /// Lines of all kinds, also where no sample logs are.
  private static let lines = [
    "7 execve(\"/a\", [\"a\"], 0x7ffc4faa56e8 /* 2 vars */) = 0",
    "7 read(3,  <unfinished ...>", "7 <... read resumed>\"abc\", 8) = 3",
    "7 clone(child_stack=NULL, flags=CLONE_VM|CLONE_THREAD|SIGCHLDstrace: Process 8 attached",
    " <unfinished ...>", "8 openat(AT_FDCWD, \"/etc\", O_RDONLY) = -1 ENOENT (No such file)",
    "7 <... clone resumed>, child_tidptr=0x7f01ec423a10) = 8", "8 write(2, \"strict\\n\", 7strict",
    ")     = 7", "8 +++ exited with 0 +++", "[pid 9] vfork( <unfinished ...>",
    "strace: Process 10 attached", "[ Process PID=10 runs in 32 bit mode. ]",
    "10 mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0xf7fc1000",
    "10 [ 102] socket(AF_UNIX, SOCK_STREAM, 0) = 3",
    "10 socketcall(SYS_SOCKET, 0x1000) = -1", "9 +++ superseded by execve in pid 10 +++",
    "wait4(13156,  <unfinished ...>", "[{WIFSIGNALED(s)}], 0, NULL) = 13156",
    "7 <... futex resumed>) = 0", "--- SIGSYS {si_signo=SIGSYS} ---", " > /usr/lib/x(y+0x1) [0x2]",
    "\u{1b}[33mclose\u{1b}[0m(3) = 0", "exit_group(1) = ?", "7 exit(2 <unfinished ...>",
  ]

  @Test(arguments: seeds(150))
  func `lines in any order are read alike in pieces of any size`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var text = ""
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      var line = Self.lines.randomElement(using: &random) ?? ""
      if Int.random(in: 0..<4, using: &random) == 0 {
        line = String(line.prefix(Int.random(in: 0...line.count, using: &random)))
      }
      text += line + (Int.random(in: 0..<20, using: &random) == 0 ? "" : "\n")
    }
    ReaderFuzzing.read(Array(text.utf8))
  }

  @Test(arguments: ["7 lseek(3, -", "7 lseek(3, 0", "7 lseek(3, 0x", "7 lseek(3, -0"])
  func `a log may end within a number`(log: String) {
    ReaderFuzzing.read(Array(log.utf8))
  }

  @Test(arguments: seeds(60))
  func `bytes of any kind are read`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var bytes = Array(Self.lines.shuffled(using: &random).joined(separator: "\n").utf8)
    for _ in 0..<Int.random(in: 1...40, using: &random) {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: place)
      default:
        bytes.insert("\n\"()[]{}<>=,0x\\ ".utf8.randomElement(using: &random) ?? 0, at: place)
      }
    }
    ReaderFuzzing.read(bytes)
  }

  @Test(arguments: SampleLogs.names.filter { $0.hasSuffix(".strace") })
  func `real logs with mistakes in them are read`(name: String) throws {
    var random = SeededGenerator(seed: 1)
    let whole = Array(try Data(contentsOf: URL(filePath: SampleLogs.path(name))))
    ReaderFuzzing.read(whole)
    for _ in 0..<3 {
      var bytes = Array(whole.prefix(Int.random(in: 0...whole.count, using: &random)))
      for _ in 0..<30 where !bytes.isEmpty {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      ReaderFuzzing.read(bytes)
    }
  }
}
