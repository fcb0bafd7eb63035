/// Cuts a log into pieces of whole lines, one reader at a time.
struct LineSource: ~Copyable {
  private var bytes: ByteSource
  private let log: String
  private var carry: [UInt8] = []
  private var isAtEnd = false
  private var isSkipping = false
  private var sequence = 0

  init(_ bytes: consuming ByteSource, log: String) {
    self.bytes = bytes
    self.log = log
  }

  /// Fills a buffer with the next lines.
  ///
  /// - Parameter buffer: The buffer; nothing of what it held is needed any more.
  /// - Returns: Whether there were any.
  /// - Throws: ``ReplayError`` where the log cannot be read.
  mutating func next(_ buffer: LineBuffer) throws(ReplayError) -> Bool {
    if isAtEnd && carry.isEmpty { return false }
    guard
      try buffer.fill(
        from: &bytes, log: log, carry: &carry, isAtEnd: &isAtEnd, isSkipping: &isSkipping)
    else { return false }
    if sequence == 0,
      let compression = Compression(buffer.text.bytes(from: 0, to: min(buffer.count, 8)))
    {
      throw ReplayError(
        log, "it is compressed; pipe it through '\(compression.program) -dc'")
    }
    buffer.sequence = sequence
    sequence += 1
    return true
  }
}
