import Sekat

/// The options of `sekat run`: what reads them, and what declares them for help, both ask here.
enum RunOption: CaseIterable {
  case policy, filter, backend, insecurePolicy, unproved, log, quiet, color

  /// The word after `--`.
  var name: String {
    switch self {
    case .policy: "policy"
    case .filter: "filter"
    case .backend: "backend"
    case .insecurePolicy: "insecure-policy"
    case .unproved: "unproved"
    case .log: "log"
    case .quiet: "quiet"
    case .color: "color"
    }
  }

  /// The letter after `-`, where it has one.
  var letter: Character? {
    switch self {
    case .policy: "p"
    case .quiet: "q"
    case .filter, .backend, .insecurePolicy, .unproved, .log, .color: nil
    }
  }

  /// Whether a value follows.
  var takesValue: Bool {
    switch self {
    case .policy, .filter, .backend, .color: true
    case .insecurePolicy, .unproved, .log, .quiet: false
    }
  }

  /// What `--help` says of it.
  var help: String {
    switch self {
    case .policy:
      "A policy file, 'builtin:NAME', or '-'; several are installed one after the other."
    case .filter: "A compiled filter, installed last and exactly as it is."
    case .backend: "The compiler: \(BackendChoice.names)."
    case .insecurePolicy: "Takes a policy that others may write to, even as root."
    case .unproved: "Installs a filter even if it is not proved to be its policy, and says so."
    case .log: "Has the kernel log what the filters do not allow."
    case .quiet: LookOptions.quietHelp
    case .color: LookOptions.colorHelp
    }
  }

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
    switch self {
    case .policy: options.plan.policies.append(value)
    case .filter:
      if options.plan.filter != nil { return "'--filter' may be given only once" }
      options.plan.filter = value
    case .backend:
      guard let backend = BackendChoice(rawValue: value) else {
        return "unknown backend '\(value)'; there is: \(BackendChoice.names)"
      }
      options.plan.backend = backend
    case .insecurePolicy: options.plan.allowsInsecurePolicy = true
    case .unproved: options.plan.allowsUnproved = true
    case .log: options.plan.logs = true
    case .quiet: options.isQuiet = true
    case .color:
      guard let color = ColorChoice(rawValue: value) else {
        return "unknown choice '\(value)' for '--color'; there is: \(ColorChoice.names)"
      }
      options.color = color
    }
    return nil
  }
}
