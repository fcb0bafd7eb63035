import ClassicBPF
package import FilterProof
package import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox

/// The calls on which two subjects differ, or what they let through, on some machines.
package struct DiffReport {
  /// What is asked about two subjects.
  package enum Question: String {
    /// Where they decide differently.
    case difference
    /// Where the first lets a call through and the second does not.
    case subset
    /// What both together let through.
    case stacked
  }

  /// What was found on one machine.
  fileprivate struct Finding {
    var machine: Machine
    var subjects: [ResolvedSubject]
    var listing: VerdictListing

    var regions: [VerdictRegion] { listing.regions }
  }

  private let names: [String]
  private let question: Question
  private let most: Int
  private var findings: [Finding] = []

  /// How much is shown on a machine if nobody says otherwise.
  package static let usualMost = 10_000
  /// The most that can be shown on a machine.
  package static let greatestMost = 1_000_000

  /// A report with nothing in it yet.
  ///
  /// - Parameters:
  ///   - names: What the two subjects are called.
  ///   - question: What is asked about them.
  ///   - most: How much is shown on a machine: sets of calls, and values that tell them apart.
  package init(names: [String], question: Question, most: Int) {
    self.names = names
    self.question = question
    self.most = most
  }

  /// Whether there is nothing to show.
  package var isEmpty: Bool { findings.allSatisfy(\.regions.isEmpty) }

  /// Answers the question on a machine.
  package mutating func add(
    _ subjects: [ResolvedSubject], on machine: Machine
  ) throws(ProofError) {
    let prover = FilterProver()
    let both = subjects.map(\.subject)
    let listing =
      switch question {
      case .difference:
        try prover.firstRegions(of: both, on: machine, upTo: most) { $0[0] != $0[1] }
      case .subset:
        try prover.firstRegions(of: both, on: machine, upTo: most) {
          $0[0].permissiveness > $0[1].permissiveness
        }
      case .stacked:
        try prover.firstRegions(of: [.stack(both)], on: machine, upTo: most) {
          $0[0].permissiveness > 0
        }
      }
    findings.append(Finding(machine: machine, subjects: subjects, listing: listing))
  }

  // MARK: Text

  /// The report for people.
  ///
  /// - Parameters:
  ///   - width: The columns in which a rule is quoted.
  ///   - color: Whether to colour with escape sequences.
  /// - Returns: The report, each line with its end.
  package func text(width: Int, color: Bool) -> String {
    var text = ""
    var phrases: Set<String> = []
    for finding in findings {
      text += Self.text(finding, color, &phrases) + Self.rest(finding.listing)
      if finding.regions.isEmpty { text += "\(finding.machine.name): \(nothing)\n" }
    }
    return text + rules(phrases, width, color)
  }

  /// What is written where the verdicts come from, each place once.
  private func rules(_ phrases: Set<String>, _ width: Int, _ color: Bool) -> String {
    var seen: Set<String> = []
    var text = ""
    for case .policy(let policy) in findings.flatMap(\.subjects).map(\.content) {
      for (phrase, rule) in policy.ruleTexts where phrases.contains(phrase) {
        guard seen.insert(phrase).inserted else { continue }
        text += "  \(phrase)\n    \(rule.shortened(to: width - 4))\n"
      }
    }
    return text.isEmpty ? "" : "\n" + TextStyle.bold.applied(to: "rules:", color) + "\n" + text
  }

  private var nothing: String {
    let (first, second) = (escaped(names[0]), escaped(names[1]))
    return switch question {
    case .difference: "\(first) and \(second) are the same, for every possible call"
    case .subset: "\(first) lets nothing through that \(second) does not"
    case .stacked: "\(first) and \(second) together let nothing through"
    }
  }

  /// What was left out, if anything was.
  private static func rest(_ listing: VerdictListing) -> String {
    if !listing.isCut { return "" }
    let count =
      switch listing.leftOut {
      case nil: "more"
      case 0: "more values"
      case let count?: "\(count) more"
      }
    return "… and \(count), which a larger '--most' shows\n"
  }

  private static func text(
    _ finding: Finding, _ color: Bool, _ phrases: inout Set<String>
  ) -> String {
    var text = ""
    var title: String?
    var room = mostReasons
    for (group, reasons) in RegionGroup.groups(of: finding.regions).flatMap({
      finding.byReason($0, room: &room)
    }) {
      let own = group.title(on: finding.machine)
      if title != own { text += TextStyle.bold.applied(to: own, color) + "\n" }
      title = own
      for reason in reasons { phrases.formUnion(reason.phrases) }
      text += Self.list(group.calls)
      text += Self.table(
        zip(group.parts, reasons).map { part, reason in
          let abi = group.abi ?? finding.machine.abi
          let verdicts = part.part.verdicts.map { $0.text(on: abi) }.joined(separator: " -> ")
          return [part.conditions, verdicts, reason.text]
        })
    }
    return text
  }

  /// More calls than this are not looked at for their reasons.
  private static let mostReasons = 100_000

  /// Conditions with what follows, which goes to the next line where conditions are long.
  private static func table(_ rows: [[String]]) -> String {
    if rows.allSatisfy({ $0[0].count <= 40 }) { return TextTable(rows: rows, indent: 4).text }
    return rows.map { row in
      "    \(row[0])\n" + TextTable(rows: [Array(row.dropFirst())], indent: 6).text
    }.joined()
  }

  /// Names in lines of at most 80 columns, with commas between them.
  private static func list(_ names: [String]) -> String {
    let words = names.dropLast().map { $0 + "," } + names.suffix(1)
    return wrapped(words.dropFirst(), first: "  " + (words.first ?? ""), indent: 2)
  }

  // MARK: JSON

  package var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("question", question.rawValue)
      writer.array("subjects") { writer in for name in names { writer.value(name) } }
      writer.array("machines") { writer in
        for finding in findings {
          writer.object { writer in
            writer.member("machine", finding.machine.name)
            writer.array("regions") { writer in
              for region in finding.regions { finding.write(region, to: &writer) }
            }
            if finding.listing.isCut {
              writer.member("isCut", true)
              if let count = finding.listing.leftOut { writer.member("leftOut", count) }
            }
          }
        }
      }
    }
    return writer.text
  }
}

