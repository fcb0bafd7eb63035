import LinuxABI

/// Tells what the lines of a batch are, each by itself.
///
/// Nothing is allocated for a line, and of a call no more is looked at than its prefix, its name and
/// how it ends. What depends on other lines is left to ``LineFollower``.
struct LineScanner {
  let names = SyscallNames.all
  let printedNames = PrintedNames.all
  /// The lines that leave no record.
  var counts = LineCounts()

  /// Whether what a collector puts before a line is cut off already.
  var isCollected = false
  /// Where a further line begins that stands on the same one, because a line end was lost.
  var further: Int?

  /// Starts to count anew.
  mutating func resetCounts() { counts = LineCounts() }

  /// Reads one line.
  ///
  /// - Parameters:
  ///   - text: The batch.
  ///   - start: Where the line begins.
  ///   - lineEnd: Where its line feed is.
  ///   - record: What the line is.
  /// - Returns: Whether there is a record; lines of other kinds are only counted.
  @inline(__always) mutating func scan(
    _ text: ByteView, from start: Int, to lineEnd: Int, into record: inout LineRecord
  ) -> Bool {
    var end = lineEnd
    if end > start && text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    record = LineRecord()
    record.start = UInt32(truncatingIfNeeded: start)
    record.end = UInt32(truncatingIfNeeded: end)
    var offset = start
    // The commonest prefix: a thread and blanks.
    var thread: UInt32 = 0
    while offset < end, Character8.isDigit(text[offset]), offset - start < 8 {
      thread = thread &* 10 &+ UInt32(text[offset] &- 0x30)
      offset += 1
    }
    if offset > start, offset - start <= 7, offset < end, text[offset] == Character8.blank {
      record.hasThread = true
      record.thread = Int32(truncatingIfNeeded: thread)
      repeat { offset += 1 } while offset < end && text[offset] == Character8.blank
    } else {
      offset = start
    }
    let found =
      offset < end && Character8.beginsName(text[offset])
      ? call(text, offset, end, &record) : afterPrefix(text, offset, start, end, &record)
    guard found, record.kind == .fragment else { return found }
    return afterCollector(text, start, end, &record)
  }

  /// Takes a number that cannot be the call's for the thread: some tracers print that in brackets.
  func takeThread(_ record: inout LineRecord) {
    guard record.hasNumber, !record.hasThread, record.name != SyscallNames.unknown,
      record.statedABI == LineRecord.noABI,
      names.abis(having: record.name, numbered: record.number).isEmpty
    else { return }
    record.hasNumber = false
    record.hasThread = true
    record.thread = Int32(truncatingIfNeeded: record.number)
  }

  // MARK: - Calls

  /// Reads a call, whose name begins at an offset.
  @inline(__always) mutating func call(
    _ text: ByteView, _ body: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    guard let parenthesis = Self.parenthesis(text, from: body, to: end) else {
      return withoutParenthesis(text, body, end, &record)
    }
    record.body = UInt32(truncatingIfNeeded: body)
    record.rest = UInt32(truncatingIfNeeded: parenthesis + 1)
    record.name = printedNames.index(of: text, from: body, to: parenthesis)
    if record.name == SyscallNames.unknown {
      guard unusualName(text, body, parenthesis, &record) else {
        return withoutParenthesis(text, body, end, &record)
      }
    }
    if record.hasNumber { takeThread(&record) }
    let ending = Self.ending(text, from: parenthesis + 1, to: end)
    record.kind = ending.kind
    endAtResult(text, ending, &record)
    return true
  }

