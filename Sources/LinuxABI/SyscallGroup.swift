/// A named group of calls: one of systemd's filter sets, or one of the promises of pledge.
public struct SyscallGroup: Hashable, Sendable {
  /// The place in the table of groups.
  private let place: Int

  private init(at place: Int) { self.place = place }

  private static let table = StaticTable.groupRows

  /// The name without `@`, such as `basic-io` or `pledge/stdio`.
  public var name: String { Self.table[place].string }

  /// The group of this name, if there is one.
  ///
  /// - Parameter name: The name without `@`.
  /// - Returns: The group.
  public static func named(_ name: String) -> SyscallGroup? {
    table.place(of: name).map(SyscallGroup.init(at:))
  }

  /// All groups in the order of their names.
  public static var all: [SyscallGroup] { (0..<table.count).map(SyscallGroup.init(at:)) }

  /// The members, those of groups within the group included.
  ///
  /// - Parameter kernel: The newest kernel whose calls are wanted; `nil` for all that are known.
  /// - Returns: The calls in the order of their names.
  public func members(upTo kernel: KernelVersion? = nil) -> [Syscall] {
    StaticTable.groupMembers[place].compactMap { member in
      let call = Syscall(at: Int(member))
      guard let kernel, let introduced = call.introduced else { return call }
      return introduced <= kernel ? call : nil
    }
  }
}
