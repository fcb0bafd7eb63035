import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// What one policy says about a call.
struct QueryAnswer {
  /// A rule that names the call and says something else, and why it did not apply.
  struct OtherRule {
    var action: FilterAction
    var rule: PolicyRule
    /// The conditions that do not hold, where they are written.
    var failed: [SourceLocation]
  }

  /// The policy as it was named.
  let name: String
  let policy: ResolvedPolicy
  /// The decisions that are possible, in the order in which they are considered.
  let decisions: [Decision]
  /// The rule that came nearest to deciding otherwise.
  let nearest: OtherRule?

  init(
    to pattern: CallPattern, by policy: ResolvedPolicy, named name: String
  ) throws(ProofError) {
    self.name = name
    self.policy = policy
    var map = DecisionMap(of: policy.filter)
    decisions = try map.decisions(on: pattern.number, of: pattern.abi, where: pattern.tests)
      .map(\.decision)
    nearest =
      decisions.count == 1 ? Self.nearest(to: pattern, unlike: decisions[0], in: policy) : nil
  }

  private static func nearest(
    to pattern: CallPattern, unlike decision: Decision, in policy: ResolvedPolicy
  ) -> OtherRule? {
    let call = pattern.partialCall
    guard let part = policy.filter.abis.first(where: { $0.abi == call.abi }) else { return nil }
    var best: OtherRule?
    for (index, rule) in part.rules.enumerated() where rule.numbers.contains(call.number) {
      guard rule.action != decision.action, rule.condition.holds(for: call.arguments) == false
      else {
        continue
      }
      let places = policy.testLocations(ofRule: index, on: call.abi)
      for (tests, places) in zip(rule.condition.alternatives, places) {
        let failed = zip(tests, places).filter {
          $0.0.holds(for: call.arguments[$0.0.index]) == false
        }
        if best.map({ failed.count < $0.failed.count }) ?? true {
          best = OtherRule(
            action: rule.action, rule: policy.rule(rule.origin),
            failed: failed.map(\.1).unrepeated)
        }
      }
    }
    return best
  }
}

/// The answers of all policies of a stack.
struct QueryReport {
  let call: [String]
  let pattern: CallPattern
  let answers: [QueryAnswer]

  /// The verdict of the stack, where each policy has only one.
  private var verdict: FilterAction? {
    var strictest: FilterAction?
    for answer in answers {
      guard Set(answer.decisions.map(\.action)).count == 1,
        let action = answer.decisions.first?.action
      else { return nil }
      // Of equal kinds the kernel takes the data of the filter that was installed last.
      if let current = strictest, current.isStricter(than: action) { continue }
      strictest = action
    }
    return strictest
  }

  var text: String {
    let abi = pattern.abi
    let title = escaped(call.joined(separator: " "))
    var text = "\(title) on \(abi.name): "
    text += verdict?.text(on: abi) ?? "depends on arguments that are not given"
    text += "\n"
    for answer in answers {
      if answers.count > 1 { text += "\(escaped(answer.name)):\n" }
      text +=
        TextTable(
          rows: answer.decisions.map { decision in
            [decision.action.text(on: abi), answer.policy.phrase(for: decision.reason)]
          }, indent: 2
        ).text
      // Several verdicts may be those of one rule.
      let comments = answer.decisions.compactMap { answer.policy.comment(for: $0.reason) }
      for comment in comments.unrepeated { text += "  comment: \(escaped(comment))\n" }
      if let other = answer.nearest { text += Self.text(other, on: abi) }
    }
    return text
  }

  private static func text(_ other: QueryAnswer.OtherRule, on abi: ABI) -> String {
    var text = "  nearest other rule: \(other.rule.place), \(other.action.text(on: abi))\n"
    for place in other.failed {
      text += "    does not hold: \(place.excerpt) (\(place))\n"
    }
    return text
  }

  var json: String {
    let abi = pattern.abi
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("abi", abi.name)
      writer.member("syscall", pattern.call?.name)
      writer.member("number", pattern.number)
      writer.member("verdict", verdict?.text(on: abi))
      writer.array("policies") { writer in
        for answer in answers {
          writer.object { writer in
            writer.member("policy", answer.name)
            writer.array("decisions") { writer in
              for decision in answer.decisions {
                writer.object(inline: true) { writer in
                  writer.member("verdict", decision.action.text(on: abi))
                  writer.member("rule", answer.policy.location(of: decision.reason).map { "\($0)" })
                  writer.member("because", answer.policy.phrase(for: decision.reason))
                }
              }
            }
            if let other = answer.nearest {
              writer.object("nearest") { writer in
                writer.member("verdict", other.action.text(on: abi))
                writer.member("rule", "\(other.rule.location)")
                writer.array("failed") { for place in other.failed { $0.value("\(place)") } }
              }
            }
          }
        }
      }
    }
    return writer.text
  }
}

extension ResolvedPolicy {
  /// What the author says about the rule that a decision rests on.
  fileprivate func comment(for reason: Decision.Reason) -> String? {
    switch reason {
    case .rule(let origin), .otherwise(let origin): rule(origin).comment
    case .skipped, .foreign, .exception, .newer, .defaultAction: nil
    }
  }
}

extension SourceLocation {
  /// The text at the place, up to the end of its line or the next brace that closes it.
  fileprivate var excerpt: String {
    let rest = source.bytes[range.lowerBound...].prefix(200)
    var depth = 0
    var end = rest.startIndex
    for byte in rest {
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
      if depth < 0 || byte == UInt8(ascii: "\n") || depth == 0 && byte == UInt8(ascii: ",") {
        break
      }
      end += 1
    }
    return escaped(rest[rest.startIndex..<end]).trimmingBlanks
  }
}

extension Array where Element: Equatable {
  /// The elements without those that are equal to the one before.
  fileprivate var unrepeated: [Element] {
    reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
