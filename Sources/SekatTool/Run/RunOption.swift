import ArgumentParser
import Sekat

/// The options of `sekat run`: what reads them, and what declares them for help, both ask here.
enum RunOption: CaseIterable {
  case policy, filter, backend, insecurePolicy, unproved
  case explain, audit, every, report, format
  case log, quiet, color

  /// How an option is written, and what is said of it.
  private struct Row {
    /// The word after `--`.
    var name: String
    /// The letter after `-`, where it has one.
    var letter: Character?
    /// Whether a value follows.
    var takesValue = false
    var help: String
  }

  private var row: Row {
    switch self {
    case .policy:
      Row(
        name: "policy", letter: "p", takesValue: true,
        help: "A policy file, 'builtin:NAME', or '-'; several are installed one after the other.")
    case .filter:
      Row(
        name: "filter", takesValue: true,
        help: "A compiled filter, installed last and exactly as it is.")
    case .backend:
      Row(name: "backend", takesValue: true, help: "The compiler: \(BackendChoice.names).")
    case .insecurePolicy:
      Row(
        name: "insecure-policy", help: "Takes a policy that others may write to, even as root.")
    case .unproved:
      Row(
        name: "unproved",
        help: "Installs a filter even if it is not proved to be its policy, and says so.")
    case .explain:
      Row(name: "explain", help: "Stays, and tells what is denied, why, and what would allow it.")
    case .audit:
      Row(name: "audit", help: "Tells what would be denied, and denies nothing.")
    case .every:
      Row(name: "every", help: "Tells each denial, not only the first of its kind.")
    case .report:
      Row(
        name: "report", takesValue: true,
        help: "The file that is told of denials, instead of standard error.")
    case .format:
      Row(name: "format", takesValue: true, help: "How it is told: \(DenialFormat.names).")
    case .log: Row(name: "log", help: "Has the kernel log what the filters do not allow.")
    case .quiet: Row(name: "quiet", letter: "q", help: LookOptions.quietHelp.abstract)
    case .color: Row(name: "color", takesValue: true, help: LookOptions.colorHelp.abstract)
    }
  }

  /// The word after `--`.
  var name: String { row.name }
  /// The letter after `-`, where it has one.
  var letter: Character? { row.letter }
  /// Whether a value follows.
  var takesValue: Bool { row.takesValue }
  /// What `--help` says of it.
  var help: String { row.help }

  /// All ways to write it, as they stand on a command line.
  var spellings: [String] { (letter.map { ["-\($0)"] } ?? []) + ["--\(name)"] }

  /// The option that is spelt so.
  init?(_ spelling: String) {
    guard let option = Self.allCases.first(where: { $0.spellings.contains(spelling) }) else {
      return nil
    }
    self = option
  }

  /// Takes note of it.
  ///
  /// - Parameters:
  ///   - value: The value that follows; empty for a flag.
  ///   - options: What was asked for so far.
  /// - Returns: Why the value cannot be, or `nil`.
  func set(_ value: String, in options: inout RunOptions) -> String? {
    func choose<Choice: RawRepresentable<String>>(
      _ path: WritableKeyPath<RunOptions, Choice>, _ kind: String, _ names: String
    ) -> String? {
      guard let choice = Choice(rawValue: value) else {
        return "unknown \(kind) '\(value)' for '--\(name)'; there is: \(names)"
      }
      options[keyPath: path] = choice
      return nil
    }
    switch self {
    case .policy: options.plan.policies.append(value)
    case .filter:
      if options.plan.filter != nil { return "'--filter' may be given only once" }
      options.plan.filter = value
    case .backend: return choose(\.plan.backend, "compiler", BackendChoice.names)
    case .insecurePolicy: options.plan.allowsInsecurePolicy = true
    case .unproved: options.plan.allowsUnproved = true
    case .explain: options.supervision.isWanted = true
    case .audit: options.supervision.audits = true
    case .every: options.supervision.tellsAll = true
    case .report: options.supervision.report = value
    case .format: return choose(\.supervision.format, "format", DenialFormat.names)
    case .log: options.plan.logs = true
    case .quiet: options.isQuiet = true
    case .color: return choose(\.color, "choice", ColorChoice.names)
    }
    return nil
  }
}
