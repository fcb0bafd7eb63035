import ClassicBPF
import LinuxABI
import SourceDiagnostics

/// The rules of one ABI as libseccomp puts them together, whatever their order.
///
/// Of the rules for a number the first without comparisons is the only one that counts. Without such
/// a rule each holds where all its comparisons do. See `db_rule_add` in libseccomp's `db.c`.
struct LibseccompTree {
  /// A rule for one number.
  struct Rule {
    /// The index of the entry that says it.
    var entry: Int
    /// The call that the rule speaks of, and where it is named.
    var name: Located<String>
    /// The call that is made: itself, or one that it is made through.
    var call: Syscall
    var comparisons: [Comparison]
    var action: FilterAction
    /// The position among rules for the call of which the first that holds decides; 0 where it does
    /// not matter.
    var rank = 0
  }

  /// A comparison, and the element of the entry's `args` that says it; -1 where none does.
  struct Comparison: Hashable {
    var register: RegisterComparison
    var element: Int
  }

  /// Two rules about which it depends on libseccomp's inner order which of them decides.
  struct Conflict {
    var rule: Rule
    var earlier: Rule
    /// Whether both ask the same.
    var areSame: Bool
  }

  /// The rules that decide something.
  private(set) var rules: [Rule] = []
  /// Rules that gave way to one without comparisons, each with that one.
  private(set) var lost: [(rule: Rule, winner: Rule)] = []
  private(set) var conflicts: [Conflict] = []

  /// So many pairs of rules are compared for one call.
  private static let mostPairs = 1_000_000

  /// Puts rules together that are added in this order.
  init(_ added: [Rule]) {
    var order: [Syscall] = []
    var byCall: [Syscall: [Rule]] = [:]
    for rule in added {
      if byCall[rule.call] == nil { order.append(rule.call) }
      byCall[rule.call, default: []].append(rule)
    }
    for call in order { add(byCall[call] ?? []) }
  }

  /// Adds all rules for one call.
  private mutating func add(_ all: [Rule]) {
    if let winner = all.firstIndex(where: { $0.comparisons.isEmpty }) {
      rules.append(all[winner])
      for (index, rule) in all.enumerated() where index != winner {
        lost.append((rule, all[winner]))
      }
      return
    }
    guard let conflict = Self.conflict(among: all) else {
      rules += all
      return
    }
    if !conflict.areSame, let order = LibseccompOrder(all.map(\.comparisons), all.map(\.action)) {
      for (rank, index) in order.indices.enumerated() {
        var rule = all[index]
        rule.rank = rank
        rules.append(rule)
      }
    } else {
      conflicts.append(conflict)
    }
  }

  /// Two rules for a call with different actions that may hold for the same arguments; two that ask the
  /// same go before.
  private static func conflict(among all: [Rule]) -> Conflict? {
    guard Set(all.map(\.action)).count > 1 else { return nil }
    var found: Conflict?
    var pairs = 0
    for (index, rule) in all.enumerated() {
      for earlier in all[..<index] where earlier.action != rule.action {
        pairs += 1
        let areSame = rule.asksSame(as: earlier)
        if areSame || found == nil, pairs > mostPairs || rule.overlaps(earlier) {
          found = Conflict(rule: rule, earlier: earlier, areSame: areSame)
        }
        if areSame || pairs > mostPairs { return found }
      }
    }
    return found
  }
}

extension LibseccompTree.Rule {
  /// Whether a call may pass the comparisons of both.
  func overlaps(_ other: Self) -> Bool {
    comparisons.allSatisfy { comparison in
      other.comparisons.allSatisfy { other in
        comparison.register.index != other.register.index
          || comparison.register.overlaps(other.register)
      }
    }
  }

  /// Whether the comparisons are the same.
  func asksSame(as other: Self) -> Bool {
    Set(comparisons.map(\.register)) == Set(other.comparisons.map(\.register))
  }
}
