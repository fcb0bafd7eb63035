/// A system call: what it is called, what number it has where, and what its arguments are.
public struct Syscall: Hashable, Sendable {
  private let line: StaticTable.Line

  private init(_ line: StaticTable.Line) { self.line = line }

  private static let table = StaticTable.syscallRows

  /// The name in the kernel's tables.
  public var name: String { Self.table.field(0, of: line) ?? "" }

  /// The first release that has the call on any machine, or `nil` for one older than 2.6.12.
  public var introduced: KernelVersion? {
    Self.table.field(1, of: line).flatMap(KernelVersion.init)
  }

  /// The number of the call, as the register carries it: on x32 with its bit.
  ///
  /// - Parameter abi: The ABI.
  /// - Returns: The number, or `nil` where the ABI does not have the call.
  public func number(on abi: ABI) -> UInt32? {
    let column = 3 + Int(abi.rawValue)
    guard !Self.table.isAbsent(column, of: line),
      let number = Self.table.number(column, of: line)
    else { return nil }
    return abi == .x32 ? UInt32(number) | ABI.x32Bit : UInt32(number)
  }

  /// The arguments in the order of their registers.
  ///
  /// - Parameter abi: The ABI, which may put arguments into other registers or split them.
  /// - Returns: The arguments, or `nil` where nobody knows the prototype.
  public func arguments(on abi: ABI) -> [ArgumentSignature]? {
    let name = name
    let special = StaticTable.registerRows
    let text =
      special.line(of: "\(name):\(abi.name)").flatMap { special.field(1, of: $0) }
      ?? Self.table.field(2, of: line) ?? "?"
    if text == "?" { return nil }
    if text == "()" { return [] }
    return text.split(separator: ";").enumerated().map { index, argument in
      ArgumentSignature(parsing: argument, index: index, of: name)
    }
  }

  /// The call of this name, if the tables have it.
  ///
  /// - Parameter name: The name in the kernel's tables.
  /// - Returns: The call.
  public static func named(_ name: String) -> Syscall? { table.line(of: name).map(Syscall.init) }

  /// The call of this number, if the tables have it.
  ///
  /// - Parameters:
  ///   - number: The number as the register carries it: on x32 with its bit.
  ///   - abi: The ABI.
  /// - Returns: The call.
  public static func numbered(_ number: UInt32, on abi: ABI) -> Syscall? {
    byNumber[Int(abi.rawValue)][number]
  }

  /// All calls in the order of their names, also those that none of the ABIs has.
  public static var all: [Syscall] { table.map(Syscall.init) }

  /// The newest kernel whose calls the tables have.
  public static let newestKernel = KernelVersion(7, 2)

  /// The calls by number, for each ABI; built when it is first asked for.
  private static let byNumber: [[UInt32: Syscall]] = ABI.allCases.map { abi in
    var calls: [UInt32: Syscall] = [:]
    for call in all {
      if let number = call.number(on: abi) { calls[number] = call }
    }
    return calls
  }
}

extension Syscall: CustomStringConvertible {
  /// The name.
  public var description: String { name }
}
