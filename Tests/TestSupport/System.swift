import Foundation

/// Where Debian has programs; what others have put elsewhere may be a script around them.
public let programFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"]

/// Where a program of this system is, if it is installed.
///
/// - Parameter program: Its name.
/// - Returns: Its path.
public func installedProgram(_ program: String) -> String? {
  programFolders.map { "\($0)/\(program)" }.first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
}

/// The number of a port of the loopback address that nobody listens on.
///
/// - Returns: The number.
/// - Throws: `SpawnError` where there is none.
public func freePort() throws -> UInt16 {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  defer { close(descriptor) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
    }
  }
  guard isBound else { throw SpawnError(operation: "cannot get a port", number: errno) }
  return UInt16(bigEndian: address.sin_port)
}
