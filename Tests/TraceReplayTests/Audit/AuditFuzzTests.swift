import TestSupport
import Testing

@testable import TraceReplay

/// Logs of the kernel that nobody has written.
@Suite struct AuditFuzzTests {
  private static let lines = [
    "[   33.411284] audit: type=1326 audit(1.2:3): pid=7 comm=\"cp\" exe=\"/bin/cp\" sig=31 "
      + "arch=c000003e syscall=83 compat=0 ip=0x7f code=0x80000000",
    "type=SECCOMP msg=audit(1.2:3): pid=8 comm=6120620A exe=\"/bin/x\" sig=0 arch=40000003 syscall=39 "
      + "compat=1 code=0x50000\u{1d}AUID=\"unset\" ARCH=i386 SYSCALL=mkdir",
    "type=SYSCALL msg=audit(1.2:3): arch=c000003e syscall=1073741907 success=no exit=-1 a0=9 "
      + "a1=ffffffffffffffff a2= a3=zz pid=-5",
    "type=SYSCALL msg=audit(x) : arch=x86_64 syscall=openat exit=EACCES(x y) a0=AT_FDCWD a1=0x1",
    "Nov 27 07:09:22 host audit[26055]: SECCOMP pid=99999999999 arch=c000003e syscall=-1 code=0x0",
    "[1.000000] kauditd_printk_skb: 130 callbacks suppressed", "type=", "=", "AUID=AUID=",
    "audit[]: ",
    "type=1326 comm=\" arch=c000003e syscall=1", "7 close(3) = 0", "",
  ]

  @Test(arguments: seeds(200)) func `bytes of any kind are read alike in pieces of any size`(
    seed: UInt64
  ) {
    var random = SeededGenerator(seed: seed)
    let lines = (0..<Int.random(in: 1...12, using: &random)).map { _ in
      Self.lines.randomElement(using: &random) ?? ""
    }
    // The first line makes it a log of the kernel in most cases, so that the rest is read as one.
    var bytes = Array(([Self.lines[seed % 5 == 0 ? 11 : 0]] + lines).joined(separator: "\n").utf8)
    for _ in 0..<Int.random(in: 0...30, using: &random) where !bytes.isEmpty {
      let offset = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[offset] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.remove(at: offset)
      case 2: bytes.removeLast(Int.random(in: 0...min(bytes.count, 3), using: &random))
      default:
        bytes.insert("\n\"=[]:, \u{1d}0x".utf8.randomElement(using: &random) ?? 0, at: offset)
      }
    }
    ReaderFuzzing.read(bytes)
  }
}
