public import ClassicBPF
import LinuxABI

/// Three secret numbers by which a filter knows the launcher's own last calls.
///
/// The kernel does not look at them, but seccomp shows them to the filter: they travel in argument
/// registers that the calls do not use.
public struct LaunchKeys: Hashable, Sendable {
  /// Stands in the fourth argument, and in the upper 56 bits of what exit_group is given.
  public let k0: UInt64
  /// Stands in the fifth argument.
  public let k1: UInt64
  /// Stands in the sixth argument.
  public let k2: UInt64

  /// Keys made of random numbers, as from getrandom(2).
  ///
  /// - Parameters:
  ///   - k0: A random number of 64 bits.
  ///   - k1: Another one.
  ///   - k2: A third one.
  public init(k0: UInt64, k1: UInt64, k2: UInt64) {
    self.k0 = k0
    self.k1 = k1
    self.k2 = k2
  }

  /// Keys made of random numbers, as from getrandom(2).
  ///
  /// - Parameter words: Three random numbers.
  public init(_ words: InlineArray<3, UInt64>) {
    self.init(k0: words[0], k1: words[1], k2: words[2])
  }

  /// The numbers, 64 random bits each.
  public var words: InlineArray<3, UInt64> { [k0, k1, k2] }
}

extension Filter {
  /// The filter as the launcher installs it: with its own last calls let through.
  ///
  /// Those are, on the machine's own ABI and each only where the filter does not allow it anyway:
  /// execve and, to report that it failed, write to descriptor 2, all with the keys in their
  /// arguments 3, 4 and 5, seccomp with the same while a further filter follows, and exit_group
  /// with the first key in all bits but the lowest 8. A launcher whose registers have 32 bits
  /// passes the low halves of its keys, and no upper half is looked at.
  ///
  /// - Parameters:
  ///   - keys: The secret numbers.
  ///   - furtherFilterFollows: Whether the launcher will install another filter after this one.
  /// - Returns: The filter with the exceptions.
  public func addingLaunchExceptions(_ keys: LaunchKeys, furtherFilterFollows: Bool) -> Filter {
    let register = machine.abi.registerMask
    let words = keys.words
    let inLastArguments = (0..<3).map { index in
      KeyedException.Key(index: 3 + index, mask: register, value: words[index])
    }
    func low(_ index: Int, is value: UInt64) -> KeyedException.Key {
      KeyedException.Key(index: index, mask: 0xffff_ffff, value: value)
    }
    var calls: [(name: String, keys: [KeyedException.Key])] = [
      ("execve", inLastArguments),
      ("write", [low(0, is: Self.standardError)] + inLastArguments),
      ("exit_group", [.init(index: 0, mask: register & ~0xff, value: keys.k0)]),
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
  /// The comparison of keys is the native backend's own, so the shape is the same. Calls with other
  /// numbers come to the program after nothing that the kernel's constant-action cache does not
  /// understand.
  ///
  /// - Parameter program: What decides all other calls.
  /// - Returns: Instructions that let the exceptions through and else decide as the program does;
  ///   there may be more than the kernel takes.
  public func prependingExceptions(to program: BPFProgram) -> [BPFInstruction] {
    let calls = exceptions.filter { machine.abi.numbers.contains($0.number) }
      .map { ($0.number, $0.words(byteOrder: byteOrder)) }
    guard !calls.isEmpty else { return program.instructions }

    var assembler = BPFAssembler()
    let allow = assembler.end(returning: FilterAction.allow.returnValue)
    // The program finds 0 in both registers, as at the start. AND is what the cache understands.
    var rest = assembler.adopt(program)
    if program.registersReadFirst.accumulator {
      rest = assembler.step(.arithmetic(.and, .constant(0)), then: rest)
    }
    let restAfterKeys =
      program.registersReadFirst.index
      ? assembler.step(.loadIndexConstant(0), then: rest) : rest

    // Of two exceptions for one number, the second is asked when the first does not hold.
    var byNumber: [UInt32: BPFAssembler.Label] = [:]
    for (number, words) in calls.reversed() {
      byNumber[number] = assembler.compareKeys(
        words, then: allow, else: byNumber[number] ?? restAfterKeys)
    }
    var next = rest
    for (number, keys) in byNumber.sorted(by: { $0.key > $1.key }) {
      next = assembler.fork(.equal, .constant(number), then: keys, else: next)
    }
    next = assembler.load(DataWord(offset: SeccompData.numberOffset), then: next)
    next = assembler.fork(.equal, .constant(machine.abi.auditArchitecture), then: next, else: rest)
    next = assembler.load(DataWord(offset: SeccompData.architectureOffset), then: next)
    return assembler.instructions(from: next)
  }
}
