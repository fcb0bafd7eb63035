import CallDecoding
package import SandboxLauncher
import SourceDiagnostics
import Toolbox

extension DenialReport {
  /// Says how it ended, what was denied how often, and what to write.
  ///
  /// - Parameters:
  ///   - ending: How the command ended.
  ///   - isTimedOut: Whether its time was over.
  package func conclude(_ ending: ChildEnding, isTimedOut: Bool = false) {
    if !options.tells { return }
    let entries = DenialSummary(denials, tallies).entries
    let causes = entries.filter { $0.suspicion >= .likely }
    let doubtful = causes.isEmpty ? entries.filter(\.denial.isDoubtful) : []
    for entry in doubtful where entry.denial.dispensable?.isWorthARule != false {
      advice.allow(entry.denial.first.data)
    }
    if options.format != .text {
      write(summaryJSON(ending, isTimedOut: isTimedOut), isLast: true)
      return
    }
    if options.isQuiet && doubtful.isEmpty && !denials.contains(where: \.isSerious) { return }
    var text = folded(
      "sekat: \(sentence(on: ending, isTimedOut)); \(count(of: entries))", to: options.width,
      indent: 7)
    let open = entries.filter { $0.suspicion == .open }
    if !causes.isEmpty {
      text += heading(causes, open) + ":\n" + causes.map(lines).joined()
      if !open.isEmpty { text += "denied too:\n" }
    } else if !open.isEmpty {
      let isEnforced = open.contains { $0.denial.key.outcome != .unenforced }
      text +=
        !isEnforced
        ? "these would be denied:\n"
        : ending == .exit(0) ? "denied:\n" : "denied, and nothing points at one of these:\n"
    }
    var place = causes.last?.denial.explanation?.because
    for entry in open.prefix(Self.mostOpen) {
      text += lines(entry, after: place)
      place = entry.denial.explanation?.because
    }
    if open.count > Self.mostOpen {
      text += "  and \(open.count - Self.mostOpen) further calls, which '--format json' shows\n"
    }
    if !doubtful.isEmpty {
      text += "these do no harm mostly, but their process failed:\n" + doubtful.map(lines).joined()
    }
    text += excused(
      entries.filter { $0.suspicion == .none && !(causes.isEmpty && $0.denial.isDoubtful) })
    let dropped = droppedLines()
    if dropped > 0 {
      let lines = dropped == 1 ? "line was" : "lines were"
      text += "  \(dropped) \(lines) not written: nobody read what came before in time\n"
    }
    write(text + advised(policyAdvice), isLast: true)
  }

  /// What is said of the denials that something points at.
  private func heading(
    _ causes: [DenialSummary.Entry], _ open: [DenialSummary.Entry]
  ) -> String {
    if causes.allSatisfy({ $0.suspicion == .certain }) { return "killed for this" }
    // Who goes on after one denial may fail because of that one all the same, a little later.
    let isOneOfSeveral =
      causes[0].suspicion == .likely && open.contains { $0.denial.aftermath.isFollowed }
    return isOneOfSeveral ? "nearest to the failure" : "probably what broke it"
  }

  /// How many denials are listed of those that nothing points at.
  private static let mostOpen = 10

  private func lines(_ entry: DenialSummary.Entry) -> String { lines(entry, after: nil) }

  /// A denial, with its rule, where it is another one than before, and with what points at it.
  private func lines(_ entry: DenialSummary.Entry, after place: String?) -> String {
    let denial = entry.denial
    let title = "  \(entry.count)× \(denial.line)"
    let alike = entry.unlike == 0 ? [] : ["\(entry.unlike) of them with other arguments"]
    let because = denial.explanation?.because
    let rule = because.flatMap { $0 == place ? nil : ["by \($0)"] } ?? []
    let clauses = rule + alike + denial.evidence
    let style: TextStyle = entry.suspicion >= .likely ? .error : .bold
    return style.applied(
      to: String(folded(title, to: options.width, indent: 5).dropLast()), options.isColored) + "\n"
      + (clauses.isEmpty
        ? "" : folded("     " + clauses.joined(separator: "; "), to: options.width, indent: 5))
  }

  /// What is made to fail, as far as is known.
  private func excused(_ entries: [DenialSummary.Entry]) -> String {
    var text = ""
    let dispensable = entries.filter { $0.denial.weight == .dispensable }
    if !dispensable.isEmpty { text += "libraries go on without these, whatever the error:\n" }
    for entry in dispensable {
      let user = entry.denial.dispensable.map { ": \($0.user)" } ?? ""
      text += folded("  \(entry.count)× \(entry.denial.line)\(user)", to: options.width, indent: 5)
    }
    let names = entries.filter { $0.denial.weight == .fallback }.map(\.denial.decoded.name)
    if !names.isEmpty {
      text += folded(
        "libraries expect these to fail, and go on: "
          + Set(names).sorted().joined(separator: ", "), to: options.width, indent: 2)
    }
    return text
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

  /// How many calls were denied; not those that libraries expect to be.
  private func count(of entries: [DenialSummary.Entry]) -> String {
    let shown = entries.filter { $0.denial.weight != .fallback }
    let count = shown.reduce(tallies.unlisted) { $0 + $1.count }
    let isEnforced = shown.allSatisfy { $0.denial.key.outcome != .unenforced }
    let deaths = shown.filter { $0.denial.weight == .death }.reduce(0) { $0 + $1.count }
    let kills = deaths == 0 || count == 1 ? "" : ", \(deaths) of them by a kill or a trap"
    switch count {
    case 0: return "nothing was denied"
    case 1: return "1 call \(isEnforced ? "was" : "would be") denied"
    default: return "\(count) calls \(isEnforced ? "were" : "would be") denied\(kills)"
    }
  }
}
