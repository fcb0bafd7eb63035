import LinuxABI

/// Whole lines of a log, and what a scanner makes of them.
final class LineBatch: LineBuffer, SequencedBatch {
  /// The lines that matter, in order.
  var records: ContiguousArray<LineRecord> = []
  /// The lines that were only counted.
  var counts = LineCounts()
  /// The ABI that was taken for granted when calls were judged.
  var assumedABI = ABI.x86_64
  /// Arguments that were not understood, by the lines of their calls.
  var unknownTexts: [UInt32: Range<Int>] = [:]

  override init(size: Int) {
    super.init(size: size)
    records.reserveCapacity(4096)
  }

  /// Hands out the room for records, so that appending does not go through this object.
  func takeRecords() -> ContiguousArray<LineRecord> {
    defer { records = [] }
    return records
  }

  override func forget() {
    records.removeAll(keepingCapacity: true)
    counts = LineCounts()
    unknownTexts.removeAll(keepingCapacity: true)
  }
}
