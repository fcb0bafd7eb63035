/// A capability of Linux, see capabilities(7).
public struct Capability: Hashable, Sendable {
  private let number: UInt8

  /// The name, such as `CAP_SYS_ADMIN`.
  public var name: String { Self.names[Int(number)] }

  /// The capability of this name, if there is one.
  ///
  /// - Parameter name: A name as linux/capability.h has it.
  public init?(_ name: String) {
    guard let number = Self.names.firstIndex(of: name) else { return nil }
    self.number = UInt8(number)
  }

  /// A capability as people write it: `cap_sys_admin`, `SYS_ADMIN`.
  ///
  /// - Parameter text: A name in any case, with or without `CAP_`.
  public init?(spelt text: some StringProtocol) {
    let name = text.uppercased()
    self.init(name.hasPrefix("CAP_") ? name : "CAP_" + name)
  }

  private init(numbered number: UInt8) { self.number = number }

  /// All capabilities.
  public static var all: Set<Capability> {
    Set(names.indices.map { Capability(numbered: UInt8($0)) })
  }

  /// What Docker leaves to a container by default.
  ///
  /// `CHOWN`, `DAC_OVERRIDE`, `FOWNER`, `FSETID`, `KILL`, `SETGID`, `SETUID`, `SETPCAP`,
  /// `NET_BIND_SERVICE`, `NET_RAW`, `SYS_CHROOT`, `MKNOD`, `AUDIT_WRITE`, `SETFCAP`.
  public static var ofContainers: Set<Capability> {
    Set([0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31].map { Capability(numbered: $0) })
  }

  /// The names, in the order of their numbers.
  package static let names = [
    "CHOWN", "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "KILL", "SETGID", "SETUID",
    "SETPCAP", "LINUX_IMMUTABLE", "NET_BIND_SERVICE", "NET_BROADCAST", "NET_ADMIN", "NET_RAW",
    "IPC_LOCK", "IPC_OWNER", "SYS_MODULE", "SYS_RAWIO", "SYS_CHROOT", "SYS_PTRACE", "SYS_PACCT",
    "SYS_ADMIN", "SYS_BOOT", "SYS_NICE", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "MKNOD",
    "LEASE", "AUDIT_WRITE", "AUDIT_CONTROL", "SETFCAP", "MAC_OVERRIDE", "MAC_ADMIN", "SYSLOG",
    "WAKE_ALARM", "BLOCK_SUSPEND", "AUDIT_READ", "PERFMON", "BPF", "CHECKPOINT_RESTORE",
  ].map { "CAP_" + $0 }
}
