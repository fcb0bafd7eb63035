import SourceDiagnostics

/// What `sekat run` was asked to do.
struct RunOptions: Equatable {
  /// The policies in the order of their filters; empty for the default one.
  var policies: [String] = []
  /// A compiled filter that is installed last.
  var filter: String?
  /// The compiler, `native` unless said otherwise.
  var backend: BackendChoice = .native
  /// Whether a policy that others may write to is taken even by root.
  var allowsInsecurePolicy = false
  /// Whether a filter is installed even if it is not proved to be its policy.
  var allowsUnproved = false
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
      if flags.contains(name) {
        guard joined == nil else { return .mistake("'\(name)' takes no value") }
        switch name {
        case "--insecure-policy": options.allowsInsecurePolicy = true
        default: options.allowsUnproved = true
        }
        continue
      }
      guard valueOptions.contains(name) else { return .mistake(unknown(name)) }
      guard let value = joined ?? rest.popFirst() else {
        return .mistake("'\(name)' needs a value")
      }
      if let mistake = set(name, to: value, in: &options) { return .mistake(mistake) }
    }
    options.command = Array(rest)
    guard let program = options.command.first else {
      return .mistake("no command given; write it after '--'")
    }
    guard !program.isEmpty else { return .mistake("the command is an empty word") }
    return .run(options)
  }

  private static let flags = ["--insecure-policy", "--unproved"]
  private static let valueOptions = ["-p", "--policy", "--filter", "--backend"]

  /// Takes `--name=value` and `-p=value` apart.
  private static func split(_ word: String) -> (name: String, value: String?) {
    guard let equals = word.firstIndex(of: "=") else { return (word, nil) }
    return (String(word[..<equals]), String(word[word.index(after: equals)...]))
  }

  /// Stores a value; what comes back says why it cannot be.
  private static func set(
    _ name: String, to value: String, in options: inout RunOptions
  ) -> String? {
    switch name {
    case "--filter":
      guard options.filter == nil else { return "'--filter' may be given only once" }
      options.filter = value
    case "--backend":
      guard let backend = BackendChoice(rawValue: value) else {
        let known = BackendChoice.allCases.map(\.rawValue).joined(separator: ", ")
        return "unknown backend '\(value)'; there is: \(known)"
      }
      options.backend = backend
    default:
      options.policies.append(value)
    }
    return nil
  }

  private static func unknown(_ name: String) -> String {
    let known = (valueOptions + flags + ["--help"]).sorted()
    guard let near = nearest(to: name, in: known) else { return "unknown option '\(name)'" }
    return "unknown option '\(name)'; did you mean '\(near)'?"
  }
}
