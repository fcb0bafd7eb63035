import Glibc
import Sekat
import Synchronization
import Toolbox

/// The place that a report of denials is written to.
struct ReportOutput: ~Copyable {
  let options: DenialReport.Options
  private let descriptor: Int32
  private let failure = Mutex<String?>(nil)

  /// Standard error, or a file.
  init(_ run: RunOptions) throws(SekatError) {
    var options = DenialReport.Options()
    options.tellsAll = run.supervision.tellsAll
    options.tells = run.supervision.tells
    options.showsSites = run.supervision.showsSites
    options.isQuiet = run.isQuiet
    options.format = run.supervision.format
    if let path = run.supervision.report {
      descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0o666)
      guard descriptor >= 0 else {
        throw SekatError("cannot write \(quoted(path)): \(SystemError.last.text)")
      }
    } else {
      descriptor = 2
      options.isColored = Terminal.usesColor(on: 2)
      options.width = Terminal.reportWidth
    }
    self.options = options
  }

  /// Writes whole lines, as well as that goes: the command must not suffer from a full disk.
  func write(_ lines: String) {
    do throws(SystemError) {
      try writeAll(Array(lines.utf8), to: descriptor)
    } catch {
      failure.withLock { $0 = $0 ?? error.text }
    }
  }

  /// Says once if not all of it could be written.
  func complain() {
    guard let reason = failure.withLock({ $0.take() }) else { return }
    Terminal.complain("sekat: the report is not complete: \(reason)\n")
  }
}
