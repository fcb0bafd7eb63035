import SourceDiagnostics
import Toolbox

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

  /// What it means, and what to do.
  ///
  /// - Parameter logs: The logs, as they were named.
  /// - Returns: A sentence without a full stop, or `nil` where nobody is missing.
  public func sentence(about logs: [String]) -> String? {
    if count == 0 { return nil }
    let places = first.map { "\($0.thread) at \(escaped($0.file)):\($0.line)" }
    let list = places.joined(separator: ", ") + (count > first.count ? ", …" : "")
    let (what, whose) =
      count == 1
      ? ("1 process or thread that was started", "its")
      : ("\(ReplayReport.number(count)) processes or threads that were started", "their")
    return
      "the \(logs.count == 1 ? "log shows" : "logs show") \(what) (\(list)), but none of \(whose) calls; "
      + "trace again with 'strace -f'"
  }
}
