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
    paths.map(Self.name).sorted()
  }

  /// The path that a name stands for, if there is such a file.
  func path(ofName name: String) -> String? {
    ["profiles/\(name).json", "base/\(name).json"].first { paths.contains($0) }
  }

  /// The content of a file.
  ///
  /// - Parameter path: The path, such as `profiles/default.json`.
  /// - Returns: The bytes, or `nil` where there is no such file.
  public func bytes(at path: String) -> [UInt8]? { content(path) }

  /// The path that one file of the tree means by a relative path, if it stays in the tree.
  ///
  /// Done byte by byte: to split strings takes longer than to read one of the files.
  static func resolve(_ path: String, relativeTo file: String) -> String? {
    let slash = UInt8(ascii: "/")
    let dot = UInt8(ascii: ".")
    let bytes = Array(path.utf8)
    // The folder so far, with a slash after each part.
    var result = bytes.first == slash ? [] : folder(of: file)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: slash) ?? bytes.count
      let count = end - start
      if count == 2 && bytes[start] == dot && bytes[start + 1] == dot {
        if result.isEmpty { return nil }
        result.removeLast()
        while let last = result.last, last != slash { result.removeLast() }
      } else if count > 0 && !(count == 1 && bytes[start] == dot) {
        result += bytes[start..<end]
        result.append(slash)
      }
      start = end + 1
    }
    return String(decoding: result.dropLast(), as: UTF8.self)
  }

  /// The bytes of a path up to its last slash, that included.
  private static func folder(of path: String) -> [UInt8] {
    let bytes = Array(path.utf8)
    let slash = bytes.lastIndex(of: UInt8(ascii: "/"))
    return slash.map { Array(bytes[...$0]) } ?? []
  }

  /// The name of the policy at a path: that of the file without `.json`.
  static func name(ofPath path: String) -> String {
    let bytes = Array(path.utf8)
    let start = bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let name = String(decoding: bytes[start...], as: UTF8.self)
    return name.hasSuffix(".json") ? String(name.dropLast(".json".count)) : name
  }
}
