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
      var result = unsafe readVector(into: buffer, from: address)
      // Memory that is not there is in no file either.
      if result < 0, result != -Int(EFAULT) {
        result = unsafe readFile(into: buffer, from: address)
      }
      if result > 0 { unsafe bytes.append(contentsOf: buffer[..<result]) }
    }
    return bytes.count - before
  }

  /// Reads with process_vm_readv(2): how many bytes, or -errno.
  private func readVector(into buffer: UnsafeMutableRawBufferPointer, from address: UInt64) -> Int {
    var local = unsafe iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
    let start = unsafe UnsafeMutableRawPointer(bitPattern: UInt(truncatingIfNeeded: address))
    var remote = unsafe iovec(iov_base: start, iov_len: buffer.count)
    return unsafe withUnsafePointer(to: &local) { local in
      unsafe withUnsafePointer(to: &remote) { remote in
        Int(
          clinux_syscall(
            Int64(SYS_process_vm_readv), UInt64(UInt32(bitPattern: thread)),
            UInt64(UInt(bitPattern: local)), 1, UInt64(UInt(bitPattern: remote)), 1, 0))
      }
    }
  }

  /// Reads from `/proc/TID/mem`: how many bytes, or a negative number.
  func readFile(into buffer: UnsafeMutableRawBufferPointer, from address: UInt64) -> Int {
    guard let offset = off_t(exactly: address),
      let file = try? OpenedFile.open("\(folder)/mem")
    else { return 0 }
    return unsafe pread(file.descriptor, buffer.baseAddress, buffer.count, offset)
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
