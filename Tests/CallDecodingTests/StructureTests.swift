import ClassicBPF
import LinuxABI
import Testing

@testable import CallDecoding

/// Structures in memory, laid out as each ABI has them.
@Suite struct StructureTests {
  private static func inet(_ port: UInt16, _ address: [UInt8]) -> [UInt8] {
    [2, 0, UInt8(port >> 8), UInt8(port & 255)] + address + [UInt8](repeating: 0, count: 8)
  }

  private static func inet6(flow: [UInt8] = [0, 0, 0, 0], _ address: [UInt8], scope: UInt8)
    -> [UInt8]
  {
    [10, 0, 1, 0xbb] + flow + address + [scope, 0, 0, 0]
  }

  private static let loopback = [UInt8](repeating: 0, count: 15) + [1]

  @Test(
    arguments: [
      (inet(80, [127, 0, 0, 1]), "{AF_INET, 127.0.0.1:80}"),
      (Array(inet(80, [127, 0, 0, 1]).prefix(8)), "{AF_INET, 0x00507f000001}"),
      (inet6(loopback, scope: 0), "{AF_INET6, [::1]:443}"),
      (inet6(loopback, scope: 2), "{AF_INET6, [::1%2]:443}"),
      (inet6(flow: [0, 1, 2, 3], loopback, scope: 0), "{AF_INET6, [::1]:443, flowinfo=0x10203}"),
      (Array(inet6(loopback, scope: 0).prefix(24)), "{AF_INET6, [::1]:443}"),
      ([1, 0], "{AF_UNIX, unnamed}"),
      ([1, 0] + text("/run/log"), #"{AF_UNIX, "/run/log"}"#),
      ([1, 0] + Array("/run".utf8), #"{AF_UNIX, "/run"}"#),
      ([1, 0, 0] + Array("a\0b".utf8), #"{AF_UNIX, @"a\u{0}b"}"#),
      ([1, 0, 0], #"{AF_UNIX, @""}"#),
      ([16, 0, 0, 0] + words([77, 0x11], size: 4), "{AF_NETLINK, pid=77, groups=0x11}"),
      ([17, 0, 0, 3], "{AF_PACKET, 0x0003}"),
      ([0, 0], "{AF_UNSPEC}"),
      ([0xff, 0xff, 1], "{65535, 0x01}"),
      ([7], "{0x07}"),
    ] as [([UInt8], String)])
  func `addresses of sockets`(bytes: [UInt8], expected: String) {
    let target = FakeTarget([0x1000: bytes], links: [.descriptor(3): "socket:[4711]"])
    #expect(
      decoded("connect", [3, 0x1000, UInt64(bytes.count)], target)
        == "connect(fd=3 <socket:[4711]>, uservaddr=\(expected), addrlen=\(bytes.count))")
  }

  @Test func `an address that is too long is read as far as the kernel would`() {
    let target = FakeTarget([0x1000: [2, 0] + [UInt8](repeating: 1, count: 4000)])
    #expect(
      decoded("bind", [3, 0x1000, 4000], target)
        == "bind(fd=3, umyaddr={AF_INET, 1.1.1.1:257}, addrlen=4000)")
    #expect(target.bytesRead == 128)
  }

  @Test func `words are in the order of the machine, ports are not`() {
    let bytes: [UInt8] = [0, 2, 0, 80, 10, 0, 0, 1] + [UInt8](repeating: 0, count: 8)
    #expect(
      decoded("connect", [3, 0x1000, 16], on: .s390x, FakeTarget([0x1000: bytes]))
        == "connect(fd=3, uservaddr={AF_INET, 10.0.0.1:80}, addrlen=16)")
    let time = FakeTarget([0x1000: words([1, 5], isBigEndian: true)])
    #expect(
      decoded("nanosleep", [0x1000, 0], on: .s390x, time)
        == "nanosleep(rqtp={tv_sec=1, tv_nsec=5}, rmtp=NULL)")
  }

