import ClassicBPF
import LinuxABI
import SourceDiagnostics

/// Rules of several ABIs, put together again as far as an entry said them together.
struct RulePlan {
  /// What rules have in common that can be one.
  private struct Key: Hashable {
    var rank: Int
    var entry: Int
    var width: Int
    var comparisons: [LibseccompTree.Comparison]
  }

  /// A call of a rule, and where it is in force.
  private struct Member {
    var call: Syscall
    var name: Located<String>
    var abis: Set<ABI>
  }

  private var keys: [Key] = []
  private var members: [Key: [Member]] = [:]
  private var positions: [Key: [Syscall: Int]] = [:]

  /// Adds a rule of an ABI.
  mutating func add(_ rule: LibseccompTree.Rule, on abi: ABI) {
    // Without comparisons their width does not matter.
    let width = rule.comparisons.isEmpty ? 64 : RegisterComparison.width(on: abi)
    let key = Key(
      rank: rule.rank, entry: rule.entry, width: width, comparisons: rule.comparisons)
    if members[key] == nil { keys.append(key) }
    if let position = positions[key]?[rule.call] {
      members[key]?[position].abis.insert(abi)
    } else {
      positions[key, default: [:]][rule.call] = members[key]?.count ?? 0
      members[key, default: []].append(Member(call: rule.call, name: rule.name, abis: [abi]))
    }
  }

  /// The rules, in the order of the entries, but for those that libseccomp puts into an order.
  func rules(of profile: OCIProfile, on abis: [ABI]) -> [RuleSyntax] {
    var rules: [RuleSyntax] = []
    for key in keys.enumerated().sorted(by: {
      ($0.1.rank, $0.1.entry, $0.0) < ($1.1.rank, $1.1.entry, $1.0)
    }) {
      let key = key.element
      var sets: [Set<ABI>] = []
      var bySet: [Set<ABI>: [Member]] = [:]
      for member in members[key] ?? [] {
        // A rule says nothing where its call does not exist.
        let scope = member.abis.union(abis.filter { member.call.number(on: $0) == nil })
          .filter { key.comparisons.isEmpty || RegisterComparison.width(on: $0) == key.width }
        if bySet[scope] == nil { sets.append(scope) }
        bySet[scope, default: []].append(member)
      }
      for set in sets {
        rules.append(
          rule(key, of: profile, naming: bySet[set] ?? [], on: abis.filter(set.contains), of: abis))
      }
    }
    return rules
  }

  private func rule(
    _ key: Key, of profile: OCIProfile, naming members: [Member], on scope: [ABI], of abis: [ABI]
  ) -> RuleSyntax {
    let entry = profile.entries[key.entry]
    var rule = RuleSyntax(
      range: entry.range,
      calls: members.map {
        Located(value: .name($0.call.name, isOptional: false), range: $0.name.range)
      },
      callsRange: entry.namesRange)
    rule.isLiteral = true
    rule.comment = entry.comment
    // All ABIs of a machine are answered with the numbers of its own.
    let action = entry.action.value.action(on: abis[0])
    rule.action = Located(value: .fixed(action), range: entry.action.range)
    if scope.count < abis.count {
      rule.architectures = scope.map { Located(value: $0, range: entry.namesRange) }
    }
    if !key.comparisons.isEmpty {
      rule.alternatives = [
        key.comparisons.map { comparison in
          let range =
            comparison.element < 0
            ? entry.namesRange : entry.comparisons[comparison.element].range
          return comparison.register.syntax(width: key.width, at: range)
        }
      ]
    }
    return rule
  }
}
