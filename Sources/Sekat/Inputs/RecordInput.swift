import LinuxABI
import SeccompPolicy
import SourceDiagnostics
import Toolbox
package import TraceReplay

/// The records of the kernel's log that somebody asks about.
package struct RecordInput {
  /// Each record that says something new, with the number of those that say the same.
  package private(set) var records: [(record: AuditRecord, count: Int)] = []
  /// How many records the kernel did not write, as it says itself.
  package private(set) var suppressed = 0

  private init() {}

  /// Reads one record, or those among the lines of standard input.
  ///
  /// - Parameter text: The line, or `-`.
  /// - Returns: The records.
  /// - Throws: ``SekatError`` where there is none, or one cannot be read.
  package static func read(_ text: String) throws(SekatError) -> RecordInput {
    var input = RecordInput()
    guard text == "-" else {
      guard let record = try verdict(text) else {
        throw SekatError(
          "\(quoted(text)) is no record of seccomp: those have 'type=1326' or 'type=SECCOMP'")
      }
      input.records = [(record, 1)]
      return input
    }
    let lines = try TextInput.read("-").bytes.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    try input.add(lines)
    if input.records.isEmpty {
      throw SekatError(
        "no record of seccomp is on standard input: those have 'type=1326' or 'type=SECCOMP'")
    }
    return input
  }

  private mutating func add(_ lines: [ArraySlice<UInt8>]) throws(SekatError) {
    var indices: [[String]: Int] = [:]
    for (index, line) in lines.enumerated() {
      let text = String(decoding: line, as: UTF8.self)
      guard let record = try Self.verdict(text, inLine: index + 1) else {
        suppressed += MissingRecords(text)?.count ?? 0
        continue
      }
      let key = [record.abi.name, "\(record.number)", record.code ?? ""]
      if let known = indices[key] {
        records[known].count += 1
      } else {
        indices[key] = records.count
        guard records.count < Self.mostRecords else {
          throw SekatError(
            "the records are of more than \(Self.mostRecords) kinds of calls; choose some with grep(1)"
          )
        }
        records.append((record, 1))
      }
    }
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
