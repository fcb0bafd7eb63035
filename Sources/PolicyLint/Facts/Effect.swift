import LinuxABI
import SeccompFilter

/// Something that several calls do, so that who denies it must deny all of them.
struct Effect: Sendable {
  /// What it means that some of the calls are denied and others are not.
  enum Kind: String, Sendable {
    /// It is something that policies are there to prevent: whoever is stopped takes another call.
    case act = "effect"
    /// It is work as any program does it: a reason may be behind it.
    case work
    /// It is memory made executable, which ``WritableCode`` looks at.
    case code
  }

  /// A call that has the effect.
  struct Member: Sendable {
    /// What it says of the others that the call is denied.
    enum Way: String, Sendable {
      /// It is the usual way to the effect, so that denying it means to deny the effect.
      case usual
      /// Denying this use of it means to deny the effect; denying the whole call means more.
      case part
      /// Denying it says nothing about the others.
      case other
      /// It is done on a ring, which ``IOURingOpen`` looks at.
      case ring
    }

    /// Where the parameters are that tell its uses apart.
    enum Parameters: String, Sendable {
      case registers
      /// They are where no filter can look: programs cope when the call does not exist.
      case memory
      /// There are none: `creat` always truncates. Nothing is lost when the call does not exist.
      case fixed
    }

    /// A parameter that several calls have, and the argument that it is of this one; no argument
    /// where it is in memory.
    struct SharedArgument: Hashable, Sendable {
      var parameter: String
      var argument: String?
    }

    var call: Syscall
    var way: Way
    var parameters: Parameters
    var use = CallUse()
    var shared: [SharedArgument] = []
    /// The effect without which it does not have this one.
    var needs: String?

    /// Whether nobody can tell its uses apart on an ABI.
    func isHidden(on abi: ABI) -> Bool {
      parameters != .registers || use.tests.contains { hides($0.argument, on: abi) }
    }

    /// Whether an ABI has an argument in memory that others have in a register.
    ///
    /// Of 32-bit ABIs only: there a newer call takes the place of such a one, as `mmap2` does of
    /// `mmap` on i386, while on s390x there is no other.
    func hides(_ argument: String, on abi: ABI) -> Bool {
      guard abi.registerWidth == 32, let arguments = call.arguments(on: abi) else { return false }
      return !arguments.contains { $0.isNamed(argument) }
    }

    /// The tests of the registers that tell its use, as far as an ABI has it there; `nil` where the
    /// ABI lacks a constant, so that nobody can pass it.
    func registerTests(on abi: ABI) -> [ArgumentTest]? {
      isHidden(on: abi) ? [] : use.registerTests(of: call, on: abi)
    }
  }

  /// What it is when some of the calls are denied and others are not.
  let kind: Kind
  /// What they do, as the end of "they cannot": `change modes of files`.
  let name: String
  /// The use of them that is meant, where there are several: `CLONE_NEWUSER`.
  var detail: String?
  /// The calls.
  let members: [Member]

  /// Whether a ring has it too, where no filter looks.
  var isOnRings: Bool { members.contains { $0.way == .ring } }

  /// The calls that an ABI has.
  func members(on abi: ABI) -> [Member] { members.filter { $0.call.number(on: abi) != nil } }

  /// The effect of this name, with its detail behind a colon.
  static func named(_ name: String) -> Effect? {
    all.first { ([$0.name] + [$0.detail].compactMap { $0 }).joined(separator: ": ") == name }
  }

  /// Calls that take parameters in memory, where no filter can look: programs cope when these do not
  /// exist.
  static let inMemory = Set(
    all.flatMap(\.members).filter { $0.parameters == .memory }.map(\.call.name)
      + ["io_uring_setup"])

  /// The uses that effects have by an argument alone: each is looked at with all calls that do the
  /// same, also those that have no such argument.
  static let named: Set<String> = Set(
    all.flatMap(\.members).compactMap { member in
      member.use.tests.count == 1 ? key(of: member.use.tests[0], of: member.call) : nil
    })

  /// A use of a call as ``named`` has it.
  static func key(of test: CallUse.Test, of call: Syscall) -> String {
    "\(call.name).\(test.argument).\(test.comparison.rawValue).\(test.constant)"
  }
}
