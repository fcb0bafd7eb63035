/// A set of unsigned integers, kept as sorted closed ranges that neither touch nor overlap.
///
/// Inlinable, so that other modules do not reach the integers through witnesses.
public struct IntervalSet<Element>: Hashable, Sendable
where Element: FixedWidthInteger & UnsignedInteger & Sendable {
  /// The ranges in ascending order, with a gap between any two.
  public private(set) var ranges: [ClosedRange<Element>]

  /// The set of ranges that are in ascending order and have gaps between them.
  @usableFromInline init(separate ranges: [ClosedRange<Element>]) { self.ranges = ranges }

  /// The set of all members of the ranges, which may come in any order and overlap.
  ///
  /// - Parameter ranges: The ranges to unite.
  @inlinable public init(_ ranges: some Sequence<ClosedRange<Element>>) {
    self.init(ascending: ranges.sorted { $0.lowerBound < $1.lowerBound })
  }

  /// The set of all members of ranges in ascending order of their lower bounds.
  @inlinable init(ascending ranges: [ClosedRange<Element>]) {
    var separate: [ClosedRange<Element>] = []
    for range in ranges {
      if let last = separate.last,
        last.upperBound == .max || range.lowerBound <= last.upperBound + 1
      {
        separate[separate.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        separate.append(range)
      }
    }
    self.init(separate: separate)
  }

  /// The empty set.
  @inlinable public init() { self.init(separate: []) }

  /// The set of one range.
  ///
  /// - Parameter range: Its members.
  @inlinable public init(_ range: ClosedRange<Element>) { self.init(separate: [range]) }

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
      self.init(separate: Self.ranges(of: isMember, from: least))
    } else {
      self.init(ascending: elements.sorted().map { $0...$0 })
    }
  }

  /// The ranges of marked integers, of which the first and the last one are marked.
  @inlinable static func ranges(
    of isMember: [Bool], from least: Element
  ) -> [ClosedRange<Element>] {
    var ranges: [ClosedRange<Element>] = []
    var start = 0
    while start < isMember.count {
      var end = start
      while end + 1 < isMember.count && isMember[end + 1] { end += 1 }
      ranges.append(least + Element(start)...least + Element(end))
      start = end + 1
      while start < isMember.count && !isMember[start] { start += 1 }
    }
    return ranges
  }

  /// Every integer of the type.
  @inlinable public static var all: Self { Self(.min ... .max) }

  /// Whether there is no member.
  @inlinable public var isEmpty: Bool { ranges.isEmpty }

  /// Whether the set has this member.
  ///
  /// Takes logarithmic time.
  ///
  /// - Parameter element: The integer to look for.
  /// - Returns: Whether it is a member.
  @inlinable public func contains(_ element: Element) -> Bool {
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
  @inlinable public func union(_ other: Self) -> Self { Self(ranges + other.ranges) }

  /// The members of a range that this set lacks.
  ///
  /// - Parameter universe: The range that the complement is taken in.
  /// - Returns: The complement.
  @inlinable public func complement(in universe: ClosedRange<Element> = .min ... .max) -> Self {
    var result: [ClosedRange<Element>] = []
    var next: Element? = universe.lowerBound
    for range in ranges where range.overlaps(universe) {
      guard let start = next else { break }
      if range.lowerBound > start { result.append(start...range.lowerBound - 1) }
      next = range.upperBound >= universe.upperBound ? nil : range.upperBound + 1
    }
    if let start = next { result.append(start...universe.upperBound) }
    return Self(separate: result)
  }

  /// The members of both sets.
  ///
  /// - Parameter other: The other set.
  /// - Returns: The intersection.
  @inlinable public func intersection(_ other: Self) -> Self {
    var result: [ClosedRange<Element>] = []
    var left = 0
    var right = 0
    while left < ranges.count && right < other.ranges.count {
      let (a, b) = (ranges[left], other.ranges[right])
      if a.overlaps(b) { result.append(a.clamped(to: b)) }
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
