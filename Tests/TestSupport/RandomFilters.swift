import ClassicBPF
public import LinuxABI
public import SeccompFilter

/// Filters of every shape that the model admits, and calls that come close to their boundaries.
///
/// What real policies rarely have is as frequent here as what they always have: masks with holes,
/// values that a mask cannot produce, sets that are empty or full, rules that can never decide,
/// numbers outside the ABI. All of it follows from the seed.
public struct RandomFilters {
  private var random: SeededGenerator

  /// Begins a sequence of filters.
  ///
  /// - Parameter seed: What tells it from other sequences.
  public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The machines, each with a different ABI of its own.
  public static let machines = ABI.allCases.compactMap(Machine.init)

  /// A filter for some machine or for a given one.
  ///
  /// - Parameters:
  ///   - machine: The machine, or `nil` for any.
  ///   - servesAll: Whether every ABI of the machine is served, not only some.
  /// - Returns: The filter.
  public mutating func filter(for machine: Machine? = nil, servesAll: Bool = false) -> Filter {
    let machine = machine ?? pick(Self.machines)
    let abis = machine.abis.filter { $0 == machine.abi || servesAll || chance(1, in: 2) }
    let parts = abis.map { part(for: $0) }
    let named = parts.first.map { $0.rules.flatMap(\.numbers.ranges).map(\.lowerBound) } ?? []
    let exceptions = (0..<(chance(1, in: 3) ? below(5) : 0)).map { _ in exception(on: named) }
    return Filter(
      machine: machine, abis: parts, foreign: action(), skipped: action(), exceptions: exceptions)
  }

  // MARK: Rules

  private mutating func part(for abi: ABI) -> ABIFilter {
    let size = pick([0, 1, 3, 3, 8, 8, 25])
    // Few actions meet in more equal neighbours, many in more different ones.
    let actions = (0..<pick([2, 3, 12])).map { _ in action() }
    let rules = (0..<size).map { place in
      Rule(
        numbers: numbers(on: abi), condition: condition(), action: pick(actions),
        otherwise: chance(1, in: 6) ? pick(actions) : nil, origin: RuleOrigin(place))
    }
    var newer: NewerCalls?
    if chance(1, in: 3) {
      let named = rules.reduce(IntervalSet<UInt32>()) { $0.union($1.numbers) }
      newer = NewerCalls(numbers: numbers(on: abi).subtracting(named), action: action())
    }
    return ABIFilter(abi: abi, newer: newer, rules: rules, defaultAction: pick(actions))
  }

  /// Dense, sparse, wide and odd sets of numbers, now and then beyond the ABI's own.
  private mutating func numbers(on abi: ABI) -> IntervalSet<UInt32> {
    let base: UInt32 = abi == .x32 ? ABI.x32Bit : 0
    switch below(8) {
    case 0: return IntervalSet(elements: (0..<40).map { _ in base + UInt32(below(64)) })
    case 1: return IntervalSet(elements: (0..<6).map { _ in base + UInt32(below(512)) })
    case 2:
      let low = base + UInt32(below(400))
      return IntervalSet(low...low + UInt32(below(300)))
    case 3: return pick([.all, IntervalSet(), IntervalSet(ABI.x32Bit - 1...ABI.x32Bit)])
    case 4:
      return IntervalSet(elements: [base, abi.numbers.upperBound, 0xffff_fffe, .max])
    default: return IntervalSet(elements: (0..<1 + below(3)).map { _ in base + UInt32(below(12)) })
    }
  }

  private mutating func condition() -> Condition {
    if chance(2, in: 5) { return .always }
    let count = pick([0, 1, 1, 1, 2, 2, 3, 6, 15])
    return Condition(
      anyOf: (0..<count).map { _ in (0..<pick([0, 1, 1, 1, 2, 2, 3, 5])).map { _ in test() } })
  }

  /// A test of a register, more often of one of the first two, so that tests meet.
  public mutating func test() -> ArgumentTest {
    let mask = mask()
    return ArgumentTest(index: pick([0, 0, 0, 1, 1, 2, 3, 4, 5]), mask: mask, values: values(mask))
  }

