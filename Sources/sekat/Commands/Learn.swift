import ArgumentParser
import LinuxABI
import SourceDiagnostics
import TraceReplay

/// `sekat learn`.
struct Learn: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the smallest policy under which the calls of strace logs pass.",
    discussion: """
      Allows the calls that are in the logs, with the arguments that they had where
      those are commands, families or flags: up to 8 values are listed, flags are
      held to the bits that were seen. What the base policy allows is left to it.
      Calls that every program needs are added; those that another C library would
      make instead are named in a comment, and are not allowed. Where more values
      than that were seen, any is allowed, but for those of 'ioctl' and 'socket' that
      are risky and were not seen.

      What 'sekat lint' would say of a rule that the logs call for is noted beside
      it, and counted on standard error.

      A log shows what a program did, not all that it can do: read the policy, and
      try the program under it.

      EXAMPLES
        strace -f -n -o trace.log ./server; sekat learn trace.log -o policy.json
        sekat learn -p builtin:read-only trace.log
        sekat learn trace.log -o policy.json; sekat simulate -p policy.json trace.log
      """)

  @Option(
    name: [.customShort("p"), .customLong("policy")],
    help: "The policy to extend: a file or 'builtin:NAME'.")
  var policy: String?

  @Option(name: .shortAndLong, help: "Where to write the policy, by default standard output.")
  var output: String?

  @Option(help: "The ABI of all calls; by default it is found out for each thread.")
  var abi: String?

  @Flag(help: "Allows calls with any arguments.")
  var ignoreArguments = false

  @Flag(help: "Writes a policy even if no call is in the logs.")
  var allowEmpty = false

  @Argument(help: "Logs of strace, as 'sekat simulate' reads them.")
  var logs: [String]

  func validate() throws {
    try ReplayInput.checkStandardInput(of: [policy].compactMap(\.self) + logs)
  }

  func run() throws {
    try OutputFile.check(output, isNoneOf: logs)
    let machine = try CommandFailure.machine(named: nil)
    var options = PolicyLearner.Options()
    options.ignoresArguments = ignoreArguments
    options.abi = try abi.map { name throws(CommandFailure) in
      try CommandFailure.abi(named: name)
    }
    var base: LearningBase?
    if let policy {
      let found = try LearningBase(policy, for: machine, output: output)
      (options.base, options.baseABIs) = (found.reference, found.abis)
      base = found
    }
    var learner = PolicyLearner(on: base?.filter, for: machine, options: options)
    for log in logs {
      do throws(ReplayError) {
        try learner.read(log)
      } catch {
        throw CommandFailure("cannot read \(escaped("\(error)"))")
      }
    }
    try ReplayInput.checkIsNoPolicy(learner.report)
    if learner.report.callCount == 0, !allowEmpty {
      throw CommandFailure(
        ReplayInput.emptiness(of: learner.report)
          + ", so no policy is written; '--allow-empty' writes one all the same")
    }
    let accepted = try AcceptedFindings(in: learner.policy(), at: output, beside: base?.findings)
    let bytes = Array(learner.policy(accepting: accepted).utf8)
    if let output, output != "-" {
      try OutputFile.write(bytes, to: output)
    } else {
      Terminal.write(bytes)
    }
    if accepted.ofFile.contains("start-up-blocked") {
      Terminal.complain(
        "sekat: the logs do not show how a program starts, and none can under this policy\n")
    }
    let dubious = accepted.ofRules.count
    if dubious > 0 {
      Terminal.complain(
        "sekat: \(dubious == 1 ? "1 rule allows" : "\(dubious) rules allow") what 'sekat lint' warns of, "
          + "because the logs show it; \(dubious == 1 ? "it says" : "each says") so under 'lint'\n")
    }
    let unreadable = learner.report.unreadable
    if let first = unreadable.first.first {
      throw CommandFailure(
        "\(unreadable.count == 1 ? "1 line" : "\(unreadable.count) lines") could not be read, "
          + "so the policy may lack calls; first \(escaped(first.file)):\(first.line): "
          + escaped(first.reason))
    }
  }
}
