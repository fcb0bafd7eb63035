import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import Toolbox
import TraceReplay

/// A policy that extends another one with rules that allow what was denied.
///
/// It has been tried: it allows the calls.
struct ProposedRules {
  /// The policy, as somebody is advised to write it: some lines.
  let text: String
  private let policy: Policy

  /// Makes a policy; `nil` where the other one cannot be loaded or extended.
  ///
  /// - Parameters:
  ///   - advice: What is to be allowed, all of which the other policy refuses.
  ///   - reference: The other policy, as a command line names it.
  ///   - machine: The machine.
  ///   - circumstances: The system for which conditions are settled.
  init?(
    _ advice: CallAdvice, before reference: String, on machine: Machine,
    _ circumstances: Circumstances
  ) {
    guard reference != "-", let base = try? PolicyInput.load(reference, in: circumstances),
      let resolved = try? PolicyInput.resolve(base, for: machine)
    else { return nil }
    let namesABIs = resolved.source.listedABIs(on: machine).count > 1
    var json = JSONWriter()
    json.object(inline: true) { json in
      json.array("extends", inline: true) { $0.value(reference) }
    }
    let head = json.text.dropFirst().prefix { $0 != "\n" }.dropLast()
    let rules = advice.wishes.map { $0.rule.text(isForOneABI: namesABIs) }
    text =
      "{ \(head), \"rules\": [\n" + rules.joined(separator: ",\n") + "\n] }"
    guard let policy = try? PolicyInput.load(text: text, for: nil, in: circumstances),
      let extended = try? PolicyInput.resolve(policy, for: machine)
    else { return nil }
    let evaluator = FilterEvaluator(extended.filter)
    guard advice.wishes.allSatisfy({ $0.isGranted(by: { evaluator.decide($0).action }) }) else {
      return nil
    }
    self.policy = policy
  }

  /// What a linter says of the rules.
  var findings: [PlacedFinding] {
    PlacedFinding.all(in: policy) { rule, _ in .new(rule) }.filter { $0.place != nil }
  }
}
