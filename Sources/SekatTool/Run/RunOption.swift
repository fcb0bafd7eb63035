import SandboxLauncher
import SeccompPolicy
import Sekat

/// The options of `sekat run`: what reads them, and what declares them for help, both ask here.
enum RunOption: CaseIterable {
  case policy, filter, caps, kernel, thread, dialect, backend, insecurePolicy, unproved
  case explain, audit, learn, every, stack, report, format, timeout, statusFD
  case chdir, clearEnv, setenv, unsetenv, closeFDs, rlimit, uid, gid, groups, newSession
  case dieWithParent
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
    case .caps: Row(name: "caps", takesValue: true, help: CircumstancesOption.capsHelp)
    case .kernel: Row(name: "kernel", takesValue: true, help: CircumstancesOption.kernelHelp)
    case .thread: Row(name: "thread", takesValue: true, help: CircumstancesOption.threadHelp)
    case .dialect: Row(name: "dialect", takesValue: true, help: CircumstancesOption.dialectHelp)
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
    case .learn:
      Row(
        name: "learn", takesValue: true,
        help: "Writes a policy to a file, under which all that was done passes; as --audit.")
    case .every:
      Row(name: "every", help: "Tells each denial, not only the first of its kind.")
    case .stack: Row(name: "stack", help: "Tells which code made a call that is denied.")
    case .report:
      Row(
        name: "report", takesValue: true,
        help: "The file that is told of denials, instead of standard error.")
    case .format:
      Row(name: "format", takesValue: true, help: "How it is told: \(DenialFormat.names).")
    case .timeout:
      Row(
        name: "timeout", takesValue: true,
        help: "Ends the command after so many seconds: SIGTERM, and SIGKILL 10 seconds later.")
    case .statusFD:
      Row(
        name: "status-fd", takesValue: true,
        help: "The descriptor that is told of the start and the end, as JSON lines.")
    case .chdir: Row(name: "chdir", takesValue: true, help: "The directory to start in.")
    case .clearEnv: Row(name: "clear-env", help: "Leaves all variables out.")
    case .setenv: Row(name: "setenv", takesValue: true, help: "Sets a variable: NAME=VALUE.")
    case .unsetenv: Row(name: "unsetenv", takesValue: true, help: "Leaves a variable out.")
    case .closeFDs: Row(name: "close-fds", help: "Closes all descriptors above 2.")
    case .rlimit:
      Row(name: "rlimit", takesValue: true, help: "Sets a limit: NAME=SOFT[:HARD], as nofile=64.")
    case .uid: Row(name: "uid", takesValue: true, help: "The user, as a number; for root.")
    case .gid: Row(name: "gid", takesValue: true, help: "The group, as a number; for root.")
    case .groups:
      Row(name: "groups", takesValue: true, help: "The other groups, as numbers with commas.")
    case .newSession:
      Row(name: "new-session", help: "Leaves the terminal that controls the session.")
    case .dieWithParent:
      Row(name: "die-with-parent", help: "Kills the command when sekat's parent ends.")
    case .log: Row(name: "log", help: "Has the kernel log what the filters do not allow.")
    case .quiet: Row(name: "quiet", letter: "q", help: LookOptions.quietHelp)
    case .color: Row(name: "color", takesValue: true, help: LookOptions.colorHelp)
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
    case .caps, .kernel, .dialect:
      do throws(SekatError) {
        try settle(value, in: &options.plan.circumstances)
      } catch {
        return error.sentence
      }
    case .thread: options.plan.circumstances.filterName = value
    case .backend: return choose(\.plan.backend, "compiler", BackendChoice.names)
    case .insecurePolicy: options.plan.allowsInsecurePolicy = true
    case .unproved: options.plan.allowsUnproved = true
    case .explain: options.supervision.isWanted = true
    case .audit: options.supervision.audits = true
    case .learn: (options.supervision.learned, options.supervision.audits) = (value, true)
    case .every: options.supervision.tellsAll = true
    case .stack: options.supervision.showsSites = true
    case .report: options.supervision.report = value
    case .format: return choose(\.supervision.format, "format", DenialFormat.names)
    case .timeout:
      guard let seconds = Double(value), seconds > 0, seconds < 1e9 else {
        return "'--timeout' takes a number of seconds, not '\(value)'"
      }
      options.supervision.timeout = seconds
    case .statusFD:
      guard let number = Int32(value), number >= 0 else {
        return "'--status-fd' takes the number of a descriptor, not '\(value)'"
      }
      options.supervision.statusDescriptor = number
    case .chdir: options.setup.directory = value
    case .clearEnv: options.setup.clearsEnvironment = true
    case .setenv: return options.setup.set(variable: value)
    case .unsetenv: return options.setup.unset(variable: value)
    case .closeFDs: options.setup.changes.closesDescriptors = true
    case .rlimit: return options.setup.limit(value)
    case .uid: return options.setup.identity(value, of: name, \.changes.user)
    case .gid: return options.setup.identity(value, of: name, \.changes.group)
    case .groups: return options.setup.groups(value)
    case .newSession: options.setup.changes.startsSession = true
    case .dieWithParent: options.setup.changes.diesWithParent = true
    case .log: options.plan.logs = true
    case .quiet: options.isQuiet = true
    case .color: return choose(\.color, "choice", ColorChoice.names)
    }
    return nil
  }

  /// Takes note of what is said of the system, or of who reads a file.
  private func settle(
    _ value: String, in circumstances: inout Circumstances
  ) throws(SekatError) {
    switch self {
    case .caps: try circumstances.name(capabilities: value)
    case .kernel: try circumstances.name(kernel: value)
    default: try circumstances.name(dialect: value)
    }
  }
}
