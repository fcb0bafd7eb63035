import Glibc
import Toolbox

/// Who a thread is: the name that it has given itself, and its number.
struct ProcessName {
  /// `python3[4242]`.
  let text: String

  /// Asks the kernel; a thread that is gone has a number only.
  init(of thread: Int32) {
    let descriptor = unsafe open("/proc/\(thread)/comm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      text = "[\(thread)]"
      return
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = unsafe bytes.withUnsafeMutableBytes { buffer in
      unsafe read(descriptor, buffer.baseAddress, buffer.count)
    }
    let name = bytes.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }
    text = "\(escaped(name))[\(thread)]"
  }
}
