import Foundation
import Synchronization

/// A new folder that every user may enter; it is gone, with all that is in it, with this object.
public final class TemporaryFolder: Sendable {
  /// The absolute path, without links in it.
  public let path: String

  /// Makes the folder.
  ///
  /// - Throws: What the system says where it cannot be made.
  public init() throws {
    let base = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
    let folder = base.appending(path: "sekat-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something in the folder.
  ///
  /// - Parameter name: The name, which may contain slashes.
  /// - Returns: The absolute path.
  public func path(of name: String) -> String { "\(path)/\(name)" }

  /// Writes a file.
  ///
  /// - Parameters:
  ///   - name: The name; folders on the way are made.
  ///   - bytes: What the file holds.
  ///   - permissions: The permission bits, whatever the umask is.
  /// - Returns: The absolute path.
  /// - Throws: What the system says where it cannot be written.
  @discardableResult public func write(
    _ name: String, _ bytes: [UInt8], permissions: Int = 0o644
  ) throws -> String {
    let file = URL(filePath: path(of: name))
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o755])
    try spawning.withLock { _ in try Data(bytes).write(to: file) }
    try FileManager.default.setAttributes(
      [.posixPermissions: permissions], ofItemAtPath: file.path)
    return file.path
  }

  /// Writes a text file.
  ///
  /// - Parameters:
  ///   - name: The name; folders on the way are made.
  ///   - text: What the file holds.
  ///   - permissions: The permission bits, whatever the umask is.
  /// - Returns: The absolute path.
  /// - Throws: What the system says where it cannot be written.
  @discardableResult public func write(
    _ name: String, _ text: String, permissions: Int = 0o644
  ) throws -> String {
    try write(name, Array(text.utf8), permissions: permissions)
  }
  /// Reads a text file.
  ///
  /// - Parameter name: The name.
  /// - Returns: What the file holds.
  /// - Throws: What the system says where it cannot be read.
  public func read(_ name: String) throws -> String {
    try String(contentsOfFile: path(of: name), encoding: .utf8)
  }
}
