import CLinux
import Glibc
import Toolbox

extension OpenedFile {
  /// The type of its file system, `f_type` of statfs(2).
  var fileSystem: Int64 { clinux_file_system(descriptor) }

  /// Somebody who can write to it, beside those who are trusted.
  ///
  /// The mode tells of a list of POSIX.1e as well: where there is one, the bits of the group are its
  /// mask. So most files have to be asked for nothing else. A list of NFSv4 cannot be seen in it.
  ///
  /// - Parameter owners: The users who are trusted.
  /// - Returns: Somebody, or `nil` where nobody else can.
  func writer(trusting owners: [UInt32]) -> FileTrust.Writer? {
    if !owners.contains(status.st_uid) { return .owner(status.st_uid) }
    if status.st_mode & S_IWOTH != 0 { return .everyone }
    if fileSystem == Self.networkFileSystem {
      switch attribute("system.nfs4_acl") {
      case .none: break
      case .value(let bytes) where NetworkAccessList.isMode(bytes): break
      case .value, .unreadable: return .unknown
      }
    }
    if status.st_mode & S_IWGRP == 0 { return nil }
    switch attribute("system.posix_acl_access") {
    case .none: return status.st_gid == status.st_uid ? nil : .group
    case .unreadable: return .unknown
    case .value(let bytes):
      guard let list = AccessList(bytes) else { return .unknown }
      return list.writer(trusting: owners, ownGroup: status.st_uid, group: status.st_gid)
    }
  }

  /// `NFS_SUPER_MAGIC` of linux/magic.h.
  private static let networkFileSystem: Int64 = 0x6969

  /// An extended attribute.
  private enum Attribute {
    case none
    case unreadable
    case value([UInt8])
  }

  private func attribute(_ name: String) -> Attribute {
    // As large as an attribute can be.
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    var count = unsafe clinux_attribute(descriptor, name, &bytes, bytes.count)
    if count == -Int64(EBADF) {
      // It was opened with O_PATH, through which attributes cannot be read.
      let readable = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
      if readable < 0 { return .unreadable }
      count = unsafe clinux_attribute(readable, name, &bytes, bytes.count)
      close(readable)
    }
    if count >= 0 { return .value(Array(bytes[..<Int(count)])) }
    return [-Int64(ENODATA), -Int64(EOPNOTSUPP)].contains(count) ? .none : .unreadable
  }
}
