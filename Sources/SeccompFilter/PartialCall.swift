public import LinuxABI

/// An argument register of which only some bits are known.
public struct PartialRegister: Hashable, Sendable {
  /// The bits that are known.
  public let known: UInt64
  /// Their values; no bit outside ``known``.
  public let value: UInt64

  /// A register with these bits known.
  ///
  /// - Parameters:
  ///   - value: The values of the known bits; other bits are dropped.
  ///   - known: The bits that are known, by default all 64.
  public init(_ value: UInt64, known: UInt64 = .max) {
    self.known = known
    self.value = value & known
  }

  /// A register that may hold anything.
  public static let unknown = PartialRegister(0, known: 0)

  /// What both registers say, or `nil` where they disagree on a bit.
  ///
  /// - Parameter other: The other knowledge of the same register.
  /// - Returns: The united knowledge.
  public func merged(with other: PartialRegister) -> PartialRegister? {
    guard (value ^ other.value) & known & other.known == 0 else { return nil }
    return PartialRegister(value | other.value, known: known | other.known)
  }
}

/// A call of which only some argument bits are known.
public struct PartialCall: Hashable, Sendable {
  /// The ABI through which it comes.
  public var abi: ABI
  /// The number as the register carries it.
  public var number: UInt32
  /// The six argument registers.
  public var arguments: [PartialRegister]

  /// A call whose arguments may be anything.
  ///
  /// - Parameters:
  ///   - number: The number as the register carries it.
  ///   - abi: The ABI through which it comes.
  public init(number: UInt32, on abi: ABI) {
    self.abi = abi
    self.number = number
    arguments = Array(repeating: .unknown, count: 6)
  }
}

extension ArgumentTest {
  /// Whether the test holds, as far as the known bits tell.
  ///
  /// - Parameter register: What is known of the register.
  /// - Returns: `true` if it holds whatever the unknown bits are, `false` if it never does, `nil`
  ///   if it depends on them.
  public func holds(for register: PartialRegister) -> Bool? {
    answer(register.value & mask, unknown: mask & ~register.known)
  }

  /// Splits on the highest unknown bit until the values at hand lie within or beside one range.
  ///
  /// Only values that straddle the end of a range are split further, so there are at most two
  /// splits for each end and bit.
  private func answer(_ value: UInt64, unknown: UInt64) -> Bool? {
    let hull = value...(value | unknown)
    guard let range = values.intervals.first(where: { $0.upperBound >= value }),
      range.lowerBound <= hull.upperBound
    else { return false }
    if range.lowerBound <= value && range.upperBound >= hull.upperBound { return true }
    if unknown == 0 { return range.range.contains(value) }
    let bit = UInt64(1) << UInt64(63 - unknown.leadingZeroBitCount)
    let clear = answer(value, unknown: unknown & ~bit)
    return clear == answer(value | bit, unknown: unknown & ~bit) ? clear : nil
  }
}

extension Condition {
  /// Whether the condition holds, as far as the known bits tell.
  ///
  /// Tests are looked at one by one: where two tests of one register settle a question only
  /// together, the answer is `nil` all the same.
  ///
  /// - Parameter arguments: What is known of the six registers.
  /// - Returns: `true` if it holds whatever is unknown, `false` if it never does, else `nil`.
  public func holds(for arguments: [PartialRegister]) -> Bool? {
    var answer: Bool? = false
    for tests in alternatives {
      let answers = tests.map { $0.holds(for: arguments[$0.index]) }
      if answers.contains(false) { continue }
      if answers.allSatisfy({ $0 == true }) { return true }
      answer = nil
    }
    return answer
  }
}

extension FilterEvaluator {
  /// The decisions that a filter may take on a call, in the order in which they are considered.
  ///
  /// One decision means that what is unknown does not matter. Of several, each is taken for
  /// arguments that fit none of those before it.
  ///
  /// - Parameter call: The call, as far as it is known.
  /// - Returns: At least one decision.
  public func possibleDecisions(on call: PartialCall) -> [Decision] {
    if call.number == .max { return [Decision(filter.skipped, because: .skipped)] }
    guard let part = filter.abis.first(where: { $0.abi == call.abi }),
      part.abi.numbers.contains(call.number)
    else { return [Decision(filter.foreign, because: .foreign)] }
    if let newer = part.newer, newer.numbers.contains(call.number) {
      return [Decision(newer.action, because: .newer)]
    }
    var possible: [Decision] = []
    for rule in part.rules where rule.numbers.contains(call.number) {
      let holds = rule.condition.holds(for: call.arguments)
      if holds != false { possible.append(Decision(rule.action, because: rule.reason)) }
      if holds == true { return possible }
      if let otherwise = rule.otherwise {
        possible.append(Decision(otherwise, because: .otherwise(rule.origin)))
        return possible
      }
    }
    possible.append(Decision(part.defaultAction, because: .defaultAction))
    return possible
  }
}
