import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox

/// Turns conditions into tests of registers, for one call on one ABI.
struct ConditionResolver {
  let abi: ABI
  /// Says what is wrong, and where; the sentence is made only for a mistake that is new.
  let report: (SourceRange, _ id: String, @autoclosure () -> String) -> Void
  /// Whether it is worth looking for what a misspelt constant was meant to be.
  let suggests: () -> Bool

  /// The tests of a condition, all of which must hold; `nil` after a mistake.
  func tests(_ condition: ConditionSyntax, on argument: ResolvedArgument) -> [ArgumentTest]? {
    var values = ValueResolver(
      abi: abi, width: condition.width?.value ?? argument.width,
      isSigned: condition.width == nil && argument.isSigned, vocabulary: argument.vocabulary,
      report: report, suggests: suggests)
    var tests: [ArgumentTest] = []
    var isComplete = true
    // Beside 'is', 'only' is about the flags.
    let hasField = condition.comparisons.contains { comparison in
      if case .field = comparison.value { true } else { false }
    }
    let field = hasField ? values.vocabulary?.valueField ?? 0 : 0
    for comparison in condition.comparisons {
      values.excludes = comparison.value.excludes
      if var test = test(comparison, values, index: argument.index) {
        if case .bits(.only, _) = comparison.value { test.mask &= ~field }
        tests.append(test)
      } else {
        isComplete = false
      }
    }
    if condition.isStrict, let test = strictness(values, index: argument.index) {
      tests.append(test)
    }
    return isComplete ? tests : nil
  }

  private func test(
    _ comparison: Located<ComparisonSyntax>, _ values: ValueResolver, index: Int
  ) -> ArgumentTest? {
    let all = values.allBits
    func equality(_ operands: [OperandSyntax], isIn: Bool) -> ArgumentTest? {
      var intervals: [Interval<UInt64>] = []
      var isComplete = true
      for operand in operands {
        if let found = self.intervals(operand, values) {
          intervals += found
        } else {
          isComplete = false
        }
      }
      guard isComplete else { return nil }
      let set = IntervalSet(intervals)
      return ArgumentTest(index: index, mask: all, values: isIn ? set : set.complement(in: 0...all))
    }
    switch comparison.value {
    case .oneOf(let operands): return equality(operands, isIn: true)
    case .noneOf(let operands): return equality(operands, isIn: false)
    case .order(let order, let value):
      guard let number = values.ordered(value) else { return nil }
      return ArgumentTest(index: index, mask: all, values: set(order, number, values))
    case .bits(let bits, let value): return test(bits, value, values, index: index)
    case .field(let list): return field(list, at: comparison.range, values, index: index)
    case .among(let mask, let set): return ArgumentTest(index: index, mask: mask, values: set)
    case .masked(let mask, let value):
      guard let maskBits = values.bits(mask), let valueBits = values.bits(value) else { return nil }
      if maskBits == 0 {
        report(mask.range, "mask-zero", "a mask of 0 looks at nothing")
        return nil
      }
      if valueBits & ~maskBits != 0 {
        report(
          value.range, "value-outside-mask",
          "the value has bits outside of the mask (\(hexadecimal(valueBits & ~maskBits))) and can never match"
        )
        return nil
      }
      return ArgumentTest(index: index, mask: maskBits, values: IntervalSet(valueBits...valueBits))
    }
  }

  /// The bit patterns of an element of a list.
  private func intervals(
    _ operand: OperandSyntax, _ values: ValueResolver
  ) -> [Interval<UInt64>]? {
    switch operand {
    case .value(let value): return values.bits(value).map { [Interval($0...$0)] }
    case .range(let from, let to, let range):
      guard let low = values.ordered(from), let high = values.ordered(to) else { return nil }
      guard low <= high else {
        report(range, "empty-range", "'from' is \(low), which is more than 'to', \(high)")
        return nil
      }
      return Self.unsigned(low...high, width: values.width)
    }
  }

  /// A range of numbers as one interval of bit patterns, or two where it goes from below 0 to above.
  static func unsigned(_ range: ClosedRange<Int128>, width: Int) -> [Interval<UInt64>] {
    let size = Int128(1) << Int128(width)
    let (lower, upper) = (range.lowerBound, range.upperBound)
    if lower >= 0 { return [Interval(UInt64(lower)...UInt64(upper))] }
    if upper < 0 { return [Interval(UInt64(lower + size)...UInt64(upper + size))] }
    return [Interval(UInt64(lower + size)...UInt64(size - 1)), Interval(0...UInt64(upper))]
  }

