import LinuxABI
import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// Changes of the rules of a policy's own file, as somebody is told to make them.
struct PolicyChanges {
  /// The file as it is.
  let file: PolicyFile
  /// The ABIs that the policy lists.
  let listed: [ABI]
  /// New rules before all others.
  var front: [String] = []
  /// Changes of rules by their places.
  var ofRules: [Int: RuleChange] = [:]

  /// No changes.
  init(of file: PolicyFile, listing listed: [ABI]) { (self.file, self.listed) = (file, listed) }

  /// The line that a rule begins in.
  func line(of index: Int) -> Int {
    file.source.position(of: file.rules[index].range.lowerBound).line
  }

  /// What is to be done with rules, in the order of the file.
  var sorted: [(index: Int, outcome: RuleChange.Outcome)] {
    ofRules.sorted { $0.key < $1.key }.map { ($0.key, outcome(of: $0.value, at: $0.key)) }
  }

  /// The rules of the changed file in their order: the place that each had before; none for new ones.
  var places: [Int?] {
    let outcomes = Dictionary(uniqueKeysWithValues: sorted.map { ($0.index, $0.outcome) })
    return front.map { _ in nil }
      + file.rules.indices.flatMap { index in
        guard case .instead(let rules) = outcomes[index] else { return [Int?.some(index)] }
        return rules.map { _ in index }
      }
  }

  /// The text of a rule as it is.
  func text(of index: Int) -> String { text(file.rules[index].range) }

  private func text(_ range: SourceRange) -> String {
    String(decoding: file.source.bytes[range.range], as: UTF8.self)
  }

  /// Has a rule no longer decide a call on an ABI.
  ///
  /// - Parameters:
  ///   - name: The call.
  ///   - abi: The ABI; on others it still does.
  ///   - index: The rule.
  ///   - successor: A rule that takes its place where nothing of it is left.
  /// - Returns: Whether the successor did; `nil` where the rule would then say something else.
  mutating func leaveOut(
    _ name: String, on abi: ABI, of index: Int, for successor: String?
  ) -> Bool? {
    let rule = file.rules[index]
    var change = ofRules[index] ?? RuleChange()
    if change.widened != nil { return nil }
    let abis =
      change.narrowed[name]
      ?? (rule.architectures?.map(\.value) ?? listed).filter {
        Syscall.named(name)?.number(on: $0) != nil
      }
    change.narrowed[name] = abis.filter { $0 != abi }
    var isSuccessorUsed = false
    if !change.leavesSense(of: rule) {
      guard change.kept(of: rule).isEmpty, change.successor == nil, let successor else {
        return nil
      }
      change.successor = successor
      isSuccessorUsed = true
    }
    ofRules[index] = change
    return isSuccessorUsed
  }

  /// What is to be done with a rule.
  private func outcome(of change: RuleChange, at index: Int) -> RuleChange.Outcome {
    if let widened = change.widened { return .instead([widened]) }
    let rule = file.rules[index]
    let kept = change.kept(of: rule)
    let elsewhere = Dictionary(
      grouping: change.narrowed.filter { !$0.value.isEmpty }, by: \.value
    ).map { abis, calls in (names: calls.map(\.key).sorted(), abis: abis) }
      .sorted { $0.names[0] < $1.names[0] }
    if elsewhere.isEmpty, !kept.isEmpty, change.successor == nil {
      return .leavingOut(change.leftOut(of: rule))
    }
    var rules = change.successor.map { [$0] } ?? []
    for (names, abis) in elsewhere {
      let entries = rule.calls.filter { RuleChange.name(of: $0.value).map(names.contains) ?? false }
      rules.append(self.rule(at: index, naming: entries, on: abis))
    }
    if !kept.isEmpty { rules.append(self.rule(at: index, naming: kept, on: nil)) }
    return .instead(rules)
  }

  /// A rule that says of some of its calls, on some ABIs, what it says of all.
  private func rule(
    at index: Int, naming entries: [Located<CallSelector>], on abis: [ABI]?
  ) -> String {
    guard var parts = JSONParts(text(of: index)) else { return text(of: index) }
    parts["syscalls"] = "[\(entries.map { text($0.range) }.joined(separator: ", "))]"
    if let abis {
      parts["architectures"] = "[\(abis.map { "\"\($0.name)\"" }.joined(separator: ", "))]"
    }
    return parts.text
  }

  /// The file with the changes made; what is not changed stays byte for byte.
  var changed: SourceText? {
    if file.rules.isEmpty { return withFirstRules }
    var bytes = file.source.bytes
    for (index, outcome) in sorted.reversed() {
      let rule = file.rules[index]
      switch outcome {
      case .instead(let rules):
        bytes.replaceSubrange(rule.range.range, with: rules.joined(separator: ",\n").utf8)
      case .leavingOut:
        let rest = (ofRules[index] ?? RuleChange()).kept(of: rule)
        bytes.replaceSubrange(
          rule.callsRange.range,
          with: "[\(rest.map { text($0.range) }.joined(separator: ", "))]".utf8)
      }
    }
    let start = file.rules[0].range.lowerBound
    bytes.insert(contentsOf: front.map { $0 + ",\n" }.joined().utf8, at: start)
    return SourceText(name: file.source.name, bytes: bytes)
  }

  /// The file with rules where it has none.
  private var withFirstRules: SourceText? {
    guard var parts = JSONParts(String(decoding: file.source.bytes, as: UTF8.self)) else {
      return nil
    }
    parts["rules"] = "[\(front.joined(separator: ",\n"))]"
    return SourceText(name: file.source.name, bytes: Array(parts.text.utf8))
  }
}
