/// A set of unsigned integers, kept as sorted closed ranges that neither touch nor overlap.
public struct IntervalSet<Element>: Hashable, Sendable
where Element: FixedWidthInteger & UnsignedInteger & Sendable {
  /// The ranges in ascending order, with a gap between any two.
  public private(set) var ranges: [ClosedRange<Element>]

  /// The set of all members of the ranges, which may come in any order and overlap.
  ///
  /// - Parameter ranges: The ranges to unite.
  public init(_ ranges: some Sequence<ClosedRange<Element>>) {
    self.ranges = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = self.ranges.last,
        last.upperBound == .max || range.lowerBound <= last.upperBound + 1
      {
        self.ranges[self.ranges.count - 1] =
          last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        self.ranges.append(range)
      }
    }
  }

  /// The empty set.
  public init() { ranges = [] }

  /// The set of one range.
  ///
  /// - Parameter range: Its members.
  public init(_ range: ClosedRange<Element>) { ranges = [range] }

  /// The set of these elements.
  ///
  /// - Parameter elements: The members, in any order.
  public init(elements: some Sequence<Element>) { self.init(elements.map { $0...$0 }) }

  /// Every integer of the type.
  public static var all: Self { Self(.min ... .max) }

  /// Whether there is no member.
  public var isEmpty: Bool { ranges.isEmpty }

  /// Whether the set has this member.
  ///
  /// Takes logarithmic time.
  ///
  /// - Parameter element: The integer to look for.
  /// - Returns: Whether it is a member.
  public func contains(_ element: Element) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < element { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= element
  }

  /// The members of either set.
  ///
  /// - Parameter other: The other set.
  /// - Returns: The union.
  public func union(_ other: Self) -> Self { Self(ranges + other.ranges) }

  /// The members of a range that this set lacks.
  ///
  /// - Parameter universe: The range that the complement is taken in.
  /// - Returns: The complement.
  public func complement(in universe: ClosedRange<Element> = .min ... .max) -> Self {
    var result: [ClosedRange<Element>] = []
    var next: Element? = universe.lowerBound
    for range in ranges where range.overlaps(universe) {
      guard let start = next else { break }
      if range.lowerBound > start { result.append(start...range.lowerBound - 1) }
      next = range.upperBound >= universe.upperBound ? nil : range.upperBound + 1
    }
    if let start = next { result.append(start...universe.upperBound) }
    return Self(result)
  }

  /// The members of both sets.
  ///
  /// - Parameter other: The other set.
  /// - Returns: The intersection.
  public func intersection(_ other: Self) -> Self {
    var result: [ClosedRange<Element>] = []
    var left = 0
    var right = 0
    while left < ranges.count && right < other.ranges.count {
      let (a, b) = (ranges[left], other.ranges[right])
      if a.overlaps(b) { result.append(a.clamped(to: b)) }
      if a.upperBound < b.upperBound { left += 1 } else { right += 1 }
    }
    return Self(result)
  }

  /// The members that the other set lacks.
  ///
  /// - Parameter other: The set to take away.
  /// - Returns: The difference.
  public func subtracting(_ other: Self) -> Self { intersection(other.complement()) }
}
