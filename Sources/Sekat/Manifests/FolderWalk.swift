import Glibc
import Toolbox

/// The files of a folder that may be policies or manifests, those of folders in it included.
struct FolderWalk {
  private let root: String
  /// The files, in the order of their paths.
  private(set) var files: [String] = []
  /// Symbolic links that are called like such a file, or lead to a folder.
  private(set) var links: [String] = []
  private(set) var failures: [SekatError] = []

  /// So deep, and so many files and folders, are looked at.
  private static let mostLevels = 64
  private static let mostEntries = 100_000
  private var entries = 0

  init(_ root: String) { self.root = root }

  /// Looks the folder through.
  mutating func look() {
    var folders = [(path: root, level: 0)]
    while let (path, level) = folders.popLast() {
      guard level < Self.mostLevels else {
        failures.append(
          SekatError("\(escaped(path)): folders are nested more than \(Self.mostLevels) deep"))
        continue
      }
      guard let names = names(in: path) else { continue }
      for name in names {
        entries += 1
        if entries > Self.mostEntries {
          failures.append(
            SekatError(
              "\(escaped(root)): there are more than \(Self.mostEntries) files and folders; the rest is "
                + "not looked at"))
          files.sort()
          return
        }
        let entry = path + "/" + name
        switch kind(of: entry) {
        // What begins with a dot is of tools, such as version control.
        case S_IFDIR: if !name.hasPrefix(".") { folders.append((entry, level + 1)) }
        case S_IFREG: if Self.isManifest(name) { files.append(entry) }
        case S_IFLNK: if Self.isManifest(name) || isFolder(entry) { links.append(entry) }
        default: break
        }
      }
    }
    files.sort()
    links.sort()
  }

  /// Whether a file is called like one that may be a policy or a manifest.
  static func isManifest(_ name: String) -> Bool {
    [".json", ".yaml", ".yml"].contains { name.hasSuffix($0) }
  }

  private mutating func names(in path: String) -> [String]? {
    guard let folder = unsafe opendir(path.isEmpty ? "/" : path),
      let offset = MemoryLayout<dirent>.offset(of: \.d_name)
    else {
      failures.append(SekatError("cannot read folder \(quoted(path)): \(SystemError.last.text)"))
      return nil
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe String(
        cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
      if name != "." && name != ".." { names.append(name) }
      if names.count > Self.mostEntries { break }
    }
    return names.sorted()
  }

  private func kind(of path: String) -> mode_t {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
