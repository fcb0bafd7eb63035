import LinuxABI

/// The result of a call, as it is printed: `) = 3`, `) = -1 ENOENT (…)`, `) = ?`.
struct PrintedResult {
  private let text: ByteView
  /// Where the parenthesis before the result stands.
  private let close: Int
  /// Where the result begins.
  private let start: Int
  private let end: Int

  /// The result of a call whose line is in a range; `nil` where there is none.
  ///
  /// - Parameters:
  ///   - text: What holds the call.
  ///   - begin: The offset after its opening parenthesis.
  ///   - end: Where the line ends.
  init?(_ text: ByteView, from begin: Int, to end: Int) {
    guard let close = LineScanner.closing(text, from: begin, to: end) else { return nil }
    var start = close + 1
    while start < end, text[start] == Character8.blank || text[start] == UInt8(ascii: "=") {
      start += 1
    }
    (self.text, self.close, self.start, self.end) = (text, close, start, end)
  }

  /// How the call was answered.
  ///
  /// - Parameter isResumed: Whether the result stands where the call was resumed.
  /// - Returns: The answer.
  func answer(isResumed: Bool) -> CallAnswer {
    if text.has("?", at: start) { return .open(isResumed: isResumed) }
    return Self.number(text, start, end).map(CallAnswer.number) ?? .other
  }

  /// The number that the call returned; of a thread in another namespace the one by which strace
  /// knows it: `5 /* 4711 in strace's PID NS */`.
  var number: Int32? {
    var offset = start
    while let comment = text.firstIndex(of: UInt8(ascii: "/"), from: offset, to: end) {
      offset = comment + 3
      guard text.has("/* ", at: comment) else {
        offset = comment + 1
        continue
      }
      while offset < end, Character8.isDigit(text[offset]) { offset += 1 }
      if text.has(" in strace's PID NS */", at: offset) {
        return Self.number(text, comment + 3, end)
      }
    }
    return Self.number(text, start, end)
  }

  /// The number of the error that the call has failed with, if it has.
  func error(on abi: ABI) -> UInt16? {
    guard text.has("-1 ", at: start) else { return nil }
    let begin = start + 3
    var end = begin
    while end < self.end, Character8.isInName(text[end]) { end += 1 }
    if end > begin {
      let name = String(decoding: text.bytes(from: begin, to: end), as: UTF8.self)
      return ErrnoName.number(of: name, on: abi)
    }
    // An error without a name.
    guard text.has("(errno ", at: begin) else { return nil }
    return Self.number(text, begin + 7, self.end).flatMap(UInt16.init(exactly:))
  }

  /// Whether the flags of a clone, whose arguments begin at an offset, say that it makes a thread of
  /// the same process.
  func isOfThread(argumentsFrom begin: Int) -> Bool {
    var offset = begin
    while let found = text.firstIndex(of: UInt8(ascii: "C"), from: offset, to: close) {
      if text.has("CLONE_THREAD", at: found) { return true }
      offset = found + 1
    }
    // As a number, it is in the list by name, or the first register.
    let list = ArgumentList(text, from: begin, to: close + 1)
    let prefixes: [StaticString] = ["flags=", "{flags="]
    for index in 0..<min(list.count, ArgumentList.capacity) {
      let (start, end) = list[index]
      for prefix in prefixes where text.has(prefix, at: start) {
        return Self.number(text, start + prefix.utf8CodeUnitCount, end).map { $0 & 0x10000 != 0 }
          ?? false
      }
    }
    // The only argument of clone3 besides is a size.
    return list.count > 2
      && Self.number(text, begin, close).map { $0 & 0x10000 != 0 } ?? false
  }

  /// The number at an offset: decimal, or hexadecimal where strace shows raw values.
  private static func number(_ text: ByteView, _ start: Int, _ end: Int) -> Int32? {
    let isHex = text.has("0x", at: start)
    var offset = isHex ? start + 2 : start
    let first = offset
    var number: UInt64 = 0
    while offset < end, offset - first < 8 {
      let digit = Character8.hexValue(text[offset])
      if digit >= (isHex ? 16 : 10) { break }
      number = number * (isHex ? 16 : 10) + UInt64(digit)
      offset += 1
    }
    return offset > first ? Int32(truncatingIfNeeded: number) : nil
  }
}
