import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// Changes of the rules of a policy's own file, as somebody is told to make them.
struct PolicyChanges {
  /// What is to be done with a rule that is there.
  enum Change: Equatable {
    /// This stands in its place.
    case instead(String)
    /// It no longer names these calls.
    case leavingOut([String])
  }

  /// The file as it is.
  let file: PolicyFile
  /// New rules before all others.
  var front: [String] = []
  /// Changes of rules by their places.
  var ofRules: [Int: Change] = [:]

  /// No changes.
  init(of file: PolicyFile) { self.file = file }

  /// The line that a rule begins in.
  func line(of index: Int) -> Int {
    file.source.position(of: file.rules[index].range.lowerBound).line
  }

  /// The changes of rules in the order of the file.
  var sorted: [(index: Int, change: Change)] {
    ofRules.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The text of a rule as it is.
  func text(of index: Int) -> String {
    String(decoding: file.source.bytes[file.rules[index].range.range], as: UTF8.self)
  }

  /// Has a rule no longer name a call; `false` where its list would then say something else.
  mutating func leaveOut(_ name: String, of index: Int) -> Bool {
    var names = [name]
    switch ofRules[index] {
    case .instead: return false
    case .leavingOut(let others): names += others
    case nil: break
    }
    let rest = file.rules[index].calls.map(\.value).filter { !Self.names($0, names) }
    // Nothing can be taken away from nothing.
    guard let first = rest.first else { return false }
    if case .not = first { return false }
    ofRules[index] = .leavingOut(names.sorted())
    return true
  }

  private static func names(_ selector: CallSelector, _ names: [String]) -> Bool {
    guard case .name(let name, _) = selector else { return false }
    return names.contains(name)
  }

  /// The file with the changes made; what is not changed stays byte for byte.
  var changed: SourceText? {
    if file.rules.isEmpty { return withFirstRules }
    var bytes = file.source.bytes
    for (index, change) in sorted.reversed() {
      let rule = file.rules[index]
      switch change {
      case .instead(let text): bytes.replaceSubrange(rule.range.range, with: text.utf8)
      case .leavingOut(let names):
        let rest = rule.calls.filter { !Self.names($0.value, names) }.map {
          String(decoding: file.source.bytes[$0.range.range], as: UTF8.self)
        }
        bytes.replaceSubrange(
          rule.callsRange.range, with: "[\(rest.joined(separator: ", "))]".utf8)
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
