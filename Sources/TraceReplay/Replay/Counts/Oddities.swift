/// Lines that cannot be read, or arguments that are not understood: how many, and the first of them.
public struct Oddities: Hashable, Sendable {
  /// One of them.
  public struct Example: Hashable, Sendable {
    /// The log, as it was named.
    public var file: String
    /// The line, from 1.
    public var line: Int
    /// What is wrong.
    public var reason: String
    /// The text, as far as there is room.
    public var text: String
  }

  /// How many there were.
  public internal(set) var count = 0
  /// The first of them.
  public internal(set) var first: [Example] = []

  /// How many are kept.
  public static let shown = 10

  mutating func add(_ example: @autoclosure () -> Example) {
    count += 1
    if first.count < Self.shown { first.append(example()) }
  }

  mutating func add(_ other: Oddities) {
    count += other.count
    first += other.first.prefix(Self.shown - first.count)
  }
}
