import LinuxABI
import Testing

@testable import TraceReplay

/// Printed arguments, and the registers that they tell of.
@Suite struct ValueReadingTests {
  private static func value(_ text: String, on abi: ABI = .x86_64) -> PrintedValue {
    ByteView.lending(Array(text.utf8)) { view in
      var reader = ValueReader()
      let first = reader.value(view, from: 0, to: view.count, on: abi)
      // What is remembered must be the same.
      let second = reader.value(view, from: 0, to: view.count, on: abi)
      #expect(first == second)
      return first
    }
  }

  @Test(arguments: [
    ("0", 0), ("42", 42), ("-1", UInt64.max), ("-100", UInt64(bitPattern: -100)), ("0x10", 16),
    ("0644", 0o644), ("000", 0), ("0777", 0o777), ("02755", 0o2755), ("NULL", 0),
    ("3</dev/pts/0<char 136:0>>", 3), ("3<TCP:[127.0.0.1:58490->127.0.0.1:80]>", 3),
    ("4<socket:[123]>", 4), ("5</a (deleted)>(deleted)", 5), ("AT_FDCWD", UInt64(bitPattern: -100)),
    ("AT_FDCWD</cwd, (x) = 3>", UInt64(bitPattern: -100)), ("fd=3", 3), ("flags=O_RDONLY", 0),
    ("O_RDONLY|O_CLOEXEC", 0x80000), ("O_WRONLY|O_CREAT|O_TRUNC", 0x241),
    ("O_RDWR|O_SYNC", 0x101002), ("O_RDONLY|O_TMPFILE", 0x410000),
    ("PROT_READ|PROT_WRITE", 3), ("PROT_READ|0x100000000", 0x1_0000_0001),
    ("MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS", 0x32), ("MAP_SHARED|21<<MAP_HUGE_SHIFT", 0x5400_0001),
    ("0x63 /* MADV_??? */", 0x63), ("10 /* SYSLOG_ACTION_SIZE_BUFFER */", 10),
    ("0x812 /* MAP_PRIVATE|MAP_FIXED|MAP_DENYWRITE */", 0x812),
    ("0xe00|21<<26 /* MAP_HUGE_SHIFT */|0644", 0x5400_0fa4),
    ("0x400000 /* CLONE_??? */|SIGCHLD", 0x400011), ("SIGRTMIN", 32), ("SIGRT_2", 34),
    ("SIGCHLD", 17), ("SIG_0", 0), ("FUTEX_WAIT_PRIVATE", 0x80),
    ("FUTEX_WAIT_BITSET|FUTEX_CLOCK_REALTIME", 0x109), ("FUTEX_BITSET_MATCH_ANY", 0xffff_ffff),
    ("FUTEX_OP_SET<<28|0x1<<12|FUTEX_OP_CMP_GT<<24|0", 0x0400_1000),
    ("SNDCTL_TMR_START or TCSETS", 0x5402), ("TCGETS", 0x5401), ("TIOCSTI", 0x5412),
    ("_IOC(_IOC_NONE, 0x56, 0x78, 0x1234)", 0x1234_5678),
    ("_IOC(_IOC_READ|_IOC_WRITE, 0x66, 0x1, 0x8)", 0xc008_6601),
    ("EVIOCGNAME(256)", 0x8100_4506), ("EVIOCGBIT(0, 4)", 0x8004_4520),
    ("EVIOCGBIT(EV_KEY, 4)", 0x8004_4521), ("SPI_IOC_MESSAGE(96)", 0x4060_6b00),
    ("-100 /* AT_FDCWD */</cwd>", UInt64(bitPattern: -100)), ("IPC_64|IPC_STAT", 0x102),
    ("33 /* QCMD(0 /* Q_??? */, 0x21 /* ???QUOTA */) */", 33), ("TCIOFLUSH", 2),
    ("0x3 /* A /* B */ */|0x4", 7), ("8 /* 9 in strace's PID NS */ /* x */", 8),
    ("!PR_TAGGED_ADDR_ENABLE|0x10", 0x10), ("makedev(0x1, 0x3)", 0x103),
    ("makedev(0x8, 0x12345)", 0x1230_0845), ("QCMD(Q_SYNC, USRQUOTA)", 0x8000_0100),
    ("S_IFCHR|0600", 0o20600), ("0x1|0x80800", 0x80801), ("|0x30", 0x30), ("0|0x10", 0x10),
    ("PER_LINUX|ADDR_NO_RANDOMIZE", 0x40000), ("MADV_NOHUGEPAGE", 15),
    ("8192*1024", 8_388_608), ("IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)", 0x4004),
    ("MS_MGC_VAL|MS_RDONLY", 0xc0ed_0001), ("2 /* 2849 in strace's PID NS */", 2),
    ("MAKE_PROCESS_CPUCLOCK(1, CPUCLOCK_SCHED)", UInt64(bitPattern: -14)),
  ])
  func `a text stands for a number`(text: String, number: UInt64) {
    switch Self.value(text) {
    case .number(let found, _): #expect(found == number, "\(text)")
    case let other: Issue.record("\(text): \(other)")
    }
  }

