/// The integers from one to another.
///
/// This is a closed range that asks nothing of its bounds. Before the first list of closed ranges is
/// made, the runtime searches all conformances of the program for that of the bound, which takes
/// longer than compiling most rules.
public struct Interval<Bound> {
  /// The least integer.
  public var lowerBound: Bound
  /// The greatest integer, not below the least.
  public var upperBound: Bound

  /// The integers of a range.
  ///
  /// - Parameter range: The range.
  @inlinable public init(_ range: ClosedRange<Bound>) where Bound: Comparable {
    lowerBound = range.lowerBound
    upperBound = range.upperBound
  }
}

extension Interval where Bound: Comparable {
  /// The same integers as a range.
  @inlinable public var range: ClosedRange<Bound> { lowerBound...upperBound }
}

extension Interval: Sendable where Bound: Sendable {}
extension Interval: Equatable where Bound: Equatable {}
extension Interval: Hashable where Bound: Hashable {}
