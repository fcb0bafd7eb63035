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
    var place = open - 1
    while place > close, text[place - 1] &- 0x41 < 26 || Character8.isDigit(text[place - 1]) {
      place -= 1
    }
    return place < open - 2 && text.has("= -1 ", at: place - 5)
  }

  private mutating func endAtOwnResult(_ text: ByteView, _ record: inout LineRecord) {
    let (rest, end) = (Int(record.rest), Int(record.end))
    guard case .closed(let close) = ArgumentList(text, from: rest, to: end).ending else { return }
    endAfterResult(text, close, &record)
  }

  /// Ends a record after the result that follows the parenthesis at a place.
  private mutating func endAfterResult(
    _ text: ByteView, _ close: Int, _ record: inout LineRecord
  ) {
    let end = Int(record.end)
    guard var place = Self.result(text, close, end) else { return }
    if place >= end {
      // The line was broken before the result.
      if record.kind == .call { record.kind = .open }
      return
    }
    guard let after = Self.afterResult(text, place, end) else {
      if record.kind == .call { record.kind = .open }
      return
    }
    place = after
    while place < end, text[place] == Character8.blank { place += 1 }
    guard place < end else { return }
    record.kind = .call
    record.end = UInt32(truncatingIfNeeded: after)
    further = place
  }

  /// Where the result begins after the closing parenthesis and the sign.
  private static func result(_ text: ByteView, _ close: Int, _ end: Int) -> Int? {
    var place = close + 1
    while place < end, text[place] == Character8.blank { place += 1 }
    guard place > close + 1, text.has("= ", at: place), place + 1 < end else { return nil }
    return place + 2
  }

  /// Where a result ends: its word, the name of an error, comments; `nil` where a parenthesis is
  /// open at the end of the line.
  private static func afterResult(_ text: ByteView, _ begin: Int, _ end: Int) -> Int? {
    guard var place = word(text, begin, end) else { return nil }
    while place + 1 < end, text[place] == Character8.blank {
      let next = text[place + 1]
      switch next {
      case UInt8(ascii: "("):
        guard let close = parenthesized(text, place + 1, end) else { return nil }
        place = close
      case UInt8(ascii: "<"):
        if text.has("<... ", at: place + 1) { return place }
        guard let close = text.firstIndex(of: UInt8(ascii: ">"), from: place + 1, to: end) else {
          return nil
        }
        place = close + 1
      case UInt8(ascii: "/"):
        guard text.has("/* ", at: place + 1) else { return place }
        var close = place + 3
        while close < end, !text.has("*/", at: close) { close += 1 }
        if close >= end { return nil }
        place = close + 2
      case UInt8(ascii: "E"), UInt8(ascii: "="):
        guard text[place + 1] == UInt8(ascii: "=") || isErrorName(text, place + 1, end) else {
          return place
        }
        place = text.firstIndex(of: Character8.blank, from: place + 1, to: end) ?? end
        if next == UInt8(ascii: "="), let after = word(text, place + 1, end) { place = after }
      default: return place
      }
    }
    return place
  }

  /// Whether the word at a place is the name of an error.
  private static func isErrorName(_ text: ByteView, _ begin: Int, _ end: Int) -> Bool {
    var place = begin
    while place < end, text[place] != Character8.blank {
      let byte = text[place]
      guard byte &- 0x41 < 26 || Character8.isDigit(byte) || byte == UInt8(ascii: "_") else {
        return false
      }
      place += 1
    }
    return place > begin + 1
  }

  /// Where a word ends; what a descriptor is may have blanks in it.
  private static func word(_ text: ByteView, _ begin: Int, _ end: Int) -> Int? {
    var place = min(begin, end)
    while place < end, text[place] != Character8.blank {
      if text[place] == UInt8(ascii: "<") {
        var close = place
        repeat {
          guard
            let found = text.firstIndex(of: UInt8(ascii: ">"), from: close + 1, to: end)
          else { return nil }
          close = found
        } while close + 1 < end && text[close + 1] != Character8.blank
          && text[close + 1] != UInt8(ascii: "(")
        place = close
      }
      place += 1
    }
    return place
  }

  /// The place after the parenthesis that closes the one at a place.
  private static func parenthesized(_ text: ByteView, _ begin: Int, _ end: Int) -> Int? {
    var depth = 0
    var isQuoted = false
    var place = begin
    while place < end {
      switch text[place] {
      case UInt8(ascii: "\\") where isQuoted: place += 1
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "(") where !isQuoted: depth += 1
      case UInt8(ascii: ")") where !isQuoted:
        depth -= 1
        if depth == 0 { return place + 1 }
      default: break
      }
      place += 1
    }
    return nil
  }
}
