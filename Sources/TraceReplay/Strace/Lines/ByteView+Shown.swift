extension ByteView {
  /// A part of a line for people, as far as there is room, without the blanks before the result.
  func shown(from start: Int, to end: Int) -> String {
    let limit = 200
    let cut = min(end, start + limit)
    var bytes = bytes(from: start, to: max(start, cut))
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
