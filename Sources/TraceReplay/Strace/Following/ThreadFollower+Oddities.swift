import LinuxABI

/// What cannot be read, or not be understood.
extension ThreadFollower {
  mutating func addUnreadable(
    _ reason: String, line: Int, _ text: ByteView, _ start: Int, _ end: Int
  ) {
    counters.unreadable.add(
      Oddities.Example(
        file: file, line: line, reason: reason, text: Self.shown(text, start, end)))
  }

  mutating func addUnknownText(
    _ text: ByteView, _ place: (start: Int, end: Int), line: Int
  ) {
    counters.unknownTexts.add(
      Oddities.Example(
        file: file, line: line, reason: "this argument is not understood",
        text: Self.shown(text, place.start, place.end)))
  }

  /// A part of a line for people, as far as there is room, without the blanks before the result.
  static func shown(_ text: ByteView, _ start: Int, _ end: Int) -> String {
    let limit = 200
    let cut = min(end, start + limit)
    var bytes = text.bytes(from: start, to: max(start, cut))
    if let sign = bytes.lastIndex(of: UInt8(ascii: "=")) {
      var blank = sign
      while blank > 0, bytes[blank - 1] == Character8.blank { blank -= 1 }
      if sign - blank > 1 { bytes.removeSubrange(blank..<sign - 1) }
    }
    // What is no character is shown as U+FFFD; so is NUL, which no reader of reports takes.
    for index in bytes.indices where bytes[index] == 0 { bytes[index] = 0xff }
    let shown = String(decoding: bytes, as: UTF8.self)
    return cut < end ? shown + "…" : shown
  }
}
