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

  /// Two rules for a call with different actions of which it is not known that only one can hold.
  struct Conflict {
    /// What they have in common.
    enum Kind {
      /// Both ask the same.
      case same
      /// Both may hold, and which of them decides depends on libseccomp's inner order.
      case overlapping
      /// There are too many pairs of rules to look at these.
      case undecided
    }

    var rule: Rule
    var earlier: Rule
    var kind: Kind
  }

  /// The rules that decide something.
  private(set) var rules: [Rule] = []
  /// Rules that gave way to one without comparisons, each with that one.
  private(set) var lost: [(rule: Rule, winner: Rule)] = []
  private(set) var conflicts: [Conflict] = []

  /// So many pairs of rules may still be compared, for all calls together.
  private var pairsLeft: Int

  /// Puts rules together that are added in this order.
  ///
  /// - Parameters:
  ///   - added: The rules.
  ///   - mostPairs: How many pairs of them are compared.
  init(_ added: [Rule], mostPairs: Int) {
    pairsLeft = mostPairs
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
    guard let conflict = Self.sameConflict(among: all) ?? overlap(among: all) else {
      rules += all
      return
    }
    if conflict.kind == .overlapping,
      let order = LibseccompOrder(all.map(\.comparisons), all.map(\.action))
    {
      for (rank, index) in order.indices.enumerated() {
        var rule = all[index]
        rule.rank = rank
        rules.append(rule)
      }
    } else {
      conflicts.append(conflict)
    }
  }

  /// Two rules with different actions that ask the same.
  private static func sameConflict(among all: [Rule]) -> Conflict? {
    var first: [Set<RegisterComparison>: Rule] = [:]
    for rule in all {
      let asked = Set(rule.comparisons.map(\.register))
      guard let earlier = first[asked] else {
        first[asked] = rule
        continue
      }
      if earlier.action != rule.action {
        return Conflict(rule: rule, earlier: earlier, kind: .same)
      }
    }
    return nil
  }

  /// Two rules with different actions that may hold for the same arguments.
  private mutating func overlap(among all: [Rule]) -> Conflict? {
    // Most rules for a call have one action, and are not to be looked at in pairs.
    var groups: [(action: FilterAction, rules: [Rule])] = []
    for rule in all {
      for earlier in groups.lazy.filter({ $0.action != rule.action }).flatMap(\.rules) {
        if pairsLeft == 0 { return Conflict(rule: rule, earlier: earlier, kind: .undecided) }
        pairsLeft -= 1
        if rule.overlaps(earlier) {
          return Conflict(rule: rule, earlier: earlier, kind: .overlapping)
        }
      }
      if let own = groups.firstIndex(where: { $0.action == rule.action }) {
        groups[own].rules.append(rule)
      } else {
        groups.append((rule.action, [rule]))
      }
    }
    return nil
  }
}

extension LibseccompTree.Rule {
  /// Whether a call may pass the comparisons of both.
  fileprivate func overlaps(_ other: Self) -> Bool {
    comparisons.allSatisfy { comparison in
      other.comparisons.allSatisfy { other in
        comparison.register.index != other.register.index
          || comparison.register.overlaps(other.register)
      }
    }
  }
}
