import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// What a policy decides, call by call, for each ABI.
package struct ResolvedReport {
  /// What is decided on one machine.
  private struct Part {
    var machine: Machine
    var regions: [VerdictRegion]
  }

  private let name: String
  private var parts: [Part] = []

  /// The data of ``left``, which no policy that comes with sekat has.
  static let mark: UInt16 = 0xffff
  /// The verdict that stands for what a piece leaves to the policy that extends it.
  private static let left = FilterAction.trace(mark)

  /// Finds out what a policy decides.
  ///
  /// - Parameters:
  ///   - policy: The policy.
  ///   - name: What it is called.
  ///   - target: The machine; by default each that the policy lists.
  /// - Throws: ``SekatError`` where it does not resolve there, or that would take too much.
  package init(on policy: Policy, named name: String, target: String?) throws(SekatError) {
    self.name = name
    for machine in try PolicyInput.machines(of: policy, named: target) {
      let filter = try PolicyInput.resolve(policy, for: machine).filter
      do throws(ProofError) {
        parts.append(
          Part(
            machine: machine,
            regions: try FilterProver().regions(of: [.filter(filter)], on: machine) { _ in true }))
      } catch {
        throw SekatError(undecided: error)
      }
    }
  }

  // MARK: Text

  /// The report for people.
  ///
  /// - Parameter color: Whether to colour with escape sequences.
  /// - Returns: The report, each line with its end.
  package func text(color: Bool) -> String {
    var text = ""
    for part in parts {
      let groups = RegionGroup.groups(of: part.regions)
      var abis: [ABI?] = []
      for group in groups where !abis.contains(group.abi) { abis.append(group.abi) }
      for abi in abis {
        let own = groups.filter { $0.abi == abi }
        let title = own[0].title(on: part.machine)
        text += TextStyle.bold.applied(to: title, color) + "\n"
        text += Self.text(own, on: abi ?? part.machine.abi, isForeign: abi == nil)
      }
    }
    return text
  }

  private static func text(_ groups: [RegionGroup], on abi: ABI, isForeign: Bool) -> String {
    // Number -1 is no call, but one that a tracer has skipped.
    let groups = groups.filter { group in
      !group.members.flatMap(\.numbers).allSatisfy { $0 == .max }
    }
    var text = ""
    // Whatever is none of the machine's ABIs is treated alike.
    let rest = isForeign ? groups.first : groups.first(where: \.hasUnknownNumbers)
    var verdicts: [FilterAction] = []
    var calls: [FilterAction: [String]] = [:]
    for group in groups {
      guard let verdict = group.verdict, group.calls != rest?.calls else { continue }
      if calls[verdict] == nil { verdicts.append(verdict) }
      calls[verdict, default: []] += group.calls
    }
    for verdict in verdicts {
      text += "  \(Self.text(of: verdict, on: abi))\n" + list(calls[verdict] ?? [], indent: 4)
    }
    for group in groups where group.verdict == nil && !isForeign {
      text += list(group.calls, indent: 2)
      let rows = group.parts.map { part in
        [part.conditions, Self.text(of: part.part.verdicts[0], on: abi)]
      }
      text += table(rows)
    }
    if let rest {
      let words = groups.count == 1 ? "every call" : "every other call"
      text += table(
        [[words, rest.parts.map { Self.text(of: $0.part.verdicts[0], on: abi) }[0]]], 2)
    }
    return text
  }

  /// A verdict, or what stands for none.
  private static func text(of verdict: FilterAction, on abi: ABI) -> String {
    verdict == left ? "left to the policy that extends it" : verdict.text(on: abi)
  }

  /// Conditions and verdicts; a verdict goes to the next line where conditions are long.
  private static func table(_ rows: [[String]], _ indent: Int = 4) -> String {
    if rows.allSatisfy({ $0[0].count <= 50 }) { return TextTable(rows: rows, indent: indent).text }
    let margin = String(repeating: " ", count: indent)
    return rows.map { row in "\(margin)\(row[0])\n\(margin)  \(row[1])\n" }.joined()
  }

  private static func list(_ names: [String], indent: Int) -> String {
    let words = names.dropLast().map { $0 + "," } + names.suffix(1)
    let margin = String(repeating: " ", count: indent)
    return wrapped(words.dropFirst(), first: margin + (words.first ?? ""), indent: indent)
  }

  // MARK: JSON

  /// The report for programs.
  package var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("policy", name)
      writer.array("machines") { writer in
        for part in parts {
          writer.object { writer in
            writer.member("machine", part.machine.name)
            writer.array("regions") { writer in
              for region in part.regions { Self.write(region, on: part.machine, to: &writer) }
            }
          }
        }
      }
    }
    return writer.text
  }

  private static func write(
    _ region: VerdictRegion, on machine: Machine, to writer: inout JSONWriter
  ) {
    writer.object { writer in
      writer.member("abi", region.abi?.name)
      writer.array("calls", inline: true) { writer in
        for call in region.knownCalls { writer.value(call.name) }
      }
      writer.array("numbers", inline: true) { writer in
        for range in region.numbers.ranges {
          writer.array(inline: true) { writer in
            writer.value(range.lowerBound)
            writer.value(range.upperBound)
          }
        }
      }
      writer.array("parts") { writer in
        for part in region.parts {
          writer.object { writer in
            writer.array("where") { writer in
              for condition in part.conditions { condition.write(to: &writer) }
            }
            let verdict = part.verdicts[0]
            writer.member(
              "verdict", verdict == left ? nil : verdict.text(on: region.abi ?? machine.abi))
          }
        }
      }
    }
  }
}

extension RegionGroup {
  /// The verdict, where there is one for whatever arguments.
  fileprivate var verdict: FilterAction? {
    parts.count == 1 && parts[0].part.conditions.isEmpty ? parts[0].part.verdicts[0] : nil
  }

  /// Whether most numbers that no table knows are among the calls.
  fileprivate var hasUnknownNumbers: Bool {
    verdict != nil
      && members.contains { member in
        guard let least = member.numbers.min(), let most = member.numbers.max() else {
          return false
        }
        return member.isRest
          || most - least > 0x1000 && member.numbers.count == 2
      }
  }
}
