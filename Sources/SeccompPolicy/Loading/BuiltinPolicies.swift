/// Policies that come with a program, as a tree of files by their paths.
///
/// `builtin:NAME` is `profiles/NAME.json`, or else `base/NAME.json`; paths in those files are
/// relative within the tree.
public struct BuiltinPolicies: Sendable {
  /// The content of the file at a path such as `profiles/default.json`, or `nil`.
  private let content: @Sendable (String) -> [UInt8]?
  /// The paths of all files.
  public let paths: [String]

  /// A tree of files.
  ///
  /// - Parameters:
  ///   - paths: The paths of all files.
  ///   - content: The content of the file at a path, or `nil` where there is none.
  public init(paths: [String], content: @escaping @Sendable (String) -> [UInt8]?) {
    self.paths = paths
    self.content = content
  }

  /// No policies at all.
  public static let none = BuiltinPolicies(paths: []) { _ in nil }

  /// The names that follow `builtin:`, sorted.
  public var names: [String] {
    paths.compactMap { path in
      guard path.hasSuffix(".json"), let slash = path.lastIndex(of: "/") else { return nil }
      return String(path[path.index(after: slash)...].dropLast(".json".count))
    }.sorted()
  }

  /// The path that a name stands for, if there is such a file.
  func path(ofName name: String) -> String? {
    ["profiles/\(name).json", "base/\(name).json"].first { paths.contains($0) }
  }

  func bytes(at path: String) -> [UInt8]? { content(path) }

  /// The path that one file of the tree means by a relative path, if it stays in the tree.
  static func resolve(_ path: String, relativeTo file: String) -> String? {
    var parts = path.hasPrefix("/") ? [] : file.split(separator: "/").dropLast()
    for part in path.split(separator: "/") where part != "." {
      if part == ".." {
        if parts.popLast() == nil { return nil }
      } else {
        parts.append(part)
      }
    }
    return parts.dropFirst().reduce(into: String(parts.first ?? "")) { path, part in
      path += "/" + String(part)
    }
  }
}
