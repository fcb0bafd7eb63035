import ArgumentParser
import Glibc
import Sekat

extension CompletionKind {
  /// The policies that come with sekat, and the files that may be policies.
  static let policy = CompletionKind.custom { _, _, prefix in
    PolicyCompletion.candidates(for: prefix)
  }
}

/// What a shell is told that completes the name of a policy.
enum PolicyCompletion {
  /// The names that begin as somebody has typed.
  static func candidates(for prefix: String) -> [String] {
    (BuiltinCatalogue.references + files(near: prefix)).filter { $0.hasPrefix(prefix) }
  }

  /// The policies and folders in the folder of a path that is not finished.
  private static func files(near prefix: String) -> [String] {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? ""
    guard let stream = unsafe opendir(folder.isEmpty ? "." : folder),
      let offset = MemoryLayout<dirent>.offset(of: \.d_name)
    else { return [] }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe String(
        cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
      if name.hasPrefix(".") { continue }
      if unsafe entry.pointee.d_type == UInt8(DT_DIR) {
        names.append(folder + name + "/")
      } else if [".json", ".yaml", ".yml"].contains(where: name.hasSuffix) {
        names.append(folder + name)
      }
    }
    return names.sorted()
  }
}
