import Glibc

/// The path of an executable of this package, which the build has put beside that of the tests.
///
/// - Parameter name: The name of the executable; the test target must depend on it.
/// - Returns: The absolute path.
public func builtProduct(_ name: String) -> String {
  var path = [CChar](repeating: 0, count: Int(PATH_MAX))
  let length = unsafe readlink("/proc/self/exe", &path, path.count)
  precondition(length > 0, "every process has an executable")
  let tests = String(decoding: path[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
  let folder = tests.split(separator: "/", omittingEmptySubsequences: false).dropLast()
  return (folder + [Substring(name)]).joined(separator: "/")
}
