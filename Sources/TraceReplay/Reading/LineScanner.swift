import LinuxABI

/// Tells what the lines of a batch are, each by itself.
///
/// Nothing is allocated for a line, and of a call no more is looked at than its prefix, its name and
/// how it ends. What depends on other lines is left to ``ThreadFollower``.
struct LineScanner {
  private let names = SyscallNames.all
  /// The lines that leave no record.
  private(set) var counts = LineCounts()

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
    var place = start
    // The commonest prefix: a thread and blanks.
    var thread: UInt32 = 0
    while place < end, Character8.isDigit(text[place]), place - start < 8 {
      thread = thread &* 10 &+ UInt32(text[place] &- 0x30)
      place += 1
    }
    if place > start, place - start <= 7, place < end, text[place] == Character8.blank {
      record.hasThread = true
      record.thread = Int32(truncatingIfNeeded: thread)
      repeat { place += 1 } while place < end && text[place] == Character8.blank
    } else {
      place = start
    }
    if place < end, Character8.beginsName(text[place]) {
      return call(text, place, end, &record)
    }
    return afterPrefix(text, place, start, end, &record)
  }

  // MARK: - Calls

  /// Reads a call, whose name begins at a place.
  @inline(__always) private mutating func call(
    _ text: ByteView, _ body: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    guard let parenthesis = Self.parenthesis(text, from: body, to: end) else {
      return withoutParenthesis(text, body, end, &record)
    }
    record.body = UInt32(truncatingIfNeeded: body)
    record.rest = UInt32(truncatingIfNeeded: parenthesis + 1)
    record.name = names.index(of: text, from: body, to: parenthesis)
    if record.name == SyscallNames.unknown {
      guard unusualName(text, body, parenthesis, &record) else {
        return withoutParenthesis(text, body, end, &record)
      }
    }
    record.kind = Self.ending(text, from: parenthesis + 1, to: end)
    return true
  }

  /// The first opening parenthesis within the length of a name, eight bytes at a time.
  @inline(__always) private static func parenthesis(
    _ text: ByteView, from start: Int, to end: Int
  ) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var place = start
    let limit = min(end, start + 64)
    while place < limit {
      let difference = text.word(at: place) ^ (ones &* UInt64(UInt8(ascii: "(")))
      let zeros = (difference &- ones) & ~difference & (ones &* 0x80)
      if zeros != 0 {
        let found = place + zeros.trailingZeroBitCount / 8
        return found < limit ? found : nil
      }
      place += 8
    }
    return nil
  }

  /// How the line of a call ends.
  @inline(__always) static func ending(
    _ text: ByteView, from rest: Int, to end: Int
  ) -> LineRecord.Kind {
    if end > rest, text[end - 1] == UInt8(ascii: ">") {
      if text.has("<unfinished ...>", at: end - 16) { return .unfinished }
      if text.has("<detached ...>", at: end - 14) { return .detached }
      if text.has(" ...>", at: end - 5), pidChanged(text, rest, end) { return .detached }
    }
    return closing(text, from: rest, to: end) == nil ? .open : .call
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
      limit = sign
      guard sign > rest, text[sign - 1] == Character8.blank,
        sign + 1 < end, text[sign + 1] == Character8.blank
      else { continue }
      var place = sign - 1
      while place > rest && text[place - 1] == Character8.blank { place -= 1 }
      if place > rest && text[place - 1] == UInt8(ascii: ")") { return place - 1 }
    }
    return nil
  }

  /// Reads a name that the tables lack: one for a number, or one with a mark.
  private func unusualName(
    _ text: ByteView, _ body: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    if text.has("syscall_", at: body) {
      var place = body + 8
      let isHex = text.has("0x", at: place)
      if isHex { place += 2 }
      var number: UInt64 = 0
      guard place < end else { return false }
      while place < end {
        let digit = isHex ? Character8.hexValue(text[place]) : text[place] &- 0x30
        guard digit < (isHex ? 16 : 10) else { return false }
        number = number &* (isHex ? 16 : 10) &+ UInt64(digit)
        place += 1
      }
      record.hasNumber = true
      record.number = UInt32(truncatingIfNeeded: number)
      return true
    }
    if end - body > 3, text.has("#64", at: end - 3) {
      record.statedABI = ABI.x86_64.rawValue
      record.name = names.index(of: text, from: body, to: end - 3)
      return record.name != SyscallNames.unknown
    }
    // A name that no table has may be of a newer kernel; it is a call all the same.
    return (body..<end).allSatisfy { Character8.isInName(text[$0]) }
  }

  // MARK: - Other prefixes

  private mutating func withoutParenthesis(
    _ text: ByteView, _ body: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    if text.has("strace: ", at: body) { return message(text, body + 8, end, &record) }
    // Before 4.13 without the program's name.
    if text.has("Process ", at: body) { return message(text, body, end, &record) }
    record.kind = .fragment
    record.body = UInt32(truncatingIfNeeded: body)
    return true
  }

  /// Reads what stands between the thread and the call: names, times, numbers, addresses.
  private mutating func afterPrefix(
    _ text: ByteView, _ begin: Int, _ start: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    var place = begin
    if place == end {
      if !record.hasThread {
        counts.empty += 1
        return false
      }
      record.kind = .fragment
      return true
    }
    if place == start, isRemark(text, start, end) {
      counts.remarks += 1
      return false
    }
    if place == start, isSummary(text, start, end) {
      counts.summary += 1
      return false
    }
    while place < end {
      let byte = text[place]
      switch byte {
      case Character8.blank: place += 1
      case UInt8(ascii: "["):
        if text.has("[ Process PID=", at: place) { return mode(text, place, end, &record) }
        guard let next = bracketed(text, place, end, &record) else { return fragment(&record) }
        place = next
      case UInt8(ascii: "("):
        guard text.has("(+", at: place),
          let close = text.firstIndex(of: UInt8(ascii: ")"), from: place, to: end)
        else { return fragment(&record) }
        place = close + 1
      case UInt8(ascii: "<"):
        guard text.has("<... ", at: place) else { return fragment(&record) }
        return resumed(text, place + 5, end, &record)
      case UInt8(ascii: "-"):
        guard text.has("--- ", at: place), text.has(" ---", at: end - 4) else {
          return fragment(&record)
        }
        counts.signals += 1
        return false
      case UInt8(ascii: "+"):
        guard text.has("+++ ", at: place) else { return fragment(&record) }
        return ended(text, place + 4, end, &record)
      case UInt8(ascii: "?"):
        guard text.has("???(", at: place) else { return fragment(&record) }
        record.body = UInt32(truncatingIfNeeded: place)
        record.rest = UInt32(truncatingIfNeeded: place + 4)
        record.kind = Self.ending(text, from: place + 4, to: end)
        return true
      default:
        if Character8.beginsName(byte) { return call(text, place, end, &record) }
        guard Character8.isDigit(byte), let next = number(text, place, start, end, &record) else {
          return fragment(&record)
        }
        place = next
      }
    }
    return fragment(&record)
  }

  private func fragment(_ record: inout LineRecord) -> Bool {
    record.kind = .fragment
    return true
  }

  /// Reads a thread with its command, a time, or the mark `64:` of old x32 logs.
  private func number(
    _ text: ByteView, _ begin: Int, _ start: Int, _ end: Int, _ record: inout LineRecord
  ) -> Int? {
    var place = begin
    var value: UInt64 = 0
    while place < end, Character8.isDigit(text[place]) {
      value = value &* 10 &+ UInt64(text[place] &- 0x30)
      place += 1
    }
    guard place < end else { return nil }
    switch text[place] {
    case UInt8(ascii: "<") where begin == start && place - begin <= 7:
      guard let close = Self.endOfCommand(text, place + 1, end) else { return nil }
      record.hasThread = true
      record.thread = Int32(truncatingIfNeeded: value)
      return close + 1
    case UInt8(ascii: ":"):
      if value == 64, place + 1 < end, Character8.beginsName(text[place + 1]) {
        record.statedABI = ABI.x86_64.rawValue
        return place + 1
      }
      while place < end, text[place] != Character8.blank {
        guard
          Character8.isDigit(text[place]) || text[place] == UInt8(ascii: ":")
            || text[place] == UInt8(ascii: ".")
        else { return nil }
        place += 1
      }
      return place < end ? place + 1 : nil
    case UInt8(ascii: "."):
      place += 1
      while place < end, Character8.isDigit(text[place]) { place += 1 }
      return place < end && text[place] == Character8.blank ? place + 1 : nil
    case Character8.blank: return place + 1
    default: return nil
    }
  }

  /// Where `>` ends the command's name after a thread; in it the character is escaped.
  private static func endOfCommand(_ text: ByteView, _ begin: Int, _ end: Int) -> Int? {
    text.firstIndex(of: UInt8(ascii: ">"), from: begin, to: min(end, begin + 128))
  }

  /// Reads `[pid N] `, `[ 59] `, `[00007f…] `, `[????????] ` or a security context.
  private func bracketed(
    _ text: ByteView, _ begin: Int, _ end: Int, _ record: inout LineRecord
  ) -> Int? {
    guard let close = text.firstIndex(of: UInt8(ascii: "]"), from: begin, to: end),
      close + 1 < end, text[close + 1] == Character8.blank
    else { return nil }
    var place = begin + 1
    if text.has("pid ", at: place) {
      place += 4
      while place < close, text[place] == Character8.blank { place += 1 }
      var thread: Int32 = 0
      let first = place
      while place < close, Character8.isDigit(text[place]), place - first < 7 {
        thread = thread &* 10 &+ Int32(text[place] &- 0x30)
        place += 1
      }
      guard place > first else { return nil }
      record.hasThread = true
      record.thread = thread
      if place == close { return close + 2 }
      guard text[place] == UInt8(ascii: "<"),
        let name = Self.endOfCommand(text, place + 1, end), name + 2 < end
      else { return nil }
      return name + 3
    }
    let length = close - place
    if text.has("???]", at: place) {
      record.hasNumber = true
      record.number = .max
      return close + 2
    }
    while place < close, text[place] == Character8.blank { place += 1 }
    var number: UInt64 = 0
    let first = place
    while place < close, Character8.isDigit(text[place]) {
      number = number &* 10 &+ UInt64(text[place] &- 0x30)
      place += 1
    }
    // An instruction pointer has 8 or 16 digits, a number fewer, or 10 with the bit of x32.
    if place == close, place > first, length != 8 && length != 16 {
      record.hasNumber = true
      record.number = UInt32(truncatingIfNeeded: number)
    }
    return close + 2
  }

  /// Reads `<... NAME resumed>REST`.
  private func resumed(
    _ text: ByteView, _ begin: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    guard let blank = text.firstIndex(of: Character8.blank, from: begin, to: min(end, begin + 64)),
      text.has(" resumed>", at: blank)
    else { return fragment(&record) }
    record.kind = .resumed
    record.body = UInt32(truncatingIfNeeded: begin)
    record.rest = UInt32(truncatingIfNeeded: blank + 9)
    record.name = names.index(of: text, from: begin, to: blank)
    record.hasNumber = false
    if record.name == SyscallNames.unknown { _ = unusualName(text, begin, blank, &record) }
    return true
  }

  // MARK: - What is no call

  /// Reads `exited with 0 +++` and its kin.
  private func ended(
    _ text: ByteView, _ begin: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    if text.has("exited with ", at: begin) || text.has("killed by ", at: begin) {
      record.kind = .ended
    } else if text.has("superseded by execve in pid ", at: begin) {
      record.kind = .superseded
      record.number = Self.decimal(text, begin + 28, end)
    } else {
      return fragment(&record)
    }
    return true
  }

  private static func decimal(_ text: ByteView, _ begin: Int, _ end: Int) -> UInt32 {
    var value: UInt32 = 0
    var place = begin
    while place < end, Character8.isDigit(text[place]), place - begin < 9 {
      value = value * 10 + UInt32(text[place] &- 0x30)
      place += 1
    }
    return value
  }

  /// Reads `[ Process PID=N runs in 32 bit mode. ]`.
  private func mode(
    _ text: ByteView, _ begin: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    let first = begin + 14
    var place = first
    while place < end, Character8.isDigit(text[place]) { place += 1 }
    let modes: [(StaticString, ABI)] = [
      (" runs in 64 bit mode.", .x86_64), (" runs in 32 bit mode.", .i386),
      (" runs in x32 mode.", .x32),
    ]
    guard place > first, let mode = modes.first(where: { text.has($0.0, at: place) }) else {
      return fragment(&record)
    }
    record.kind = .mode
    record.number = Self.decimal(text, first, end)
    record.statedABI = mode.1.rawValue
    return true
  }

  /// Reads what strace says of itself.
  private mutating func message(
    _ text: ByteView, _ begin: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    if text.has("Process ", at: begin) {
      let number = begin + 8
      var place = number
      while place < end, Character8.isDigit(text[place]) { place += 1 }
      if place > number, text.has(" attached", at: place) {
        record.kind = .attached
      } else if place > number, text.has(" detached", at: place) {
        record.kind = .left
      } else {
        counts.remarks += 1
        return false
      }
      record.number = Self.decimal(text, number, end)
      return true
    }
    counts.remarks += 1
    return false
  }

  /// Whether the line is a stack frame of `-k`, a dump of `-e read`, or the like.
  private func isRemark(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    text.has(" > ", at: start) || text.has(" | ", at: start) || text.has(" * ", at: start)
      || text.has("VCPU:", at: start)
  }

  /// Whether the line belongs to the table of `-c`.
  private func isSummary(_ text: ByteView, _ start: Int, _ end: Int) -> Bool {
    if text.has("% time", at: start) || text.has("------ ", at: start) { return true }
    // Two numbers with points, and nothing that a call has.
    var place = start
    for _ in 0..<2 {
      while place < end, text[place] == Character8.blank { place += 1 }
      let first = place
      var points = 0
      while place < end, Character8.isDigit(text[place]) || text[place] == UInt8(ascii: ".") {
        if text[place] == UInt8(ascii: ".") { points += 1 }
        place += 1
      }
      guard place > first, points == 1, place < end, text[place] == Character8.blank else {
        return false
      }
    }
    return text.firstIndex(of: UInt8(ascii: "("), from: place, to: end) == nil
  }
}
