/// The tables of `strace -c`, which may stand among calls.
extension LineScanner {
  /// Counts a line of a table.
  mutating func table(_ record: inout LineRecord) -> Bool {
    counts.summary += 1
    record.kind = .table
    return true
  }

  /// Whether the line belongs to the table of `-c`.
  func isSummary(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    if text.has("% time", at: start) || text.has("------", at: start) { return true }
    if SummaryTable.mode(text, start, end) != nil { return true }
    if isOwnTable(text, start, end) { return true }
    // Two numbers with points, and nothing that a call has.
    var offset = start
    for _ in 0..<2 {
      while offset < end, text[offset] == Character8.blank { offset += 1 }
      let first = offset
      var points = 0
      while offset < end, Character8.isDigit(text[offset]) || text[offset] == UInt8(ascii: ".") {
        if text[offset] == UInt8(ascii: ".") { points += 1 }
        offset += 1
      }
      guard offset > first, points == 1, offset < end, text[offset] == Character8.blank else {
        return false
      }
    }
    return text.firstIndex(of: UInt8(ascii: "("), from: offset, to: end) == nil
  }

  /// Whether the line belongs to a table with columns of one's own (`-U`), or a part of it: names of
  /// columns, or numbers and the name of a call.
  private func isOwnTable(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    var (numbers, calls, columns) = (0, 0, 0)
    var isTitle = false
    var offset = start
    while offset < end {
      while offset < end, text[offset] == Character8.blank { offset += 1 }
      let first = offset
      var isNumber = true
      while offset < end, text[offset] != Character8.blank {
        if !Character8.isDigit(text[offset]), text[offset] != UInt8(ascii: ".") { isNumber = false }
        offset += 1
      }
      if offset == first { break }
      if text.equals(Self.title, at: first, to: offset) { isTitle = true }
      if isNumber {
        numbers += 1
      } else if Self.columns.contains(where: { text.equals($0, at: first, to: offset) }) {
        columns += 1
      } else if printedNames.index(of: text, from: first, to: offset) != SyscallNames.unknown
        || text.equals(Self.total, at: first, to: offset)
      {
        calls += 1
      } else {
        return false
      }
    }
    return calls == 1 && columns == 0 || calls == 0 && numbers == 0 && isTitle
  }

  /// What strace writes above the columns of a table.
  private static let columns = [
    "%", "time", "seconds", "usecs/call", "calls", "errors", "syscall", "shortest", "longest",
  ].map { Array($0.utf8) }
  private static let title = Array("syscall".utf8)
  private static let total = Array("total".utf8)
}
