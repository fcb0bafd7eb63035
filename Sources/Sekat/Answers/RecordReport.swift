import ClassicBPF
package import FilterProof
package import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import Toolbox
package import TraceReplay

/// What policies say to the calls that the kernel's log tells of.
package struct RecordReport {
  /// One record, and the answers.
  private struct Entry {
    var record: AuditRecord
    var count: Int
    var report: QueryReport

    /// Whether the filters together may have answered as the record says.
    var isExplained: Bool {
      record.kinds.isEmpty || report.verdicts.contains { record.kinds.contains($0.kind) }
    }

    /// Whether a filter's verdict may have been what the record shows, or stood behind it.
    func fits(_ verdict: QueryAnswer.Verdict) -> Bool {
      if record.kinds.isEmpty || record.kinds.contains(verdict.action.kind) { return true }
      // Of several filters, the strictest verdict is what counts.
      return report.answers.count > 1
        && !record.kinds.contains { verdict.action.isStricter(than: $0) }
    }

    /// The older calls that C libraries make where the filters can only have said `ENOSYS`.
    var fallback: [String]? {
      guard let name = Syscall.numbered(record.number, on: record.abi)?.name,
        let fallback = LibraryFallback.of(name), !fallback.older.isEmpty,
        let missing = ErrnoName.number(of: "ENOSYS", on: record.abi),
        report.answers.count == 1, let answer = report.answers.first
      else { return nil }
      let said = answer.verdicts.filter(fits).map(\.action)
      guard !said.isEmpty, said.allSatisfy({ $0 == .errno(missing) }) else { return nil }
      return fallback.older.filter { Syscall.named($0)?.number(on: record.abi) != nil }
    }
  }

  private var entries: [Entry] = []
  /// How many records the kernel did not write.
  private let suppressed: Int

  /// A report on no record yet.
  ///
  /// - Parameter suppressed: How many records the kernel says it did not write.
  package init(suppressed: Int) {
    self.suppressed = suppressed
  }

  /// Whether each record can be of the filters that were asked.
  package var isExplained: Bool { entries.allSatisfy(\.isExplained) }

  /// Asks policies and compiled filters about a record.
  ///
  /// - Parameters:
  ///   - record: The record.
  ///   - count: How many there are that say the same.
  ///   - asked: Who is asked, in the order of their installation.
  ///   - machine: The machine.
  /// - Throws: `ProofError` where it cannot be decided.
  package mutating func add(
    _ record: AuditRecord, count: Int,
    asking asked: [(name: String, content: QueryAnswer.Content)], on machine: Machine
  ) throws(ProofError) {
    let words = ["#\(record.number)"]
    // A number as such is always a pattern.
    guard let pattern = try? CallPattern(words, on: record.abi) else { return }
    let report = try QueryReport(call: words, pattern: pattern, asking: asked, on: machine)
    entries.append(Entry(record: record, count: count, report: report))
  }

  // MARK: Text

  /// The report for people.
  ///
  /// - Parameter width: The columns in which a rule is quoted.
  /// - Returns: The report, each line with its end.
  package func text(width: Int) -> String {
    var text = entries.map { Self.text($0, width) }.joined(separator: "\n")
    let notes = [openHint, suppressedHint].compactMap(\.self)
    if !notes.isEmpty { text += "\n" }
    for note in notes { text += wrapped(note.split(separator: " "), first: "note: ", indent: 2) }
    return text
  }

  /// What to do where the kernel kept records to itself: the one that matters may be among them.
  private var suppressedHint: String? {
    guard suppressed > 0 else { return nil }
    let records = suppressed == 1 ? "record" : "records"
    return "the kernel left \(suppressed) more \(records) out, for it writes few at once; where "
      + "kernel.printk_ratelimit is 0, see sysctl(8), it writes all"
  }

  /// What to do where a verdict hangs on what no record shows.
  private var openHint: String? {
    let isOpen = entries.contains { entry in
      entry.isExplained && entry.report.answers.contains { $0.verdicts.count > 1 }
    }
    guard isOpen else { return nil }
    return "a record shows no arguments, so more than one verdict was possible; "
      + "'strace' shows them, and 'sekat query' and 'sekat simulate' take them"
  }

  private static func text(_ entry: Entry, _ width: Int) -> String {
    let record = entry.record
    var text = title(entry) + "\n"
    let origin = [
      record.executable.map { escaped($0) } ?? record.command.map { quoted($0) },
      record.process.map { "process \(escaped($0))" },
      record.instructionPointer.map { "at \(escaped($0))" },
    ].compactMap(\.self)
    if !origin.isEmpty { text += "  by \(origin.joined(separator: ", "))\n" }
    guard entry.isExplained else {
      return text
        + "  that verdict is not possible here: it was another filter, or another version\n"
        + answers(entry, width) { _ in true }
    }
    text += answers(entry, width, where: entry.fits)
    if let older = entry.fallback {
      let names = older.map { quoted($0) }.joined(separator: " or ")
      text += "  a C library makes \(names) instead, so a program goes on\n"
    }
    return text
  }

  /// The call, and what became of it.
  private static func title(_ entry: Entry) -> String {
    let record = entry.record
    let name = Syscall.numbered(record.number, on: record.abi)?.name
    let call = name.map { "\($0) (#\(record.number))" } ?? "#\(record.number)"
    let kinds = record.kinds.map(\.kindName).sorted().joined(separator: " or ")
    return "\(call) on \(record.abi.name)"
      + (record.code.map { ": \(kinds) (code=\(escaped($0)))" } ?? "")
      + (entry.count > 1 ? ", \(entry.count) times" : "")
  }

  private static func answers(
    _ entry: Entry, _ width: Int, where fits: (QueryAnswer.Verdict) -> Bool
  ) -> String {
    let abi = entry.record.abi
    var text = ""
    for answer in entry.report.answers {
      if entry.report.answers.count > 1 { text += "\(escaped(answer.name)):\n" }
      text += answer.verdicts.filter(fits).table(on: abi, indent: 2, width: width)
      text += answer.advice
      let others = answer.verdicts.filter { !fits($0) }
      if others.isEmpty { continue }
      text += "  with other arguments:\n" + others.table(on: abi, indent: 4, width: width)
    }
    return text
  }

  // MARK: JSON

  /// The report for programs.
  package var json: String {
    var writer = JSONWriter()
    writer.object { writer in
      writer.array("records") { writer in
        for entry in entries { writer.object { Self.write(entry, to: &$0) } }
      }
    }
    return writer.text
  }

  private static func write(_ entry: Entry, to writer: inout JSONWriter) {
    let record = entry.record
    writer.member("abi", record.abi.name)
    writer.member("syscall", Syscall.numbered(record.number, on: record.abi)?.name)
    writer.member("number", record.number)
    writer.member("code", record.code)
    writer.member("count", entry.count)
    writer.member("command", record.command)
    writer.member("executable", record.executable)
    writer.member("isExplained", entry.isExplained)
    writer.array("policies") { writer in
      for answer in entry.report.answers {
        writer.object { writer in
          writer.member("policy", answer.name)
          writer.array("decisions") { writer in
            for verdict in answer.verdicts {
              writer.object { writer in
                writer.member("verdict", verdict.action.text(on: record.abi))
                writer.member("fits", entry.fits(verdict))
                writer.member("because", verdict.because)
                writer.member("text", verdict.rule?.text)
              }
            }
          }
        }
      }
    }
  }
}
