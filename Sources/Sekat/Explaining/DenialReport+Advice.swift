import LinuxABI
import PolicyLint
import SeccompPolicy
import SourceDiagnostics
import Toolbox
import TraceReplay

extension DenialReport {
  /// What to write to have all of it allowed.
  var advised: String {
    let unlisted = unlistedABIs.map(\.name)
    let refusal =
      unlisted.isEmpty
      ? ""
      : folded(
        "no rule allows calls through \(unlisted.joined(separator: ", ")), which \"architectures\" does not list",
        to: options.width, indent: 2)
    if advice.wishes.isEmpty { return refusal }
    var text = (proposedChanges.map(lines) ?? newPolicy) + refusal
    if learner == nil, advice.wishes.count > 1 || hasSeenDeath {
      text += folded(
        "more may follow once these pass; '--learn FILE' lets all pass and writes such a policy",
        to: options.width, indent: 2)
    }
    return text
  }

  /// The ABIs of denied calls that a policy does not list.
  var unlistedABIs: [ABI] { ABI.allCases.filter(foreignABIs.contains) }

  private static let limits = "(no filter sees paths or addresses)"

  /// The changes of the policy that was given, if it is a file of somebody's own.
  var proposedChanges: ProposedChanges? {
    options.policy.flatMap {
      ProposedChanges(advice, in: $0, on: machine, namesABIs: options.namesABIs)
    }
  }

  /// The rules as such.
  var rules: [String] { advice.wishes.map { $0.rule.text(isForOneABI: options.namesABIs) } }

  /// What to change in a policy.
  private func lines(of proposed: ProposedChanges) -> String {
    let changes = proposed.changes
    let name = quoted(changes.file.source.name)
    var text = folded(
      "to allow these calls, in \(name) \(Self.limits):", to: options.width, indent: 2)
    if !changes.front.isEmpty {
      text += "  put at the beginning of \"rules\":\n"
      let isAlone = changes.file.rules.isEmpty
      for (index, rule) in changes.front.enumerated() {
        text += "    \(rule)\(isAlone && index == changes.front.count - 1 ? "" : ",")\n"
      }
    }
    for (index, change) in changes.sorted {
      let line = changes.line(of: index)
      switch change {
      case .instead(let rule): text += "  put in place of the rule at line \(line):\n    \(rule)\n"
      case .leavingOut(let names):
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        text += "  leave out of the rule at line \(line): \(list)\n"
      }
    }
    return text + lines(on: proposed.newFindings)
  }

  /// A policy that extends the one that was given, or rules where several were.
  private var newPolicy: String {
    let rules = rules
    guard let policy = options.policy, let proposed = ProposedRules(rules, before: policy) else {
      return "rules that allow these calls, for the front of a policy \(Self.limits):\n"
        + list(rules)
    }
    var json = JSONWriter()
    json.object(inline: true) { json in json.array("extends", inline: true) { $0.value(policy) } }
    let head = json.text.dropFirst().prefix { $0 != "\n" }.dropLast()
    return "a policy that allows these calls \(Self.limits):\n"
      + "    { \(head), \"rules\": [\n" + list(rules)
      + "    ] }\n" + lines(on: proposed.findings.flatMap(\.self))
  }

  private func list(_ rules: [String]) -> String {
    rules.map { "    \($0)" }.joined(separator: ",\n") + "\n"
  }

  private func lines(on findings: [Finding]) -> String {
    findings.map { finding in
      wrapped(
        "\(finding.problem) [\(finding.rule)]".split(separator: " "), width: options.width,
        first: "  lint: ", indent: 8)
    }.joined()
  }
}
