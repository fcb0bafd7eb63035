import Foundation
import Glibc
import LinuxABI
import TestSupport
import Testing

@testable import TraceReplay

/// The recorder of the kernel's own view of calls.
private enum Recorder {
  static let path = "/usr/bin/perf"

  /// Whether this user may record calls here.
  static let canRecord: Bool = {
    guard Strace.canTrace, FileManager.default.isExecutableFile(atPath: path) else { return false }
    let result = try? run(
      path, ["record", "-q", "-o", "/dev/null", "-e", "raw_syscalls:sys_enter", "/bin/true"])
    return result?.ending == .exit(0)
  }()
}

/// Logs of real programs with all kinds of flags, held against the registers that the kernel
/// recorded in the same run.
///
/// One flag set for each program; with `SEKAT_FULL=1` in the environment each with each.
@Suite(
  .enabled(if: Recorder.canRecord, "perf is not there, or this user may not record calls"),
  .serialized)
struct KernelRecordTests {
  private static let programs = [
    ["/bin/ls", "-l", "/etc"], ["/bin/sh", "-c", "echo a | cat; (exit 3); kill -0 $$; umask 022"],
    [
      "/usr/bin/python3", "-S", "-c",
      """
      import os, socket, mmap, threading, signal, time, fcntl, select, tempfile, resource
      a, b = socket.socketpair(); a.send(b'x, (y) = 3'); b.recv(9, socket.MSG_DONTWAIT)
      s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
      t = [threading.Thread(target=lambda: time.sleep(0.01)) for _ in range(3)]
      [x.start() for x in t]; [x.join() for x in t]
      f = tempfile.TemporaryFile(); f.write(b'x' * 9000); f.seek(-3, os.SEEK_END); f.truncate()
      fcntl.fcntl(f, fcntl.F_SETFD, fcntl.FD_CLOEXEC); fcntl.flock(f, fcntl.LOCK_EX)
      m = mmap.mmap(-1, 8192, mmap.MAP_SHARED); m.madvise(mmap.MADV_DONTNEED)
      p = select.epoll(); p.register(a, select.EPOLLIN); p.poll(0)
      signal.signal(signal.SIGUSR1, lambda *_: None); os.kill(os.getpid(), signal.SIGUSR1)
      resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.setpriority(os.PRIO_PROCESS, 0, 5)
      os.umask(0o077); os.mkfifo('/proc/nothing', 0o600) if 0 else None
      if os.fork() == 0: os._exit(3)
      os.waitpid(-1, os.WNOHANG); os.wait()
      """,
    ],
    ["/usr/bin/git", "--version"], ["/usr/bin/sqlite3", ":memory:", "select 1"],
    ["/usr/bin/find", "/etc", "-maxdepth", "1", "-name", "passwd"],
    ["/usr/bin/node", "-e", "setTimeout(() => console.log(1), 5)"],
    ["/usr/bin/gcc", "-x", "c", "-fsyntax-only", "/dev/null"],
  ]

  private static let flags = [
    [], ["-yy", "-tt", "-T"], ["-X", "raw"], ["-X", "verbose", "-n"], ["-v", "-s", "0"],
    ["-xx", "-i"], ["-n", "-e", "raw=all"], ["-Y", "-r", "-y"], ["-e", "verbose=none"],
    ["-a", "1", "-ttt", "--quiet=none"],
  ]

  private static var cases: [(words: [String], flags: [String])] {
    let isFull = ProcessInfo.processInfo.environment["SEKAT_FULL"] == "1"
    return programs.enumerated().flatMap { program, words in
      flags.enumerated().filter { isFull || ($0.offset + program) % 5 == 0 }
        .map { (words, $0.element) }
    }
  }

  /// The number and registers of a call.
  private struct Record {
    var number: UInt32
    var registers: [UInt64]
  }

  /// Runs a program under strace and the recorder.
  private static func record(
    _ words: [String], _ flags: [String], in folder: TemporaryFolder
  ) throws -> (log: String, records: [Int32: [Record]])? {
    let (data, log) = (folder.path(of: "data"), folder.path(of: "log"))
    let recorded = try run(
      Recorder.path,
      ["record", "-q", "-m", "16M", "-o", data, "-e", "raw_syscalls:sys_enter", "--", Strace.path]
        + ["-f", "-o", log] + flags + words, environment: ["PATH=/usr/bin:/bin", "LC_ALL=C"])
    if recorded.errors.contains("lost") { return nil }
    let script = try run(Recorder.path, ["script", "-i", data, "-F", "tid,trace"])
    if script.errors.contains("lost") { return nil }
    var records: [Int32: [Record]] = [:]
    for line in script.output.split(separator: "\n") {
      let words = line.split { " (),".contains($0) }
      guard words.count == 9, words[1] == "NR", let thread = Int32(words[0]),
        let number = Int64(words[2])
      else { continue }
      records[thread, default: []].append(
        Record(
          number: UInt32(truncatingIfNeeded: number),
          registers: words[3...].compactMap { UInt64($0, radix: 16) }))
    }
    return (log, records)
  }

  @Test func `every known bit is that of the register`() throws {
    var counts = Counts()
    for (words, flags) in Self.cases { try check(words, flags, &counts) }
    print("\(counts.calls) calls of \(Self.cases.count) runs: \(counts)")
  }

