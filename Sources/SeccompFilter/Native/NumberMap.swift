import ClassicBPF
import LinuxABI

/// What an ABI's part of a filter does with each number, by ranges of numbers that fare alike.
struct NumberMap {
  /// What decides the calls of one range.
  enum Decider: Hashable {
    /// The verdict on calls that are newer than the policy.
    case newer(FilterAction)
    /// These rules, by their index in the part, and then the default.
    case rules([Int])
  }

  /// From which number on what decides; the first one starts with the ABI's first number.
  private(set) var entries: [(start: UInt32, decider: Decider)] = []

  /// A number at which a rule, by its index, begins or ceases to apply.
  private struct Change {
    var number: UInt32
    var rule: Int
    var begins: Bool
  }

  /// The map of a part.
  init(_ part: ABIFilter) {
    var lists = part.rules.enumerated().map { index, rule in
      Self.changes(rule.numbers, rule: index, of: part)
    }
    if let newer = part.newer {
      lists.append(Self.changes(newer.numbers, rule: Self.newerIndex, of: part))
    }
    let changes = Self.merged(lists[...])

    var active: [Int] = []
    var start = part.abi.numbers.lowerBound
    var next = 0
    while true {
      while next < changes.count, changes[next].number == start {
        let rule = changes[next].rule
        let position = active.firstIndex { $0 >= rule } ?? active.count
        if changes[next].begins {
          active.insert(rule, at: position)
        } else {
          active.remove(at: position)
        }
        next += 1
      }
      let decider = Self.decider(active, of: part)
      if entries.last?.decider != decider { entries.append((start, decider)) }
      if next == changes.count { break }
      start = changes[next].number
    }
  }

  /// Where something applies to numbers of the ABI, in ascending order.
  private static func changes(
    _ set: IntervalSet<UInt32>, rule: Int, of part: ABIFilter
  ) -> [Change] {
    let numbers = part.abi.numbers
    var changes: [Change] = []
    for interval in set.intersection(IntervalSet(numbers)).intervals {
      changes.append(Change(number: interval.lowerBound, rule: rule, begins: true))
      if interval.upperBound < numbers.upperBound {
        changes.append(Change(number: interval.upperBound + 1, rule: rule, begins: false))
      }
    }
    return changes
  }

  /// The changes of all lists, each of which is in order, in order.
  private static func merged(_ lists: ArraySlice<[Change]>) -> [Change] {
    if lists.count < 2 { return lists.first ?? [] }
    let middle = lists.startIndex + lists.count / 2
    let (left, right) = (merged(lists[..<middle]), merged(lists[middle...]))
    var changes: [Change] = []
    changes.reserveCapacity(left.count + right.count)
    var (i, j) = (0, 0)
    while i < left.count && j < right.count {
      if right[j].number < left[i].number {
        changes.append(right[j])
        j += 1
      } else {
        changes.append(left[i])
        i += 1
      }
    }
    return changes + left[i...] + right[j...]
  }

  /// Stands for the newer calls among the indices of rules, and comes before all of them.
  private static let newerIndex = -1

  /// What decides where these rules apply, without those after the first that always decides.
  private static func decider(_ rules: [Int], of part: ABIFilter) -> Decider {
    if let newer = part.newer, rules.first == newerIndex { return .newer(newer.action) }
    let last = rules.firstIndex {
      part.rules[$0].otherwise != nil || part.rules[$0].condition.isUnconditional
    }
    return .rules(last.map { Array(rules[...$0]) } ?? rules)
  }
}
