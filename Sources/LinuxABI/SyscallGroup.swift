/// A named group of calls: one of systemd's filter sets, or one of the promises of pledge.
public struct SyscallGroup: Hashable, Sendable {
  private let line: StaticTable.Line

  private init(_ line: StaticTable.Line) { self.line = line }

  private static let table = StaticTable.groupRows

  /// The name without `@`, such as `basic-io` or `pledge/stdio`.
  public var name: String { Self.table.field(0, of: line) ?? "" }

  /// The group of this name, if there is one.
  ///
  /// - Parameter name: The name without `@`.
  /// - Returns: The group.
  public static func named(_ name: String) -> SyscallGroup? {
    table.line(of: name).map(SyscallGroup.init)
  }

  /// All groups in the order of their names.
  public static var all: [SyscallGroup] { table.map(SyscallGroup.init) }

  /// The members, those of groups within the group included.
  ///
  /// - Parameter kernel: The newest kernel whose calls are wanted; `nil` for all that are known.
  /// - Returns: The calls in the order of their names.
  public func members(upTo kernel: KernelVersion? = nil) -> [Syscall] {
    (Self.table.field(1, of: line) ?? "").split(separator: ",").compactMap { name in
      guard let call = Syscall.named(String(name)) else { return nil }
      guard let kernel, let introduced = call.introduced else { return call }
      return introduced <= kernel ? call : nil
    }
  }
}
