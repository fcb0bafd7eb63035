import LinuxABI
import SeccompPolicy
import SourceDiagnostics
import Toolbox

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
      guard let record = try AuditRecord(text) else {
        throw SekatError(
          "\(quoted(text)) is no record of seccomp: those have 'type=1326' or 'type=SECCOMP'")
      }
      return [(record, 1)]
    }
    let lines = try TextInput.read("-").bytes.split(separator: UInt8(ascii: "\n"))
    var found: [(record: AuditRecord, count: Int)] = []
    var places: [[String]: Int] = [:]
    for line in lines {
      guard let record = try AuditRecord(String(decoding: line, as: UTF8.self)) else { continue }
      let key = [record.abi.name, "\(record.number)", record.code ?? ""]
      if let place = places[key] {
        found[place].count += 1
      } else {
        places[key] = found.count
        found.append((record, 1))
      }
    }
    if found.isEmpty {
      throw SekatError(
        "no record of seccomp is on standard input: those have 'type=1326' or 'type=SECCOMP'")
    }
    return found
  }
}
