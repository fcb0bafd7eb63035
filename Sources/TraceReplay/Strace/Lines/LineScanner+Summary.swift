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
    var place = start
    for _ in 0..<2 {
      while place < end, text[place] == Character8.blank { place += 1 }
      let first = place
      var points = 0
      while place < end, Character8.isDigit(text[place]) || text[place] == UInt8(ascii: ".") {
        if text[place] == UInt8(ascii: ".") { points += 1 }
        place += 1
      }
      guard place > first, points == 1, place < end, text[place] == Character8.blank else {
        return false
      }
    }
    return text.firstIndex(of: UInt8(ascii: "("), from: place, to: end) == nil
  }

  /// Whether the line belongs to a table with columns of one's own (`-U`), or a part of it: names of
  /// columns, or numbers and the name of a call.
  private func isOwnTable(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    var (numbers, calls, columns) = (0, 0, 0)
    var isTitle = false
    var place = start
    while place < end {
      while place < end, text[place] == Character8.blank { place += 1 }
      let first = place
      var isNumber = true
      while place < end, text[place] != Character8.blank {
        if !Character8.isDigit(text[place]), text[place] != UInt8(ascii: ".") { isNumber = false }
        place += 1
      }
      if place == first { break }
      if text.equals(Self.title, at: first, to: place) { isTitle = true }
      if isNumber {
        numbers += 1
      } else if Self.columns.contains(where: { text.equals($0, at: first, to: place) }) {
        columns += 1
      } else if printedNames.index(of: text, from: first, to: place) != SyscallNames.unknown
        || text.equals(Self.total, at: first, to: place)
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
