import CLinux
import Synchronization
public import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// One end of a pipe, which is closed when nobody refers to it any more.
public final class PipeEnd: Sendable {
  private let state: Mutex<Int32>

  init(_ descriptor: Int32) { state = Mutex(descriptor) }

  deinit { close() }

  /// The descriptor, which is closed with execve(2); -1 once it has been closed.
  public var descriptor: Int32 { state.withLock { $0 } }

  /// Closes it; the other end sees that there is nobody any more.
  public func close() {
    state.withLock { descriptor in
      if descriptor >= 0 { try? FileDescriptor(rawValue: descriptor).close() }
      descriptor = -1
    }
  }

  /// Reads what there is, and waits for it if need be.
  ///
  /// - Parameter count: How many bytes at most.
  /// - Returns: The bytes; none at the end.
  /// - Throws: The answer of read(2).
  public func read(upTo count: Int) throws(Errno) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let result: Result<Int, Errno> = unsafe bytes.withUnsafeMutableBytes { buffer in
      while true {
        let count = unsafe Self.read(descriptor, buffer.baseAddress, buffer.count)
        if count >= 0 { return .success(count) }
        if errno != EINTR { return .failure(Errno(rawValue: errno)) }
      }
    }
    return Array(bytes[..<(try result.get())])
  }

  /// read(2), which has the name of a method here.
  private static func read(
    _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int
  ) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.read(descriptor, buffer, count)
    #else
      unsafe Musl.read(descriptor, buffer, count)
    #endif
  }

  /// Writes all bytes.
  ///
  /// - Parameter bytes: The bytes.
  /// - Throws: The answer of write(2): `EPIPE` where nobody reads any more. There is no signal then.
  public func write(_ bytes: [UInt8]) throws(Errno) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
        return unsafe clinux_write_quietly(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0 { throw Errno(rawValue: Int32(-count)) }
      written += Int(count)
    }
  }
}

/// A pipe.
public struct PipePair: Sendable {
  /// The end to read from.
  public let reading: PipeEnd
  /// The end to write to.
  public let writing: PipeEnd

  /// Makes a pipe, both of whose ends are closed with execve(2).
  ///
  /// - Throws: ``LaunchError`` where there is none.
  public init() throws(LaunchError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe2(&ends, O_CLOEXEC) == 0 else {
      throw LaunchError(.makeChild, Errno(rawValue: errno), "cannot make a pipe")
    }
    reading = try PipeEnd(aboveStandard: ends[0])
    writing = try PipeEnd(aboveStandard: ends[1])
  }
}

extension PipeEnd {
  /// /dev/null, for reading and writing.
  ///
  /// - Returns: An open file, which is closed as a pipe is.
  /// - Throws: ``LaunchError`` where it cannot be opened.
  public static func null() throws(LaunchError) -> PipeEnd {
    let path = CPath("/dev/null".utf8)
    let descriptor = unsafe path.withPointer { unsafe open($0, O_RDWR | O_CLOEXEC) }
    guard descriptor >= 0 else {
      throw LaunchError(.makeChild, Errno(rawValue: errno), "cannot open /dev/null")
    }
    return try PipeEnd(aboveStandard: descriptor)
  }

  /// Takes an open file over, out of the way of the standard descriptors: where this process has
  /// closed some of these, new files get their numbers, and a child that is to have the parent's own
  /// would have this file in their place.
  fileprivate convenience init(aboveStandard descriptor: Int32) throws(LaunchError) {
    guard descriptor <= 2 else {
      self.init(descriptor)
      return
    }
    let moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    let reason = Errno(rawValue: errno)
    try? FileDescriptor(rawValue: descriptor).close()
    guard moved >= 0 else {
      throw LaunchError(.makeChild, reason, "cannot get descriptors for the child")
    }
    self.init(moved)
  }
}
