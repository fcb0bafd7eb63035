import Foundation
import LinuxABI
import Testing

@Suite struct SyscallTests {
  @Test func `every call is found by its name and by each of its numbers`() {
    let all = Syscall.all
    #expect(all.count > 500)
    for call in all {
      #expect(Syscall.named(call.name) == call)
      for abi in ABI.allCases {
        guard let number = call.number(on: abi) else { continue }
        #expect(Syscall.numbered(number, on: abi) == call, "\(call) on \(abi)")
        #expect(abi.numbers.contains(number))
      }
    }
  }

  @Test(arguments: ["", "ope", "openatt", "zzz", "_", "read ", "read base", "\n"])
  func `a name that no table has is not found`(name: String) {
    #expect(Syscall.named(name) == nil)
  }

  /// The C library's own lists of numbers, which may be older than ours.
  @Test(arguments: [
    (ABI.x86_64, "unistd_64.h"), (.i386, "unistd_32.h"), (.x32, "unistd_x32.h"),
  ])
  func `numbers agree with the headers of the system`(abi: ABI, header: String) throws {
    let path = "/usr/include/x86_64-linux-gnu/asm/\(header)"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return }
    var count = 0
    for line in text.split(separator: "\n") {
      let pattern = /#define __NR_(\w+) \(?(?:__X32_SYSCALL_BIT \+ )?(\d+)\)?/
      guard let match = try pattern.firstMatch(in: line), let number = UInt32(match.2) else {
        continue
      }
      let expected = abi == .x32 ? number | ABI.x32Bit : number
      #expect(Syscall.named(String(match.1))?.number(on: abi) == expected, "\(match.1)")
      count += 1
    }
    #expect(count > 300)
  }

  @Test(arguments: [
    ("openat", ABI.x86_64, "dfd:dirfd filename:pointer flags:i32 mode:u16"),
    (
      "clone", .x86_64,
      "clone_flags:u32 newsp:u64 parent_tidptr:pointer child_tidptr:pointer tls:u64"
    ),
    (
      "clone", .s390x,
      "newsp:u64 clone_flags:u32 parent_tidptr:pointer child_tidptr:pointer tls:u64"
    ),
    ("mmap", .x86_64, "addr:u64 len:u64 prot:u32 flags:u32 fd:fd off:u64"),
    ("mmap", .i386, "arg:pointer"),
    ("mprotect", .x86_64, "start:u64 len:u64 prot:u64"),
    ("pread64", .arm, "fd:fd buf:pointer count:u32 pad:u32 pos_low:u32 pos_high:u32"),
    ("getpid", .aarch64, ""),
  ])
  func `arguments are where the kernel looks for them`(name: String, abi: ABI, expected: String)
    throws
  {
    let arguments = try #require(Syscall.named(name)?.arguments(on: abi))
    #expect(arguments.map { "\($0.name):\($0.kind)" }.joined(separator: " ") == expected)
    #expect(arguments.map(\.index) == Array(0..<arguments.count))
  }

  @Test func `an argument answers to the names of the manual pages`() throws {
    let first = try #require(Syscall.named("socket")?.arguments(on: .x86_64)?.first)
    #expect(first.isNamed("family") && first.isNamed("domain") && !first.isNamed("type"))
    #expect(first.width(on: .x86_64) == 32 && first.isSigned)
  }

  @Test func `a name that reads as another register is no name`() {
    var counting: Set<String> = []
    for call in Syscall.all {
      for abi in ABI.allCases {
        for argument in call.arguments(on: abi) ?? [] {
          for name in [argument.name] + argument.aliases where name.hasPrefix("arg") {
            #expect(name.dropFirst(3).allSatisfy { !$0.isNumber }, "\(call).\(name)")
          }
          guard let numbered = argument.numberedName else { continue }
          #expect(!argument.isNamed(numbered))
          #expect(numbered == "arg\(argument.index + 1)")
          counting.insert(call.name)
        }
      }
    }
    #expect(counting == ["prctl", "keyctl", "arch_prctl"])
  }

  /// The numbers that x32 does not share with x86_64 lead to functions for 32-bit programs, which
  /// take a `compat_long_t` or `compat_size_t` where the others take a `long` or `size_t`.
  @Test(arguments: [
    ("rt_sigaction", [32, 64, 64, 32]), ("ioctl", [32, 32, 32]), ("readv", [32, 64, 64]),
    ("writev", [32, 64, 64]), ("recvfrom", [32, 64, 32, 32, 64, 64]),
    ("sendmsg", [32, 64, 32]), ("recvmsg", [32, 64, 32]), ("execve", [64, 64, 64]),
    ("ptrace", [32, 32, 32, 32]), ("rt_sigpending", [64, 32]),
    ("rt_sigtimedwait", [64, 64, 64, 32]), ("rt_sigqueueinfo", [32, 32, 64]),
    ("sigaltstack", [64, 64]), ("timer_create", [32, 64, 64]), ("mq_notify", [32, 64]),
    ("kexec_load", [32, 32, 64, 32]), ("waitid", [32, 32, 64, 32, 64]),
    ("set_robust_list", [64, 32]), ("get_robust_list", [32, 64, 64]),
    ("vmsplice", [32, 64, 64, 32]), ("move_pages", [32, 64, 64, 64, 64, 32]),
    ("preadv", [32, 64, 64, 64]), ("pwritev", [32, 64, 64, 64]),
    ("rt_tgsigqueueinfo", [32, 32, 32, 64]), ("recvmmsg", [32, 64, 32, 32, 64]),
    ("sendmmsg", [32, 64, 32, 32]), ("process_vm_readv", [32, 64, 64, 64, 64, 64]),
    ("process_vm_writev", [32, 64, 64, 64, 64, 64]), ("setsockopt", [32, 32, 32, 64, 32]),
    ("getsockopt", [32, 32, 32, 64, 64]), ("io_setup", [32, 64]), ("io_submit", [32, 32, 64]),
    ("execveat", [32, 64, 64, 64, 32]), ("preadv2", [32, 64, 64, 64, 32]),
    ("pwritev2", [32, 64, 64, 64, 32]), ("rt_sigreturn", []),
  ])
  func `the calls of x32 alone are as wide as their functions take them`(
    name: String, widths: [Int]
  ) throws {
    let call = try #require(Syscall.named(name))
    let number = try #require(call.number(on: .x32))
    #expect((512...547).contains(number & ~ABI.x32Bit))
    #expect(call.arguments(on: .x32)?.map { $0.width(on: .x32) } == widths)
  }

  @Test func `nothing is wider than the register`() {
    for call in Syscall.all {
      for abi in ABI.allCases {
        for argument in call.arguments(on: abi) ?? [] {
          #expect(argument.width(on: abi) <= abi.registerWidth)
          #expect(argument.index < 6)
        }
      }
    }
  }

  @Test func `value fields are inside the argument and named by constants`() throws {
    for call in Syscall.all {
      for argument in call.arguments(on: .x86_64) ?? [] {
        guard let vocabulary = argument.vocabulary else { continue }
        #expect(!vocabulary.sets.isEmpty)
        if vocabulary.form == .valueAndFlags {
          #expect(vocabulary.valueField != nil, "\(call).\(argument.name)")
        }
      }
    }
    let flags = try #require(Syscall.named("openat")?.arguments(on: .arm)?[2].vocabulary)
    #expect(flags.form == .valueAndFlags && flags.valueField == 3)
    let type = try #require(Syscall.named("socket")?.arguments(on: .arm)?[1].vocabulary)
    #expect(type.valueField == 0xf)
  }

  @Test func `the release in which a call came is known`() throws {
    #expect(Syscall.named("read")?.introduced == nil)
    #expect(Syscall.named("openat2")?.introduced == KernelVersion(5, 6))
    for call in Syscall.all {
      if let introduced = call.introduced { #expect(introduced <= Syscall.newestKernel) }
    }
  }

  @Test(arguments: [
    ("6.12", true), ("2.6.28", true), ("6", false), ("6.", false), ("6.012", false),
    ("6.1a", false),
    ("-6.1", false), (" 6.1", false), ("6.1.2.3", false), ("", false), ("6.1\u{660}", false),
  ])
  func `a kernel release is two or three plain numbers`(text: String, isValid: Bool) {
    #expect((KernelVersion(text) != nil) == isValid)
    if isValid { #expect(KernelVersion(text)?.description == text) }
  }
}

@Suite struct ConstantTests {
  @Test func `every constant is found by its name`() {
    let all = Constant.all
    #expect(all.count > 6000)
    for constant in all {
      #expect(Constant.named(constant.name) == constant)
      #expect(!constant.sets.isEmpty)
      #expect(ABI.allCases.contains { constant.value(on: $0) != nil }, "\(constant.name)")
    }
  }

  @Test(
    arguments: [
      ("O_RDONLY", ABI.x86_64, 0), ("O_CREAT", .x86_64, 0x40), ("O_CREAT", .mips64el, 0x100),
      ("O_DIRECTORY", .x86_64, 0x10000), ("O_DIRECTORY", .arm, 0x4000),
      ("O_DIRECTORY", .aarch64, 0x4000),
      ("MAP_ANONYMOUS", .x86_64, 0x20), ("MAP_ANONYMOUS", .mips64el, 0x800), ("AF_UNIX", .s390x, 1),
      ("SOCK_STREAM", .mips64el, 2), ("TIOCSTI", .x86_64, 0x5412),
      ("TIOCSTI", .loongarch64, 0x5412),
      ("CLONE_NEWUSER", .riscv64, 0x1000_0000), ("ENOSYS", .mips64el, 89), ("ENOSYS", .x32, 38),
    ] as [(String, ABI, UInt64)])
  func `a constant has the value of its ABI`(name: String, abi: ABI, value: UInt64) {
    #expect(Constant.named(name)?.value(on: abi) == value)
  }

  @Test func `a negative constant is known to be one`() throws {
    let cwd = try #require(Constant.named("AT_FDCWD"))
    #expect(cwd.value(on: .aarch64) == UInt64(bitPattern: -100) && cwd.isNegative(on: .aarch64))
  }

  @Test func `errors have one name for each number`() {
    for abi in ABI.allCases {
      for number in UInt16(1)...40 {
        let name = ErrnoName.name(of: number, on: abi)
        if let name { #expect(ErrnoName.number(of: name, on: abi) == number) }
      }
      #expect(ErrnoName.number(of: "EPERM", on: abi) == 1)
    }
    #expect(ErrnoName.name(of: 11, on: .x86_64) == "EAGAIN")
    #expect(ErrnoName.name(of: 95, on: .x86_64) == "EOPNOTSUPP")
    #expect(ErrnoName.name(of: 35, on: .x86_64) == "EDEADLK")
    #expect(ErrnoName.name(of: 89, on: .mips64el) == "ENOSYS")
    #expect(ErrnoName.number(of: "O_RDONLY", on: .x86_64) == nil)
  }

  @Test func `a set has the constants that say so`() {
    var bySet: [String: [Constant]] = [:]
    for constant in Constant.all {
      for set in constant.sets {
        bySet[set, default: []].append(constant)
        #expect(constant.belongs(to: set))
      }
      #expect(!constant.belongs(to: "") && !constant.belongs(to: constant.sets[0] + "x"))
    }
    #expect(bySet.count > 200)
    for (set, constants) in bySet { #expect(Constant.all(in: set) == constants, "\(set)") }
    #expect(Constant.all(in: "no_such_set").isEmpty && Constant.all(in: "").isEmpty)
    #expect(ErrnoName.all.allSatisfy(ErrnoName.exists) && !ErrnoName.exists("O_RDONLY"))
  }

  @Test(arguments: ["", "AT_FDCW", "AT_FDCWDD", "AT_FDCWD special_fds", "=", "-", "\n"])
  func `a name that no table has is no constant`(name: String) {
    #expect(Constant.named(name) == nil)
  }

  /// The calls that nobody would grant with others; who adds one decides about it.
  private static let ungrouped: Set<String> = [
    "arm_sync_file_range", "atomic_barrier", "atomic_cmpxchg_32", "breakpoint", "cachectl",
    "cachestat", "futex_requeue", "futex_wait", "futex_wake", "get_tls", "getpagesize", "listns",
    "lsm_set_self_attr", "map_shadow_stack", "memfd_secret", "multiplexer", "process_mrelease",
    "rseq_slice_yield", "s390_guarded_storage", "s390_sthyi", "spu_create", "spu_run", "syscall",
    "syslog", "sysmips", "timerfd", "uprobe", "usr26", "usr32",
  ]

  @Test func `a call is in a group, or somebody has decided that it is in none`() {
    let grouped = Set(SyscallGroup.all.flatMap { $0.members().map(\.name) })
    let lone = Set(Syscall.all.map(\.name)).subtracting(grouped)
    for name in lone.subtracting(Self.ungrouped).sorted() {
      Issue.record("'\(name)' is in no group: add it to groups.tsv, or to the list of this test")
    }
    #expect(Self.ungrouped.subtracting(lone).isEmpty, "these are in a group now")
  }

  @Test func `groups are flat and cut at a kernel`() throws {
    let service = try #require(SyscallGroup.named("system-service")).members()
    #expect(service.contains { $0.name == "read" })
    let files = try #require(SyscallGroup.named("file-system"))
    #expect(files.members().contains { $0.name == "openat2" })
    #expect(!files.members(upTo: KernelVersion(5, 5)).contains { $0.name == "openat2" })
    #expect(SyscallGroup.named("pledge/stdio") != nil)
    #expect(SyscallGroup.named("@basic-io") == nil)
    for group in SyscallGroup.all { #expect(!group.members().isEmpty, "\(group.name)") }
  }

  @Test func `multiplexed calls are known where the ABI has them`() throws {
    let socket = try #require(Syscall.named("socket"))
    let form = try #require(MultiplexedCall.form(of: socket, on: .i386))
    #expect(form.multiplexer.name == "socketcall" && form.selector == 1)
    #expect(MultiplexedCall.form(of: socket, on: .x86_64) == nil)
    #expect(MultiplexedCall.form(of: socket, on: .arm) == nil)
    #expect(MultiplexedCall.form(of: socket, on: .s390x)?.multiplexer.name == "socketcall")
    let semget = try #require(Syscall.named("semget"))
    #expect(MultiplexedCall.form(of: semget, on: .i386)?.selectorMask == 0xffff)
    #expect(MultiplexedCall.calls(through: form.multiplexer)[1] == socket)
    for abi in ABI.allCases {
      let numbers = ["socketcall", "ipc"].compactMap { Syscall.named($0)?.number(on: abi) }
      #expect(MultiplexedCall.exist(on: abi) == !numbers.isEmpty, "\(abi)")
    }
  }
}
