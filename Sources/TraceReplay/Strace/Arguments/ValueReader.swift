import LinuxABI

/// What one printed argument tells about a register.
enum PrintedValue: Hashable, Sendable {
  /// A number; `isWide` where more than 32 bits were written down.
  case number(UInt64, isWide: Bool)
  /// A number of which some bits are open.
  case partial(PrintedNumber)
  /// What a pointer points to; the pointer itself is not printed, but is not 0.
  case memory
  /// Nothing that tells of a register.
  case missing
  /// A text that is not understood.
  case unknown
}

/// Reads arguments, and remembers the texts that are not plain numbers.
struct ValueReader {
  private struct Entry {
    var hash: UInt64 = 0
    var abi = ABI.x86_64
    var text: [UInt8] = []
    var value = PrintedValue.unknown
  }

  private let expressions: [ExpressionReader]
  private var entries: [Entry]
  private var used = 0

  /// As many texts as are remembered; programs use a few hundred.
  private static let capacity = 4096

  init() {
    expressions = ABI.allCases.map(ExpressionReader.init)
    entries = Array(repeating: Entry(), count: Self.capacity * 2)
  }

  /// Reads the argument in a range.
  @inline(__always) mutating func value(
    _ text: ByteView, from begin: Int, to end: Int, on abi: ABI
  ) -> PrintedValue {
    var start = begin
    guard start < end else { return .unknown }
    if text[start] | 0x20 == text[start] || text[start] == UInt8(ascii: "_") {
      start = Self.afterName(text, start, end)
      guard start < end else { return .unknown }
    }
    switch text[start] {
    case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["):
      // Old versions print an empty list for the address 0 too.
      return end - start == 2 ? .missing : .memory
    case UInt8(ascii: "<"):
      // A marker where the rest was not printed.
      return .missing
    case UInt8(ascii: "~"):
      if start + 1 < end, text[start + 1] == UInt8(ascii: "[") { return .memory }
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      if let number = Self.number(text, start, end) { return number }
    case UInt8(ascii: "N"):
      if end - start == 4, text.has("NULL", at: start) { return .number(0, isWide: true) }
    default: break
    }
    return remembered(text, start, end, abi)
  }

  /// The offset after `name=`, where a version of strace prints that.
  @inline(__always) private static func afterName(
    _ text: ByteView, _ begin: Int, _ end: Int
  ) -> Int {
    guard Character8.beginsName(text[begin]) else { return begin }
    var offset = begin
    while offset < end, Character8.isInName(text[offset]) { offset += 1 }
    guard offset < end, text[offset] == UInt8(ascii: "=") else { return begin }
    return offset + 1
  }

  /// A number that only comments or the decoration of a descriptor follow.
  @inline(__always) private static func number(
    _ text: ByteView, _ begin: Int, _ end: Int
  ) -> PrintedValue? {
    var offset = begin
    let isNegative = text[offset] == UInt8(ascii: "-")
    if isNegative { offset += 1 }
    var value: UInt64 = 0
    var isWide = false
    let first = offset
    if offset + 1 < end, text[offset] == UInt8(ascii: "0"), text[offset + 1] == UInt8(ascii: "x") {
      offset += 2
      while offset < end {
        let digit = Character8.hexValue(text[offset])
        if digit > 15 { break }
        value = value << 4 | UInt64(digit)
        offset += 1
      }
      guard offset > first + 2, offset <= first + 18 else { return nil }
      isWide = offset > first + 10
    } else {
      let base: UInt64 =
        offset + 1 < end && text[offset] == UInt8(ascii: "0")
          && Character8.isDigit(text[offset + 1]) ? 8 : 10
      while offset < end, Character8.isDigit(text[offset]) {
        let digit = UInt64(text[offset] &- 0x30)
        let (product, overflow) = value.multipliedReportingOverflow(by: base)
        if overflow || digit >= base { return nil }
        value = product &+ digit
        offset += 1
      }
      guard offset > first else { return nil }
      isWide = value > 0xffff_ffff
    }
    if isNegative { value = 0 &- value }
    // Behind it may be what it means, and what the descriptor is.
    while text.has(" /* ", at: offset), offset < end {
      offset = ArgumentList.endOfComment(text, offset + 4, end)
    }
    guard offset < end else { return .number(value, isWide: isWide) }
    if text[offset] == UInt8(ascii: "<") {
      let isShift = offset + 1 < end && text[offset + 1] == UInt8(ascii: "<")
      return isShift ? nil : .number(value, isWide: isWide)
    }
    return text.has(" [", at: offset) ? .number(value, isWide: isWide) : nil
  }

  // MARK: - Texts that are remembered

  @inline(__always) private mutating func remembered(
    _ text: ByteView, _ start: Int, _ end: Int, _ abi: ABI
  ) -> PrintedValue {
    var hash = UInt64(abi.rawValue) &+ 0x9e37_79b9_7f4a_7c15
    var offset = start
    while offset < end {
      let rest = end - offset
      let mask = rest >= 8 ? UInt64.max : 1 << UInt64(rest * 8) - 1
      hash = (hash ^ text.word(at: offset) & mask) &* 0xff51_afd7_ed55_8ccd
      hash ^= hash >> 32
      offset += 8
    }
    if hash == 0 { hash = 1 }
    let size = entries.count
    var slot = Int(truncatingIfNeeded: hash >> 8) & (size - 1)
    while entries[slot].hash != 0 {
      if entries[slot].hash == hash, entries[slot].abi == abi,
        text.equals(entries[slot].text, at: start, to: end)
      {
        return entries[slot].value
      }
      slot = (slot + 1) & (size - 1)
    }
    let bytes = text.bytes(from: start, to: end)
    let value = expression(bytes, abi)
    if used < Self.capacity, bytes.count <= 256 {
      entries[slot] = Entry(hash: hash, abi: abi, text: bytes, value: value)
      used += 1
    }
    return value
  }

  private func expression(_ bytes: [UInt8], _ abi: ABI) -> PrintedValue {
    var bytes = bytes
    // Decorations: `AT_FDCWD</cwd>`, a security context.
    if bytes.first.map(Character8.beginsName) == true {
      let name = bytes.prefix(while: Character8.isInName)
      let rest = bytes[name.endIndex...]
      if rest.starts(with: [0x3c, 0x2f]) || rest.starts(with: [0x20, 0x5b]) {
        bytes = Array(name)
      }
    }
    guard let number = expressions[Int(abi.rawValue)].number(bytes) else { return .unknown }
    return number.known == .max ? .number(number.value, isWide: false) : .partial(number)
  }
}
