import Glibc
import SandboxLauncher
import Sekat
import Toolbox

/// The places that a supervisor writes to once the command has been started: the report of denials, and
/// messages.
struct ReportOutput {
  let options: DenialReport.Options
  private let report: PatientOutput
  /// Standard error.
  private let messages: PatientOutput
  /// How many milliseconds without anything read are long enough at the end.
  private static let patience: Int32 = 2000

  /// Standard error, or a file.
  init(_ run: RunOptions) throws(SekatError) {
    var options = DenialReport.Options()
    options.tellsAll = run.supervision.tellsAll
    options.tells = run.supervision.tells
    options.showsSites = run.supervision.showsSites
    options.isQuiet = run.isQuiet
    options.format = run.supervision.format
    messages = PatientOutput(2)
    if let path = run.supervision.report {
      let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0o666)
      guard descriptor >= 0 else {
        throw SekatError("cannot write \(quoted(path)): \(SystemError.last.text)")
      }
      report = PatientOutput(descriptor)
    } else {
      report = messages
      options.isColored = Terminal.usesColor(on: 2)
      options.width = Terminal.reportWidth
    }
    self.options = options
  }

  /// How many lines of the report were not written, for nobody read those before them in time.
  var droppedLines: Int { report.droppedLines }

  /// Writes whole lines of the report, as well as that goes: the command must not suffer from a full disk.
  func write(_ lines: String, isLast: Bool = false) { report.write(lines, isLast: isLast) }

  /// Writes a message to standard error.
  func complain(_ message: String) { messages.write(message, isLast: true) }

  /// The descriptors that must stay open: where it goes, and standard error, for messages.
  var descriptors: [Int32] { [report.descriptor, messages.descriptor] }

  /// Waits for the end of what was written, and says if not all of it could be.
  ///
  /// - Returns: Whether all of it is written that can be.
  func finish() -> Bool {
    let isWritten = report.finish(waiting: Self.patience)
    if let failure = report.takeFailure() {
      complain("sekat: the report is not complete: \(SystemError(failure).text)\n")
    }
    return messages.finish(waiting: isWritten ? Self.patience : 0) && isWritten
  }

  /// Waits for whoever is to read what was written, as long as that takes.
  func finishLater() {
    _ = report.finish(waiting: -1)
    _ = messages.finish(waiting: -1)
  }

  /// Lets standard error go where the report is written elsewhere: who waits for its end must not wait
  /// for those that the command has left behind.
  func leaveStandardError() {
    guard report !== messages else { return }
    let null = unsafe open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard null >= 0 else { return }
    _ = dup2(null, 2)
    close(null)
  }
}
