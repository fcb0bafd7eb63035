import ArgumentParser
import Glibc
import Sekat

/// Declares `sekat run` for help and completion; ``RunArguments`` is what reads it.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Installs a policy's filter and becomes the command.",
    usage: "sekat run [-p POLICY]... [OPTIONS] [--] COMMAND [ARGUMENT...]",
    discussion: """
      The command replaces sekat: no process stays in between. It runs with
      no_new_privs, and need not be allowed to call execve: sekat's own last calls
      are exempt. Where it is known beforehand that no program of the command's kind
      can start under the policy, one line says so, and the command is run all the
      same. With --log the kernel writes what is denied to its log, for 'sekat query
      --record'; 'sekat help troubleshooting' says how to find the rule that is in
      the way of a program.

      Exit status: the command's own; 125 when sekat itself fails, 126 when the
      command is found but cannot be executed, 127 when it is not found.

      EXAMPLES
        sekat run -- ls                              (under builtin:default)
        sekat run -p builtin:offline -- curl example.org
        sekat run -p policy.json -p builtin:default -- ./server --port 80
        sekat run --log -p policy.json -- ./server; dmesg | tail
        sekat run --filter policy.bpf -- ./server
      """)

  @OptionGroup(title: "Input") var input: Input
  @OptionGroup(title: "Output") var output: Output

  /// What is installed.
  struct Input: ParsableArguments {
    @Option(name: .of(.policy), help: .of(.policy), completion: .policy)
    var policies: [String] = []

    @Option(name: .of(.filter), help: .of(.filter), completion: .file())
    var filter: String?

    @Option(name: .of(.backend), help: .of(.backend))
    var backend: BackendChoice = .native

    @Flag(name: .of(.insecurePolicy), help: .of(.insecurePolicy))
    var insecurePolicy = false

    @Flag(name: .of(.unproved), help: .of(.unproved))
    var unproved = false
  }

  /// What is said of it.
  struct Output: ParsableArguments {
    @Flag(name: .of(.log), help: .of(.log))
    var log = false

    @Flag(name: .of(.quiet), help: .of(.quiet))
    var quiet = false

    @Option(name: .of(.color), help: .of(.color))
    var color: ColorChoice = .auto
  }

  @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.")
  var command: [String] = []

  /// The same options as ``RunArguments`` reads.
  var options: RunOptions {
    var options = RunOptions()
    options.plan.policies = input.policies
    options.plan.filter = input.filter
    options.plan.backend = input.backend
    options.plan.allowsInsecurePolicy = input.insecurePolicy
    options.plan.allowsUnproved = input.unproved
    options.plan.logs = output.log
    options.isQuiet = output.quiet
    options.color = output.color
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
    NameSpecification(
      (option.letter.map { [.customShort($0, allowingJoined: option.takesValue)] } ?? [])
        + [.customLong(option.name)])
  }
}

extension ArgumentHelp {
  /// What is said of an option of `run`.
  fileprivate static func of(_ option: RunOption) -> ArgumentHelp { ArgumentHelp(option.help) }
}
