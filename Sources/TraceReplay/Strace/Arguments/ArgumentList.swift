/// Where the arguments of a call stand in its line.
struct ArgumentList {
  /// How the list ends.
  enum Ending {
    /// With its parenthesis, at this offset.
    case closed(Int)
    /// With the text: the rest was not printed, or not yet.
    case missing
  }

  /// The most arguments that are kept; no call prints more than seven.
  static let capacity = 8

  private var starts: InlineArray<8, Int32> = InlineArray(repeating: 0)
  private var ends: InlineArray<8, Int32> = InlineArray(repeating: 0)
  /// The number of arguments.
  private(set) var count = 0
  /// How the list ends.
  private(set) var ending = Ending.missing

  /// Where an argument begins and ends.
  @inline(__always) subscript(_ index: Int) -> (start: Int, end: Int) {
    (Int(starts[index]), Int(ends[index]))
  }

  /// Finds the arguments between the offset after the opening parenthesis and the end of a text.
  ///
  /// What is quoted, in brackets, in a comment or in the decoration of a descriptor is passed over.
  @inline(__always) init(_ text: ByteView, from start: Int, to end: Int) {
    var offset = start
    // A call in two parts may have blanks in front of what was printed last.
    while offset < end, text[offset] == Character8.blank { offset += 1 }
    var first = offset
    var depth = 0
    while offset < end {
      let byte = text[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        offset = Self.endOfString(text, offset, end)
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth > 0 {
          depth -= 1
        } else if byte == UInt8(ascii: ")") {
          addLast(text, first, offset - 1)
          ending = .closed(offset - 1)
          return
        }
      case UInt8(ascii: ",") where depth == 0:
        add(first, offset - 1)
        while offset < end, text[offset] == Character8.blank { offset += 1 }
        first = offset
      case UInt8(ascii: "<"):
        offset = Self.endOfDecoration(text, offset, end)
      case UInt8(ascii: "/") where offset < end && text[offset] == UInt8(ascii: "*"):
        offset = Self.endOfComment(text, offset + 1, end)
      default: break
      }
    }
    addLast(text, first, end)
  }

  /// Adds what stands after the last comma, if that is anything.
  @inline(__always) private mutating func addLast(_ text: ByteView, _ start: Int, _ end: Int) {
    var last = end
    while last > start, text[last - 1] == Character8.blank { last -= 1 }
    if last > start { add(start, last) }
  }

  @inline(__always) private mutating func add(_ start: Int, _ end: Int) {
    if count < Self.capacity {
      starts[count] = Int32(truncatingIfNeeded: start)
      ends[count] = Int32(truncatingIfNeeded: end)
    }
    count += 1
  }

  /// The offset after the quote that ends a string.
  @inline(__always) private static func endOfString(
    _ text: ByteView, _ begin: Int, _ end: Int
  ) -> Int {
    var offset = begin
    while offset < end {
      let byte = text[offset]
      offset += 1
      if byte == UInt8(ascii: "\"") { return offset }
      if byte == UInt8(ascii: "\\") { offset += 1 }
    }
    return min(offset, end)
  }

  /// The offset after the comment that has begun; those of `-X verbose` hold others.
  static func endOfComment(_ text: ByteView, _ begin: Int, _ end: Int) -> Int {
    var offset = begin
    var depth = 1
    while offset + 1 < end {
      if text[offset] == UInt8(ascii: "*"), text[offset + 1] == UInt8(ascii: "/") {
        depth -= 1
        if depth == 0 { return offset + 2 }
        offset += 2
      } else if text[offset] == UInt8(ascii: "/"), text[offset + 1] == UInt8(ascii: "*") {
        depth += 1
        offset += 2
      } else {
        offset += 1
      }
    }
    return end
  }

  /// The offset after the decoration of a descriptor, which begins with `<`.
  ///
  /// `<<` shifts; a marker such as `<... resuming interrupted read ...>` ends like the others.
  private static func endOfDecoration(_ text: ByteView, _ begin: Int, _ end: Int) -> Int {
    guard begin < end else { return end }
    var offset = begin
    switch text[offset] {
    case UInt8(ascii: "<"): return offset + 1
    case UInt8(ascii: "/"):
      // A path escapes its own angle brackets; others are those of a device.
      var depth = 1
      while offset < end {
        let byte = text[offset]
        offset += 1
        if byte == UInt8(ascii: "\\") { offset += 1 }
        if byte == UInt8(ascii: "<") { depth += 1 }
        if byte == UInt8(ascii: ">") {
          depth -= 1
          if depth == 0 { return offset }
        }
      }
      return end
    case UInt8(ascii: "{"): return after(UInt8(ascii: "}"), text, offset, end)
    default: break
    }
    // `NAME:[…]>` holds addresses with arrows in them; everything else ends with the first `>`.
    while offset < end, Character8.isInName(text[offset]) || text[offset] == UInt8(ascii: "-") {
      offset += 1
    }
    if offset + 1 < end, text[offset] == UInt8(ascii: ":"), text[offset + 1] == UInt8(ascii: "[") {
      return after(UInt8(ascii: "]"), text, offset, end)
    }
    guard let close = text.firstIndex(of: UInt8(ascii: ">"), from: min(offset, end), to: end) else {
      return end
    }
    return close + 1
  }

  /// The offset after the first `>` that follows a byte, outside of strings.
  private static func after(_ byte: UInt8, _ text: ByteView, _ begin: Int, _ end: Int) -> Int {
    var offset = begin
    while offset + 1 < end {
      if text[offset] == UInt8(ascii: "\"") {
        offset = endOfString(text, offset + 1, end)
        continue
      }
      if text[offset] == byte, text[offset + 1] == UInt8(ascii: ">") { return offset + 2 }
      offset += 1
    }
    return end
  }
}
