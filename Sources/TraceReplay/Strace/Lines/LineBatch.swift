import LinuxABI
import Toolbox

/// Whole lines of a log in a buffer of their own, and what a scanner makes of them.
@safe final class LineBatch: SequencedBatch {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// The size of the buffer while no long line has made it larger.
  private let usualSize: Int
  /// The number of bytes, the last line feed included.
  fileprivate(set) var count = 0
  /// Whether the log ended without a line feed.
  fileprivate(set) var endsEarly = false
  /// Whether the last line was too long, and only its beginning is here.
  fileprivate(set) var endsCut = false
  /// Which batch of the log this is, from 0.
  var sequence = 0
  /// The lines that matter, in order.
  var records: ContiguousArray<LineRecord> = []
  /// The lines that were only counted.
  var counts = LineCounts()
  /// The ABI that was taken for granted when calls were judged.
  var assumedABI = ABI.x86_64
  /// Arguments that were not understood, by the lines of their calls.
  var unknownTexts: [UInt32: Range<Int>] = [:]

  /// The longest line that is read.
  static let longestLine = ReplayLimits.lineLength

  init(size: Int = ReplayLimits.batchSize) {
    usualSize = size
    capacity = size
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
  func fill(
    from source: inout ByteSource, log: String, carry: inout [UInt8], isAtEnd: inout Bool,
    isSkipping: inout Bool
  ) throws(ReplayError) -> Bool {
    records.removeAll(keepingCapacity: true)
    counts = LineCounts()
    unknownTexts.removeAll(keepingCapacity: true)
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
