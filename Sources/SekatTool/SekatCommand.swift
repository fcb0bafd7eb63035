import ArgumentParser
import Glibc
import Sekat
import SourceDiagnostics
import Toolbox

/// The command line as a whole.
struct SekatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sekat",
    abstract: "Runs programs under a system-call policy, and says what a policy means.",
    discussion: """
      A policy is a JSON file, or 'builtin:NAME' for one that comes with sekat.

      EXAMPLES
        sekat run -p builtin:offline -- python3 script.py
        sekat query -p policy.json openat flags=O_WRONLY
        sekat compile policy.json -o policy.bpf
        sekat policies

      MANUAL
        sekat help policy           (the format of policies)
        sekat help unknown-syscall  (what a message with this name in brackets means)
        \(furtherTopics)
      """,
    version: version,
    subcommands: [
      Run.self, Lint.self, Compile.self, Disassemble.self, Query.self, Test.self, Prove.self,
      Diff.self, Convert.self, Simulate.self, Learn.self, Policies.self, Syscalls.self,
    ]
  )

  /// The pages of the manual, but for the first one.
  private static var furtherTopics: String {
    let topics = ManualPage.all.dropFirst().map(\.topic).joined(separator: ", ")
    return String(
      wrapped(topics.split(separator: " "), width: 76, first: "further topics:", indent: 4)
        .dropLast())
  }

  private static var names: [String] {
    configuration.subcommands.map { $0._commandName } + ["help"]
  }

  /// The version of the program.
  static let version = "0.1.0"

  /// Parses, runs, and ends the process with the exit status that commands promise.
  static func start(with words: [String]) -> Never {
    // Without words there is nothing to say yes to: a script may have lost them.
    if words.isEmpty {
      Terminal.complain(helpMessage() + "\n")
      Glibc.exit(ExitStatus.unusable.rawValue)
    }
    do {
      try checkName(words.first)
      if let topic = try HelpTopic.topic(in: words, commands: names) {
        let printer = MarkdownPrinter(
          width: min(Terminal.reportWidth, 100), isStyled: Terminal.usesColor(on: 1),
          nameOfPage: ManualPage.reference)
        Terminal.print(
          try HelpTopic.text(on: topic, commands: names, printer), terminator: "")
        Glibc.exit(ExitStatus.clean.rawValue)
      }
      var command = try parseAsRoot(words)
      if let look = (command as? any ReportingCommand)?.look {
        Terminal.obey(quiet: look.quiet, color: look.color)
      }
      try command.run()
      Glibc.exit(ExitStatus.clean.rawValue)
    } catch let failure as SekatError {
      Terminal.complain(failure.text)
      Glibc.exit(failure.status.rawValue)
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch {
      finish(parsing: words, error)
    }
  }

  /// Refuses a first word that is no command, with the command that was meant.
  private static func checkName(_ word: String?) throws(SekatError) {
    guard let word, !word.hasPrefix("-"), !names.contains(word) else { return }
    throw SekatError(
      "unknown command \(quoted(word))\(suggestion(for: word, among: names))\nSee 'sekat --help'.")
  }

  /// Ends after a request for help, which goes to standard output, or after a mistake.
  private static func finish(parsing words: [String], _ error: any Error) -> Never {
    let text = fullMessage(for: error)
    if exitCode(for: error).isSuccess {
      Terminal.print(text)
      Glibc.exit(ExitStatus.clean.rawValue)
    }
    let plain = text.hasPrefix("Error: ") ? text.dropFirst("Error: ".count) : text[...]
    Terminal.complain("sekat: \(plain)\n")
    let status: ExitStatus = words.first == "run" ? .launchFailed : .unusable
    Glibc.exit(status.rawValue)
  }
}
