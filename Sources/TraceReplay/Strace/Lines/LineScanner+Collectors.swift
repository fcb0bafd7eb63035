/// What collectors of logs put before every line.
extension LineScanner {
  /// Reads a line without what a collector has put before it, if that makes sense of it.
  mutating func afterCollector(
    _ text: ByteView, _ start: Int, _ end: Int, _ record: inout LineRecord
  ) -> Bool {
    guard !isCollected, let offset = Self.collected(text, start, end), offset < end else {
      return true
    }
    isCollected = true
    defer { isCollected = false }
    var inner = LineRecord()
    let found = scan(text, from: offset, to: end, into: &inner)
    if found, inner.kind == .fragment { return true }
    record = inner
    return found
  }

  /// Where a line begins after the prefix of a collector.
  private static func collected(_ text: ByteView, _ start: Int, _ end: Int) -> Int? {
    var offset = start
    while text.has("> ", at: offset), offset < end { offset += 2 }
    if offset > start { return offset }
    return journal(text, start, end) ?? stamp(text, start, end) ?? service(text, start, end)
  }

  /// `May 17 21:36:42 host strace[1499]: `, in whatever language the month is.
  private static func journal(_ text: ByteView, _ start: Int, _ end: Int) -> Int? {
    let limit = min(end, start + 160)
    guard let month = text.firstIndex(of: Character8.blank, from: start, to: limit) else {
      return nil
    }
    var offset = month
    while offset < limit, text[offset] == Character8.blank { offset += 1 }
    let day = offset
    while offset < limit, Character8.isDigit(text[offset]) { offset += 1 }
    guard offset > day, offset - day <= 2, offset + 10 < limit, text[offset] == Character8.blank,
      isTime(text, offset + 1),
      let host = text.firstIndex(of: Character8.blank, from: offset + 1, to: limit),
      let name = text.firstIndex(of: Character8.blank, from: host + 1, to: limit),
      let tag = text.firstIndex(of: Character8.blank, from: name + 1, to: limit),
      text[tag - 1] == UInt8(ascii: ":")
    else { return nil }
    return tag + 1
  }

  /// Where a line begins after a time such as `2026-05-17T21:36:42.123456789Z `.
  private static func stamp(_ text: ByteView, _ start: Int, _ end: Int) -> Int? {
    guard start + 20 < end, Character8.isDigit(text[start]),
      text[start + 4] == UInt8(ascii: "-"), text[start + 7] == UInt8(ascii: "-"),
      text[start + 10] == UInt8(ascii: "T"), isTime(text, start + 11),
      let blank = text.firstIndex(of: Character8.blank, from: start, to: min(end, start + 40))
    else { return nil }
    return blank + 1
  }

  /// Where a line begins after the name of a service: `name-1  | `.
  private static func service(_ text: ByteView, _ start: Int, _ end: Int) -> Int? {
    guard
      let bar = text.firstIndex(of: UInt8(ascii: "|"), from: start, to: min(end, start + 80)),
      bar > start + 1, text[bar - 1] == Character8.blank, text.has("| ", at: bar),
      let blank = text.firstIndex(of: Character8.blank, from: start, to: bar),
      (blank..<bar).allSatisfy({ text[$0] == Character8.blank }), blank > start
    else { return nil }
    return bar + 2
  }

  private static func isTime(_ text: ByteView, _ offset: Int) -> Bool {
    text.has(":", at: offset + 2) && text.has(":", at: offset + 5)
      && Character8.isDigit(text[offset])
  }
}
