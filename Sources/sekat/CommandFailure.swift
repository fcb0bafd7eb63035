import FilterProof
import LinuxABI
import SourceDiagnostics

/// Why a command ends without doing what it was asked: something to say, and an exit status.
struct CommandFailure: Error {
  /// What is printed on standard error; empty where everything has been said.
  var text: String
  /// The exit status.
  var status: ExitStatus
  /// What is said about files that the user gave, where that is what it is about.
  var diagnostics: [Diagnostic] = []

  /// One sentence, printed after `sekat: `.
  init(_ sentence: String, status: ExitStatus = .unusable) {
    text = "sekat: \(sentence)\n"
    self.status = status
  }

  /// Something was found, and has been reported.
  init(found: ()) {
    text = ""
    status = .found
  }

  /// A question that could not be decided within the bounds of a proof.
  init(undecided error: ProofError) {
    self.init("not decided: \(error)", status: .undecided)
  }

  /// Diagnostics of files that the user gave.
  init(_ diagnostics: [Diagnostic], status: ExitStatus = .unusable) {
    text = Terminal.errorRenderer.render(diagnostics)
    self.diagnostics = diagnostics
    self.status = status
  }
}

/// The exit statuses of every command but `run`, which has the command's own.
enum ExitStatus: Int32 {
  /// Nothing was found that the user should know of.
  case clean = 0
  /// Something was found: a failed expectation, a denial, a difference.
  case found = 1
  /// The command line or an input cannot be used.
  case unusable = 2
  /// The question could not be decided within the bounds.
  case undecided = 3
  /// sekat itself could not launch the command.
  case launchFailed = 125
}

extension CommandFailure {
  /// The machine of this name, or the one that sekat runs on.
  static func machine(named name: String?, serving abi: ABI?) throws(CommandFailure) -> Machine {
    guard let abi else { return try machine(named: name) }
    if name == nil, let own = Machine(abi), Machine.native?.abis.contains(abi) != true {
      return own
    }
    let machine = try machine(named: name)
    if machine.abis.contains(abi) { return machine }
    throw CommandFailure("no program of \(abi.name) runs on \(machine.name)")
  }

  /// The machine of a name, by default this one.
  static func machine(named name: String?) throws(CommandFailure) -> Machine {
    guard let name else {
      guard let machine = Machine.native else {
        throw CommandFailure("sekat does not know this machine; name one with '--target'")
      }
      return machine
    }
    if let machine = ABI(name: name).flatMap(Machine.init) { return machine }
    let known = ABI.allCases.compactMap(Machine.init).map(\.name)
    throw CommandFailure(
      "unknown machine \(quoted(name)); there is: \(known.joined(separator: ", "))")
  }

  /// The ABI of this name.
  static func abi(named name: String) throws(CommandFailure) -> ABI {
    if let abi = ABI(name: name) { return abi }
    let known = ABI.allCases.map(\.name).joined(separator: ", ")
    throw CommandFailure("unknown ABI \(quoted(name)); there is: \(known)")
  }

  /// The call of this name.
  static func syscall(named name: String) throws(CommandFailure) -> Syscall {
    if let call = Syscall.named(name) { return call }
    let near = nearest(to: name, in: Syscall.all.lazy.map(\.name))
    throw CommandFailure(
      "unknown system call \(quoted(name))" + (near.map { "; did you mean '\($0)'?" } ?? ""))
  }
}
