import CLinux
import SystemPackage

extension Errno {
  /// The name in errno.h, as `EPERM`; `errno N` where it has none.
  var name: String {
    guard let name = unsafe clinux_errno_name(rawValue) else { return "errno \(rawValue)" }
    return unsafe String(cString: name)
  }
}
