import Glibc
import Toolbox

/// The names in a directory, in no order.
func namesInDirectory(_ path: String, log: String) throws(ReplayError) -> [String] {
  guard let directory = unsafe opendir(path) else { throw ReplayError(log, SystemError.last.text) }
  defer { _ = unsafe closedir(directory) }
  var names: [String] = []
  while let entry = unsafe readdir(directory) {
    let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != "." && name != ".." { names.append(name) }
  }
  return names
}