  /// The first opening parenthesis within the length of a name, eight bytes at a time.
  @inline(__always) private static func parenthesis(
    _ text: ByteView, from start: Int, to end: Int
  ) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var offset = start
    let limit = min(end, start + 64)
    while offset < limit {
      let difference = text.word(at: offset) ^ (ones &* UInt64(UInt8(ascii: "(")))
      let zeros = (difference &- ones) & ~difference & (ones &* 0x80)
      if zeros != 0 {
        let found = offset + zeros.trailingZeroBitCount / 8
        return found < limit ? found : nil
      }
      offset += 8
    }
    return nil
  }

  /// How the line of a call ends.
  struct Ending {
    var kind: LineRecord.Kind
    /// Where the last parenthesis stands that is before a result, if there is one.
    var close = -1
    /// Whether no blank is in that result.
    var isPlain = false
  }

  /// How the line of a call ends.
  @inline(__always) static func ending(
    _ text: ByteView, from rest: Int, to end: Int
  ) -> Ending {
    if end > rest, text[end - 1] == UInt8(ascii: ">") {
      if text.has("<unfinished ...>", at: end - 16) { return Ending(kind: .unfinished) }
      if text.has("<detached ...>", at: end - 14) { return Ending(kind: .detached) }
      if text.has(" ...>", at: end - 5), pidChanged(text, rest, end) {
        return Ending(kind: .detached)
      }
    }
    // The sign is looked for from the end, eight bytes at a time; on the way it is seen whether the
    // result is one word.
    var isPlain = true
    var limit = end
    while limit > rest {
      let begin = max(limit - 8, rest)
      let kept = UInt64.max &>> UInt64(64 - 8 * (limit - begin))
      let word = text.word(at: begin)
      var signs = ByteView.bits(of: UInt8(ascii: "="), in: word) & kept
      let blanks = ByteView.bits(of: Character8.blank, in: word) & kept
      while signs != 0 {
        let bit = UInt64(63 - signs.leadingZeroBitCount)
        let sign = begin + Int(bit / 8)
        // The byte after the sign is the blank that belongs to it.
        let after = blanks & ~(UInt64.max &>> (63 - bit))
        let hasBlank = after != 0 && after != 0x80 &<< (bit + 1)
        let isWord = isPlain && !hasBlank && sign + 2 < end
        if let close = closing(text, from: rest, sign: sign, end) {
          return Ending(kind: .call, close: close, isPlain: isWord)
        }
        signs ^= 1 &<< bit
      }
      // A blank at the very beginning may follow a sign.
      let first: UInt64 = begin > rest && text[begin - 1] == UInt8(ascii: "=") ? ~0x80 : .max
      if blanks & first != 0 { isPlain = false }
      limit = begin
    }
    return Ending(kind: .open)
  }

  private static func pidChanged(_ text: ByteView, _ rest: Int, _ end: Int) -> Bool {
    guard let open = text.lastIndex(of: UInt8(ascii: "<"), from: rest, to: end) else {
      return false
    }
    return text.has("<pid changed to ", at: open)
  }

  /// Where the parenthesis before the result stands: the last one in `)   = …`.
  @inline(__always) static func closing(
    _ text: ByteView, from rest: Int, to end: Int
  ) -> Int? {
    var limit = end
    while let sign = text.lastIndex(of: UInt8(ascii: "="), from: rest, to: limit) {
      if let close = closing(text, from: rest, sign: sign, end) { return close }
      limit = sign
    }
    return nil
  }

  /// Where the parenthesis stands if a sign is the one before a result.
  @inline(__always) private static func closing(
    _ text: ByteView, from rest: Int, sign: Int, _ end: Int
  ) -> Int? {
    guard sign > rest, text[sign - 1] == Character8.blank,
      sign + 1 < end, text[sign + 1] == Character8.blank
    else { return nil }
    var offset = sign - 1
    // Short calls are filled up with blanks.
    while offset - 8 > rest, text.word(at: offset - 8) == 0x2020_2020_2020_2020 { offset -= 8 }
    while offset > rest && text[offset - 1] == Character8.blank { offset -= 1 }
    return offset > rest && text[offset - 1] == UInt8(ascii: ")") ? offset - 1 : nil
  }

  /// Reads a name that the tables lack: one for a number, or one with a mark.
  func unusualName(
    _ text: ByteView, _ body: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    if text.has("syscall_", at: body) {
      var offset = body + 8
      let isHex = text.has("0x", at: offset)
      if isHex { offset += 2 }
      var number: UInt64 = 0
      guard offset < end else { return false }
      while offset < end {
        let digit = isHex ? Character8.hexValue(text[offset]) : text[offset] &- 0x30
        guard digit < (isHex ? 16 : 10) else { return false }
        number = number &* (isHex ? 16 : 10) &+ UInt64(digit)
        offset += 1
      }
      record.hasNumber = true
      record.number = UInt32(truncatingIfNeeded: number)
      return true
    }
    if end - body > 3, text.has("#64", at: end - 3) {
      record.name = printedNames.index(of: text, from: body, to: end - 3)
      return takeForeignNumber(&record)
    }
    // A name that no table has may be of a newer kernel; it is a call all the same.
    return (body..<end).allSatisfy { Character8.isInName(text[$0]) }
  }

  /// Takes a call for one whose name is marked: it has the number of x86_64 with the bit of x32.
  func takeForeignNumber(_ record: inout LineRecord) -> Bool {
    guard let number = names.number(of: record.name, on: .x86_64) else { return false }
    record.statedABI = ABI.x32.rawValue
    record.hasNumber = true
    record.number = number | ABI.x32Bit
    return true
  }
}
