import ClassicBPF
import LinuxABI
import TestSupport
import Testing
import Toolbox

@testable import CallDecoding

/// What registers alone say.
@Suite struct RegisterTests {
  @Test(
    arguments: [
      (
        "socket", [2, 0x80001, 0],
        "socket(family=AF_INET, type=SOCK_STREAM|SOCK_CLOEXEC, protocol=IPPROTO_IP)"
      ),
      ("socket", [16, 3, 9], "socket(family=AF_NETLINK, type=SOCK_RAW, protocol=NETLINK_AUDIT)"),
      ("socket", [1, 1, 0], "socket(family=AF_UNIX, type=SOCK_STREAM, protocol=0)"),
      ("socket", [200, 0x4e, 0], "socket(family=200, type=0xe|0x40, protocol=0)"),
      ("kill", [.max, 9], "kill(pid=-1, sig=SIGKILL)"),
      ("kill", [0xffff_ffff, 77], "kill(pid=-1, sig=77)"),
      ("kill", [0x1_0000_0005, 9], "kill(pid=5 (register 0x100000005), sig=SIGKILL)"),
      ("umask", [0o22], "umask(mask=022)"),
      ("fchmod", [3, 0o4755], "fchmod(fd=3, mode=04755)"),
      ("chown", [0, 0xffff_ffff, 70000], "chown(filename=NULL, user=-1, group=70000)"),
      ("semget", [0, 1, 0o1600], "semget(key=IPC_PRIVATE, nsems=1, semflg=IPC_CREAT|0600)"),
      ("mknod", [0, 0o60600, 7], "mknod(filename=NULL, mode=S_IFBLK|0600, dev=7)"),
      ("access", [0x9000, 0], "access(filename=0x9000, mode=F_OK)"),
      (
        "mprotect", [0x7f00_0000_0000, 4096, 0],
        "mprotect(start=0x7f0000000000, len=4096, prot=PROT_NONE)"
      ),
      (
        "mprotect", [0, 1, 0x1_0000_0005],
        "mprotect(start=NULL, len=1, prot=PROT_READ|PROT_EXEC|0x100000000)"
      ),
      ("ioctl", [0, 0x5412, 0x7ffd_0000_0000], "ioctl(fd=0, cmd=TIOCSTI, arg=0x7ffd00000000)"),
      ("ioctl", [0, 0x5402, 1], "ioctl(fd=0, cmd=SNDCTL_TMR_START or TCSETS, arg=1)"),
      ("ioctl", [0, 0xdead_beef, 1], "ioctl(fd=0, cmd=0xdeadbeef, arg=1)"),
      ("fcntl", [9, 4, 0x802], "fcntl(fd=9, cmd=F_SETFL, arg=O_RDWR|O_NONBLOCK)"),
      ("fcntl", [9, 0, 100], "fcntl(fd=9, cmd=F_DUPFD, arg=100)"),
      (
        "prctl", [23, 21, 0, 0, 0],
        "prctl(option=PR_CAPBSET_READ, second=CAP_SYS_ADMIN, third=0, fourth=0, fifth=0)"
      ),
      (
        "setsockopt", [3, 1, 2, 0x5000, 4],
        "setsockopt(fd=3, level=SOL_SOCKET, optname=SO_REUSEADDR, optval=0x5000, optlen=4)"
      ),
      (
        "setsockopt", [3, 6, 1, 0x5000, 4],
        "setsockopt(fd=3, level=SOL_TCP, optname=TCP_NODELAY, optval=0x5000, optlen=4)"
      ),
      (
        "clone", [0x1200011, 0, 0, 0, 0],
        "clone(clone_flags=SIGCHLD|CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID, newsp=NULL, "
          + "parent_tidptr=NULL, child_tidptr=NULL, tls=0)"
      ),
      ("lseek", [1, .max - 4, 2], "lseek(fd=1, offset=-5, whence=SEEK_END)"),
      ("getpid", [], "getpid()"),
    ] as [(String, [UInt64], String)])
  func `values are shown by their names, and keep all bits`(
    name: String, arguments: [UInt64], expected: String
  ) {
    #expect(decoded(name, arguments) == expected)
  }

  @Test(
    arguments: [
      (
        "openat", [0xffff_ffff_ffff_ff9c, 0, 0, 0o777],
        "openat(dfd=AT_FDCWD, filename=NULL, flags=O_RDONLY)"
      ),
      (
        "openat", [0xffff_ff9c, 0, 0x241, 0o644],
        "openat(dfd=AT_FDCWD, filename=NULL, flags=O_WRONLY|O_CREAT|O_TRUNC, mode=0644)"
      ),
      (
        "openat", [5, 0, 0x410002, 0o600],
        "openat(dfd=5, filename=NULL, flags=O_RDWR|O_TMPFILE, mode=0600)"
      ),
      (
        "openat", [5, 0, 0x4000_0003, 0], "openat(dfd=5, filename=NULL, flags=O_ACCMODE|0x40000000)"
      ),
      ("creat", [0, 0o600], "creat(pathname=NULL, mode=0600)"),
      (
        "mq_open", [0, 0x40, 0o600, 0],
        "mq_open(u_name=NULL, oflag=O_RDONLY|O_CREAT, mode=0600, u_attr=NULL)"
      ),
      ("mkdir", [0, 0], "mkdir(pathname=NULL, mode=0)"),
    ] as [(String, [UInt64], String)])
  func `a mode is shown where the flags make it count`(
    name: String, arguments: [UInt64], expected: String
  ) {
    #expect(decoded(name, arguments) == expected)
  }

