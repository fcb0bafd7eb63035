/// A system call: what it is called, what number it has where, and what its arguments are.
public struct Syscall: Hashable, Sendable {
  /// The index in the tables, from 0 in the order of the names.
  package let index: Int

  init(at index: Int) { self.index = index }

  /// How many calls the tables have.
  package static var count: Int { StaticTable.syscallRows.count }

  /// The name in the kernel's tables.
  public var name: String { nameText.string }

  var nameText: StaticText {
    let line = StaticTable.syscallRows[index]
    return line.part(0) ?? line
  }

  /// The first release that has the call on any machine, or `nil` for one older than 2.6.12.
  public var introduced: KernelVersion? {
    let release = Int(StaticTable.syscallReleases[index])
    return release == 0
      ? nil : KernelVersion(release / 10000, release / 100 % 100, release % 100)
  }

  /// The number of the call, as the register carries it: on x32 with its bit.
  ///
  /// - Parameter abi: The ABI.
  /// - Returns: The number, or `nil` where the ABI does not have the call.
  public func number(on abi: ABI) -> UInt32? {
    let number = StaticTable.syscallNumbers[Int(abi.rawValue) * Self.count + index]
    guard number >= 0 else { return nil }
    return abi == .x32 ? UInt32(number) | ABI.x32Bit : UInt32(number)
  }

  /// The arguments in the order of their registers.
  ///
  /// - Parameter abi: The ABI, which may put arguments into other registers or split them.
  /// - Returns: The arguments, or `nil` where nobody knows the prototype.
  public func arguments(on abi: ABI) -> [ArgumentSignature]? {
    var line = StaticTable.syscallRows[index]
    let differs = line.part(2) != nil
    if differs, let own = StaticTable.registerRows.index(of: "\(name):\(abi.name)") {
      line = StaticTable.registerRows[own]
    }
    guard let text = line.part(1), !text.equals("?") else { return nil }
    var arguments: [ArgumentSignature] = []
    if text.equals("()") { return arguments }
    for argument in text.split(UInt8(ascii: ";")) {
      arguments.append(ArgumentSignature(parsing: argument, index: arguments.count, of: self))
    }
    return arguments
  }

  /// The call of this name, if the tables have it.
  ///
  /// - Parameter name: The name in the kernel's tables.
  /// - Returns: The call.
  public static func named(_ name: String) -> Syscall? {
    StaticTable.syscallRows.index(of: name).map(Syscall.init(at:))
  }

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
  public static var all: [Syscall] { (0..<count).map(Syscall.init(at:)) }

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
