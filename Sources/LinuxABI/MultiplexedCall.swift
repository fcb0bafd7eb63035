/// A call that some ABIs also offer through `socketcall` or `ipc`.
///
/// Those two take the number of the call they stand for as their first argument; its own arguments
/// are in memory, or in other registers. The facts are in
/// `Sources/TableGenerator/Facts/multiplexed.tsv`.
public struct MultiplexedCall: Hashable, Sendable {
  /// The call that stands for others: `socketcall` or `ipc`.
  public let multiplexer: Syscall
  /// The bits of its first argument that choose.
  public let selectorMask: UInt64
  /// What those bits are for this call, such as `SYS_SOCKET` or `SEMGET`.
  public let selector: UInt64

  /// The calls that stand for others.
  public static let multiplexers: [Syscall] = {
    var found: [Syscall] = []
    for line in 0..<table.count {
      if let form = form(at: line), !found.contains(form.multiplexer) {
        found.append(form.multiplexer)
      }
    }
    return found
  }()

  /// Whether an ABI has multiplexed calls.
  ///
  /// - Parameter abi: The ABI.
  /// - Returns: Whether it has one of the multiplexers.
  public static func exist(on abi: ABI) -> Bool {
    multiplexers.contains { $0.number(on: abi) != nil }
  }

  /// The multiplexed form of a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - abi: The ABI.
  /// - Returns: The form, or `nil` where the ABI has none.
  public static func form(of call: Syscall, on abi: ABI) -> MultiplexedCall? {
    guard exist(on: abi), let form = form(of: call) else { return nil }
    return form.multiplexer.number(on: abi) == nil ? nil : form
  }

  /// The multiplexed form of a call, where an ABI has its multiplexer.
  ///
  /// - Parameter call: The call.
  /// - Returns: The form, or `nil` where no ABI has one.
  public static func form(of call: Syscall) -> MultiplexedCall? {
    table.index(of: call.name).flatMap(form(at:))
  }

  /// The calls that a multiplexer stands for, by what chooses them.
  ///
  /// - Parameter multiplexer: `socketcall` or `ipc`.
  /// - Returns: The calls; none for any other call.
  public static func calls(through multiplexer: Syscall) -> [UInt64: Syscall] {
    var calls: [UInt64: Syscall] = [:]
    for line in 0..<table.count {
      guard let form = form(at: line), form.multiplexer == multiplexer else { continue }
      calls[form.selector] = table.field(0, ofLine: line).flatMap(Syscall.named)
    }
    return calls
  }

  private static let table = StaticTable.multiplexedRows

  /// Reads a line: `accept socketcall 0xffffffff 5`.
  private static func form(at line: Int) -> MultiplexedCall? {
    guard let multiplexer = table.field(1, ofLine: line).flatMap(Syscall.named),
      let mask = table.number(2, ofLine: line), let selector = table.number(3, ofLine: line)
    else { return nil }
    return MultiplexedCall(multiplexer: multiplexer, selectorMask: mask, selector: selector)
  }
}