  @Test func `each ABI has its own constants, registers and widths`() {
    let creating: [UInt64] = [0xffff_ff9c, 0, 0x4040, 0o600]
    #expect(
      decoded("openat", creating, on: .aarch64)
        == "openat(dfd=AT_FDCWD, filename=NULL, flags=O_RDONLY|O_CREAT|O_DIRECTORY, mode=0600)")
    #expect(decoded("kill", [1, 18], on: .mips64el) == "kill(pid=1, sig=SIGCHLD)")
    #expect(
      decoded("munmap", [0xf7fc_1000, 4096], on: .i386) == "munmap(addr=0xf7fc1000, len=4096)")
    #expect(
      decoded("munmap", [0x1_0000_1000, 4096], on: .i386)
        == "munmap(addr=0x1000 (register 0x100001000), len=4096)")
    #expect(
      decoded("ftruncate64", [3, 9, 1, 0], on: .arm)
        == "ftruncate64(fd=3, offset_low=1, offset_high=0)")
    #expect(
      decoded("clone", [0, 17, 0, 0, 0], on: .s390x)
        == "clone(newsp=NULL, clone_flags=SIGCHLD, parent_tidptr=NULL, child_tidptr=NULL, tls=0)")
  }

  @Test func `what the tables do not know is shown as it is`() {
    let unknown = SeccompData(
      number: 0xffff, auditArchitecture: ABI.x86_64.auditArchitecture,
      arguments: [1, 2, 3, 4, 5, 6])
    let foreign = SeccompData(number: 4, auditArchitecture: 0x1234)
    func text(_ call: SeccompData) -> String {
      DecodedCall(CapturedCall(call, from: FakeTarget())).text
    }
    #expect(
      text(unknown)
        == "#65535(arg0=0x1, arg1=0x2, arg2=0x3, arg3=0x4, arg4=0x5, arg5=0x6)")
    #expect(
      text(foreign)
        == "arch 0x1234 #4(arg0=0x0, arg1=0x0, arg2=0x0, arg3=0x0, arg4=0x0, arg5=0x0)")
    #expect(decoded("tuxcall", [1]).hasPrefix("tuxcall(arg0=0x1, "))
  }

  /// Reads what was printed for an argument with constants: names and numbers with `|` between them.
  private static func value(of text: String, on abi: ABI) -> UInt64? {
    var value: UInt64 = 0
    for word in text.split(separator: "|") {
      if word.first?.isNumber == true || word.first == "-" {
        let number: UInt64? =
          if word.hasPrefix("0x") {
            UInt64(word.dropFirst(2), radix: 16)
          } else if word.hasPrefix("0") { UInt64(word, radix: 8) } else {
            Int64(word).map { UInt64(bitPattern: $0) }
          }
        guard let number else { return nil }
        value |= number
      } else {
        guard let own = Constant.named(String(word.prefix { $0 != " " }))?.value(on: abi) else {
          return nil
        }
        value |= own
      }
    }
    return value
  }

  @Test(arguments: seeds(40))
  func `what is written decides the value again`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<60 {
      let abi = try #require(ABI.allCases.randomElement(using: &random))
      let syscall = try #require(Syscall.all.randomElement(using: &random))
      for argument in syscall.arguments(on: abi) ?? [] {
        guard let vocabulary = argument.vocabulary, vocabulary.form != .value,
          case let constants = vocabulary.constants, !constants.isEmpty
        else { continue }
        let width = argument.width(on: abi)
        var value = UInt64.random(in: 0..<4, using: &random) == 0 ? random.next() : 0
        for _ in 0..<3 { value |= constants.randomElement(using: &random)?.value(on: abi) ?? 0 }
        value &= UInt64(lowBits: width)
        guard let text = VocabularyText(vocabulary, width: width, on: abi).text(of: value) else {
          continue
        }
        #expect(
          Self.value(of: text, on: abi).map { $0 & UInt64(lowBits: width) } == value,
          "\(syscall).\(argument.name) on \(abi.name): \(hexadecimal(value)) is '\(text)'")
      }
    }
  }

  @Test(
    arguments: [
      (
        "openat", 0b1111, "openat(dfd=AT_FDCWD, filename=0x9000, flags=O_WRONLY|O_CREAT, mode=0644)"
      ),
      ("openat", 0b0100, "openat(dfd=?, filename=?, flags=O_WRONLY|O_CREAT, mode=?)"),
      (
        "futex", 0b1111, "futex(uaddr=0xffffff9c, op=0x9000, val=65, utime=0x1a4, uaddr2=?, val3=?)"
      ),
      (
        "no such call", 0b0011,
        "#65535(arg0=0xffffff9c, arg1=0x9000, arg2=?, arg3=?, arg4=?, arg5=?)"
      ),
      ("getpid", 0, "getpid()"),
    ] as [(String, UInt8, String)])
  func `registers that are not known are no numbers`(name: String, known: UInt8, text: String) {
    let call = call(name, [0xffff_ff9c, 0x9000, 0x41, 0o644, 7, 8])
    #expect(DecodedCall(call, known: known).text == text)
  }
}
