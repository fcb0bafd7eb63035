import CLinux
import Glibc
import Toolbox

/// A thread whose memory may keep a reader waiting for ever: a userfaultfd or a file system in user space
/// can serve it.
///
/// A thread of its own reads it, and is given up when that takes too long. After the first time nothing
/// more is read for the same call; when several have been given up, nothing is read until one of them
/// comes back.
public final class HostileProcess {
  private let process: LiveProcess
  private let reader: MemoryReader
  /// Whether reading has taken too long.
  public private(set) var isGivenUp = false

  /// A thread by its number.
  ///
  /// - Parameters:
  ///   - thread: The number of the thread.
  ///   - reader: Who reads its memory.
  public init(thread: Int32, readBy reader: MemoryReader) {
    process = LiveProcess(thread: thread)
    self.reader = reader
  }
}

/// Reads memory for somebody who must not wait for ever.
@safe public final class MemoryReader {
  /// The milliseconds that a page may take.
  ///
  /// That is long for a page, even where it has to be fetched from a disk of a busy machine, and short
  /// for whoever waits for an answer.
  private static let patience: Int32 = 250

  private var thread: OpaquePointer?

  /// A reader that has read nothing yet.
  public init() {}

  deinit { unsafe clinux_release_reader(thread) }

  /// Reads a page at most: how many bytes, or -errno.
  fileprivate func read(
    _ process: LiveProcess, into buffer: UnsafeMutableRawBufferPointer, from address: UInt64
  ) -> Int {
    unsafe Int(
      clinux_read_patiently(
        &thread, process.thread, address, buffer.baseAddress, buffer.count, Self.patience))
  }
}

extension HostileProcess: TargetMemory {
  /// Reads bytes of the thread's memory, as many as come in time.
  public func read(_ count: Int, at address: UInt64, to bytes: inout [UInt8]) -> Int {
    if isGivenUp { return 0 }
    return unsafe withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { buffer in
      let result = unsafe reader.read(process, into: buffer, from: address)
      if result > 0 { unsafe bytes.append(contentsOf: buffer[..<result]) }
      isGivenUp = result == -Int(ETIMEDOUT)
      return max(0, result)
    }
  }
}

extension HostileProcess: TargetFiles {
  /// Reads where a descriptor or the working directory of the thread leads.
  public func read(_ link: TargetLink, to bytes: inout [UInt8]) -> Bool {
    process.read(link, to: &bytes)
  }
}