extension DiffReport.Finding {
  /// Calls of which the same is said, by what their verdicts rest on: the same rules for all.
  ///
  /// - Parameters:
  ///   - group: The calls.
  ///   - room: How many more calls are looked at.
  /// - Returns: Groups, with the reason for each part.
  fileprivate func byReason(
    _ group: RegionGroup, room: inout Int
  ) -> [(RegionGroup, reasons: [DiffReason])] {
    var groups: [(RegionGroup, reasons: [DiffReason])] = []
    var indices: [[DiffReason]: Int] = [:]
    for member in group.members {
      let reasons = group.parts.map { reason(for: member, $0.part, room: &room) }
      if let index = indices[reasons] {
        groups[index].0.members.append(member)
      } else {
        indices[reasons] = groups.count
        groups.append(
          (RegionGroup(abi: group.abi, members: [member], parts: group.parts), reasons))
      }
    }
    return groups
  }

  /// What a verdict on a member's calls rests on.
  private func reason(
    for member: RegionGroup.Member, _ part: VerdictRegion.Part, room: inout Int
  ) -> DiffReason {
    var common: DiffReason?
    for number in member.numbers {
      room -= 1
      var call = part.call
      call.number = number
      let reason = room < 0 ? .various : reasons(for: call)
      if let common, common != reason { return .various }
      common = reason
    }
    return common ?? .various
  }

  /// What the verdicts on a call rest on, where a policy says so.
  fileprivate func reasons(for call: SeccompData) -> DiffReason {
    DiffReason(
      phrases: subjects.map { subject in
        if case .policy = subject.content { return subject.reason(for: call) }
        return escaped(subject.name)
      })
  }

  fileprivate func write(_ region: VerdictRegion, to writer: inout JSONWriter) {
    let abi = region.abi ?? machine.abi
    writer.object { writer in
      writer.member("abi", region.abi?.name)
      writer.array("numbers") { writer in
        for range in region.numbers.ranges {
          writer.array(inline: true) { writer in
            writer.value(range.lowerBound)
            writer.value(range.upperBound)
          }
        }
      }
      writer.array("calls") { writer in
        for call in region.knownCalls { writer.value(call.name) }
      }
      writer.array("parts") { writer in
        for part in region.parts {
          writer.object { writer in
            writer.array("where") { writer in
              for condition in part.conditions { condition.write(to: &writer) }
            }
            writer.array("verdicts") { writer in
              for verdict in part.verdicts { writer.value(verdict.text(on: abi)) }
            }
            writer.array("because") { writer in
              for subject in subjects { writer.value(subject.reason(for: part.call)) }
            }
            writer.object("example") { CallText(part.call).write(to: &$0) }
          }
        }
      }
    }
  }
}

/// What the verdicts on calls rest on.
private struct DiffReason: Hashable {
  /// The reason of each subject; none where calls have different ones.
  var phrases: [String]

  static let various = DiffReason(phrases: [])

  var text: String {
    phrases.isEmpty ? "(various rules)" : "(\(phrases.joined(separator: " -> ")))"
  }
}
