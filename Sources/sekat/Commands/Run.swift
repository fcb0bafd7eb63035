import ArgumentParser
import Glibc

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

  @Option(
    name: [.customShort("p"), .customLong("policy")],
    help: "A policy file, 'builtin:NAME', or '-'; several are installed one after the other.")
  var policies: [String] = []

  @Option(help: "A compiled filter, installed last and exactly as it is.")
  var filter: String?

  @Option(help: "The compiler: \(BackendChoice.allCases.map(\.rawValue).joined(separator: ", ")).")
  var backend: BackendChoice = .native

  @Flag(help: "Takes a policy that others may write to, even as root.")
  var insecurePolicy = false

  @Flag(help: "Installs a filter even if it is not proved to be its policy, and says so.")
  var unproved = false

  @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.")
  var command: [String] = []

  /// The same options as ``RunArguments`` reads.
  var options: RunOptions {
    RunOptions(
      policies: policies, filter: filter, backend: backend,
      allowsInsecurePolicy: insecurePolicy, allowsUnproved: unproved,
      command: command.first == "--" ? Array(command.dropFirst()) : command)
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

extension BackendChoice: ExpressibleByArgument {}
