/// A named group of calls: one of systemd's filter sets, or one of the promises of pledge.
public struct SyscallGroup: Hashable, Sendable {
  /// The index in the table of groups.
  private let index: Int

  private init(at index: Int) { self.index = index }

  private static let table = StaticTable.groupRows

  /// The name without `@`, such as `basic-io` or `pledge/stdio`.
  public var name: String { Self.table[index].string }

  /// The group of this name, if there is one.
  ///
  /// - Parameter name: The name without `@`.
  /// - Returns: The group.
  public static func named(_ name: String) -> SyscallGroup? {
    table.index(of: name).map(SyscallGroup.init(at:))
  }

  /// All groups in the order of their names.
  public static var all: [SyscallGroup] { (0..<table.count).map(SyscallGroup.init(at:)) }

  /// The members, those of groups within the group included.
  ///
  /// - Parameter kernel: The newest kernel whose calls are wanted; `nil` for all that are known.
  /// - Returns: The calls in the order of their names.
  public func members(upTo kernel: KernelVersion? = nil) -> [Syscall] {
    StaticTable.groupMembers[index].compactMap { member in
      let call = Syscall(at: Int(member))
      guard let kernel, let introduced = call.introduced else { return call }
      return introduced <= kernel ? call : nil
    }
  }
}
