import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox

extension ReplayReport {
  /// Where filters were installed in logs that were made under one.
  public struct Installations: Hashable, Sendable {
    /// How many installations judging begins with.
    public var count = 0
    /// The first one.
    public var first: Location?
  }

  /// Calls of one kind of which a log itself shows what a filter did.
  public struct Evidence: Hashable, Sendable {
    /// The ABI.
    public var abi: String
    /// The call, or `#` and its number.
    public var syscall: String
    /// What the log shows: `killed`, `killed-unseen`, `signal` or `errno`.
    public var sign: String
    /// What the filters of this replay may answer, the strictest first.
    public var verdicts: [String]
    /// How many calls.
    public var count: Int
    /// The first call.
    public var location: Location
    /// The line of the log that shows it.
    public var line: Int
  }
}

extension ReplayReport.Evidence {
  init(_ entry: FilterEvidence.Entry, of kind: CallClass) {
    abi = kind.abi.name
    syscall = kind.shownName
    sign =
      switch entry.sign {
      case .killed: "killed"
      case .killedUnseen: "killed-unseen"
      case .signalled: "signal"
      case .failed: "errno"
      }
    verdicts = kind.outcome.actions.map { $0.text(on: kind.abi) }
    count = entry.count
    location = ReplayReport.Location(entry.location)
    line = entry.line
  }

  /// What the log shows, as a sentence.
  var sentence: String {
    let verdict = verdicts.joined(separator: " or ")
    let place = "at \(location.file == LogFile.kernelAudit ? "record" : "line") \(line)"
    switch sign {
    case "killed": return "\(escaped(syscall)) was killed by SIGSYS \(place)"
    case "killed-unseen":
      let who = location.thread == 0 ? "the program" : "\(location.thread)"
      return "\(who) was killed by SIGSYS \(place), at a call after \(escaped(syscall)) "
        + "that the log does not show"
    case "signal": return "\(escaped(syscall)) was answered with SIGSYS \(place)"
    default:
      // The kernel's log tells that it was an error, and not which.
      let answer = verdicts.allSatisfy { $0.hasPrefix("errno(") } ? verdict : "an error"
      return "\(escaped(syscall)) was answered with \(answer) \(place)"
    }
  }

  /// What the filters of this replay say of it, where that is something else.
  var difference: String {
    if sign == "killed-unseen" { return "" }
    if ReplayReport.pass(verdicts) {
      return "; this filter lets it through, so the log was made under another one"
    }
    let expected =
      switch sign {
      case "killed": "kill-"
      case "signal": "trap"
      default: "errno("
      }
    let isSame = verdicts.allSatisfy { $0.hasPrefix(expected) }
    return isSame ? "" : "; this filter answers \(verdicts.joined(separator: " or "))"
  }
}

extension ReplayReport.Location {
  init(_ location: CallLocation) {
    self.init(
      file: location.file, line: location.line, thread: Int(location.thread), text: location.text)
  }
}

extension ReplayReport {
  /// Where judging begins, as a sentence; `nil` where it begins with the logs.
  public var beginning: String? {
    guard let first = installations.first else { return nil }
    let who = first.thread == 0 ? "the program" : "\(first.thread)"
    let later = installations.count - 1
    let others =
      switch later {
      case 0: ""
      case 1: ", as 1 other did later"
      default: ", as \(Self.number(later)) others did later"
      }
    let calls =
      leftOut == 1
      ? "1 call made without a filter is"
      : "\(Self.number(leftOut)) calls made without a filter are"
    return "judging begins at \(escaped(first.file)):\(first.line), where \(who) installed a filter"
      + "\(others); \(calls) left out"
  }

  /// What the logs themselves show of filters, a line for each kind of call.
  var evidenceLines: [String] {
    evidence.map { found in
      let file = "\(escaped(found.location.file)):\(found.location.line)"
      let thread = found.location.thread == 0 ? "" : " [\(found.location.thread)]"
      let call = found.location.text.isEmpty ? found.syscall : found.location.text
      let others = found.count > 1 ? ", the first of \(Self.number(found.count))" : ""
      return "\(found.sentence)\(others)\(found.difference)\n"
        + "\(file)\(thread) \(escaped(call))"
    }
  }
}
