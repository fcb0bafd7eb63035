extension TableGenerator {
  /// A Swift file with these declarations.
  func file(_ declarations: String..., imports module: String? = nil) -> String {
    let imports = module.map { "import \($0)\n\n" } ?? ""
    return """
      // swift-format-ignore-file
      // Made by `swift run generate-tables` from the facts of Linux \(Self.kernelRelease); do not edit.

      \(imports)extension StaticTable {
      \(declarations.joined(separator: "\n\n"))
      }

      """
  }

  /// A table: its lines, sorted by their bytes, and where each of them begins.
  func table(_ name: String, _ summary: String, _ lines: [String]) -> String {
    let sorted = lines.sorted(by: Self.precedes)
    var starts: [Int] = []
    var start = 0
    for line in sorted {
      starts.append(start)
      start += line.utf8.count + 1
    }
    return """
        /// \(summary)
        static let \(name) = StaticTable(
          \"\"\"
      \(sorted.map { "    \($0)\n" }.joined())
          \"\"\",
          starts: [
      \(Self.wrapped(starts))
          ])
      """
  }

  /// A list of places for each line of a table.
  func lists(_ name: String, _ summary: String, _ lists: [String: [Int]]) -> String {
    let sorted = lists.sorted { Self.precedes($0.key, $1.key) }
    var ends: [Int] = []
    for (_, places) in sorted { ends.append((ends.last ?? 0) + places.count) }
    let blocks = sorted.map { name, places in "      // \(name)\n\(Self.wrapped(places))" }
    return """
        /// \(summary)
        static let \(name) = StaticLists(
          ends: [
      \(Self.wrapped(ends))
          ],
          members: [
      \(blocks.joined(separator: "\n"))
          ])
      """
  }

  /// What is asked of calls so often that it is kept in columns of numbers.
  var columns: String {
    let rows = rows("syscalls.tsv").sorted { Self.precedes($0["name"] ?? "", $1["name"] ?? "") }
    let releases = rows.map { Self.release($0["introduced"] ?? "") }
    let numbers = Self.abis.map { abi in
      "    // \(abi)\n\(Self.wrapped(rows.map { Int($0[abi] ?? "") ?? -1 }, indentation: 4))"
    }
    return """
        /// The release that brought each call of `syscallRows`: 2.6.28 is 20628; 0 is 2.6.12 or older.
        static let syscallReleases: [Int32] = [
      \(Self.wrapped(releases, indentation: 4))
        ]

        /// The numbers of the calls of `syscallRows` on one ABI after the other; -1 is none.
        static let syscallNumbers: [Int32] = [
      \(numbers.joined(separator: "\n"))
        ]
      """
  }

  /// `2.6.28` as 20628, `5.6` as 50600, anything that is no release as 0.
  private static func release(_ text: String) -> Int {
    let parts = text.split(separator: ".").compactMap { Int($0) }
    return parts.count < 2
      ? 0 : parts[0] * 10000 + parts[1] * 100 + (parts.count > 2 ? parts[2] : 0)
  }

  /// The order of the lines of a table.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// The places that rows have in their table, by name.
  static func places(of rows: [[String: String]]) -> [String: Int] {
    let names = rows.map { $0["name"] ?? "" }.sorted(by: precedes)
    return Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  /// Numbers with commas between them, in lines of up to 100 columns.
  private static func wrapped(_ numbers: [Int], indentation: Int = 6) -> String {
    let margin = String(repeating: " ", count: indentation)
    var lines: [String] = []
    var line = margin
    for number in numbers {
      let item = "\(number),"
      if line.utf8.count + item.utf8.count > 100 {
        lines.append(line)
        line = margin
      }
      line += line == margin ? item : " " + item
    }
    return (lines + [line]).joined(separator: "\n")
  }
}
