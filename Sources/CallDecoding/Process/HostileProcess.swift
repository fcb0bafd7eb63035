import CLinux
import Glibc
import Toolbox

/// A thread whose memory may keep a reader waiting for ever: a userfaultfd or a file system in user space
/// can serve it.
///
/// A thread of its own reads it, and is given up when that takes too long. Then nothing more is read for
/// the same call; when several have been given up, nothing is read until one of them
/// comes back.
public final class HostileProcess {
  private let process: LiveProcess
  private let reader: MemoryReader
  /// How long reading may still take.
  ///
  /// That is long for a few pages, even where they have to be fetched from a disk of a busy machine, and
  /// short for whoever waits for an answer.
  private var patience: Duration = .milliseconds(500)

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
  private var thread: OpaquePointer?

  /// A reader that has read nothing yet.
  public init() {}

  deinit { unsafe clinux_release_reader(thread) }

  /// Makes the thread that reads, if there is none.
  ///
  /// Without, the first reading makes it.
  ///
  /// - Returns: The error number where none can be had; 0 otherwise.
  public func prepare() -> Int32 { unsafe clinux_prepare_reader(&thread) }

  /// Reads a page at most: how many bytes, or -errno.
  fileprivate func read(
    _ process: LiveProcess, into buffer: UnsafeMutableRawBufferPointer, from address: UInt64,
    for patience: Duration
  ) -> Int {
    let milliseconds = Int32((patience / .milliseconds(1)).rounded(.up))
    return unsafe Int(
      clinux_read_patiently(
        &thread, process.thread, address, buffer.baseAddress, buffer.count, milliseconds))
  }
}

extension HostileProcess: TargetMemory {
  /// Reads bytes of the thread's memory, as many as come in time.
  public func read(_ count: Int, at address: UInt64, to bytes: inout [UInt8]) -> Int {
    guard patience > .zero else { return 0 }
    let start = ContinuousClock.now
    return unsafe withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { buffer in
      let result = unsafe reader.read(process, into: buffer, from: address, for: patience)
      if result > 0 { unsafe bytes.append(contentsOf: buffer[..<result]) }
      patience = result == -Int(ETIMEDOUT) ? .zero : patience - (ContinuousClock.now - start)
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
