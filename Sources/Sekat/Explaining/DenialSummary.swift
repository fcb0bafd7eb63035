/// Denials as a summary shows them: those of one call with one verdict together, what is most suspect first.
struct DenialSummary {
  /// Denials of one call with one verdict.
  struct Entry {
    /// The one that most points at.
    var denial: Denial
    /// How many there were.
    var count: Int
    /// How many of them looked different from that one.
    var unlike: Int
    /// The place of the first one.
    var first: Int

    var suspicion: Denial.Suspicion { denial.suspicion }
  }

  /// What denials are shown together.
  private struct Kind: Hashable {
    var group: DenialReport.Group
    /// Whether a library goes on without it: it is not shown with others of the name.
    var isDispensable: Bool
  }

  /// All of them.
  private(set) var entries: [Entry] = []

  /// Sorts denials.
  ///
  /// - Parameters:
  ///   - denials: What was told apart, in the order of time.
  ///   - others: How many more there were of each group.
  init(_ denials: [Denial], others: [DenialReport.Group: Int]) {
    var places: [Kind: Int] = [:]
    for (index, denial) in denials.enumerated() {
      let kind = Kind(
        group: DenialReport.Group(denial.first), isDispensable: denial.weight == .dispensable)
      guard let place = places[kind] else {
        places[kind] = entries.count
        entries.append(Entry(denial: denial, count: denial.count, unlike: 0, first: index))
        continue
      }
      entries[place].count += denial.count
      if Self.points(denial, more: entries[place].denial) { entries[place].denial = denial }
    }
    for (group, count) in others {
      let kinds = [false, true].map { Kind(group: group, isDispensable: $0) }
      if let place = kinds.lazy.compactMap({ places[$0] }).first { entries[place].count += count }
    }
    for index in entries.indices {
      entries[index].unlike = entries[index].count - entries[index].denial.count
    }
    entries.sort { left, right in
      if left.suspicion != right.suspicion { return left.suspicion > right.suspicion }
      if left.suspicion == .likely || left.suspicion == .strong {
        return Self.points(left.denial, more: right.denial)
      }
      return left.first < right.first
    }
  }

  /// Whether more points at one than at another: its process failed sooner after it.
  private static func points(_ one: Denial, more other: Denial) -> Bool {
    if one.suspicion != other.suspicion { return one.suspicion > other.suspicion }
    guard let one = one.aftermath.end, let other = other.aftermath.end else {
      return one.aftermath.end != nil && other.aftermath.end == nil
    }
    return (one.weight, other.delay) > (other.weight, one.delay)
  }
}
