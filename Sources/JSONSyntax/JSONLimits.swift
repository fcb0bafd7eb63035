/// How much of a text the parser accepts.
public struct JSONLimits: Hashable, Sendable {
  /// How deep arrays and objects may be nested.
  public let depth: Int
  /// How long a text may be, in bytes.
  public let bytes: Int
  /// How many values there may be, each array and object among them.
  public let values: Int
  /// How many mistakes that do not stop the parser are reported before one does.
  public let mistakes: Int

  /// The largest possible depth.
  ///
  /// The parser itself does not recurse, but who walks or releases a tree does.
  public static let maximumDepth = 1024

  /// Sets the limits.
  ///
  /// - Parameters:
  ///   - depth: How deep arrays and objects may be nested, at most ``maximumDepth``.
  ///   - bytes: How long a text may be, less than 4 GiB.
  ///   - values: How many values there may be.
  ///   - mistakes: How many mistakes are reported.
  public init(depth: Int, bytes: Int, values: Int = .max, mistakes: Int = 1000) {
    precondition(
      (0...Self.maximumDepth).contains(depth) && (0...Int(UInt32.max)).contains(bytes)
        && values > 0 && mistakes > 0,
      "limits are within what the parser can do")
    self.depth = depth
    self.bytes = bytes
    self.values = values
    self.mistakes = mistakes
  }

  /// The limits for policies: 64 levels, 16 MiB, 2 million values.
  public static let policy = JSONLimits(depth: 64, bytes: 16 << 20, values: 2_000_000)
}
