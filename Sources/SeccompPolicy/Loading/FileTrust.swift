import Glibc

/// Who could have written a file.
///
/// The one judgement of who is trusted: `sekat run` refuses as root what `sekat lint` reports.
public struct FileTrust: Hashable, Sendable {
  /// The user who owns it.
  public var owner: UInt32
  /// The type and permissions, `st_mode`.
  public var mode: UInt32

  /// Somebody who can write to a file.
  public enum Writer: Hashable, Sendable {
    /// Its owner, who is neither root nor the user at hand.
    case owner(UInt32)
    /// Whoever there is.
    case everyone
    /// Whoever is in its group.
    case group
  }

  /// What is known of a file.
  ///
  /// - Parameters:
  ///   - owner: The user who owns it.
  ///   - mode: The type and permissions, `st_mode`.
  public init(owner: UInt32, mode: UInt32) {
    self.owner = owner
    self.mode = mode
  }

  /// Who can write to the file beside root and a user.
  ///
  /// - Parameter user: The user, who trusts himself.
  /// - Returns: Somebody, or `nil` where nobody can, or where it is no regular file: of a pipe or a
  ///   terminal, whoever started the program has decided who writes there.
  public func writer(besides user: UInt32) -> Writer? {
    mode & S_IFMT == S_IFREG ? anybody(besides: user) : nil
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
    return mode & S_IWGRP != 0 ? .group : nil
  }
}

extension Policy.File {
  /// Who could have written it.
  public var trust: FileTrust { FileTrust(owner: owner, mode: mode) }
}
