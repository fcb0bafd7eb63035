import LinuxABI

/// Bytes that are collected for one call, with their bounds.
struct MemoryCapture<Memory: TargetMemory> {
  private let memory: Memory
  /// Everything that was read, one piece after the other.
  var bytes: [UInt8] = []
  /// What it is.
  var pieces: [CapturedPiece] = []
  /// How many bytes may still be read.
  private var budget = CapturedCall.byteLimit

  init(_ memory: Memory) {
    self.memory = memory
    // What a path and a descriptor need, so that most calls cost one allocation each.
    bytes.reserveCapacity(448)
    pieces.reserveCapacity(2)
  }

  /// The border that no read crosses: the smallest page of any machine.
  private static var page: UInt64 { 4096 }

  /// Reads up to a NUL, which is left out.
  ///
  /// - Parameters:
  ///   - address: Where the text begins.
  ///   - limit: How many bytes are read at most.
  /// - Returns: Whether the end was seen; `nil` where a byte before it cannot be read.
  mutating func readText(at address: UInt64, limit: Int) -> Bool? {
    let start = bytes.count
    // Most texts are short, and so is what is copied for them.
    var wanted = 256
    while bytes.count - start < limit {
      let read = readWithinPage(
        min(wanted, limit - (bytes.count - start)), at: address &+ UInt64(bytes.count - start))
      if read == 0 { break }
      if let end = bytes[(bytes.count - read)...].firstIndex(of: 0) {
        bytes.removeSubrange(end...)
        return true
      }
      wanted = limit
    }
    if bytes.count - start >= limit || budget == 0, bytes.count > start { return false }
    bytes.removeSubrange(start...)
    return nil
  }

  /// Reads bytes, as many as there are.
  ///
  /// - Parameters:
  ///   - count: How many are wanted.
  ///   - address: Where they are.
  /// - Returns: How many were read.
  mutating func readSome(_ count: Int, at address: UInt64) -> Int {
    let start = bytes.count
    while bytes.count - start < count {
      let done = bytes.count - start
      if readWithinPage(count - done, at: address &+ UInt64(done)) == 0 { break }
    }
    return bytes.count - start
  }

  /// Reads all of some bytes, or nothing.
  ///
  /// - Parameters:
  ///   - count: How many are wanted.
  ///   - address: Where they are.
  /// - Returns: Whether all were read.
  mutating func readWhole(_ count: Int, at address: UInt64) -> Bool {
    let start = bytes.count
    if readSome(count, at: address) == count { return true }
    bytes.removeSubrange(start...)
    return false
  }

  /// Reads bytes up to the end of a page and to that of the budget.
  private mutating func readWithinPage(_ count: Int, at address: UInt64) -> Int {
    let room = Self.page - address % Self.page
    let wanted = min(count, Int(room), budget)
    guard wanted > 0 else { return 0 }
    let before = bytes.count
    let read = min(max(memory.read(wanted, at: address, to: &bytes), 0), wanted)
    // A memory that claims too much, or too little, is not believed.
    if bytes.count != before + read { bytes.removeSubrange(before...) }
    budget -= bytes.count - before
    return bytes.count - before
  }
}
