/// An access control list of POSIX.1e as the kernel hands it out.
///
/// The corresponding attribute is `system.posix_acl_access`; see acl(5) and linux/posix_acl_xattr.h.
/// A list of defaults for new files (`system.posix_acl_default`) changes nothing of those that exist.
struct AccessList {
  private struct Entry {
    var tag: UInt16
    var permissions: UInt16
    var id: UInt32
  }

  private static let version: UInt32 = 2
  private static let write: UInt16 = 2
  private static let user: UInt16 = 0x02
  private static let owningGroup: UInt16 = 0x04
  private static let group: UInt16 = 0x08
  private static let mask: UInt16 = 0x10

  private let entries: [Entry]

  /// Reads a list; `nil` where it is none of the only version that there is.
  init?(_ bytes: [UInt8]) {
    func word(_ offset: Int, _ count: Int) -> UInt32 {
      (0..<count).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) }
    }
    guard bytes.count >= 4, (bytes.count - 4) % 8 == 0, word(0, 4) == Self.version else {
      return nil
    }
    entries = stride(from: 4, to: bytes.count, by: 8).map { offset in
      Entry(
        tag: UInt16(word(offset, 2)), permissions: UInt16(word(offset + 2, 2)),
        id: word(offset + 4, 4))
    }
  }

  /// Somebody who can write because of the list; the owner and everybody are in the mode.
  ///
  /// - Parameters:
  ///   - owners: The users who are trusted.
  ///   - ownGroup: The number of a group that is trusted, since it is the owner's own.
  ///   - group: The group that the file belongs to.
  /// - Returns: Somebody, or `nil` where there is nobody else.
  func writer(trusting owners: [UInt32], ownGroup: UInt32, group: UInt32) -> FileTrust.Writer? {
    let mask = entries.first { $0.tag == Self.mask }?.permissions ?? ~0
    for entry in entries where entry.permissions & mask & Self.write != 0 {
      switch entry.tag {
      case Self.user where !owners.contains(entry.id): return .listedUser(entry.id)
      case Self.group where entry.id != ownGroup: return .listedGroup(entry.id)
      case Self.owningGroup where group != ownGroup: return .group
      default: break
      }
    }
    return nil
  }
}

/// An access control list of NFSv4, which names users by text and is not interpreted.
///
/// The corresponding attribute is `system.nfs4_acl`, in the order of bytes of the network: the number
/// of entries, and for each its type, flags, mask and whom it is about, padded to four bytes.
enum NetworkAccessList {
  /// Whether a list says no more than the mode does: it names but owner, group and everyone.
  ///
  /// - Parameter bytes: The list.
  /// - Returns: Whether that is so; `false` also where the list is malformed.
  static func isMode(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    func word() -> Int? {
      guard rest.count >= 4 else { return nil }
      defer { rest = rest.dropFirst(4) }
      return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let count = word() else { return false }
    for _ in 0..<count {
      guard word() != nil, word() != nil, word() != nil, let length = word(),
        length <= rest.count
      else { return false }
      let who = String(decoding: rest.prefix(length), as: UTF8.self)
      guard ["OWNER@", "GROUP@", "EVERYONE@"].contains(who) else { return false }
      rest = rest.dropFirst((length + 3) & ~3)
    }
    return true
  }
}
