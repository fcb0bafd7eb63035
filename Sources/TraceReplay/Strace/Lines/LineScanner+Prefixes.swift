import LinuxABI

/// What stands before a call, and lines that are none.
extension LineScanner {
  mutating func withoutParenthesis(
    _ text: ByteView, _ body: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    // Before 4.13 without the program's name.
    if text.has("Process ", at: body) { return message(text, body, end, &record) }
    if let own = Self.afterTracer(text, body, end) { return message(text, own, end, &record) }
    if body == Int(record.start), isSummary(text, body, end) { return table(&record) }
    record.kind = .fragment
    record.body = UInt32(truncatingIfNeeded: body)
    return true
  }

  /// Reads what stands between the thread and the call: names, times, numbers, addresses.
  mutating func afterPrefix(
    _ text: ByteView, _ begin: Int, _ start: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    var offset = begin
    if offset == end {
      if !record.hasThread {
        counts.empty += 1
        return false
      }
      record.kind = .fragment
      return true
    }
    if offset == start, isRemark(text, start, end) {
      counts.remarks += 1
      return false
    }
    if offset == start, isSummary(text, start, end) { return table(&record) }
    if offset == start, let own = Self.afterTracer(text, start, end) {
      return message(text, own, end, &record)
    }
    while offset < end {
      let byte = text[offset]
      switch byte {
      case Character8.blank: offset += 1
      case UInt8(ascii: "["):
        if text.has("[ Process PID=", at: offset) { return mode(text, offset, end, &record) }
        guard let next = bracketed(text, offset, end, &record) else { return fragment(&record) }
        offset = next
      case UInt8(ascii: "("):
        guard text.has("(+", at: offset),
          let close = text.firstIndex(of: UInt8(ascii: ")"), from: offset, to: end)
        else { return fragment(&record) }
        offset = close + 1
      case UInt8(ascii: "<"):
        guard text.has("<... ", at: offset) else { return fragment(&record) }
        if text.has("???", at: offset + 5) {
          counts.remarks += 1
          return false
        }
        return resumed(text, offset + 5, end, &record)
      case UInt8(ascii: "-"):
        return signal(text, offset, end, &record)
      case UInt8(ascii: "+"):
        guard text.has("+++ ", at: offset) else { return fragment(&record) }
        return ended(text, offset + 4, end, &record)
      case UInt8(ascii: "?"):
        return unknownCall(text, offset, end, &record)
      default:
        if Character8.beginsName(byte) { return call(text, offset, end, &record) }
        if text.has("64:", at: offset), offset + 3 < end, Character8.beginsName(text[offset + 3]) {
          // The mark of old logs.
          return call(text, offset + 3, end, &record) && takeForeignNumber(&record)
            || fragment(&record)
        }
        guard Character8.isDigit(byte), let next = number(text, offset, start, end, &record) else {
          return fragment(&record)
        }
        offset = next
      }
    }
    return fragment(&record)
  }

  private mutating func signal(
    _ text: ByteView, _ offset: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    guard text.has("--- ", at: offset), text.has(" ---", at: end - 4) else {
      return fragment(&record)
    }
    counts.signals += 1
    guard text.has("--- SIGSYS ", at: offset) else { return false }
    record.kind = .systemCallSignal
    record.rest = UInt32(truncatingIfNeeded: offset)
    return true
  }

  /// A call whose thread was killed before strace could see its number: the kernel had not asked the
  /// filter yet, and never will.
  private mutating func unknownCall(
    _ text: ByteView, _ begin: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    var offset = begin
    while offset < end, text[offset] == UInt8(ascii: "?") { offset += 1 }
    guard offset < end, text[offset] == UInt8(ascii: "(") else { return fragment(&record) }
    counts.remarks += 1
    return false
  }

  private func fragment(_ record: inout LineRecord) -> Bool {
    record.kind = .fragment
    return true
  }

