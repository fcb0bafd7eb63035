public import ClassicBPF
import SystemPackage

/// The filters of a launch, changed so that a supervisor gives the answers that it can give.
///
/// Of the filters of a process only one can have a listener. So the last one asks all policies: its
/// program is the programs of all filters in a row, each of which goes on to the next one where it
/// would have ended. The others stay in front of it, for what the kernel is to answer by itself.
///
/// Instructions are exchanged for others one by one, and so that what is installed decides as the
/// ``original`` filters do but for the exchange; a caller that wants to rely on that can have it proved.
public struct SupervisedFilters: Sendable {
  /// The filters as they would be installed without a supervisor.
  public let original: [InstalledFilter]
  /// The filters to install; the last one has the listener.
  public let installed: [InstalledFilter]
  /// How their answers differ.
  public let exchange: ActionExchange

  /// Changes filters.
  ///
  /// - Parameters:
  ///   - original: The filters in the order of installing them, at least one.
  ///   - exchange: How their answers are to differ.
  ///   - kernel: What the kernel can do.
  /// - Throws: ``LaunchError`` where they cannot be changed so.
  public init(
    _ original: [InstalledFilter], exchanging exchange: ActionExchange,
    kernel: KernelSupport = .current
  ) throws(LaunchError) {
    self.original = original
    self.exchange = exchange
    for (index, filter) in original.enumerated()
    where filter.program.operations.contains(.returnAccumulator) {
      throw LaunchError(
        .checkFilter(index), nil,
        "\(filter.title(index)) computes what it answers, so its answers cannot be told apart"
          + " beforehand; run it without a supervisor")
    }
    guard let last = original.last else {
      throw LaunchError(.readRequest, nil, "no filter to install; the command would run unconfined")
    }
    var installed: [InstalledFilter] = []
    for filter in original.dropLast() {
      var filter = filter
      let operations = filter.program.exchangingReturns { action, _ in
        .returnConstant((exchange.action(for: action) == action ? action : .allow).returnValue)
      }
      filter.program = try Self.program(operations)
      installed.append(filter)
    }
    var flags = last.flags.union(.newListener)
    flags.remove(.waitKillable)
    if kernel.flags.contains(.waitKillable) { flags.insert(.waitKillable) }
    installed.append(
      InstalledFilter(
        try Self.program(Self.row(original.map(\.program), exchanging: exchange)), flags: flags,
        name: last.name))
    self.installed = installed
  }

  /// What the original filters answer together.
  ///
  /// - Parameter call: The call.
  /// - Returns: The action that the kernel would take.
  public func verdict(on call: SeccompData) -> FilterAction {
    original.reduce(.allow) { FilterAction.stacked($0, $1.program.action(on: call)) }
  }

  private static func program(_ operations: [BPFOperation]) throws(LaunchError) -> BPFProgram {
    do throws(BPFVerificationError) {
      return try BPFProgram(verifying: operations.map(\.instruction))
    } catch {
      throw LaunchError(
        .checkKernel, .invalidArgument,
        "the filters are too long to be asked by one: \(error)")
    }
  }

  /// The programs one behind the other: where one ends the next one begins.
  ///
  /// From the second on there are two copies of each: one for calls that an earlier program refuses
  /// with an error number. For these the last program decides only whether they are killed or trapped.
  private static func row(
    _ programs: [BPFProgram], exchanging exchange: ActionExchange
  ) -> [BPFOperation] {
    let remembers = exchange == .errorsByNotifications
    var operations: [BPFOperation] = []
    for (index, program) in programs.enumerated() {
      let isLast = index == programs.count - 1
      let entry = program.entry
      let hasTwo = index > 0 && remembers
      let next = isLast ? 0 : programs[index + 1].entry.count + programs[index + 1].operations.count
      for isRefused in hasTwo ? [false, true] : [false] {
        operations += entry
        // How far it is from the end of this copy to the next program.
        let distance = hasTwo && !isRefused ? entry.count + program.operations.count : 0
        operations += program.exchangingReturns { action, rest in
          let exchanged = exchange.action(for: action)
          if isLast {
            let kept = isRefused && !action.isStricter(than: .errno(0)) ? .notify : exchanged
            return .returnConstant(kept.returnValue)
          }
          let isNewlyRefused = exchanged != action || action == .notify
          if isNewlyRefused && !remembers {
            return .returnConstant(FilterAction.notify.returnValue)
          }
          let skipsFirstCopy = remembers && (isRefused || isNewlyRefused)
          return .jump(UInt32(rest + distance + (skipsFirstCopy ? next : 0)))
        }
      }
    }
    return operations
  }
}

extension BPFProgram {
  /// What a program needs in front of it where another one has left something in the registers.
  fileprivate var entry: [BPFOperation] {
    (registersReadFirst.accumulator ? [.loadConstant(0)] : [])
      + (registersReadFirst.index ? [.loadIndexConstant(0)] : [])
  }

  /// The instructions with others for those that return.
  ///
  /// - Parameter exchange: The instruction for an action, and for the number of instructions that
  ///   follow.
  /// - Returns: As many instructions.
  fileprivate func exchangingReturns(
    _ exchange: (FilterAction, _ rest: Int) -> BPFOperation
  ) -> [BPFOperation] {
    operations.enumerated().map { index, operation in
      guard case .returnConstant(let value) = operation else { return operation }
      return exchange(FilterAction(returnValue: value), operations.count - 1 - index)
    }
  }
}