  private mutating func mask() -> UInt64 {
    switch below(10) {
    case 0, 1, 2: .max
    case 3, 4: 0xffff_ffff
    case 5: 0xffff_ffff_0000_0000
    case 6: 1 << UInt64(below(64))
    case 7: random.next() & random.next()
    case 8: pick([0, 0xffff, 0xf, 0x8000_0000, 0x1_0000_0001, 0x8000_0000_8000_0000])
    default: UInt64(below(64))
    }
  }

  private mutating func values(_ mask: UInt64) -> IntervalSet<UInt64> {
    let keepsMask = chance(4, in: 5)
    func kept(_ value: UInt64) -> UInt64 { keepsMask ? value & mask : value }
    switch below(8) {
    case 0, 1: return IntervalSet(elements: [kept(constant())])
    case 2: return IntervalSet(elements: (0..<1 + below(6)).map { _ in kept(constant()) })
    case 3: return IntervalSet(1...UInt64.max)
    case 4: return IntervalSet(elements: [kept(constant())]).complement()
    case 5: return pick([.all, IntervalSet(), IntervalSet(elements: [mask])])
    default:
      let ranges = (0..<1 + below(3)).map { _ in
        let (one, other) = (kept(constant()), kept(constant()))
        return min(one, other)...max(one, other)
      }
      return IntervalSet(ranges)
    }
  }

  /// A number such as constants are, near the seams of words and signs.
  private mutating func constant() -> UInt64 {
    switch below(6) {
    case 0, 1: UInt64(below(8))
    case 2: pick(Self.seams) &+ UInt64(below(3)) &- 1
    case 3: UInt64(below(4)) << 32 | UInt64(below(4))
    case 4: UInt64(below(4)) << 32 | pick([0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff])
    default: random.next() >> UInt64(below(64))
    }
  }

  private static let seams: [UInt64] = [
    0, 0x1_0000, 0x8000_0000, 0x1_0000_0000, 0x2_0000_0000, 0x8000_0000_0000_0000,
    0xffff_ffff_0000_0000, 0xffff_ffff_8000_0000,
  ]

  private mutating func exception(on named: [UInt32]) -> KeyedException {
    let number =
      switch below(6) {
      case 0: UInt32(below(70))
      case 1: pick([0, ABI.x32Bit - 1, ABI.x32Bit, 0xffff_fffe, .max])
      default: named.isEmpty ? 0 : pick(named)
      }
    let keys = (0..<below(5)).map { _ in
      KeyedException.Key(
        index: below(6), mask: pick([.max, 0xffff_ffff, ~0xff, mask()]), value: random.next())
    }
    return KeyedException(number: number, keys: keys)
  }

  /// Any action, with any data.
  private mutating func action() -> FilterAction {
    switch below(9) {
    case 0, 1: .allow
    case 2: .log
    case 3: .notify
    case 4: .killThread
    case 5: .killProcess
    case 6: .trap(UInt16(below(4)))
    case 7: .trace(UInt16(truncatingIfNeeded: random.next()))
    default: .errno(UInt16(below(Int(FilterAction.maximumErrno) + 1)))
    }
  }

  // MARK: Chance

  /// A number from 0 up to a bound.
  ///
  /// - Parameter bound: The least number that does not come.
  /// - Returns: The number.
  public mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  /// One of several things.
  ///
  /// - Parameter choices: The things, at least one.
  /// - Returns: One of them.
  public mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }

  /// Whether something that happens now and then does now.
  ///
  /// - Parameters:
  ///   - part: How often it happens.
  ///   - whole: Of how many times.
  /// - Returns: Whether it does.
  public mutating func chance(_ part: Int, in whole: Int) -> Bool { below(whole) < part }

  /// Any 64 bits.
  ///
  /// - Returns: The bits.
  public mutating func word() -> UInt64 { random.next() }
}
