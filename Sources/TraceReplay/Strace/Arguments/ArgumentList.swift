/// Where the arguments of a call stand in its line.
struct ArgumentList {
  /// How the list ends.
  enum Ending {
    /// With its parenthesis, at this place.
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

  /// The place of an argument.
  @inline(__always) subscript(_ index: Int) -> (start: Int, end: Int) {
    (Int(starts[index]), Int(ends[index]))
  }

  /// Finds the arguments between the place after the opening parenthesis and the end of a text.
  ///
  /// What is quoted, in brackets, in a comment or in the decoration of a descriptor is passed over.
  @inline(__always) init(_ text: ByteView, from start: Int, to end: Int) {
    var place = start
    // A call in two parts may have blanks in front of what was printed last.
    while place < end, text[place] == Character8.blank { place += 1 }
    var first = place
    var depth = 0
    while place < end {
      let byte = text[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""):
        place = Self.endOfString(text, place, end)
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth > 0 {
          depth -= 1
        } else if byte == UInt8(ascii: ")") {
          addLast(text, first, place - 1)
          ending = .closed(place - 1)
          return
        }
      case UInt8(ascii: ",") where depth == 0:
        add(first, place - 1)
        while place < end, text[place] == Character8.blank { place += 1 }
        first = place
      case UInt8(ascii: "<"):
        place = Self.endOfDecoration(text, place, end)
      case UInt8(ascii: "/") where place < end && text[place] == UInt8(ascii: "*"):
        place = Self.endOfComment(text, place + 1, end)
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

  /// The place after the quote that ends a string.
  @inline(__always) private static func endOfString(
    _ text: ByteView, _ begin: Int, _ end: Int
  ) -> Int {
    var place = begin
    while place < end {
      let byte = text[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return place }
      if byte == UInt8(ascii: "\\") { place += 1 }
    }
    return min(place, end)
  }

  /// The place after the comment that has begun; those of `-X verbose` hold others.
  static func endOfComment(_ text: ByteView, _ begin: Int, _ end: Int) -> Int {
    var place = begin
    var depth = 1
    while place + 1 < end {
      if text[place] == UInt8(ascii: "*"), text[place + 1] == UInt8(ascii: "/") {
        depth -= 1
        if depth == 0 { return place + 2 }
        place += 2
      } else if text[place] == UInt8(ascii: "/"), text[place + 1] == UInt8(ascii: "*") {
        depth += 1
        place += 2
      } else {
        place += 1
      }
    }
    return end
  }

  /// The place after the decoration of a descriptor, which begins with `<`.
  ///
  /// `<<` shifts; a marker such as `<... resuming interrupted read ...>` ends like the others.
  private static func endOfDecoration(_ text: ByteView, _ begin: Int, _ end: Int) -> Int {
    guard begin < end else { return end }
    var place = begin
    switch text[place] {
    case UInt8(ascii: "<"): return place + 1
    case UInt8(ascii: "/"):
      // A path escapes its own angle brackets; others are those of a device.
      var depth = 1
      while place < end {
        let byte = text[place]
        place += 1
        if byte == UInt8(ascii: "\\") { place += 1 }
        if byte == UInt8(ascii: "<") { depth += 1 }
        if byte == UInt8(ascii: ">") {
          depth -= 1
          if depth == 0 { return place }
        }
      }
      return end
    case UInt8(ascii: "{"): return after(UInt8(ascii: "}"), text, place, end)
    default: break
    }
    // `NAME:[…]>` holds addresses with arrows in them; everything else ends with the first `>`.
    while place < end, Character8.isInName(text[place]) || text[place] == UInt8(ascii: "-") {
      place += 1
    }
    if place + 1 < end, text[place] == UInt8(ascii: ":"), text[place + 1] == UInt8(ascii: "[") {
      return after(UInt8(ascii: "]"), text, place, end)
    }
    guard let close = text.firstIndex(of: UInt8(ascii: ">"), from: min(place, end), to: end) else {
      return end
    }
    return close + 1
  }

  /// The place after the first `>` that follows a byte, outside of strings.
  private static func after(_ byte: UInt8, _ text: ByteView, _ begin: Int, _ end: Int) -> Int {
    var place = begin
    while place + 1 < end {
      if text[place] == UInt8(ascii: "\"") {
        place = endOfString(text, place + 1, end)
        continue
      }
      if text[place] == byte, text[place + 1] == UInt8(ascii: ">") { return place + 2 }
      place += 1
    }
    return end
  }
}
