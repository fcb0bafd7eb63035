package import Glibc

/// Who could have written a file.
///
/// The one judgement of who is trusted: `sekat run` refuses as root what `sekat lint` reports.
public struct FileTrust: Hashable, Sendable {
  /// The user who owns it.
  public var owner: UInt32
  /// The group that it belongs to.
  public var group: UInt32
  /// The type and permissions, `st_mode`.
  public var mode: UInt32

  /// Somebody who can write to a file.
  public enum Writer: Hashable, Sendable {
    /// Its owner, who is neither root nor the user at hand.
    case owner(UInt32)
    /// Whoever there is.
    case everyone
    /// Whoever is in its group, unless that is the owner's own: where every user has a group of the
    /// same number, files are writable for it without anybody else in it.
    case group
  }

  /// What is known of a file.
  ///
  /// - Parameters:
  ///   - owner: The user who owns it.
  ///   - group: The group that it belongs to.
  ///   - mode: The type and permissions, `st_mode`.
  public init(owner: UInt32, group: UInt32, mode: UInt32) {
    self.owner = owner
    self.group = group
    self.mode = mode
  }

  /// What the system knows of a file.
  package init(_ status: stat) {
    self.init(owner: status.st_uid, group: status.st_gid, mode: UInt32(status.st_mode))
  }

  /// What is known of the folder of a file.
  ///
  /// - Parameter path: The path of the file.
  /// - Returns: The folder's path and what is known of it, or `nil` where there is none.
  public static func folder(of path: String) -> (path: String, trust: FileTrust)? {
    if path == "-" || path.hasPrefix("<") { return nil }
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    var status = stat()
    guard unsafe stat(folder, &status) == 0 else { return nil }
    return (folder, FileTrust(status))
  }

  /// Whether it is a regular file, and no pipe, terminal or the like.
  public var isRegular: Bool { mode & S_IFMT == S_IFREG }

  /// Who can write to the file beside root and a user.
  ///
  /// - Parameter user: The user, who trusts himself.
  /// - Returns: Somebody, or `nil` where nobody can, or where it is no regular file: of a pipe or a
  ///   terminal, whoever started the program has decided who writes there.
  public func writer(besides user: UInt32) -> Writer? {
    isRegular ? anybody(besides: user) : nil
  }

  /// Who can put another file in the place of one in a folder, beside root and a user.
  ///
  /// - Parameter user: The user, who owns the file or has decided to trust who does.
  /// - Returns: Somebody, or `nil` where nobody can. With the sticky bit only the owner of the folder
  ///   can, and that of the file.
  public func replacer(besides user: UInt32) -> Writer? {
    let writer = anybody(besides: user)
    if case .owner? = writer { return writer }
    return mode & S_ISVTX == 0 ? writer : nil
  }

  private func anybody(besides user: UInt32) -> Writer? {
    if owner != 0 && owner != user { return .owner(owner) }
    if mode & S_IWOTH != 0 { return .everyone }
    return mode & S_IWGRP != 0 && group != owner ? .group : nil
  }
}
