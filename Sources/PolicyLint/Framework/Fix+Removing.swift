import SourceDiagnostics

extension Fix.Edit {
  /// Removes an element of a list with its comma, and its line where nothing else is on it.
  static func removing(_ range: SourceRange, from source: SourceText) -> Fix.Edit {
    let bytes = source.bytes
    var (start, end) = (range.lowerBound, range.upperBound)
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    func isSpace(_ byte: UInt8) -> Bool { isBlank(byte) || byte == 0x0a || byte == 0x0d }

    // The comma after it goes too, or for the last element the one before it.
    var next = end
    while next < bytes.count, isSpace(bytes[next]) { next += 1 }
    let comma = UInt8(ascii: ",")
    if next < bytes.count, bytes[next] == comma {
      end = next + 1
      var line = end
      while line < bytes.count, isBlank(bytes[line]) { line += 1 }
      let endsLine = line < bytes.count && bytes[line] == 0x0a
      var first = start
      while first > 0, isBlank(bytes[first - 1]) { first -= 1 }
      let beginsLine = first == 0 || bytes[first - 1] == 0x0a
      if endsLine && beginsLine {
        (start, end) = (first, line + 1)
      } else if !endsLine {
        end = line
      }
    } else {
      var before = start
      while before > 0, isSpace(bytes[before - 1]) { before -= 1 }
      if before > 0, bytes[before - 1] == comma { start = before - 1 }
    }
    return Fix.Edit(SourceLocation(source: source, range: SourceRange(start..<end)), "")
  }
}
