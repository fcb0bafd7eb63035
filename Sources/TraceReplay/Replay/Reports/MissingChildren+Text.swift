import SourceDiagnostics
import Toolbox

extension MissingChildren {
  /// What it means, and what to do.
  ///
  /// - Parameter logs: The logs, as they were named.
  /// - Returns: A sentence without a full stop, or `nil` where nobody is missing.
  public func sentence(about logs: [String]) -> String? {
    if count == 0 { return nil }
    let locations = first.map { "\($0.thread) at \(escaped($0.file)):\($0.line)" }
    let list = locations.joined(separator: ", ") + (count > first.count ? ", …" : "")
    let (what, whose) =
      count == 1
      ? ("1 process or thread that was started", "its")
      : ("\(ReplayReport.number(count)) processes or threads that were started", "their")
    return
      "the \(logs.count == 1 ? "log shows" : "logs show") \(what) (\(list)), but none of \(whose) calls; "
      + "trace again with 'strace -f'"
  }
}
