/// Rows of cells in columns that are as wide as their widest cell.
package struct TextTable {
  package var rows: [[String]]
  package var indent: Int
  /// The columns that stand at the right of their room, such as numbers.
  package var rightAligned: Set<Int>

  /// A table of rows, indented by so many blanks.
  package init(rows: [[String]], indent: Int = 0, rightAligned: Set<Int> = []) {
    (self.rows, self.indent, self.rightAligned) = (rows, indent, rightAligned)
  }

  /// The table, each line with its end and without trailing blanks.
  package var text: String {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = String(repeating: " ", count: indent)
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        line += rightAligned.contains(column) ? padding + cell : cell + padding
        if column < row.count - 1 { line += "  " }
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
