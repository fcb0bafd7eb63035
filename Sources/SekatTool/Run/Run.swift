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

      With --explain sekat stays beside the command, which notices nothing of it, and
      tells of each call that is denied: what it was, which rule decided, and what to
      write to allow it. Processes that the command leaves behind are still answered,
      by a part of sekat that goes on in the background; if it is killed, so are they.

      Exit status: the command's own, 124 when --timeout ended it; 125 when sekat
      itself fails, 126 when the command is found but cannot be executed, 127 when it
      is not found.

      EXAMPLES
        sekat run -- ls                              (under builtin:default)
        sekat run -p builtin:offline -- curl example.org
        sekat run -p policy.json -p builtin:default -- ./server --port 80
        sekat run --explain -p policy.json -- ./server
        sekat run --log -p policy.json -- ./server; dmesg | tail
        sekat run --filter policy.bpf -- ./server
      """)

  @OptionGroup(title: "Input") var input: Input
  @OptionGroup(title: "Supervision") var supervision: Supervision
  @OptionGroup(title: "The command") var changes: Command
  @OptionGroup(title: "Output") var output: Output

  /// What is installed.
  struct Input: ParsableArguments {
    @Option(name: .of(.policy), help: .of(.policy), completion: .policy)
    var policies: [String] = []

    @Option(name: .of(.filter), help: .of(.filter), completion: .file())
    var filter: String?

    @Option(name: .of(.caps), help: .of(.caps))
    var caps: String?

    @Option(name: .of(.kernel), help: .of(.kernel))
    var kernel: String?

    @Option(name: .of(.thread), help: .of(.thread))
    var thread: String?

    @Option(name: .of(.dialect), help: .of(.dialect))
    var dialect: String?

    @Option(name: .of(.backend), help: .of(.backend))
    var backend: BackendChoice = .native

    @Flag(name: .of(.insecurePolicy), help: .of(.insecurePolicy))
    var insecurePolicy = false

    @Flag(name: .of(.unproved), help: .of(.unproved))
    var unproved = false
  }

  /// What is told of denials.
  struct Supervision: ParsableArguments {
    @Flag(name: .of(.explain), help: .of(.explain))
    var explain = false

    @Flag(name: .of(.audit), help: .of(.audit))
    var audit = false

    @Option(name: .of(.learn), help: .of(.learn), completion: .file())
    var learn: String?

    @Flag(name: .of(.every), help: .of(.every))
    var every = false

    @Flag(name: .of(.stack), help: .of(.stack))
    var stack = false

    @Option(name: .of(.report), help: .of(.report), completion: .file())
    var report: String?

    @Option(name: .of(.format), help: .of(.format))
    var format: DenialFormat = .text

    @Option(name: .of(.timeout), help: .of(.timeout))
    var timeout: String?

    @Option(name: .of(.statusFD), help: .of(.statusFD))
    var statusFD: String?
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

  /// How the command is changed.
  struct Command: ParsableArguments {
    @Option(name: .of(.chdir), help: .of(.chdir), completion: .directory)
    var chdir: String?

    @Flag(name: .of(.clearEnv), help: .of(.clearEnv))
    var clearEnv = false

    @Option(name: .of(.setenv), help: .of(.setenv))
    var setenv: [String] = []

    @Option(name: .of(.unsetenv), help: .of(.unsetenv))
    var unsetenv: [String] = []

    @Flag(name: .of(.closeFDs), help: .of(.closeFDs))
    var closeFDs = false

    @Option(name: .of(.rlimit), help: .of(.rlimit))
    var rlimit: [String] = []

    @Option(name: .of(.uid), help: .of(.uid))
    var uid: String?

    @Option(name: .of(.gid), help: .of(.gid))
    var gid: String?

    @Option(name: .of(.groups), help: .of(.groups))
    var groups: String?

    @Flag(name: .of(.newSession), help: .of(.newSession))
    var newSession = false

    @Flag(name: .of(.dieWithParent), help: .of(.dieWithParent))
    var dieWithParent = false
  }

  /// The same options as ``RunArguments`` reads.
  ///
  /// - Throws: `ValidationError` for a value that cannot be.
  func options() throws -> RunOptions {
    var options = RunOptions()
    func note(_ option: RunOption, _ values: [String]) throws {
      for value in values {
        if let mistake = option.set(value, in: &options) { throw ValidationError(mistake) }
      }
    }
    func note(_ option: RunOption, _ isSet: Bool) throws { try note(option, isSet ? [""] : []) }
    func note(_ option: RunOption, _ value: String?) throws {
      try note(option, value.map { [$0] } ?? [])
    }
    options.plan.policies = input.policies
    options.plan.filter = input.filter
    try note(.caps, input.caps)
    try note(.kernel, input.kernel)
    try note(.thread, input.thread)
    try note(.dialect, input.dialect)
    options.plan.backend = input.backend
    options.plan.allowsInsecurePolicy = input.insecurePolicy
    options.plan.allowsUnproved = input.unproved
    try note(.explain, supervision.explain)
    try note(.audit, supervision.audit)
    try note(.learn, supervision.learn)
    try note(.every, supervision.every)
    try note(.stack, supervision.stack)
    try note(.report, supervision.report)
    options.supervision.format = supervision.format
    try note(.timeout, supervision.timeout)
    try note(.statusFD, supervision.statusFD)
    try note(.chdir, changes.chdir)
    try note(.clearEnv, changes.clearEnv)
    try note(.setenv, changes.setenv)
    try note(.unsetenv, changes.unsetenv)
    try note(.closeFDs, changes.closeFDs)
    try note(.rlimit, changes.rlimit)
    try note(.uid, changes.uid)
    try note(.gid, changes.gid)
    try note(.groups, changes.groups)
    try note(.newSession, changes.newSession)
    try note(.dieWithParent, changes.dieWithParent)
    options.plan.logs = output.log
    options.isQuiet = output.quiet
    options.color = output.color
    options.command = command.first == "--" ? Array(command.dropFirst()) : command
    return options
  }

  func validate() throws {
    guard let program = try options().command.first else {
      throw ValidationError("no command given; write it after '--'")
    }
    guard !program.isEmpty else { throw ValidationError("the command is an empty word") }
  }

  func run() throws {
    Glibc.exit(launch(.run(try options())))
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

extension DenialFormat: ExpressibleByArgument {}