  @Test func `clone_args`() {
    let all = words([0x1_0000_0111, 0x10, 0x20, 0x30, 17, 0x4000, 8192, 0x50, 0x60, 2, 7])
    let target = FakeTarget([0x1000: all, 0x2000: words([0x8000_0000_0000_0000])])
    #expect(
      decoded("clone3", [0x1000, 88], target)
        == "clone3(uargs={flags=CLONE_VM|CLONE_CLEAR_SIGHAND|0x11, pidfd=0x10, child_tid=0x20, "
        + "parent_tid=0x30, exit_signal=SIGCHLD, stack=0x4000, stack_size=8192, tls=0x50, "
        + "set_tid=0x60, set_tid_size=2, cgroup=7}, size=88)")
    #expect(
      decoded("clone3", [0x1000, 64], target).contains("tls=0x50}, size=64)"))
    #expect(
      decoded("clone3", [0x2000, 8], target)
        == "clone3(uargs={flags=0x8000000000000000}, size=8)")
    #expect(decoded("clone3", [0x2000, 4], target) == "clone3(uargs={…}, size=4)")
    // More than is known: the beginning.
    #expect(decoded("clone3", [0x1000, 4096], target).hasSuffix("cgroup=7}, size=4096)"))
  }

  @Test func `addresses are left out of what is brief`() {
    let target = FakeTarget([0x1000: words([0x100, 0x10, 0x20, 0x30, 17, 0x4000, 8192, 0x50])])
    func brief(_ name: String, _ arguments: [UInt64]) -> String {
      DecodedCall(CapturedCall(call(name, arguments), from: target)).brief
    }
    #expect(
      brief("clone3", [0x1000, 64])
        == "clone3(uargs={flags=CLONE_VM, exit_signal=SIGCHLD}, size=64)")
    #expect(brief("getdents64", [3, 0x7000_0000_0000, 32768]) == "getdents64(fd=3, count=32768)")
    #expect(
      brief("madvise", [0x7000_0000_0000, 1 << 27, 4])
        == "madvise(len_in=0x8000000, behavior=MADV_DONTNEED)")
    #expect(brief("wait4", [UInt64.max, 0, 0, 0]).hasPrefix("wait4(upid=-1, stat_addr=NULL"))
  }

  @Test func `clone3 says which clone is made in its place`() {
    func older(_ members: [UInt64], on abi: ABI = .x86_64) -> SeccompData? {
      let target = FakeTarget([0x1000: words(members, isBigEndian: abi.isBigEndian)])
      return CapturedCall(call("clone3", [0x1000, 88], on: abi), from: target).older
    }
    let members: [UInt64] = [0x100, 0, 0, 0, 17, 0x4000, 8192, 0, 0, 0, 0]
    let clone = older(members)
    #expect(clone?.number == 56 && clone?.arguments[0] == 0x111)
    // There the stack comes first.
    #expect(older(members, on: .s390x)?.arguments[1] == 0x111)
    // What the older call cannot do, and what nobody could read.
    #expect(older([0x1_0000_0000] + members.dropFirst()) == nil)
    #expect(older([0x100, 0, 0]) == nil)
    #expect(CapturedCall(call("clone", [0x100]), from: FakeTarget()).older == nil)
  }

  @Test func `open_how`() {
    let target = FakeTarget([
      0x1000: words([0x80000, 0, 8]), 0x2000: words([0x41, 0, 0x10]),
      0x3000: words([0, 0o644, 0x40]),
      0x9000: text("x"),
    ])
    func how(_ address: UInt64, on abi: ABI = .x86_64) -> String {
      decoded("openat2", [3, 0x9000, address, 24], on: abi, target)
    }
    #expect(
      how(0x1000)
        == #"openat2(dfd=3, filename="x", how={flags=O_RDONLY|O_CLOEXEC, resolve=RESOLVE_BENEATH}, "#
        + "usize=24)")
    #expect(how(0x2000).contains("{flags=O_WRONLY|O_CREAT, mode=0, resolve=RESOLVE_IN_ROOT}"))
    #expect(how(0x3000).contains("{flags=O_RDONLY, mode=0644, resolve=0x40}"))
    #expect(how(0x1000, on: .i386) == how(0x1000))
  }

  @Test func `times are as wide as the call has them`() {
    let target = FakeTarget([
      0x1000: words([1, 500], size: 4), 0x2000: words([1, 500]), 0x3000: words([.max, 0], size: 4),
    ])
    #expect(decoded("nanosleep", [0x2000], target).contains("rqtp={tv_sec=1, tv_nsec=500}"))
    #expect(decoded("nanosleep", [0x2000], on: .x32, target).contains("{tv_sec=1, tv_nsec=500}"))
    #expect(decoded("nanosleep", [0x1000], on: .i386, target).contains("{tv_sec=1, tv_nsec=500}"))
    #expect(decoded("nanosleep", [0x3000], on: .arm, target).contains("{tv_sec=-1, tv_nsec=0}"))
    #expect(
      decoded("clock_nanosleep_time64", [1, 0, 0x2000, 0], on: .i386, target).contains(
        "rqtp={tv_sec=1, tv_nsec=500}"))
  }

  @Test func `sendmsg says to whom`() {
    let target = FakeTarget([
      0x1000: words([0x4000, 16]), 0x2000: words([0x4000, 16], size: 4), 0x3000: words([0, 0]),
      0x3800: words([0x6666, 16]), 0x4000: Self.inet(53, [10, 0, 0, 1]),
    ])
    let shown =
      "sendmsg(fd=3, msg={name={AF_INET, 10.0.0.1:53}, namelen=16, …}, flags=MSG_NOSIGNAL)"
    #expect(decoded("sendmsg", [3, 0x1000, 0x4000], target) == shown)
    #expect(decoded("sendmsg", [3, 0x2000, 0x4000], on: .x32, target) == shown)
    #expect(decoded("sendmsg", [3, 0x2000, 0x4000], on: .i386, target) == shown)
    #expect(decoded("sendmsg", [3, 0x3000, 0], target).contains("msg={name=NULL, namelen=0, …}"))
    #expect(
      decoded("sendmsg", [3, 0x3800, 0], target).contains("msg={name=0x6666, namelen=16, …}"))
  }

  @Test func `the call behind a socketcall`() {
    let target = FakeTarget(
      [
        0x1000: words([3, 0x4000, 16], size: 4), 0x1ff4: words([2, 1, 0], size: 4),
        0x4000: Self.inet(80, [127, 0, 0, 1]),
      ], links: [.descriptor(3): "socket:[9]"])
    #expect(
      decoded("socketcall", [3, 0x1000], on: .i386, target)
        == "socketcall(call=SYS_CONNECT, args={fd=3 <socket:[9]>, "
        + "uservaddr={AF_INET, 127.0.0.1:80}, addrlen=16})")
    // The three words end with their page.
    #expect(
      decoded("socketcall", [1, 0x1ff4], on: .i386, target)
        == "socketcall(call=SYS_SOCKET, args={family=AF_INET, type=SOCK_STREAM, "
        + "protocol=IPPROTO_IP})")
    #expect(
      decoded("socketcall", [99, 0x1000], on: .i386, target)
        == "socketcall(call=99, args=0x1000)")
  }
}
