import Sekat

/// The options of `sekat run`: what reads them, and what declares them for help, both ask here.
enum RunOption: CaseIterable {
  case policy, filter, backend, insecurePolicy, unproved

  /// The word after `--`.
  var name: String {
    switch self {
    case .policy: "policy"
    case .filter: "filter"
    case .backend: "backend"
    case .insecurePolicy: "insecure-policy"
    case .unproved: "unproved"
    }
  }

  /// The letter after `-`, where it has one.
  var letter: Character? { self == .policy ? "p" : nil }

  /// Whether a value follows.
  var takesValue: Bool {
    switch self {
    case .policy, .filter, .backend: true
    case .insecurePolicy, .unproved: false
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
    }
    return nil
  }
}
