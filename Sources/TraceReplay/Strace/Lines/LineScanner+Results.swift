import LinuxABI

/// What stands after the result of a call.
extension LineScanner {
  /// Ends a record where the result of its call does, if there is more on the line.
  ///
  /// A log that lost its line ends, or that a program has written into, has further text there; it is
  /// never passed over.
  @inline(__always) mutating func endAtResult(
    _ text: ByteView, _ ending: Ending, _ record: inout LineRecord
  ) {
    let (rest, end) = (Int(record.rest), Int(record.end))
    switch ending.kind {
    case .call:
      guard text.firstIndex(of: UInt8(ascii: ")"), from: rest, to: ending.close) == nil else {
        break
      }
      // No other parenthesis is the call's own.
      if !ending.isPlain, !Self.isPlainError(text, ending.close, end) {
        endAfterResult(text, ending.close, &record)
      }
      return
    case .unfinished, .detached:
      guard text.firstIndex(of: UInt8(ascii: ")"), from: rest, to: end) != nil else { return }
    default: return
    }
    endAtOwnResult(text, &record)
  }

  /// Whether the result is an error as nearly all are, and nothing follows it:
  /// `-1 ENOENT (No such file or directory)`.
  @inline(__always) private static func isPlainError(
    _ text: ByteView, _ close: Int, _ end: Int
  ) -> Bool {
    guard text[end - 1] == UInt8(ascii: ")"),
      let open = text.firstIndex(of: UInt8(ascii: "("), from: close, to: end),
      text[open - 1] == Character8.blank,
      text.firstIndex(of: UInt8(ascii: ")"), from: open, to: end) == end - 1
    else { return false }
    var offset = open - 1
    while offset > close, text[offset - 1] &- 0x41 < 26 || Character8.isDigit(text[offset - 1]) {
      offset -= 1
    }
    return offset < open - 2 && text.has("= -1 ", at: offset - 5)
  }

  private mutating func endAtOwnResult(_ text: ByteView, _ record: inout LineRecord) {
    let (rest, end) = (Int(record.rest), Int(record.end))
    guard case .closed(let close) = ArgumentList(text, from: rest, to: end).ending else { return }
    endAfterResult(text, close, &record)
  }

  /// Ends a record after the result that follows the parenthesis at an offset.
  private mutating func endAfterResult(
    _ text: ByteView, _ close: Int, _ record: inout LineRecord
  ) {
    let end = Int(record.end)
    guard var offset = Self.result(text, close, end) else { return }
    if offset >= end {
      // The line was broken before the result.
      if record.kind == .call { record.kind = .open }
      return
    }
    guard let after = Self.afterResult(text, offset, end) else {
      if record.kind == .call { record.kind = .open }
      return
    }
    offset = after
    while offset < end, text[offset] == Character8.blank { offset += 1 }
    guard offset < end else { return }
    record.kind = .call
    record.end = UInt32(truncatingIfNeeded: after)
    further = offset
  }

  /// Where the result begins after the closing parenthesis and the sign.
  private static func result(_ text: ByteView, _ close: Int, _ end: Int) -> Int? {
    var offset = close + 1
    while offset < end, text[offset] == Character8.blank { offset += 1 }
    guard offset > close + 1, text.has("= ", at: offset), offset + 1 < end else { return nil }
    return offset + 2
  }

  /// Where a result ends: its word, the name of an error, comments; `nil` where a parenthesis is
  /// open at the end of the line.
  private static func afterResult(_ text: ByteView, _ begin: Int, _ end: Int) -> Int? {
    guard var offset = word(text, begin, end) else { return nil }
    while offset + 1 < end, text[offset] == Character8.blank {
      let next = text[offset + 1]
      switch next {
      case UInt8(ascii: "("):
        guard let close = parenthesized(text, offset + 1, end) else { return nil }
        offset = close
      case UInt8(ascii: "<"):
        if text.has("<... ", at: offset + 1) { return offset }
        guard let close = text.firstIndex(of: UInt8(ascii: ">"), from: offset + 1, to: end) else {
          return nil
        }
        offset = close + 1
      case UInt8(ascii: "/"):
        guard text.has("/* ", at: offset + 1) else { return offset }
        var close = offset + 3
        while close < end, !text.has("*/", at: close) { close += 1 }
        if close >= end { return nil }
        offset = close + 2
      case UInt8(ascii: "E"), UInt8(ascii: "="):
        guard text[offset + 1] == UInt8(ascii: "=") || isErrorName(text, offset + 1, end) else {
          return offset
        }
        offset = text.firstIndex(of: Character8.blank, from: offset + 1, to: end) ?? end
        if next == UInt8(ascii: "="), let after = word(text, offset + 1, end) { offset = after }
      default: return offset
      }
    }
    return offset
  }

  /// Whether the word at an offset is the name of an error.
  private static func isErrorName(_ text: ByteView, _ begin: Int, _ end: Int) -> Bool {
    var offset = begin
    while offset < end, text[offset] != Character8.blank {
      let byte = text[offset]
      guard byte &- 0x41 < 26 || Character8.isDigit(byte) || byte == UInt8(ascii: "_") else {
        return false
      }
      offset += 1
    }
    return offset > begin + 1
  }

  /// Where a word ends; what a descriptor is may have blanks in it.
  private static func word(_ text: ByteView, _ begin: Int, _ end: Int) -> Int? {
    var offset = min(begin, end)
    while offset < end, text[offset] != Character8.blank {
      if text[offset] == UInt8(ascii: "<") {
        var close = offset
        repeat {
          guard
            let found = text.firstIndex(of: UInt8(ascii: ">"), from: close + 1, to: end)
          else { return nil }
          close = found
        } while close + 1 < end && text[close + 1] != Character8.blank
          && text[close + 1] != UInt8(ascii: "(")
        offset = close
      }
      offset += 1
    }
    return offset
  }

  /// The offset after the parenthesis that closes the one at an offset.
  private static func parenthesized(_ text: ByteView, _ begin: Int, _ end: Int) -> Int? {
    var depth = 0
    var isQuoted = false
    var offset = begin
    while offset < end {
      switch text[offset] {
      case UInt8(ascii: "\\") where isQuoted: offset += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "(") where !isQuoted: depth += 1
      case UInt8(ascii: ")") where !isQuoted:
        depth -= 1
        if depth == 0 { return offset + 1 }
      default: break
      }
      offset += 1
    }
    return nil
  }
}
