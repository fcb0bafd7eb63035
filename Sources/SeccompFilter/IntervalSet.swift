/// A set of unsigned integers, kept as sorted intervals that neither touch nor overlap.
///
/// Inlinable, so that other modules do not reach the integers through witnesses.
public struct IntervalSet<Element>: Hashable, Sendable
where Element: FixedWidthInteger & UnsignedInteger & Sendable {
  /// The intervals in ascending order, with a gap between any two.
  public private(set) var intervals: [Interval<Element>]

  /// The set of intervals that are in ascending order and have gaps between them.
  @usableFromInline init(separate intervals: [Interval<Element>]) { self.intervals = intervals }

  /// The set of all members of intervals, which may come in any order and overlap.
  ///
  /// - Parameter intervals: The intervals to unite.
  @inlinable public init(_ intervals: [Interval<Element>]) {
    self.init(ascending: intervals.sorted { $0.lowerBound < $1.lowerBound })
  }

  /// The set of all members of the ranges, which may come in any order and overlap.
  ///
  /// - Parameter ranges: The ranges to unite.
  @inlinable public init(_ ranges: some Sequence<ClosedRange<Element>>) {
    self.init(ranges.map { Interval($0) })
  }

  /// The set of all members of intervals in ascending order of their lower bounds.
  @inlinable init(ascending intervals: [Interval<Element>]) {
    var separate: [Interval<Element>] = []
    for interval in intervals {
      if let last = separate.last,
        last.upperBound == .max || interval.lowerBound <= last.upperBound + 1
      {
        separate[separate.count - 1].upperBound = max(last.upperBound, interval.upperBound)
      } else {
        separate.append(interval)
      }
    }
    self.init(separate: separate)
  }

  /// The empty set.
  @inlinable public init() { self.init(separate: []) }

  /// The set of one range.
  ///
  /// - Parameter range: Its members.
  @inlinable public init(_ range: ClosedRange<Element>) {
    self.init(separate: [Interval(range)])
  }

  /// The set of these elements.
  ///
  /// - Parameter elements: The members, in any order.
  @inlinable public init(elements: some Sequence<Element>) {
    let elements = Array(elements)
    guard let least = elements.min(), let greatest = elements.max() else {
      self.init()
      return
    }
    // Numbers of calls often lie so close together that to mark them takes less than to sort them.
    if let distance = Int(exactly: greatest - least), distance / 8 < elements.count {
      var isMember = [Bool](repeating: false, count: distance + 1)
      for element in elements { isMember[Int(element - least)] = true }
      self.init(separate: Self.intervals(of: isMember, from: least))
    } else {
      self.init(ascending: elements.sorted().map { Interval($0...$0) })
    }
  }

  /// The intervals of marked integers, of which the first and the last one are marked.
  @inlinable static func intervals(
    of isMember: [Bool], from least: Element
  ) -> [Interval<Element>] {
    var intervals: [Interval<Element>] = []
    var start = 0
    while start < isMember.count {
      var end = start
      while end + 1 < isMember.count && isMember[end + 1] { end += 1 }
      intervals.append(Interval(least + Element(start)...least + Element(end)))
      start = end + 1
      while start < isMember.count && !isMember[start] { start += 1 }
    }
    return intervals
  }

  /// Every integer of the type.
  @inlinable public static var all: Self { Self(.min ... .max) }

  /// The intervals as ranges.
  @inlinable public var ranges: [ClosedRange<Element>] { intervals.map { $0.range } }

  /// Whether there is no member.
  @inlinable public var isEmpty: Bool { intervals.isEmpty }

  /// Whether the set has this member.
  ///
  /// Takes logarithmic time.
  ///
  /// - Parameter element: The integer to look for.
  /// - Returns: Whether it is a member.
  @inlinable public func contains(_ element: Element) -> Bool {
    var low = 0
    var high = intervals.count
    while low < high {
      let middle = (low + high) / 2
      if intervals[middle].upperBound < element { low = middle + 1 } else { high = middle }
    }
    return low < intervals.count && intervals[low].lowerBound <= element
  }

  /// The members of either set.
  ///
  /// - Parameter other: The other set.
  /// - Returns: The union.
  @inlinable public func union(_ other: Self) -> Self { Self(intervals + other.intervals) }

  /// The members of a range that this set lacks.
  ///
  /// - Parameter universe: The range that the complement is taken in.
  /// - Returns: The complement.
  @inlinable public func complement(in universe: ClosedRange<Element> = .min ... .max) -> Self {
    var result: [Interval<Element>] = []
    var next: Element? = universe.lowerBound
    for interval in intervals
    where interval.upperBound >= universe.lowerBound && interval.lowerBound <= universe.upperBound {
      guard let start = next else { break }
      if interval.lowerBound > start {
        result.append(Interval(start...interval.lowerBound - 1))
      }
      next = interval.upperBound >= universe.upperBound ? nil : interval.upperBound + 1
    }
    if let start = next { result.append(Interval(start...universe.upperBound)) }
    return Self(separate: result)
  }

  /// The members of both sets.
  ///
  /// - Parameter other: The other set.
  /// - Returns: The intersection.
  @inlinable public func intersection(_ other: Self) -> Self {
    var result: [Interval<Element>] = []
    var left = 0
    var right = 0
    while left < intervals.count && right < other.intervals.count {
      let (a, b) = (intervals[left], other.intervals[right])
      let (lower, upper) = (max(a.lowerBound, b.lowerBound), min(a.upperBound, b.upperBound))
      if lower <= upper { result.append(Interval(lower...upper)) }
      if a.upperBound < b.upperBound { left += 1 } else { right += 1 }
    }
    return Self(separate: result)
  }

  /// The members that the other set lacks.
  ///
  /// - Parameter other: The set to take away.
  /// - Returns: The difference.
  @inlinable public func subtracting(_ other: Self) -> Self { intersection(other.complement()) }
}
