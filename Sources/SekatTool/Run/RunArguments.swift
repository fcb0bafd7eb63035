import Sekat
import SourceDiagnostics
import Toolbox

/// What `sekat run` was asked to do.
struct RunOptions: Equatable {
  /// What is installed.
  var plan = LaunchPlan.Options()
  /// Whether nothing is said but mistakes.
  var isQuiet = false
  /// When messages are coloured.
  var color = ColorChoice.auto
  /// Whether sekat stays, and what for.
  var supervision = SupervisionOptions()
  /// What the command finds changed.
  var setup = CommandSetup()
  /// The command and its arguments, at least one word.
  var command: [String] = []
}

/// The command line of `sekat run`, read by hand.
///
/// A launcher that takes as long as a general argument parser would double the time to start a
/// small program. ``Run`` declares the same options for help and completion, and a test holds the
/// two together.
enum RunArguments: Equatable {
  /// The command line was understood.
  case run(RunOptions)
  /// The user asked for help.
  case help
  /// The user asked for the version.
  case version
  /// The command line was not understood, for this reason.
  case mistake(String)

  /// Reads the words after `sekat run`.
  ///
  /// Options end at the first word that is none, or at `--`.
  static func parse(_ words: some Sequence<String>) -> RunArguments {
    var options = RunOptions()
    var rest = Array(words)[...]
    while let word = rest.first, word.hasPrefix("-"), word != "-" {
      rest.removeFirst()
      if word == "--" { break }
      let (name, joined) = split(word)
      if name == "-h" || name == "--help" { return .help }
      if name == "--version" { return .version }
      guard let option = RunOption(name) else { return .mistake(unknown(name)) }
      if !option.takesValue, joined != nil { return .mistake("'\(name)' takes no value") }
      guard let value = option.takesValue ? joined ?? rest.popFirst() : "" else {
        return .mistake("'\(name)' needs a value")
      }
      if joined == nil, value.hasPrefix("-"), value != "-" {
        return .mistake(
          "'\(name)' needs a value; one that begins with '-' is written '\(name)=\(value)'")
      }
      if let mistake = option.set(value, in: &options) { return .mistake(mistake) }
    }
    options.command = Array(rest)
    guard let program = options.command.first else {
      return .mistake("no command given; write it after '--'")
    }
    guard !program.isEmpty else { return .mistake("the command is an empty word") }
    return .run(options)
  }

  /// Takes `--name=value`, `-p=value` and `-pvalue` apart.
  private static func split(_ word: String) -> (name: String, value: String?) {
    let letter = String(word.prefix(2))
    if word.count > 2, let option = RunOption(letter), option.takesValue {
      let rest = word.dropFirst(2)
      return (letter, String(rest.first == "=" ? rest.dropFirst() : rest))
    }
    guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  private static func unknown(_ name: String) -> String {
    let known = (RunOption.allCases.flatMap(\.spellings) + ["--help", "--version"]).sorted()
    return "unknown option '\(name)'\(suggestion(for: name, among: known))"
  }
}
