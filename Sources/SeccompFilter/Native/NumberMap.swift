import ClassicBPF
import LinuxABI

/// What an ABI's part of a filter does with each number, by ranges of numbers that fare alike.
struct NumberMap {
  /// What decides the calls of one range.
  enum Decider: Hashable {
    /// The verdict on calls that are newer than the policy.
    case newer(FilterAction)
    /// These rules, by their place in the part, and then the default.
    case rules([Int])
  }

  /// From which number on what decides; the first one starts with the ABI's first number.
  private(set) var entries: [(start: UInt32, decider: Decider)] = []

  /// The map of a part.
  init(_ part: ABIFilter) {
    var changes: [(number: UInt32, place: Int, begins: Bool)] = []
    func add(_ set: IntervalSet<UInt32>, place: Int) {
      for range in set.intersection(IntervalSet(part.abi.numbers)).ranges {
        changes.append((range.lowerBound, place, true))
        if range.upperBound < part.abi.numbers.upperBound {
          changes.append((range.upperBound + 1, place, false))
        }
      }
    }
    for (place, rule) in part.rules.enumerated() { add(rule.numbers, place: place) }
    if let newer = part.newer { add(newer.numbers, place: Self.newerPlace) }

    changes.sort { $0.number < $1.number }
    var active: [Int] = []
    var start = part.abi.numbers.lowerBound
    var next = 0
    while true {
      while next < changes.count, changes[next].number == start {
        let place = changes[next].place
        let index = active.firstIndex { $0 >= place } ?? active.count
        if changes[next].begins {
          active.insert(place, at: index)
        } else {
          active.remove(at: index)
        }
        next += 1
      }
      let decider = Self.decider(active, of: part)
      if entries.last?.decider != decider { entries.append((start, decider)) }
      if next == changes.count { break }
      start = changes[next].number
    }
  }

  /// Stands for the newer calls among the places of rules, and comes before all of them.
  private static let newerPlace = -1

  /// What decides where these rules apply, without those after the first that always decides.
  private static func decider(_ places: [Int], of part: ABIFilter) -> Decider {
    if let newer = part.newer, places.first == newerPlace { return .newer(newer.action) }
    let last = places.firstIndex {
      part.rules[$0].otherwise != nil || part.rules[$0].condition.isUnconditional
    }
    return .rules(last.map { Array(places[...$0]) } ?? places)
  }
}