  /// Calls that fail, with arguments that no program gives them; one flag set for each seed.
  @Test(arguments: seeds(4)) func `every known bit of any argument is right`(seed: UInt64) throws {
    var counts = Counts()
    let words = ["/usr/bin/python3", "-S", "-c", Self.anyArguments, String(seed)]
    try check(words, Self.flags[Int(seed * 3) % Self.flags.count], &counts)
    print("\(counts.calls) calls of seed \(seed): \(counts)")
  }

  /// A program that makes calls with bits, small numbers, negative ones and addresses in any place.
  ///
  /// Its descriptors are not open, its addresses not mapped, and nothing is made that stays.
  private static let anyArguments = """
    import ctypes, random, sys
    r = random.Random(int(sys.argv[1])); call = ctypes.CDLL(None).syscall
    def value():
      return r.choice([lambda: r.randrange(10), lambda: r.randrange(70), lambda: 1 << r.randrange(31),
        lambda: 1 << r.randrange(31) | 1 << r.randrange(31), lambda: r.getrandbits(31), lambda: 2**32 - 1,
        lambda: 2**64 - 1, lambda: 2**32 - r.randrange(1, 200), lambda: 2**64 - r.randrange(1, 200)])()
    def make(number, *arguments): call(ctypes.c_long(number), *map(ctypes.c_ulong, arguments))
    bad = 2**64 - 1
    for _ in range(600):
      v = [value() for _ in range(6)]; number = r.choice([16, 16, 16, 17, 18, 54, 55, 72, 187, 221, 277, 285, 295, 296, 327, 328])
      if number == 16 and r.random() < .7: v[1] = r.choice([0x54, 0x4b, 0x45, 0x24, 0x12, 0x94, 0x89]) << 8 | r.randrange(256) | r.choice([0, 0x40040000, 0x80080000])
      make(number, bad, *v[1:])
      make(r.choice([257, 259, 332, 437]), bad, 1, *v[2:])
      make(r.choice([29, 64]), v[0] | 1, v[1], v[2] & ~0o1000); make(68, v[0] | 1, v[1] & ~0o1000)
      make(179, v[0], 1, v[2], v[3]); make(202, 0x1000, r.choice([1, 3, 4, 5]) | r.choice([0, 128]), *v[2:])
      make(41, r.choice([300, 1, 2, 10, 17]), v[1] | 0x40, v[2]); make(56, v[0] & ~0x100 | 0x800, *v[1:5])
      make(0x40000000 | r.choice([16, 0, 8, 208, 514, 546]), bad, *v[1:])
    """

  private struct Counts: CustomStringConvertible {
    var calls = 0
    var known = 0
    var arguments = 0

    var description: String { "of \(arguments) arguments \(known) known" }
  }

  /// Holds the log of a run against the record of the kernel.
  private func check(_ words: [String], _ flags: [String], _ counts: inout Counts) throws {
    guard FileManager.default.isExecutableFile(atPath: words[0]) else {
      print("\(words[0]) is missing; .ci/setup --tests installs it")
      return
    }
    let folder = try TemporaryFolder()
    let title = "strace \(flags.joined(separator: " ")) \(words[0])"
    guard let (log, records) = try Self.record(words, flags, in: folder) else {
      print("\(title): the recorder has lost calls")
      return
    }
    let replayed = try Replayed([log])
    #expect(replayed.report.unreadable.count == 0, "\(title): \(replayed.report.unreadable)")
    #expect(replayed.report.unknownTexts.count == 0, "\(title): \(replayed.report.unknownTexts)")
    for (thread, calls) in Dictionary(grouping: replayed.calls, by: \.location.thread) {
      let calls = calls.sorted { $0.location.line < $1.location.line }
      // The recorder has seen strace's child before it started the program.
      let record = try #require(records[thread], "\(title): thread \(thread)").suffix(calls.count)
      #expect(record.count == calls.count, "\(title): thread \(thread)")
      for (call, truth) in zip(calls, record) {
        let text: Comment = "\(title):\(call.location.line): \(call.location.text)"
        // Without a number in the log, x32 looks like the other calls of the program.
        let isX32 = truth.number & ABI.x32Bit != 0
        guard call.number == truth.number && call.abi == (isX32 ? .x32 : .x86_64) else {
          if isX32, !flags.contains("-n") { continue }
          Issue.record("\(text.rawValue) is number \(truth.number)")
          break
        }
        counts.calls += 1
        expect(call, isLike: truth.registers, text)
        for argument in Syscall.numbered(truth.number, on: call.abi)?.arguments(on: call.abi) ?? []
        {
          counts.arguments += 1
          let width = argument.width(on: call.abi)
          let mask: UInt64 = width == 64 ? .max : 1 << UInt64(width) - 1
          if call.registers.known[argument.index] & mask == mask { counts.known += 1 }
        }
      }
    }
  }

  private func expect(
    _ call: ObservedCall, isLike registers: [UInt64], _ text: Comment
  ) {
    for index in 0..<6 {
      let (value, known) = (call.registers.value[index], call.registers.known[index])
      #expect(
        value == registers[index] & known,
        "\(text.rawValue): a\(index) is \(String(registers[index], radix: 16))")
      let bit = UInt8(1) << UInt8(index)
      if call.registers.notNull & bit != 0 { #expect(registers[index] != 0, text) }
      if call.registers.extends & bit != 0 {
        let upper = registers[index] >> 32
        #expect(upper == 0 || upper == 0xffff_ffff, text)
      }
    }
  }
}