  /// Reads a thread with its command, or a time.
  private func number(
    _ text: ByteView, _ begin: Int, _ start: Int, _ end: Int, _ record: inout LineRecord
  ) -> Int? {
    var offset = begin
    var value: UInt64 = 0
    while offset < end, Character8.isDigit(text[offset]) {
      value = value &* 10 &+ UInt64(text[offset] &- 0x30)
      offset += 1
    }
    guard offset < end else { return nil }
    switch text[offset] {
    case UInt8(ascii: "<") where begin == start && offset - begin <= 7:
      guard let close = Self.endOfCommand(text, offset + 1, end) else { return nil }
      record.hasThread = true
      record.thread = Int32(truncatingIfNeeded: value)
      return close + 1
    case UInt8(ascii: ":"):
      while offset < end, text[offset] != Character8.blank {
        guard
          Character8.isDigit(text[offset]) || text[offset] == UInt8(ascii: ":")
            || text[offset] == UInt8(ascii: ".")
        else { return nil }
        offset += 1
      }
      return offset < end ? offset + 1 : nil
    case UInt8(ascii: "."):
      offset += 1
      while offset < end, Character8.isDigit(text[offset]) { offset += 1 }
      return offset < end && text[offset] == Character8.blank ? offset + 1 : nil
    case Character8.blank: return offset + 1
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
    var offset = begin + 1
    if text.has("pid ", at: offset) {
      offset += 4
      while offset < close, text[offset] == Character8.blank { offset += 1 }
      var thread: Int32 = 0
      let first = offset
      while offset < close, Character8.isDigit(text[offset]), offset - first < 7 {
        thread = thread &* 10 &+ Int32(text[offset] &- 0x30)
        offset += 1
      }
      guard offset > first else { return nil }
      record.hasThread = true
      record.thread = thread
      if offset == close { return close + 2 }
      guard text[offset] == UInt8(ascii: "<"),
        let name = Self.endOfCommand(text, offset + 1, end), name + 2 < end
      else { return nil }
      return name + 3
    }
    let length = close - offset
    if text.has("???]", at: offset) {
      record.hasNumber = true
      record.number = .max
      return close + 2
    }
    while offset < close, text[offset] == Character8.blank { offset += 1 }
    var number: UInt64 = 0
    let first = offset
    while offset < close, Character8.isDigit(text[offset]) {
      number = number &* 10 &+ UInt64(text[offset] &- 0x30)
      offset += 1
    }
    // Some tracers print the thread so; strace gives a number four columns at least.
    if offset == close, offset > first, length < 4 {
      if !record.hasThread {
        record.hasThread = true
        record.thread = Int32(truncatingIfNeeded: number)
      }
      return close + 2
    }
    // An instruction pointer has 8 or 16 digits, a number fewer, or 10 with the bit of x32.
    if offset == close, offset > first, length != 8 && length != 16 {
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
    record.name = printedNames.index(of: text, from: begin, to: blank)
    takeThread(&record)
    record.hasNumber = false
    if record.name == SyscallNames.unknown { _ = unusualName(text, begin, blank, &record) }
    return true
  }

  // MARK: - What is no call

  /// Reads `exited with 0 +++` and its kin.
  private func ended(
    _ text: ByteView, _ begin: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    if record.hasNumber, !record.hasThread, record.number > 999 {
      record.hasThread = true
      record.thread = Int32(truncatingIfNeeded: record.number)
      record.hasNumber = false
    }
    if text.has("killed by SIGSYS", at: begin) {
      record.kind = .endedBySystemCall
    } else if text.has("exited with ", at: begin) || text.has("killed by ", at: begin) {
      record.kind = .ended
    } else if text.has("superseded by execve in pid ", at: begin) {
      record.kind = .superseded
      record.number = Self.decimal(text, begin + 28, end)
    } else {
      return fragment(&record)
    }
    return true
  }

  /// Where what strace says of itself begins, after its name or path and a colon.
  private static func afterTracer(_ text: ByteView, _ begin: Int, _ end: Int) -> Int? {
    let limit = min(end, begin + 256)
    guard let colon = text.firstIndex(of: UInt8(ascii: ":"), from: begin, to: limit),
      text.firstIndex(of: Character8.blank, from: begin, to: colon) == nil,
      text.has(": ", at: colon)
    else { return nil }
    return text.has("strace", at: colon - 6) || text.has(" Process ", at: colon + 1)
      ? colon + 2 : nil
  }

  private static func decimal(_ text: ByteView, _ begin: Int, _ end: Int) -> UInt32 {
    var value: UInt32 = 0
    var offset = begin
    while offset < end, Character8.isDigit(text[offset]), offset - begin < 9 {
      value = value * 10 + UInt32(text[offset] &- 0x30)
      offset += 1
    }
    return value
  }

  /// Reads `[ Process PID=N runs in 32 bit mode. ]`.
  private func mode(
    _ text: ByteView, _ begin: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    let first = begin + 14
    var offset = first
    while offset < end, Character8.isDigit(text[offset]) { offset += 1 }
    let modes: [(StaticString, ABI)] = [
      (" runs in 64 bit mode.", .x86_64), (" runs in 32 bit mode.", .i386),
      (" runs in x32 mode.", .x32),
    ]
    guard offset > first, let mode = modes.first(where: { text.has($0.0, at: offset) }) else {
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
      var offset = number
      while offset < end, Character8.isDigit(text[offset]) { offset += 1 }
      if offset > number, text.has(" attached", at: offset) {
        record.kind = .attached
      } else if offset > number, text.has(" detached", at: offset) {
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
}
