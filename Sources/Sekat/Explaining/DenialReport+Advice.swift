import ClassicBPF
import LinuxABI
import PolicyLint
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import Toolbox
import TraceReplay

extension DenialReport {
  /// What to write to have all of it allowed.
  ///
  /// - Parameter policies: What to write in each of the policies.
  /// - Returns: Some lines.
  func advised(_ policies: [PolicyAdvice]) -> String {
    let unlisted = unlistedABIs.map(\.name)
    let refusal =
      unlisted.isEmpty
      ? ""
      : folded(
        "no rule allows calls through \(unlisted.joined(separator: ", ")), which \"architectures\" does not list",
        to: options.width, indent: 2)
    if advice.wishes.isEmpty { return refusal }
    var text = policies.isEmpty ? looseRules : policies.map(lines).joined()
    for name in refusingPrograms {
      text += folded(
        "the compiled filter \(quoted(name)) refuses some of them too, whatever policies allow",
        to: options.width, indent: 2)
    }
    text += refusal
    if advice.isCut {
      text += folded(
        "these are rules for the first \(CallAdvice.mostWishes) kinds of calls; there are more",
        to: options.width, indent: 2)
    }
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

  /// What to write in each of the policies that refuse calls.
  var policyAdvice: [PolicyAdvice] {
    zip(options.policies, asked).compactMap { reference, filter in
      guard case .policy(let policy) = filter.content else { return nil }
      return PolicyAdvice(advice, in: reference, policy, options.circumstances)
    }
  }

  /// The compiled filters beside policies that refuse calls.
  private var refusingPrograms: [String] {
    if options.policies.isEmpty { return [] }
    return asked.compactMap { name, content in
      guard case .program(let program) = content else { return nil }
      let refused = advice.refused { program.action(on: $0, byteOrder: machine.byteOrder) }
      return refused.wishes.isEmpty ? nil : name
    }
  }

  /// The rules as such.
  var rules: [String] {
    let namesABIs = asked.contains { _, content in
      guard case .policy(let policy) = content else { return false }
      return policy.source.listedABIs(on: machine).count > 1
    }
    return advice.wishes.map { $0.rule.text(isForOneABI: namesABIs) }
  }

  /// What to write in one of the policies.
  private func lines(on policy: PolicyAdvice) -> String {
    if let changes = policy.changes { return lines(of: changes) }
    let isOneOfSeveral = options.policies.count > 1
    let name = quoted(policy.reference)
    guard let extended = policy.extended else {
      return folded(
        "rules that allow these calls, for the front of \(isOneOfSeveral ? name : "a policy") \(Self.limits):",
        to: options.width, indent: 2) + indented(policy.rules.joined(separator: ",\n"))
    }
    return folded(
      "a policy that allows these calls\(isOneOfSeveral ? ", in place of \(name)" : "") \(Self.limits):",
      to: options.width, indent: 2) + indented(extended.text) + lines(on: extended.findings)
  }

  /// What to change in a policy.
  private func lines(of proposed: ProposedChanges) -> String {
    let changes = proposed.changes
    let name = quoted(changes.file.source.name)
    var text = folded(
      "to allow these calls, in \(name) \(Self.limits):", to: options.width, indent: 2)
    if !changes.front.isEmpty {
      text += "  put at the beginning of \"rules\":\n"
      text += indented(
        changes.front.joined(separator: ",\n") + (changes.file.rules.isEmpty ? "" : ","))
    }
    for (index, outcome) in changes.sorted {
      let line = changes.line(of: index)
      switch outcome {
      case .instead(let rules):
        text += "  put in place of the rule at line \(line):\n"
        text += indented(rules.joined(separator: ",\n"))
      case .leavingOut(let names):
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        text += folded(
          "  leave out of the rule at line \(line): \(list)", to: options.width, indent: 4)
      }
    }
    return text + lines(on: proposed.newFindings)
  }

  /// Rules where there is no policy to write them in.
  private var looseRules: String {
    folded(
      "rules that allow these calls, for the front of a policy \(Self.limits):",
      to: options.width, indent: 2) + indented(rules.joined(separator: ",\n"))
  }

  /// What is to be copied: lines that are not cut.
  private func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "    \($0)\n" }.joined()
  }

  private func lines(on findings: [PlacedFinding]) -> String {
    findings.map { finding in
      wrapped(
        finding.sentence.split(separator: " "), width: options.width, first: "  ", indent: 8)
    }.joined()
  }
}
