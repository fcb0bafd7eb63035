import Glibc

/// Writes bytes to a descriptor, however many calls that takes.
///
/// - Parameters:
///   - bytes: The bytes.
///   - descriptor: The descriptor, which is not closed.
/// - Throws: What write(2) says; some of the bytes may have been written then.
package func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(SystemError) {
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes {
      unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
    }
    if count < 0 {
      if errno == EINTR { continue }
      throw SystemError.last
    }
    rest = rest.dropFirst(count)
  }
}
