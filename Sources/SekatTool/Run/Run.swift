import ArgumentParser
import Glibc
import Sekat

/// Declares `sekat run` for help and completion; ``RunArguments`` is what reads it.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Installs a policy's filter and becomes the command.",
    discussion: """
      The command replaces sekat: no process stays in between. It runs with
      no_new_privs, and need not be allowed to call execve: sekat's own last calls
      are exempt.

      Exit status: the command's own; 125 when sekat itself fails, 126 when the
      command is found but cannot be executed, 127 when it is not found.

      EXAMPLES
        sekat run -- ls                              (under builtin:default)
        sekat run -p builtin:offline -- curl example.org
        sekat run -p policy.json -p builtin:default -- ./server --port 80
        sekat run --filter policy.bpf -- ./server
      """)

  @Option(name: .of(.policy), help: .of(.policy))
  var policies: [String] = []

  @Option(name: .of(.filter), help: .of(.filter))
  var filter: String?

  @Option(name: .of(.backend), help: .of(.backend))
  var backend: BackendChoice = .native

  @Flag(name: .of(.insecurePolicy), help: .of(.insecurePolicy))
  var insecurePolicy = false

  @Flag(name: .of(.unproved), help: .of(.unproved))
  var unproved = false

  @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.")
  var command: [String] = []

  /// The same options as ``RunArguments`` reads.
  var options: RunOptions {
    var options = RunOptions()
    options.plan.policies = policies
    options.plan.filter = filter
    options.plan.backend = backend
    options.plan.allowsInsecurePolicy = insecurePolicy
    options.plan.allowsUnproved = unproved
    options.command = command.first == "--" ? Array(command.dropFirst()) : command
    return options
  }

  func validate() throws {
    guard let program = options.command.first else {
      throw ValidationError("no command given; write it after '--'")
    }
    guard !program.isEmpty else { throw ValidationError("the command is an empty word") }
  }

  func run() throws {
    Glibc.exit(launch(.run(options)))
  }
}

extension NameSpecification {
  /// How an option of `run` is spelt.
  fileprivate static func of(_ option: RunOption) -> NameSpecification {
    NameSpecification((option.letter.map { [.customShort($0)] } ?? []) + [.customLong(option.name)])
  }
}

extension ArgumentHelp {
  /// What is said of an option of `run`.
  fileprivate static func of(_ option: RunOption) -> ArgumentHelp { ArgumentHelp(option.help) }
}
