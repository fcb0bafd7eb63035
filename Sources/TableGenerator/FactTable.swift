/// A table of facts: tab-separated text with a line of column names.
struct FactTable {
  /// The cells of each row by the name of their column.
  let rows: [[String: String]]

  /// Why a text is no table, with the number of the line.
  struct Malformed: Error, CustomStringConvertible {
    var description: String
  }

  init(_ text: String, named name: String) throws(Malformed) {
    let lines = text.split(separator: "\n")
    guard let header = lines.first?.split(separator: "\t") else {
      throw Malformed(description: "\(name): there is no line of column names")
    }
    var rows: [[String: String]] = []
    for (number, line) in lines.enumerated().dropFirst() {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == header.count else {
        throw Malformed(
          description: "\(name):\(number + 1): \(cells.count) cells, not \(header.count)")
      }
      rows.append(
        Dictionary(uniqueKeysWithValues: zip(header.map(String.init), cells.map(String.init))))
    }
    self.rows = rows
  }
}
