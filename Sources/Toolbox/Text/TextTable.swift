/// Rows of cells in columns that are as wide as their widest cell.
package struct TextTable {
  package var rows: [[String]]
  package var indent: Int

  /// A table of rows, indented by so many blanks.
  package init(rows: [[String]], indent: Int = 0) {
    (self.rows, self.indent) = (rows, indent)
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
        line += cell
        if column < row.count - 1 {
          line += String(repeating: " ", count: widths[column] - cell.count + 2)
        }
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}
