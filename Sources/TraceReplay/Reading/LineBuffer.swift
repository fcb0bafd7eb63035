/// Whole lines of a log, in memory of their own.
@safe class LineBuffer {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The size of the buffer while no long line has made it larger.
  private let usualSize: Int
  /// The number of bytes, the last line feed included.
  final private(set) var count = 0
  /// Whether the log ended without a line feed.
  final private(set) var endsEarly = false
  /// Whether the last line was too long, and only its beginning is here.
  final private(set) var endsCut = false
  /// Which piece of the log this is, from 0.
  final var sequence = 0

  /// The longest line that is read; strace prints a few megabytes at most.
  static let longestLine = 8 << 20

  init(size: Int) {
    usualSize = size
    capacity = size
    unsafe bytes = .allocate(capacity: capacity + ByteView.padding)
    unsafe bytes.initialize(repeating: 0, count: capacity + ByteView.padding)
  }

  deinit { unsafe bytes.deallocate() }

  /// Forgets what was found out of the lines that it held; who finds out anything replaces this.
  func forget() {}

  /// The lines; valid as long as the buffer is, and until it is filled again.
  final var text: ByteView { unsafe ByteView(base: UnsafePointer(bytes), count: count) }

  /// Makes room for more, and keeps the first bytes.
  private func grow(to size: Int, keeping kept: Int) {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: size + ByteView.padding)
    unsafe larger.initialize(repeating: 0, count: size + ByteView.padding)
    unsafe larger.update(from: bytes, count: kept)
    unsafe bytes.deallocate()
    unsafe bytes = larger
    capacity = size
  }

  /// Takes out the sequences that colour text: `ESC [ … m`.
  private func stripColors() {
    let text = text
    guard var from = text.firstIndex(of: 0x1b, from: 0, to: count) else { return }
    var to = from
    while from < count {
      if unsafe bytes[from] == 0x1b, from + 1 < count, unsafe bytes[from + 1] == 0x5b {
        var end = from + 2
        while end < count, unsafe bytes[end] &- 0x30 < 12 { end += 1 }
        if end < count, unsafe bytes[end] == UInt8(ascii: "m") {
          from = end + 1
          continue
        }
      }
      unsafe bytes[to] = bytes[from]
      to += 1
      from += 1
    }
    count = to
  }

  /// Fills the buffer with whole lines from a source; says whether there are any.
  ///
  /// What was read of a line beyond the last is carried over to the next buffer.
  final func fill(
    from source: inout ByteSource, log: String, carry: inout [UInt8], isAtEnd: inout Bool,
    isSkipping: inout Bool
  ) throws(ReplayError) -> Bool {
    forget()
    endsEarly = false
    endsCut = false
    if capacity > usualSize, carry.count < usualSize / 2 {
      grow(to: usualSize, keeping: 0)
    }
    if carry.count > capacity { grow(to: carry.count * 2, keeping: 0) }
    for (index, byte) in carry.enumerated() { unsafe bytes[index] = byte }
    count = carry.count
    carry.removeAll(keepingCapacity: true)
    while !isAtEnd {
      let got = try unsafe source.read(into: bytes + count, count: capacity - count, log: log)
      if got == 0 { isAtEnd = true }
      if isSkipping { skipToLine(after: count, got, &isSkipping) } else { count += got }
      if count == capacity {
        if lastLineFeed != nil { break }
        if capacity < Self.longestLine {
          grow(to: min(capacity * 2, Self.longestLine), keeping: count)
        } else {
          // Only the beginning of this line is kept; the rest is read and dropped.
          count = 4096
          unsafe bytes[count - 1] = Character8.newline
          endsCut = true
          isSkipping = true
          return true
        }
      }
    }
    guard let last = lastLineFeed else {
      if count == 0 { return false }
      unsafe bytes[count] = Character8.newline
      count += 1
      endsEarly = true
      stripColors()
      return true
    }
    if last + 1 < count {
      carry = text.bytes(from: last + 1, to: count)
      count = last + 1
    }
    stripColors()
    return true
  }

  /// Drops what was read of a line that is too long, up to its line feed.
  private func skipToLine(after start: Int, _ got: Int, _ isSkipping: inout Bool) {
    count = start + got
    guard let end = text.firstIndex(of: Character8.newline, from: start, to: count) else {
      count = start
      return
    }
    let rest = count - (end + 1)
    for index in 0..<rest { unsafe bytes[start + index] = bytes[end + 1 + index] }
    count = start + rest
    isSkipping = false
  }

  private var lastLineFeed: Int? {
    text.lastIndex(of: Character8.newline, from: 0, to: count)
  }
}
