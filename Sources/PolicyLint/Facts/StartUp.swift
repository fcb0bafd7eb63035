import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// What the C libraries call on the way to `main`, and what becomes of it when that is refused.
///
/// Found by refusing one call at a time to programs of glibc 2.36 and musl 1.2.3, static and dynamic,
/// on x86_64, and of glibc on i386; the live tests do it again. Programs of glibc on aarch64 make the
/// same calls under an emulator. Of other ABIs nothing more is said than what all these share.
enum StartUp {
  /// A call with arguments as they are passed.
  struct Need: Sendable {
    var way: Way
    /// What is called where that call does not exist, which is the error ENOSYS.
    var fallback: Way?
    /// Whether an error does no harm, so that only killing does.
    var survivesErrors: Bool
    /// The ABIs on which it is needed; all, where there are none.
    var abis: Set<ABI> = []
  }

  /// A call as it is made.
  struct Way: Sendable {
    /// The name, and others that the call has on some ABIs; the first that an ABI has is meant.
    var names: [String]
    /// Values of arguments.
    var arguments: [Argument] = []

    /// The call on an ABI.
    func call(on abi: ABI) -> Syscall? {
      names.lazy.compactMap(Syscall.named).first { $0.number(on: abi) != nil }
    }

    /// The tests of its arguments on an ABI; none where they cannot be told there.
    func tests(on abi: ABI) -> [ArgumentTest] {
      guard let call = call(on: abi) else { return [] }
      return arguments.compactMap { argument in
        switch argument.value {
        case .constants:
          call.test(argument.name, equals: argument.constants(on: abi), on: abi)
        case .openedFile: call.test(argument.name, isAtLeast: 3, on: abi)
        }
      }
    }
  }

  /// An argument and its value.
  struct Argument: Sendable {
    var name: String
    var value: Value

    /// What is passed.
    enum Value: Sendable {
      /// Some constants together, and others that are added on 32-bit ABIs.
      case constants([String], more: [String])
      /// The descriptor of a file that was opened, so none of the first three.
      case openedFile
    }

    func constants(on abi: ABI) -> [String] {
      guard case .constants(let constants, let more) = value else { return [] }
      return abi.registerWidth == 32 ? constants + more : constants
    }

    /// Name and value, for people.
    func text(on abi: ABI) -> String {
      switch value {
      case .constants: "\(name)=\(constants(on: abi).joined(separator: "|"))"
      case .openedFile: "\(name)=3"
      }
    }

    static func constants(
      _ name: String, _ constants: String..., more: [String] = []
    ) -> Argument {
      Argument(name: name, value: .constants(constants, more: more))
    }

    static let file = Argument(name: "fd", value: .openedFile)
  }

  /// A kind of programs, each of which needs more than the one before.
  struct Stage: Sendable {
    /// The programs, as the beginning of "… cannot start".
    var programs: String
    var severity: Diagnostic.Severity
    /// The shipped policy that has what is needed.
    var base: String
    var needs: [Need]
  }

  /// Whether it is known of an ABI what programs need, beside a machine's own.
  static func isKnown(_ abi: ABI) -> Bool { abi == .i386 }

  static let stages = [
    Stage(
      programs: "a program", severity: .error, base: "builtin:pure-compute",
      needs: [
        Need(
          way: Way(names: ["arch_prctl"], arguments: [.constants("option", "ARCH_SET_FS")]),
          survivesErrors: false, abis: [.x86_64]),
        Need(way: Way(names: ["set_thread_area"]), survivesErrors: false, abis: [.i386]),
        probed("set_tid_address"),
      ]),
    Stage(
      programs: "a program that is linked with glibc", severity: .warning,
      base: "builtin:pure-compute",
      needs: [
        Need(
          way: Way(names: ["mprotect"], arguments: [.constants("prot", "PROT_READ")]),
          survivesErrors: false),
        probed("brk"), probed("set_robust_list"), probed("rseq"),
        probed("ugetrlimit", "prlimit64"), probed("readlink", "readlinkat"), probed("getrandom"),
      ]),
    Stage(
      programs: "a dynamically linked program", severity: .warning, base: "builtin:default",
      needs: [
        mapping(
          .constants("prot", "PROT_READ", "PROT_WRITE"),
          .constants("flags", "MAP_PRIVATE", "MAP_ANONYMOUS")),
        mapping(
          .constants("prot", "PROT_READ", "PROT_EXEC"),
          .constants("flags", "MAP_PRIVATE", "MAP_FIXED", "MAP_DENYWRITE"), .file),
        mapping(
          .constants("prot", "PROT_READ", "PROT_WRITE"),
          .constants("flags", "MAP_PRIVATE", "MAP_FIXED", "MAP_DENYWRITE"), .file),
        Need(
          way: Way(
            names: ["openat"],
            arguments: [.constants("flags", "O_RDONLY", "O_CLOEXEC", more: ["O_LARGEFILE"])]),
          survivesErrors: false),
        needed("read", with: .file), needed("close", with: .file),
        Need(
          way: Way(names: ["newfstatat", "statx"]), fallback: Way(names: ["fstatat64"]),
          survivesErrors: false),
        Need(
          way: Way(names: ["pread64"], arguments: [.file]), survivesErrors: false, abis: [.x86_64]),
        probed("munmap"), probed("access", "faccessat"),
      ]),
  ]

  private static func needed(_ name: String, with arguments: Argument...) -> Need {
    Need(way: Way(names: [name], arguments: arguments), survivesErrors: false)
  }

  private static func probed(_ names: String...) -> Need {
    Need(way: Way(names: names), survivesErrors: true)
  }

  /// A mapping of memory, which has another name where offsets are counted in pages.
  private static func mapping(_ arguments: Argument...) -> Need {
    Need(way: Way(names: ["mmap2", "mmap"], arguments: arguments), survivesErrors: false)
  }
}
