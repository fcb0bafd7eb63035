package import ClassicBPF
import FilterProof
package import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// Why filters answered a call as they did.
package struct CallExplanation: Hashable, Sendable {
  /// The rule that decided, for people.
  package var because: String
  /// What is written there.
  package var rule: RuleText?
  /// What kept the nearest other rule from it.
  package var nearest: String?

  /// Asks the filters about a call; `nil` where it would take too long to find out.
  ///
  /// - Parameters:
  ///   - call: The call, with all of its registers.
  ///   - verdict: What the filters answered together.
  ///   - asked: The filters in the order of their installation.
  ///   - machine: The machine.
  package init?(
    of call: SeccompData, _ verdict: FilterAction,
    by asked: [(name: String, content: QueryAnswer.Content)], on machine: Machine
  ) {
    guard let abi = call.abi else {
      because = asked.map(\.name).map { "\(escaped($0)), for an ABI that it does not name" }
        .joined(separator: "; ")
      return
    }
    let pattern = CallPattern(call, on: abi)
    var found: QueryAnswer?
    for (name, content) in asked {
      guard let answer = try? QueryAnswer(to: pattern, by: content, on: machine, named: name) else {
        return nil
      }
      // Of two filters that say the same, the one that was installed last is asked.
      if answer.verdicts.contains(where: { $0.action == verdict }) { found = answer }
    }
    guard let found, let decided = found.verdicts.first(where: { $0.action == verdict }) else {
      return nil
    }
    because = decided.because
    rule = decided.rule
    nearest = found.nearest.map { other in
      (other.rule.location == decided.location
        ? "the same rule says \(other.action.text(on: abi)) where the call has "
        : "nearest other rule: \(other.rule.place) (\(other.action.text(on: abi))), which wants ")
        + other.failed.map { "\($0.excerpt)" }.joined(separator: " and ")
    }
  }
}
