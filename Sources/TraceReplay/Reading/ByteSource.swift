import Toolbox

/// Where the bytes of a log come from.
struct ByteSource: ~Copyable {
  /// `nil` for bytes in memory alone.
  private let file: OpenedFile?
  /// Bytes in memory: all of a log, or what has been read ahead of it.
  private var memory: [UInt8] = []
  private var offset = 0
  /// Whether nothing follows what is in memory.
  private var isWhole: Bool

  /// The bytes of a file or a pipe.
  init(_ file: consuming OpenedFile) {
    self.file = consume file
    isWhole = false
  }

  /// Bytes in memory.
  init(_ bytes: [UInt8]) {
    file = nil
    memory = bytes
    isWhole = true
  }

  /// The first bytes of the log, which are read again later.
  ///
  /// It must be asked for before anything is read.
  ///
  /// - Parameters:
  ///   - count: How many bytes to read at most.
  ///   - log: The log, for the error.
  /// - Returns: As many bytes as there are at once; none where the log is empty.
  /// - Throws: ``ReplayError`` where the log cannot be read.
  mutating func head(_ count: Int, log: String) throws(ReplayError) -> ArraySlice<UInt8> {
    if !isWhole {
      var head = [UInt8](repeating: 0, count: count)
      var got = 0
      var failure: ReplayError?
      unsafe head.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        do throws(ReplayError) {
          got = try unsafe readFile(into: base, count: count, log: log)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      memory = Array(head.prefix(got))
      isWhole = got == 0
    }
    return memory.prefix(count)
  }

  /// Reads as many bytes as there are, at most `count`; 0 at the end.
  ///
  /// `count` bytes must be writable at the address.
  @unsafe mutating func read(
    into address: UnsafeMutablePointer<UInt8>, count: Int, log: String
  ) throws(ReplayError) -> Int {
    guard offset < memory.count || isWhole else {
      return try unsafe readFile(into: address, count: count, log: log)
    }
    let end = min(offset + count, memory.count)
    for index in offset..<end { unsafe address[index - offset] = memory[index] }
    defer { offset = end }
    return end - offset
  }

  @unsafe private func readFile(
    into address: UnsafeMutablePointer<UInt8>, count: Int, log: String
  ) throws(ReplayError) -> Int {
    do throws(SystemError) {
      return try unsafe file?.read(into: address, count: count) ?? 0
    } catch {
      throw ReplayError(log, error.text)
    }
  }
}
