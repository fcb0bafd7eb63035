import CallDecoding
import PolicyLint
package import SandboxLauncher
import SourceDiagnostics
import Toolbox
import TraceReplay

extension DenialReport {
  /// Says how it ended, what was denied how often, and what to write.
  ///
  /// - Parameters:
  ///   - ending: How the command ended.
  ///   - isTimedOut: Whether its time was over.
  package func conclude(_ ending: ChildEnding, isTimedOut: Bool = false) {
    if !options.tells { return }
    if options.format != .text {
      write(summaryJSON(ending))
      return
    }
    let shown = denials.filter { $0.weight != .fallback }
    if options.isQuiet && shown.isEmpty { return }
    var text = "sekat: \(sentence(on: ending, isTimedOut)); \(count(shown))\n"
    for denial in shown.sorted(by: { $0.count > $1.count }) {
      text += "  \(denial.count)× \(denial.key.call) \(denial.arrow) \(denial.verdict)\n"
    }
    var rest = others
    for denial in shown {
      guard let count = rest.removeValue(forKey: Group(denial.first)) else { continue }
      text += "  \(count)× \(denial.decoded.name) with other arguments\n"
    }
    let fallbacks = denials.filter { $0.weight == .fallback }
    if !fallbacks.isEmpty {
      let names = Set(fallbacks.map(\.decoded.name)).sorted().joined(separator: ", ")
      text += "  answered as by an older kernel, which libraries expect: \(names)\n"
    }
    text += advice
    write(text)
  }

  private func sentence(on ending: ChildEnding, _ isTimedOut: Bool) -> String {
    let time = isTimedOut ? "the time of the command was over, and it" : "the command"
    switch ending {
    case .exit(let status): return "\(time) ended with status \(status)"
    case .signal(let number):
      let reason =
        number == 31
        ? (hasSeenDeath ? ": a filter killed it" : ": a filter, or somebody, killed it") : ""
      return "\(time) was ended by signal \(number)\(reason)"
    }
  }

  private func count(_ denials: [Denial]) -> String {
    let rest = others.reduce(0) { $0 + $1.value }
    let count = denials.reduce(rest) { $0 + $1.count }
    let isEnforced = denials.allSatisfy { $0.key.outcome != .unenforced }
    let deaths = denials.filter { $0.weight == .death }.reduce(0) { $0 + $1.count }
    let kills = deaths == 0 || count == 1 ? "" : ", \(deaths) of them by a kill or a trap"
    switch count {
    case 0: return "nothing was denied"
    case 1: return "1 call \(isEnforced ? "was" : "would be") denied"
    default: return "\(count) calls \(isEnforced ? "were" : "would be") denied\(kills)"
    }
  }

  /// What to write to have all of it allowed.
  private var advice: String {
    if rules.isEmpty { return "" }
    let texts = rules.map { $0.text(isForOneABI: options.namesABIs) }
    var findings = [[Finding]](repeating: [], count: texts.count)
    var text = "rules that allow these calls, for the front of a policy"
    if let policy = options.policy, let proposed = ProposedRules(texts, before: policy) {
      findings = proposed.findings
      text += " that extends \(quoted(policy))"
    }
    text += " (no filter sees paths or addresses):\n"
    for (index, rule) in texts.enumerated() {
      text += "    \(rule)\(index == texts.count - 1 ? "" : ",")\n"
      for finding in findings[index] {
        text += wrapped(
          "\(finding.problem) [\(finding.rule)]".split(separator: " "), width: options.width,
          first: "      lint: ", indent: 12)
      }
    }
    if learner == nil, texts.count > 1 || hasSeenDeath {
      text +=
        "more may follow once these pass; '--learn FILE' lets all pass and writes such a policy\n"
    }
    return text
  }

  private func summaryJSON(_ ending: ChildEnding) -> String {
    var json = JSONWriter(options.format == .json ? .indented : .compact)
    json.object { json in
      switch ending {
      case .exit(let status): json.member("status", status)
      case .signal(let number): json.member("signal", number)
      }
      json.member("isTraced", isTraced)
      json.array("denials") { json in
        for denial in denials { json.object { denial.write(to: &$0) } }
      }
      json.member("others", others.reduce(0) { $0 + $1.value })
      json.array("rules") { json in
        for rule in rules { json.value(rule.text(isForOneABI: options.namesABIs)) }
      }
    }
    return json.text
  }
}
