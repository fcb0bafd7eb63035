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

  /// All of them.
  private(set) var entries: [Entry] = []

  /// Sorts denials.
  ///
  /// - Parameters:
  ///   - denials: What was told apart, in the order of time.
  ///   - tallies: How many more there were of each kind.
  init(_ denials: [Denial], _ tallies: DenialTallies) {
    var places: [DenialKind: Int] = [:]
    for (index, denial) in denials.enumerated() {
      let kind = DenialKind(of: denial)
      guard let place = places[kind] else {
        places[kind] = entries.count
        entries.append(Entry(denial: denial, count: denial.count, unlike: 0, first: index))
        continue
      }
      entries[place].count += denial.count
      if Self.points(denial, more: entries[place].denial, by: { $0.points(more: $1) }) {
        entries[place].denial = denial
      }
    }
    for (kind, tally) in tallies.ofKinds {
      if let place = places[kind] { entries[place].count += tally.others }
    }
    for index in entries.indices {
      entries[index].unlike = entries[index].count - entries[index].denial.count
    }
    entries.sort { left, right in
      if left.suspicion != right.suspicion { return left.suspicion > right.suspicion }
      if left.suspicion == .likely || left.suspicion == .strong {
        return Self.points(left.denial, more: right.denial, by: { $0.pointsElsewhere(more: $1) })
      }
      return left.first < right.first
    }
  }

  /// Whether more points at one than at another.
  private static func points(
    _ one: Denial, more other: Denial, by isMore: (Aftermath.End, Aftermath.End) -> Bool
  ) -> Bool {
    if one.suspicion != other.suspicion { return one.suspicion > other.suspicion }
    guard let one = one.aftermath.end, let other = other.aftermath.end else {
      return one.aftermath.end != nil && other.aftermath.end == nil
    }
    return isMore(one, other)
  }
}
