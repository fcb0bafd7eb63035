import CLinux
import Glibc
import Toolbox

/// A thread of this machine, by its number as this process sees it.
///
/// Its memory is read with process_vm_readv(2), and with `/proc/TID/mem` where that is not allowed or
/// not there. The kernel lets those read it who may trace it: see ptrace(2).
public struct LiveProcess: Sendable {
  /// The number of the thread.
  public let thread: Int32

  /// A thread by its number.
  ///
  /// - Parameter thread: The number; that of a process is that of its first thread.
  public init(thread: Int32) { self.thread = thread }

  /// The folder of the thread in `/proc`.
  private var folder: String { "/proc/\(thread)" }
}

extension LiveProcess: TargetMemory {
  /// Reads bytes of the thread's memory, as many as there are.
  public func read(_ count: Int, at address: UInt64, to bytes: inout [UInt8]) -> Int {
    let before = bytes.count
    unsafe withUnsafeTemporaryAllocation(byteCount: count, alignment: 8) { buffer in
      let result = unsafe Int(
        clinux_read_memory(thread, address, buffer.baseAddress, buffer.count))
      if result > 0 { unsafe bytes.append(contentsOf: buffer[..<result]) }
    }
    return bytes.count - before
  }
}

extension LiveProcess: TargetFiles {
  /// Reads where a descriptor or the working directory of the thread leads.
  public func read(_ link: TargetLink, to bytes: inout [UInt8]) -> Bool {
    let path =
      switch link {
      case .descriptor(let number): "\(folder)/fd/\(number)"
      case .workingDirectory: "\(folder)/cwd"
      }
    return unsafe withUnsafeTemporaryAllocation(
      byteCount: Int(PATH_MAX), alignment: 1
    ) { buffer in
      guard let start = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else {
        return false
      }
      let count = unsafe readlink(path, start, buffer.count)
      if count > 0 { unsafe bytes.append(contentsOf: buffer[..<count]) }
      return count > 0
    }
  }
}
