import Toolbox

/// One line of a source as it is printed, and where in it a location is.
///
/// The work is bounded by the width, not by the line: a minified policy is one line of megabytes.
struct SourceExcerpt {
  /// The line, or the part of it around the offset, with everything invisible escaped.
  let text: String
  /// The columns before the offset.
  let indentation: Int
  /// The columns that the offset takes in this text, 0 for an offset between two characters.
  let markWidth: Int

  /// Cuts out the line in which a location begins.
  ///
  /// - Parameters:
  ///   - location: The location; of one that spans lines only the part in the first is marked.
  ///   - width: The columns that the text may take.
  init(of location: SourceLocation, width: Int) {
    let bytes = location.source.bytes
    let range = location.range.range.clamped(to: 0..<bytes.count)
    let part = LinePart(of: bytes, around: range.lowerBound, reach: 4 * width)
    let cells = Cell.list(in: bytes, part.range)
    let before = cells.prefix { $0.range.upperBound <= range.lowerBound }
    let rest = cells.dropFirst(before.count)
    let marked = rest.prefix { $0.range.lowerBound < range.upperBound }

    let leading: ArraySlice<Cell>
    let trailing: ArraySlice<Cell>
    if !part.isCutBefore, !part.isCutAfter, before.width + rest.width <= width {
      (leading, trailing) = (before, rest)
    } else {
      // The offset in the middle, further left if it is wide, further right near the line's end.
      let room = width - 2
      let middle = marked.width <= room / 2 ? room / 2 : room / 4
      leading = before.suffix(fitting: part.isCutAfter ? middle : max(middle, room - rest.width))
      trailing = rest.prefix(fitting: room - leading.width)
    }
    let isCutBefore = part.isCutBefore || leading.count < before.count
    let isCutAfter = part.isCutAfter || trailing.count < rest.count
    text =
      (isCutBefore ? "…" : "") + leading.map(\.text).joined() + trailing.map(\.text).joined()
      + (isCutAfter ? "…" : "")
    indentation = leading.width + (isCutBefore ? 1 : 0)
    markWidth = trailing.prefix(marked.count).width
  }
}

/// The bytes around an offset, without those of other lines and those far away.
private struct LinePart {
  let range: Range<Int>
  let isCutBefore: Bool
  let isCutAfter: Bool

  init(of bytes: [UInt8], around offset: Int, reach: Int) {
    var start = offset
    while start > max(0, offset - reach), bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    isCutBefore = start > 0 && bytes[start - 1] != UInt8(ascii: "\n")
    if isCutBefore {
      // Not in the middle of a character, which has three more bytes at most.
      for _ in 0..<3 where start < offset && bytes[start] & 0xc0 == 0x80 { start += 1 }
    }
    var end = offset
    while end < min(bytes.count, offset + reach), bytes[end] != UInt8(ascii: "\n") { end += 1 }
    isCutAfter = end < bytes.count && bytes[end] != UInt8(ascii: "\n")
    if isCutAfter {
      for _ in 0..<3 where end > offset && bytes[end] & 0xc0 == 0x80 { end -= 1 }
    } else if end > offset, end < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") {
      end -= 1
    }
    range = start..<end
  }
}

/// One character of the source as it is printed.
private struct Cell {
  /// The bytes of the source.
  let range: Range<Int>
  let text: String
  /// In columns.
  let width: Int

  /// The tabulator stops; those of the terminal would not hold behind a margin.
  static let tabWidth = 4

  /// Prints a part of one line.
  static func list(in bytes: [UInt8], _ part: Range<Int>) -> [Cell] {
    var cells: [Cell] = []
    var column = 0
    var offset = part.lowerBound
    while offset < part.upperBound {
      let (scalar, length) = decodeScalar(in: bytes, at: offset)
      var text = ""
      var width: Int?
      switch scalar {
      case nil: text = escape(ofInvalid: bytes[offset])
      case "\t": text = String(repeating: " ", count: tabWidth - column % tabWidth)
      case let scalar?:
        appendEscaped(scalar, to: &text)
        if isVisible(scalar) { width = displayWidth(of: scalar) }
      }
      // What is escaped or expanded is plain ASCII.
      let cell = Cell(
        range: offset..<(offset + length), text: text, width: width ?? text.utf8.count)
      cells.append(cell)
      column += cell.width
      offset += length
    }
    return cells
  }
}

extension ArraySlice<Cell> {
  /// The columns of all cells.
  fileprivate var width: Int { reduce(0) { $0 + $1.width } }

  /// As many of the first cells as fit into some columns.
  fileprivate func prefix(fitting room: Int) -> ArraySlice<Cell> {
    var left = room
    return prefix {
      left -= $0.width
      return left >= 0
    }
  }

  /// As many of the last cells as fit into some columns.
  fileprivate func suffix(fitting room: Int) -> ArraySlice<Cell> {
    var left = room
    var start = endIndex
    while start > startIndex, self[start - 1].width <= left {
      start -= 1
      left -= self[start].width
    }
    return self[start...]
  }
}
