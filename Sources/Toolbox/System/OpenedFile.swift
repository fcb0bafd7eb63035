package import Glibc

/// A file, folder or link that is open, and closed with this value.
package struct OpenedFile: ~Copyable {
  package let descriptor: Int32
  /// What the system says of it.
  package let status: stat
  private let isClosed: Bool

  /// Takes a descriptor over, and looks at it.
  ///
  /// - Parameters:
  ///   - descriptor: The descriptor; if negative, the last call has failed.
  ///   - isClosed: Whether it is closed in the end.
  /// - Throws: What the system says.
  package init(_ descriptor: Int32, isClosed: Bool = true) throws(SystemError) {
    if descriptor < 0 { throw SystemError.last }
    var status = stat()
    if unsafe fstat(descriptor, &status) != 0 {
      let error = SystemError.last
      if isClosed { close(descriptor) }
      throw error
    }
    self.descriptor = descriptor
    self.status = status
    self.isClosed = isClosed
  }

  deinit { if isClosed { close(descriptor) } }

  /// With what a file is opened for reading, so that no FIFO keeps us waiting and no terminal becomes
  /// ours.
  package static let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY

  /// Opens a file for reading.
  ///
  /// - Parameters:
  ///   - path: The path, without a NUL.
  ///   - waitsForWriters: Whether a FIFO is waited for, until somebody writes to it.
  /// - Returns: The file, which may be of any kind.
  /// - Throws: What open(2) says.
  package static func open(
    _ path: String, waitsForWriters: Bool = false
  ) throws(SystemError) -> OpenedFile {
    try OpenedFile(
      unsafe Glibc.open(path, waitsForWriters ? flags & ~O_NONBLOCK : flags))
  }

  /// Standard input, which stays open.
  ///
  /// - Returns: The file, which may be of any kind.
  /// - Throws: What fstat(2) says.
  package static func standardInput() throws(SystemError) -> OpenedFile {
    try OpenedFile(0, isClosed: false)
  }

  /// `S_IFREG` and the like.
  package var kind: mode_t { status.st_mode & S_IFMT }

  /// Reads to the end, or until there is more than a limit.
  ///
  /// - Parameter limit: How many bytes are wanted at most.
  /// - Returns: All bytes, or more than the limit.
  /// - Throws: What read(2) says.
  package func bytes(atMost limit: Int) throws(SystemError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit + 1, 1 << 16))
    while bytes.count <= limit {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw SystemError.last }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    return bytes
  }

  /// Reads as many bytes as there are.
  ///
  /// - Parameters:
  ///   - address: Where the bytes may be written.
  ///   - count: How many there is room for.
  /// - Returns: How many bytes were read; 0 at the end.
  /// - Throws: What read(2) says.
  @unsafe package func read(
    into address: UnsafeMutableRawPointer?, count: Int
  ) throws(SystemError) -> Int {
    while true {
      let result = unsafe Glibc.read(descriptor, address, count)
      if result >= 0 { return result }
      if errno != EINTR { throw SystemError.last }
    }
  }

  /// The first bytes of a file that can be read again.
  ///
  /// - Parameter count: How many bytes are wanted.
  /// - Returns: At most so many; none of a pipe.
  package func firstBytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let result = unsafe bytes.withUnsafeMutableBytes {
      unsafe pread(descriptor, $0.baseAddress, count, 0)
    }
    return Array(bytes.prefix(max(result, 0)))
  }
}
