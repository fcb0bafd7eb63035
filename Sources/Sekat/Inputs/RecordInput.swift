import LinuxABI
import SeccompPolicy
import SourceDiagnostics
import Toolbox
package import TraceReplay

/// The records of the kernel's log that somebody asks about.
package enum RecordInput {
  /// Reads one record, or those among the lines of standard input.
  ///
  /// - Parameter text: The line, or `-`.
  /// - Returns: Each record that says something new, with the number of those that say the same.
  /// - Throws: ``SekatError`` where there is none, or one cannot be read.
  package static func read(_ text: String) throws(SekatError) -> [(record: AuditRecord, count: Int)]
  {
    guard text == "-" else {
      guard let record = try verdict(text) else {
        throw SekatError(
          "\(quoted(text)) is no record of seccomp: those have 'type=1326' or 'type=SECCOMP'")
      }
      return [(record, 1)]
    }
    let lines = try TextInput.read("-").bytes.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var found: [(record: AuditRecord, count: Int)] = []
    var indices: [[String]: Int] = [:]
    for (index, line) in lines.enumerated() {
      guard let record = try verdict(String(decoding: line, as: UTF8.self), inLine: index + 1)
      else {
        continue
      }
      let key = [record.abi.name, "\(record.number)", record.code ?? ""]
      if let known = indices[key] {
        found[known].count += 1
      } else {
        indices[key] = found.count
        guard found.count < mostRecords else {
          throw SekatError(
            "the records are of more than \(mostRecords) kinds of calls; choose some with grep(1)")
        }
        found.append((record, 1))
      }
    }
    if found.isEmpty {
      throw SekatError(
        "no record of seccomp is on standard input: those have 'type=1326' or 'type=SECCOMP'")
    }
    return found
  }

  /// So many kinds of records are answered: the programs of which they are choose the numbers.
  private static let mostRecords = 1000

  /// The record of a line, where it is one of a verdict.
  private static func verdict(
    _ line: String, inLine number: Int? = nil
  ) throws(SekatError) -> AuditRecord? {
    do throws(AuditRecordError) {
      return try AuditRecord(line).flatMap { $0.isVerdict ? $0 : nil }
    } catch {
      throw SekatError(number.map { "line \($0): \(error.sentence)" } ?? error.sentence)
    }
  }
}
