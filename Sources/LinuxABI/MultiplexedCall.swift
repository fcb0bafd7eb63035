/// A call that some ABIs also offer through `socketcall` or `ipc`.
///
/// Those two take the number of the call they stand for as their first argument; its own arguments
/// are in memory, or in other registers.
public struct MultiplexedCall: Hashable, Sendable {
  /// The call that stands for others: `socketcall` or `ipc`.
  public let multiplexer: Syscall
  /// The bits of its first argument that choose.
  public let selectorMask: UInt64
  /// What those bits are for this call, such as `SYS_SOCKET` or `SEMGET`.
  public let selector: UInt64

  /// Whether an ABI has multiplexed calls.
  ///
  /// - Parameter abi: The ABI.
  /// - Returns: Whether it has one of the multiplexers.
  public static func exist(on abi: ABI) -> Bool {
    switch abi {
    case .i386, .ppc64le, .s390x: true
    case .x86_64, .x32, .aarch64, .arm, .riscv64, .loongarch64, .mips64el: false
    }
  }

  /// The multiplexed form of a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - abi: The ABI.
  /// - Returns: The form, or `nil` where the ABI has none.
  public static func form(of call: Syscall, on abi: ABI) -> MultiplexedCall? {
    guard exist(on: abi) else { return nil }
    for family in families where family.multiplexer.number(on: abi) != nil {
      guard let member = family.members.first(where: { $0.call == call }) else { continue }
      return MultiplexedCall(
        multiplexer: family.multiplexer, selectorMask: family.mask, selector: member.selector)
    }
    return nil
  }

  /// The calls that a multiplexer stands for, by what chooses them.
  ///
  /// - Parameter multiplexer: `socketcall` or `ipc`.
  /// - Returns: The calls; none for any other call.
  public static func calls(through multiplexer: Syscall) -> [UInt64: Syscall] {
    guard let family = families.first(where: { $0.multiplexer == multiplexer }) else { return [:] }
    return Dictionary(uniqueKeysWithValues: family.members.map { ($0.selector, $0.call) })
  }

  /// A multiplexer and what it stands for.
  private struct Family {
    var multiplexer: Syscall
    var mask: UInt64
    var members: [(call: Syscall, selector: UInt64)]

    init?(_ multiplexer: String, mask: UInt64, _ members: [(String, UInt64)]) {
      guard let multiplexer = Syscall.named(multiplexer) else { return nil }
      self.multiplexer = multiplexer
      self.mask = mask
      self.members = members.compactMap { name, selector in
        Syscall.named(name).map { ($0, selector) }
      }
    }
  }

  /// The numbers of linux/net.h (`SYS_SOCKET` …) and linux/ipc.h (`SEMOP` …).
  ///
  /// The upper half of ipc's first argument is a version.
  private static let families: [Family] = [
    Family(
      "socketcall", mask: 0xffff_ffff,
      [
        ("socket", 1), ("bind", 2), ("connect", 3), ("listen", 4), ("accept", 5),
        ("getsockname", 6), ("getpeername", 7), ("socketpair", 8), ("send", 9), ("recv", 10),
        ("sendto", 11), ("recvfrom", 12), ("shutdown", 13), ("setsockopt", 14), ("getsockopt", 15),
        ("sendmsg", 16), ("recvmsg", 17), ("accept4", 18), ("recvmmsg", 19), ("sendmmsg", 20),
      ]),
    Family(
      "ipc", mask: 0xffff,
      [
        ("semop", 1), ("semget", 2), ("semctl", 3), ("semtimedop", 4), ("msgsnd", 11),
        ("msgrcv", 12), ("msgget", 13), ("msgctl", 14), ("shmat", 21), ("shmdt", 22),
        ("shmget", 23), ("shmctl", 24),
      ]),
  ].compactMap { $0 }
}
