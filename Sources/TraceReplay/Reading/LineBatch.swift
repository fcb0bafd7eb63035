import Glibc

/// Whole lines of a log in a buffer of their own, and what a scanner makes of them.
@safe final class LineBatch {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The number of bytes, the last line feed included.
  fileprivate(set) var count = 0
  /// Whether the log ended without a line feed.
  fileprivate(set) var endsEarly = false
  /// Whether the last line was too long, and only its beginning is here.
  fileprivate(set) var endsCut = false
  /// Which batch of the log this is, from 0.
  fileprivate(set) var sequence = 0
  /// The lines that matter, in order.
  var records: ContiguousArray<LineRecord> = []
  /// The lines that were only counted.
  var counts = LineCounts()
  /// Arguments that were not understood: how many, and the first of them.
  var unknownTexts = UnknownTexts()
  /// How many verdicts need an upper half that was not printed, and is taken to be zero.
  var assumedUpperHalves = 0

  /// Arguments that were not understood.
  struct UnknownTexts {
    var count = 0
    var first: [(line: UInt32, start: Int, end: Int)] = []

    mutating func add(_ line: UInt32, _ place: (start: Int, end: Int)) {
      count += 1
      if first.count < 8 { first.append((line, place.start, place.end)) }
    }
  }

  /// The size of a buffer that no long line has made larger.
  static let usualSize = 256 * 1024
  /// The longest line that is read; strace prints a few megabytes at most.
  static let longestLine = 8 * 1024 * 1024

  init() {
    capacity = Self.usualSize
    unsafe bytes = .allocate(capacity: capacity + ByteView.padding)
    unsafe bytes.initialize(repeating: 0, count: capacity + ByteView.padding)
    records.reserveCapacity(4096)
  }

  deinit { unsafe bytes.deallocate() }

  /// Hands out the room for records, so that appending does not go through this object.
  func takeRecords() -> ContiguousArray<LineRecord> {
    defer { records = [] }
    return records
  }

  /// The lines; valid as long as the batch is, and until it is filled again.
  var text: ByteView { unsafe ByteView(base: UnsafePointer(bytes), count: count) }

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
  fileprivate func stripColors() {
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
  /// What was read of a line beyond the last is carried over to the next batch.
  fileprivate func fill(
    from source: borrowing Descriptor, log: String, carry: inout [UInt8], isAtEnd: inout Bool,
    isSkipping: inout Bool
  ) throws(ReplayError) -> Bool {
    records.removeAll(keepingCapacity: true)
    counts = LineCounts()
    unknownTexts = UnknownTexts()
    assumedUpperHalves = 0
    endsEarly = false
    endsCut = false
    if capacity > Self.usualSize, carry.count < Self.usualSize / 2 {
      grow(to: Self.usualSize, keeping: 0)
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

/// Cuts a log into batches of whole lines, one reader at a time.
struct LineSource: ~Copyable {
  private let descriptor: Descriptor
  private let log: String
  private var carry: [UInt8] = []
  private var isAtEnd = false
  private var isSkipping = false
  private var sequence = 0
  /// How many bytes have been handed out.
  private(set) var bytesRead = 0

  init(_ descriptor: consuming Descriptor, log: String) {
    self.descriptor = descriptor
    self.log = log
  }

  /// Fills a batch with the next lines.
  ///
  /// - Parameter batch: The batch; nothing of what it held is needed any more.
  /// - Returns: Whether there were any.
  /// - Throws: ``ReplayError`` where the log cannot be read.
  mutating func next(_ batch: LineBatch) throws(ReplayError) -> Bool {
    if isAtEnd && carry.isEmpty { return false }
    guard
      try batch.fill(
        from: descriptor, log: log, carry: &carry, isAtEnd: &isAtEnd, isSkipping: &isSkipping)
    else { return false }
    if sequence == 0,
      let compression = Compression(batch.text.bytes(from: 0, to: min(batch.count, 8)))
    {
      throw ReplayError(
        log, "it is compressed; pipe it through '\(compression.program) -dc'")
    }
    batch.sequence = sequence
    sequence += 1
    bytesRead += batch.count
    return true
  }
}
