import Glibc

/// A stretch of a buffer that somebody else keeps alive: what `Span` is, but it may be stored.
///
/// Every access is checked against the bounds. The owner of the buffer sees to it that no view
/// outlives it, and that ``padding`` more bytes after the end may be read, whatever they hold.
/// This file, `ByteSource.swift`, the buffers in `LineBuffer.swift` and the calls of the system in
/// `DirectoryNames.swift`, `Decompressor.swift` and `KernelAudit.swift` are the only ones of the module
/// that touch raw memory.
@safe struct ByteView {
  private let base: UnsafePointer<UInt8>
  /// The number of bytes.
  let count: Int

  /// How many bytes beyond its end a buffer must have.
  static let padding = 64

  /// The view of memory that is readable up to `padding` bytes beyond its end.
  ///
  /// - Parameters:
  ///   - base: The first byte.
  ///   - count: The number of bytes.
  @unsafe init(base: UnsafePointer<UInt8>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  /// One byte.
  @inline(__always) subscript(_ index: Int) -> UInt8 {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "a byte of the view")
    return unsafe base[index]
  }

  /// Eight bytes, the first of them in the low bits; those beyond the end may be anything.
  @inline(__always) func word(at index: Int) -> UInt64 {
    precondition(UInt(bitPattern: index) <= UInt(bitPattern: count), "an index of the view")
    return unsafe UInt64(
      littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
  }

  /// The bytes of a word that are this one, by the highest bit of each.
  @inline(__always) static func bits(of byte: UInt8, in word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    let difference = word ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return ~((difference & low &+ low) | difference | low)
  }

  /// The first index of a byte in a range.
  @inline(__always) func firstIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
    precondition(start >= 0 && start <= end && end <= count, "a range of the view")
    guard let found = unsafe memchr(base + start, Int32(byte), end - start) else { return nil }
    return unsafe UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
  }

  /// The last index of a byte in a range.
  @inline(__always) func lastIndex(of byte: UInt8, from start: Int, to end: Int) -> Int? {
    var index = end
    while index > start {
      index -= 1
      if self[index] == byte { return index }
    }
    return nil
  }

  /// Whether these characters stand at an index.
  @inline(__always) func has(_ text: StaticString, at index: Int) -> Bool {
    let length = text.utf8CodeUnitCount
    guard index >= 0, index <= count - length else { return false }
    return unsafe memcmp(base + index, text.utf8Start, length) == 0
  }

  /// Whether these characters stand somewhere in a range.
  func contains(_ text: StaticString, from start: Int, to end: Int) -> Bool {
    firstIndex(of: text, from: start, to: end) != nil
  }

  /// Where these characters, one at least, stand first in a range.
  func firstIndex(of text: StaticString, from start: Int, to end: Int) -> Int? {
    guard let first = text.firstByte else { return nil }
    let last = end - text.utf8CodeUnitCount
    var offset = start
    while offset <= last, let found = firstIndex(of: first, from: offset, to: last + 1) {
      if has(text, at: found) { return found }
      offset = found + 1
    }
    return nil
  }

  /// Whether the bytes of a range are these.
  func equals(_ bytes: [UInt8], at start: Int, to end: Int) -> Bool {
    precondition(start >= 0 && start <= end && end <= count, "a range of the view")
    guard end - start == bytes.count else { return false }
    return unsafe bytes.withUnsafeBufferPointer { other in
      guard let first = other.baseAddress else { return true }
      return unsafe memcmp(base + start, first, other.count) == 0
    }
  }

  /// A copy of the bytes of a range.
  func bytes(from start: Int, to end: Int) -> [UInt8] {
    precondition(start >= 0 && start <= end && end <= count, "a range of the view")
    return unsafe Array(UnsafeBufferPointer(start: base + start, count: end - start))
  }
}

extension StaticString {
  /// The first of its bytes.
  fileprivate var firstByte: UInt8? {
    withUTF8Buffer { unsafe $0.first }
  }
}

extension ByteView {
  /// Lends a view of an array's bytes.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - body: What to do with the view, which must not leave it.
  /// - Returns: What that returns.
  static func lending<Result>(
    _ bytes: [UInt8], _ body: (ByteView) throws -> Result
  ) rethrows -> Result {
    let padded = bytes + [UInt8](repeating: 0, count: padding)
    return try unsafe padded.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { preconditionFailure("there is padding") }
      return unsafe try body(ByteView(base: base, count: bytes.count))
    }
  }
}

/// Characters that lines are made of.
enum Character8 {
  static let newline = UInt8(ascii: "\n")
  static let blank = UInt8(ascii: " ")

  @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// The value of a hexadecimal digit, or more than 15.
  @inline(__always) static func hexValue(_ byte: UInt8) -> UInt8 {
    if isDigit(byte) { return byte &- 0x30 }
    let small = byte | 0x20
    return small &- 0x61 < 6 ? small &- 0x61 &+ 10 : .max
  }

  /// Whether a name may begin with it.
  @inline(__always) static func beginsName(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
  }

  /// Whether it may be within a name.
  @inline(__always) static func isInName(_ byte: UInt8) -> Bool {
    beginsName(byte) || isDigit(byte)
  }
}
