public import ClassicBPF
import LinuxABI

/// Three secret numbers by which a filter knows the launcher's own last calls.
///
/// The kernel does not look at them, but seccomp shows them to the filter: they travel in argument
/// registers that the calls do not use.
public struct LaunchKeys: Sendable {
  /// The numbers, 64 random bits each.
  public let words: InlineArray<3, UInt64>

  /// Keys made of random numbers, as from getrandom(2).
  ///
  /// - Parameter words: Three random numbers.
  public init(_ words: InlineArray<3, UInt64>) { self.words = words }
}

extension Filter {
  /// The filter as the launcher installs it: with its own last calls let through.
  ///
  /// Those are, on the machine's own ABI and each only where the filter does not allow it anyway:
  /// execve and, to report that it failed, write to descriptor 2, all with the keys in their
  /// arguments 3, 4 and 5, seccomp with the same while a further filter follows, and exit_group
  /// with the first key in all bits but the lowest 8. Where registers have 32 bits, so have keys.
  ///
  /// - Parameters:
  ///   - keys: The secret numbers.
  ///   - furtherFilterFollows: Whether the launcher will install another filter after this one.
  /// - Returns: The filter with the exceptions.
  public func addingLaunchExceptions(_ keys: LaunchKeys, furtherFilterFollows: Bool) -> Filter {
    let register: UInt64 = machine.abi.registerWidth == 32 ? 0xffff_ffff : .max
    let inLastArguments = (0..<3).map { place in
      KeyedException.Key(index: 3 + place, mask: register, value: keys.words[place])
    }
    func low(_ index: Int, is value: UInt64) -> KeyedException.Key {
      KeyedException.Key(index: index, mask: 0xffff_ffff, value: value)
    }
    var calls: [(name: String, keys: [KeyedException.Key])] = [
      ("execve", inLastArguments),
      ("write", [low(0, is: Self.standardError)] + inLastArguments),
      ("exit_group", [.init(index: 0, mask: register & ~0xff, value: keys.words[0])]),
    ]
    if furtherFilterFollows {
      calls.append(("seccomp", [low(0, is: Self.setModeFilter)] + inLastArguments))
    }
    var filter = self
    filter.exceptions = calls.compactMap { name, keys in
      guard let number = Syscall.named(name)?.number(on: machine.abi), !allowsOutright(number)
      else { return nil }
      return KeyedException(number: number, keys: keys)
    }
    return filter
  }

  private static let standardError: UInt64 = 2
  /// See seccomp(2), `SECCOMP_SET_MODE_FILTER`.
  private static let setModeFilter: UInt64 = 1

  /// Whether a call of the machine's own ABI is allowed whatever its arguments are.
  func allowsOutright(_ number: UInt32) -> Bool {
    let call = PartialCall(number: number, on: machine.abi)
    return FilterEvaluator(self).possibleDecisions(on: call).allSatisfy { $0.action == .allow }
  }

  /// Puts this filter's exceptions in front of a program that was compiled without them.
  ///
  /// - Parameter program: What decides all other calls.
  /// - Returns: Instructions that let the exceptions through and else decide as the program does.
  public func prependingExceptions(to program: BPFProgram) -> [BPFInstruction] {
    guard !exceptions.isEmpty else { return program.instructions }
    let lowering = ConditionLowering(abi: machine.abi, byteOrder: byteOrder)
    var assembler = BPFAssembler()
    let rest = assembler.adopt(program)
    let allow = assembler.end(returning: FilterAction.allow.returnValue)
    var next = rest
    for exception in exceptions.reversed() {
      let keys = assembler.compareKeys(exception.words(lowering), then: allow, else: rest)
      next = assembler.fork(.equal, .constant(exception.number), then: keys, else: next)
    }
    next = assembler.load(DataWord(offset: SeccompData.numberOffset), then: next)
    next = assembler.fork(
      .equal, .constant(machine.abi.auditArchitecture), then: next, else: rest)
    next = assembler.load(DataWord(offset: SeccompData.architectureOffset), then: next)
    return assembler.instructions(from: next)
  }
}
