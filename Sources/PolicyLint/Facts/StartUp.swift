import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// What the C libraries call on the way to `main`, and what becomes of it when that is refused.
///
/// The facts are in `Sources/TableGenerator/Facts/start-up.tsv`, found by refusing one call at a time to
/// programs of glibc 2.36 and musl 1.2.3, static and dynamic, on x86_64, and of glibc on i386; the live
/// tests do it again. Programs of glibc on aarch64 make the same calls under an emulator. Of other ABIs
/// nothing more is said than what all these share.
enum StartUp {
  /// A call with arguments as they are passed.
  struct Need: Sendable {
    var way: Way
    /// What is called where that call does not exist, which is the error ENOSYS.
    var fallback: Way?
    /// Whether an error does no harm, so that only killing does.
    var survivesErrors: Bool
    /// The ABIs on which it is needed.
    var abis: Set<ABI>
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
        case .constants(let constants): call.test(argument.name, equals: constants, on: abi)
        case .atLeast(let minimum): call.test(argument.name, isAtLeast: minimum, on: abi)
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
      /// Some constants together.
      case constants([String])
      /// A number of at least this: the descriptor of a file that was opened is none of the first
      /// three.
      case atLeast(UInt64)
    }

    /// Name and value, for people.
    var text: String {
      switch value {
      case .constants(let constants): "\(name)=\(constants.joined(separator: "|"))"
      case .atLeast(let minimum): "\(name)=\(minimum)"
      }
    }
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
      needs: needs(of: "program")),
    Stage(
      programs: "a program that is linked with glibc", severity: .warning,
      base: "builtin:pure-compute", needs: needs(of: "glibc")),
    Stage(
      programs: "a dynamically linked program", severity: .warning, base: "builtin:default",
      needs: needs(of: "dynamic")),
  ]
}
