/// Why a log cannot be read at all.
public struct ReplayError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The log, as it was named.
  public var log: String
  /// What is wrong, as a clause.
  public var reason: String

  /// A log that cannot be read, and why.
  ///
  /// - Parameters:
  ///   - log: The log, as it was named.
  ///   - reason: What is wrong, as a clause.
  public init(_ log: String, _ reason: String) {
    self.log = log
    self.reason = reason
  }

  /// The log and the reason.
  public var description: String { "\(log): \(reason)" }
}
