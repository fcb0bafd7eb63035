/// A table as sorted text in the binary, searched by bisection.
///
/// Each line is a key and further fields with one blank between them; lines are sorted by the
/// bytes of their keys.
package struct StaticTable: Sendable {
  /// All lines, each with a line feed at its end.
  private let text: StaticText
  /// Where each line begins.
  private let starts: [Int32]

  /// A table of a text.
  ///
  /// - Parameters:
  ///   - text: The lines.
  ///   - starts: Where each line begins.
  package init(_ text: StaticString, starts: [Int32]) {
    self.text = StaticText(text)
    self.starts = starts
  }

  /// How many lines there are.
  package var count: Int { starts.count }

  /// A line without the line feed.
  ///
  /// - Parameter line: Its number, from 0.
  /// - Returns: All its fields.
  subscript(_ line: Int) -> StaticText {
    let end = line + 1 < starts.count ? Int(starts[line + 1]) : text.count
    return text[Int(starts[line])..<end - 1]
  }

  /// The number of the line with a key, if there is one.
  package func index(of key: String) -> Int? {
    let bytes = key.utf8Span.span
    if bytes.isEmpty { return nil }
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      switch text.compareWord(at: Int(starts[middle]), with: bytes) {
      case ..<0: low = middle + 1
      case 0: return middle
      default: high = middle
      }
    }
    return nil
  }
}

extension StaticTable {
  /// The text of a field, counted from 0, or `nil` where the line has fewer.
  ///
  /// - Parameters:
  ///   - index: Which field.
  ///   - line: The number of the line.
  /// - Returns: A copy of the text.
  package func field(_ index: Int, ofLine line: Int) -> String? { self[line].part(index)?.string }

  /// What follows the first fields, blanks included, or `nil` where there are no more.
  ///
  /// - Parameters:
  ///   - count: How many fields are left out.
  ///   - line: The number of the line.
  /// - Returns: A copy of the text.
  package func rest(after count: Int, ofLine line: Int) -> String? {
    self[line].rest(after: count)?.string
  }

  /// The number in a field, or `nil` where there is none.
  ///
  /// - Parameters:
  ///   - index: Which field.
  ///   - line: The number of the line.
  /// - Returns: The number, a negative one as two's complement.
  package func number(_ index: Int, ofLine line: Int) -> UInt64? {
    self[line].part(index)?.number
  }
}

/// A list of members in one table for each line of another one.
struct StaticLists: Sendable {
  /// Where each list ends.
  private let ends: [Int32]
  /// All lists, one after the other.
  private let members: [Int32]

  /// The lists that end at these offsets.
  ///
  /// - Parameters:
  ///   - ends: Where each list ends.
  ///   - members: All lists, one after the other.
  init(ends: [Int32], members: [Int32]) {
    self.ends = ends
    self.members = members
  }

  /// The list of a line.
  subscript(_ line: Int) -> ArraySlice<Int32> {
    members[(line == 0 ? 0 : Int(ends[line - 1]))..<Int(ends[line])]
  }
}