  @Test(arguments: [
    "\"a, (b) = 3\"...", "{st_mode=S_IFREG}", "[3, 4]", "~[RT_1]", "[16 => 4]",
  ])
  func `what a pointer points to says nothing of it`(text: String) {
    #expect(Self.value(text) == .memory)
  }

  @Test(arguments: ["[]", "\"\"", "{}", "<unfinished ...>"])
  func `what is empty may be printed for the address 0 too`(text: String) {
    #expect(Self.value(text) == .missing)
  }

  @Test(arguments: [
    "NAME_OF_THE_FUTURE", "O_RDONLY|O_OF_THE_FUTURE", "4ls: ", "0xgg", "99999999999999999999",
    "", " ", "f(1)", "3 4", "089",
  ])
  func `what is not understood is unknown`(text: String) {
    #expect(Self.value(text) == .unknown)
  }

  @Test func `a request whose structure has grown is partly known`() {
    #expect(
      Self.value("DRM_IOCTL_SYNCOBJ_WAIT")
        == .partial(PrintedNumber(value: 0xc000_64c3, known: 0xffff_ffff_c000_ffff)))
  }

  @Test(
    arguments: [
      // Any size, and reading or both.
      ("EVIOCGABS(ABS_X)", 0x8000_4540, 0xc000_ffff),
      ("HIDIOCSFEATURE(4)", 0x8004_4806, 0xbfff_ffff),
      ("htons(ETH_P_ALL)", 0x300, 0xffff), ("htons(0 /* ETH_P_??? */)", 0, 0xffff),
      // Two numbers, as old versions join them.
      ("SNDCTL_TMR_TIMEBASE or TCGETS", 0x5401, 0x3ffb_ffff),
      ("MIXER_WRITE(1) or MFB_SET_CHROMA_KEY", 0x400c_4d01, 0xffff_ffff),
    ] as [(String, UInt64, UInt64)])
  func `a number is known as far as its names tell`(text: String, value: UInt64, known: UInt64) {
    switch Self.value(text) {
    case .partial(let number):
      #expect(number.value & 0xffff_ffff == value && number.known & 0xffff_ffff == known, "\(text)")
    case .number(let number, _): #expect(number == value && known == 0xffff_ffff, "\(text)")
    case let other: Issue.record("\(text): \(other)")
    }
  }

  @Test func `requests differ on other machines`() {
    #expect(Self.value("FS_IOC_GETFLAGS", on: .x86_64) == .number(0x8008_6601, isWide: false))
    #expect(Self.value("FS_IOC_GETFLAGS", on: .aarch64) == .number(0x8008_6601, isWide: false))
    #expect(Self.value("FS_IOC_GETFLAGS", on: .ppc64le) == .number(0x4008_6601, isWide: false))
  }

  // MARK: - Registers

  /// The registers of a call: value, or `value/known` bits, or `?`, or `value±` where the upper half
  /// is not known.
  private static func registers(_ call: String, on abi: ABI = .x86_64) -> String {
    ByteView.lending(Array(call.utf8)) { text in
      var reader = CallReader()
      var name = 0
      while text[name] != UInt8(ascii: "(") { name += 1 }
      let result = reader.read(
        text, from: name + 1, to: text.count,
        name: PrintedNames.all.index(of: text, from: 0, to: name), on: abi,
        hasNarrowRegisters: abi == .i386)
      var words = (0..<6).map { index in
        let (value, known) = (result.registers.value[index], result.registers.known[index])
        let hex = String(value, radix: 16)
        if result.registers.extends & 1 << UInt8(index) != 0 { return hex + "±" }
        if known == .max { return hex }
        if known & 0xffff_ffff == 0 { return "?" }
        return "\(hex)/\(String(known, radix: 16))"
      }
      while words.last == "?" { words.removeLast() }
      return words.joined(separator: " ")
    }
  }

  @Test(arguments: [
    (ABI.x86_64, "read(3, \"x\"..., 832) = 1", "3 ? 340"),
    (.x86_64, "openat(AT_FDCWD, \"a\", O_RDONLY) = 3", "ffffff9c± ? 0"),
    (.x86_64, "openat(AT_FDCWD, \"a\", O_RDWR|O_CREAT, 0664) = 3", "ffffff9c± ? 42 1b4/ffff"),
    (.x86_64, "openat(0xffffffffffffff9c, 0x7f00, 0, 0) = 3", "ffffffffffffff9c 7f00 0 0/ffff"),
    (
      .x86_64, "mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, -1, 0x26000) = 0x7f",
      "0 2000 1 2 ffffffff± 26000"
    ),
    (
      .x86_64,
      "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|SIGCHLD, child_tidptr=0x7f10) = 9",
      "200011 0 ? 7f10"
    ),
    (
      .x86_64,
      "clone(child_stack=0x7f20, flags=CLONE_SETTLS|CLONE_PARENT_SETTID, parent_tid=[9], tls=0x7f30) = 9",
      "180000 7f20 ? ? 7f30"
    ),
    (.i386, "clone(child_stack=NULL, flags=SIGCHLD, child_tidptr=0xf7f0) = 9", "11 0 ? ? f7f0"),
    (.i386, "clone(child_stack=NULL, flags=SIGCHLD, tls={entry_number=6}) = 9", "11 0"),
    (.x86_64, "clone(0x11, 0, 0, 0x7f10, 0) = 0x9", "11 0 0 7f10 0"),
    (.x86_64, "preadv2(3, [], 0, 9, RWF_HIPRI) = 0", "3 ? 0 9 ? 1"),
    (.x86_64, "preadv2(0x3, 0x7f00, 0, 0x9, 0x77, 0x1) = 0", "3 7f00 0 9 77 1"),
    (.i386, "pread64(3, \"\", 4, 21474836481) = 0", "3 ? 4 1 5"),
    (.i386, "_llseek(3, 4294967297, [1], SEEK_SET) = 0", "3 1 1 ? 0"),
    (.i386, "mmap2(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0x3000) = 0xf7", "0 1000 1 2 3 3"),
    (
      .i386, "mmap2(0xf7cb7000, 0x179000, 0x5, 0x812, 0x3, 0x22) = 0xf7cb7000",
      "f7cb7000 179000 5 812 3 22"
    ),
    (.x32, "io_getevents(NULL, 0, -1, 0x20000000, 0x1) = 0", "0 0 ffffffff± 20000000 1"),
    (.x32, "preadv2(3, 0x40, 1, 256, RWF_HIPRI) = 0", "3 40 1 100 1"),
    (.x32, "lseek(3, 0x123456789, SEEK_SET) = 0", "3 123456789 0"),
    (.i386, "mmap2(0x1000, 0, 0x5, 0x812, 0x3, 0x5) = -1 EINVAL", "1000 0 5 812 3"),
    (.i386, "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3, 0) = 0xf7", ""),
    (.i386, "openat(AT_FDCWD, \"a\", O_RDONLY|O_LARGEFILE) = 3", "ffffff9c ? 8000"),
    (.x86_64, "futex(0x7f00, FUTEX_WAKE_PRIVATE, 1) = 0", "7f00 81 1"),
    (.x86_64, "futex(0x7f00, FUTEX_LOCK_PI, NULL) = 0", "7f00 6 ? 0"),
    (
      .x86_64, "futex(0x7f00, FUTEX_WAIT_BITSET, 2, NULL, FUTEX_BITSET_MATCH_ANY) = 0",
      "7f00 9 2 0 ? ffffffff±"
    ),
    (.x86_64, "futex(0x7f00, FUTEX_WAKE_BITSET, 1, 0x3) = 0", "7f00 a 1 ? ? 3"),
    (.x86_64, "futex(0x7f00, FUTEX_WAIT, 2, NULL) = 0", "7f00 0 2 0"),
    (
      .x86_64, "futex(0x7f00, FUTEX_WAKE_OP, 1, 4294967295, 0x7f04, 0x3) = 0",
      "7f00 5 1 ffffffff± 7f04 3"
    ),
    (.x86_64, "futex(0x7f00, FUTEX_REQUEUE, 1, 2, 0x7f04) = 0", "7f00 3 1 2 7f04"),
    (
      .x86_64, "futex(0x7f00, 0x59 /* FUTEX_??? */, 10, 20, 0x30, 0) = -1 ENOSYS",
      "7f00 59 ? ? 30 0"
    ),
    (.x86_64, "ptrace(PTRACE_GETREGS, 5, 0x7f00) = 0", "c 5 ? 7f00"),
    (.x86_64, "ptrace(PTRACE_PEEKDATA, 5, 0x7f00, [0x1]) = 0", "2 5 7f00"),
    (.x86_64, "quotactl(QCMD(Q_GETFMT, USRQUOTA), \"/dev/x\", [1]) = 0", "80000400±"),
    (.x86_64, "fcntl(3, F_SETOWN, -5) = 0", "3 8 fffffffb±"),
    (.x86_64, "fcntl(3, F_GETFD) = 0", "3 1"),
    (.x86_64, "ioctl(0, TIOCSTI, \"q\") = 0", "0 5412"),
    (.x86_64, "ioctl(3, FIONREAD, [0]) = 0", "3 541b"),
    // Most arguments of requests are printed whole, some as a descriptor or as a byte.
    (.x86_64, "ioctl(3, FIOCLEX, 0xffffffff) = 0", "3 5451 ffffffff"),
    (.x86_64, "ioctl(3, FICLONE, -1) = 0", "3 40049409 ffffffff±"),
    (.x86_64, "ioctl(3, KDSETLED, LED_NUM|LED_CAP) = 0", "3 4b32 6/ff"),
    (.x86_64, "ioctl(3, BTRFS_IOC_SUBVOL_SETFLAGS, BTRFS_SUBVOL_RDONLY) = 0", "3 4008941a"),
    (
      .x86_64, "syscall_0x309(0x1, 0x2, 0x3, 0x4, 0x5, 0xffffffff) = -1 ENOSYS",
      "1 2 3 4 5 ffffffff"
    ),
    // Flags without a name and a mode, or a raw register: what both have is known.
    (.x86_64, "semget(IPC_PRIVATE, 1, IPC_CREAT|0600) = 3", "0 1 380"),
    (.x86_64, "shmget(0x80, 536, 0x20008|0600) = 3", "80 218 20188"),
    (.x86_64, "semget(0x1, -1, 0x6bd3b0000360) = 3", "1 ffffffff± 20000060/242c4c6f"),
    (.x86_64, "msgget(0x2, 0x20008000000) = 3", "2 0/d7ff7fff"),
    (
      .x86_64, "quotactl(2 /* QCMD(0 /* Q_??? */, PRJQUOTA) */, 0x37, 14, 0x7f) = 0", "2 37 e 7f"
    ),
    (.x86_64, "quotactl(Q_SYNC|USRQUOTA, NULL) = 0", "80000100± 0"),
    (.x86_64, "sched_setscheduler(0, SCHED_RESET_ON_FORK|SCHED_FIFO, [1]) = 0", "0 40000001"),
    (.x86_64, "statx(3, \"a\", , 0x7ff, 0x7f00) = 0", "3 ? 0 7ff 7f00"),
    (.x86_64, "statx(3, \"a\", |0x30, 0x7ff, 0x7f00) = 0", "3 ? 30 7ff 7f00"),
    (.x86_64, "vfork(  ) = 5", ""), (.x86_64, "getcwd( \"/tmp\", 4096) = 5", "? 1000"),
    (.x86_64, "restart_syscall(<... resuming interrupted read ...>) = 0", ""),
    (.x86_64, "rt_sigreturn({mask=[]}) = 0", ""),
    (.x86_64, "umask(022) = 0", "12/1ff"),
    (.x86_64, "kill(-7, SIGTERM) = 0", "fffffff9± f"),
    (.x86_64, "personality(0xffffffff) = 0", "ffffffff±"),
    (.x86_64, "write(1, \"a, (b) = 3 <unfinished ...>\", 27) = 27", "1 ? 1b"),
    (.x86_64, "close(3</a, b) = 0>) = 0", "3"),
    (.x86_64, "write(5<UNIX-STREAM:[14->15,\"/a>, b]>\"]>, \"x\", 1) = 1", "5 ? 1"),
    (.x86_64, "fstat(4<{eventfd-count=0x3, eventfd-id=1}>, 0x7f00) = 0", "4 7f00"),
    (.x86_64, "openat(AT_FDCWD, \"/etc/hosts\" [net_conf_t], O_RDONLY) = 3", "ffffff9c± ? 0"),
    (.x86_64, "read(fd=3, buf=0x7f00, count=4) = -1 EFAULT", "3 7f00 4"),
    (.x86_64, "execve(\"/a\", [\"a\"], 0x7ffc /* 35 vars */) = 0", "? ? 7ffc"),
    (.x86_64, "execve(\"/a\", [\"a\"], [/* 35 vars */]) = 0", ""),
    (
      .x86_64, "mknodat(AT_FDCWD, \"p\", S_IFCHR|0600, makedev(0x1, 0x3)) = 0",
      "ffffff9c± ? 2180/ffff 103"
    ),
    (.x86_64, "socket(AF_PACKET, SOCK_DGRAM, htons(ETH_P_ALL)) = 3", "11 2 300/ffff"),
    (.x86_64, "write(2, \"ls: \", 4ls: )         = 4", "2"),
    (.x86_64, "openat(AT_FDCWD, \"a\", O_OF_THE_FUTURE) = 3", "ffffff9c±"),
  ])
  func `arguments tell of registers`(abi: ABI, call: String, registers: String) {
    #expect(Self.registers(call, on: abi) == registers, "\(abi.name) \(call)")
  }
}
