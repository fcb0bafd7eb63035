/// Processes and threads that logs show being made, without anything of what they did.
public struct MissingChildren: Hashable, Sendable {
  /// One of them.
  public struct Child: Hashable, Sendable {
    /// The log, as it was named.
    public var file: String
    /// The line of the call that made it, from 1.
    public var line: Int
    /// Its number.
    public var thread: Int
  }

  /// How many there are.
  public internal(set) var count = 0
  /// The first of them.
  public internal(set) var first: [Child] = []

  /// How many are kept.
  static let shown = 3

  mutating func add(_ children: [Child]) {
    count += children.count
    first += children.prefix(Self.shown - first.count)
  }

  mutating func add(_ other: MissingChildren) {
    count += other.count
    first += other.first.prefix(Self.shown - first.count)
  }
}
