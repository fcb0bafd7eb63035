/// How much a policy may say, in all its files together.
///
/// What is beyond is a mistake in the policy, reported where it begins. The limits are far above what
/// any program needs, and low enough for every command to end soon.
public struct PolicyLimits: Hashable, Sendable {
  /// The most rules.
  public var rules: Int
  /// The most values of JSON: objects, lists, strings, numbers.
  public var values: Int
  /// How often lists may name calls, where a group counts for each of its members.
  public var namings: Int
  /// The most comparisons, where one counts for each call and each ABI that it is made for.
  public var comparisons: Int
  /// The most findings of the linter that are to be ignored.
  public var ignored: Int
  /// The most mistakes that are reported of one kind of reading.
  public var mistakes: Int

  /// Puts the limits together.
  ///
  /// - Parameters:
  ///   - rules: The most rules.
  ///   - values: The most values of JSON.
  ///   - namings: How often lists may name calls.
  ///   - comparisons: The most comparisons.
  ///   - ignored: The most findings of the linter that are to be ignored.
  ///   - mistakes: The most mistakes that are reported.
  public init(
    rules: Int = 10_000, values: Int = 2_000_000, namings: Int = 1_000_000,
    comparisons: Int = 200_000, ignored: Int = 10_000, mistakes: Int = 1000
  ) {
    self.rules = rules
    self.values = values
    self.namings = namings
    self.comparisons = comparisons
    self.ignored = ignored
    self.mistakes = mistakes
  }

  /// What every command works within.
  public static let standard = PolicyLimits()

  // MARK: Sizes

  /// The most files of one policy.
  static let files = 64
  /// The most files that extend each other in a row.
  static let depth = 16
  /// The largest file in bytes.
  static let fileSize = 16 << 20
  /// The most bytes of all files together.
  static let totalSize = 64 << 20
  /// The most groups that name each other in a row.
  static let groupDepth = 64
  /// The longest expression of constants in bytes.
  static let expressionLength = 4096
  /// After so many mistakes nobody looks for what was meant: many are no typing mistakes, and each
  /// look takes time.
  static let suggestions = 100
}