  private func set(
    _ order: OrderOperator, _ number: Int128, _ values: ValueResolver
  ) -> IntervalSet<UInt64> {
    let half = Int128(1) << Int128(values.width - 1)
    let least = values.isSigned ? -half : 0
    let greatest = values.isSigned ? half - 1 : half * 2 - 1
    let range: ClosedRange<Int128>? =
      switch order {
      case .lt: number == least ? nil : least...number - 1
      case .le: least...number
      case .gt: number == greatest ? nil : number + 1...greatest
      case .ge: number...greatest
      }
    return IntervalSet(range.map { Self.unsigned($0, width: values.width) } ?? [])
  }

  private func test(
    _ bits: BitOperator, _ value: Located<ValueSyntax>, _ values: ValueResolver, index: Int
  ) -> ArgumentTest? {
    if bits == .has {
      // A constant that an ABI lacks would make `has` hold for less than was written.
      guard values.resolve(value, missing: .refused) != nil else { return nil }
    }
    guard let (mask, resolved) = values.flags(value) else { return nil }
    let isEmptied = mask == 0 && !resolved.missing.isEmpty
    if bits != .only {
      if misleads(bits, value, resolved, values) { return nil }
      if mask == 0 && !isEmptied {
        report(value.range, "no-bits", "'\(bits.rawValue)' with 0 asks for no bit at all")
        return nil
      }
    }
    let all = values.allBits
    switch bits {
    case .has: return ArgumentTest(index: index, mask: mask, values: IntervalSet(mask...mask))
    case .hasAny:
      let any = mask == 0 ? IntervalSet<UInt64>() : IntervalSet(1...mask)
      return ArgumentTest(index: index, mask: mask, values: any)
    case .hasNone: return ArgumentTest(index: index, mask: mask, values: IntervalSet(0...0))
    case .only: return ArgumentTest(index: index, mask: ~mask & all, values: IntervalSet(0...0))
    }
  }

  /// Reports constants that are not what a test of bits takes them for.
  private func misleads(
    _ bits: BitOperator, _ value: Located<ValueSyntax>, _ resolved: ResolvedValue,
    _ values: ValueResolver
  ) -> Bool {
    var misleads = false
    for constant in resolved.constants {
      let name = constant.value.name
      if let right = values.rightForm(ofValue: constant.value, insteadOf: bits) {
        report(constant.range, "value-as-bits", "'\(name)' is a value, not a bit: \(right)")
        misleads = true
      } else if let field = values.numberField(of: constant.value) {
        report(
          constant.range, "composite-as-bits",
          "'\(name)' is a number in the bits \(hexadecimal(field)), which other numbers share: "
            + masked(mask: hexadecimal(field), value: name, insteadOf: bits))
        misleads = true
      } else if let part = values.part(of: constant.value) {
        report(
          constant.range, "composite-as-bits",
          "'\(name)' shares bits with '\(part.name)': "
            + masked(mask: name, value: name, insteadOf: bits))
        misleads = true
      }
    }
    return misleads
  }

  /// What to write instead of a test for bits that other constants share.
  private func masked(mask: String, value: String, insteadOf bits: BitOperator) -> String {
    let masked = "{\"masked\": {\"mask\": \"\(mask)\", \"value\": \"\(value)\"}}"
    return bits == .hasNone
      ? "decide \(masked) in a rule of its own before this one" : "write \(masked)"
  }

  private func field(
    _ list: [Located<ValueSyntax>], at range: SourceRange, _ values: ValueResolver, index: Int
  ) -> ArgumentTest? {
    guard let field = values.vocabulary?.valueField.map({ $0 & values.allBits }) else {
      report(
        range, "no-value-field",
        "this argument has no value field beside flags: write the value itself, or 'masked'")
      return nil
    }
    var intervals: [Interval<UInt64>] = []
    var isComplete = true
    for value in list {
      guard let bits = values.bits(value) else {
        isComplete = false
        continue
      }
      if bits & ~field != 0 {
        report(
          value.range, "value-outside-field",
          "the value has bits outside of the value field, \(hexadecimal(field))")
        isComplete = false
      }
      intervals.append(Interval(bits...bits))
    }
    return isComplete
      ? ArgumentTest(index: index, mask: field, values: IntervalSet(intervals)) : nil
  }

  /// The test that the bits which the kernel does not look at are zero or the sign's.
  ///
  /// A filter sees 64 bits of a register, on a 32-bit ABI too.
  private func strictness(_ values: ValueResolver, index: Int) -> ArgumentTest? {
    guard values.width < 64 else { return nil }
    let negative = ~(values.allBits >> 1)
    return ArgumentTest(
      index: index, mask: .max,
      values: IntervalSet([Interval(0...values.allBits), Interval(negative...UInt64.max)]))
  }
}
