import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// A comparison as libseccomp makes it on one ABI.
///
/// It compares registers: all 64 bits on a 64-bit ABI, the lower 32 on any other, x32 among them. Values and
/// masks are cut to that without a word.
struct RegisterComparison: Hashable {
  var index: Int
  var comparison: RegisterOperator
  var mask: UInt64
  var value: UInt64

  /// How many bits of a register libseccomp compares.
  static func width(on abi: ABI) -> Int {
    switch abi {
    case .i386, .arm, .x32: 32
    case .x86_64, .aarch64, .riscv64, .ppc64le, .s390x, .loongarch64, .mips64el: 64
    }
  }

  /// A comparison of so many bits; `nil` where nothing is left to be looked at.
  init?(index: Int, _ comparison: RegisterOperator, mask: UInt64, value: UInt64, width: Int) {
    let bits = width == 32 ? 0xffff_ffff : UInt64.max
    self.index = index
    self.comparison = comparison
    self.mask = mask & bits
    self.value = value & bits
    if comparison == .maskedEqual {
      if self.mask == 0 { return nil }
      self.value &= self.mask
    }
  }

  /// That a register has this value in its lower bits.
  init(index: Int, equals value: UInt64, width: Int) {
    (self.index, self.comparison, self.value) = (index, .equal, value)
    mask = width == 32 ? 0xffff_ffff : UInt64.max
  }

  /// What the bits under the mask may be.
  var values: IntervalSet<UInt64> {
    switch comparison {
    case .equal, .maskedEqual: IntervalSet(value...value)
    case .notEqual: IntervalSet(value...value).complement(in: 0...mask)
    case .less: value == 0 ? IntervalSet() : IntervalSet(0...value - 1)
    case .lessOrEqual: IntervalSet(0...value)
    case .greater: value == mask ? IntervalSet() : IntervalSet(value + 1...mask)
    case .greaterOrEqual: IntervalSet(value...mask)
    }
  }

  /// Whether a register may pass both; both look at as many bits.
  func overlaps(_ other: Self) -> Bool {
    switch (comparison == .maskedEqual, other.comparison == .maskedEqual) {
    case (false, false): !values.intersection(other.values).intervals.isEmpty
    case (true, true): value & other.mask == other.value & mask
    case (true, false): overlaps(allBits: other)
    case (false, true): other.overlaps(allBits: self)
    }
  }

  /// Whether a register under a mask may pass a comparison of all its bits.
  private func overlaps(allBits other: Self) -> Bool {
    let (least, greatest) = (value, value | other.mask & ~mask)
    return switch other.comparison {
    case .equal: other.value & mask == value
    case .notEqual: least != greatest || least != other.value
    case .less: least < other.value
    case .lessOrEqual: least <= other.value
    case .greater: greatest > other.value
    case .greaterOrEqual: greatest >= other.value
    case .maskedEqual: true
    }
  }
}

extension RegisterComparison {
  /// The comparison as a condition.
  func syntax(width: Int, at range: SourceRange) -> ConditionSyntax {
    func located(_ number: UInt64) -> Located<ValueSyntax> {
      Located(value: .number(Int128(number)), range: range)
    }
    let syntax: ComparisonSyntax =
      switch comparison {
      case .equal: .oneOf([.value(located(value))])
      case .notEqual: .noneOf([.value(located(value))])
      case .less: .order(.lt, located(value))
      case .lessOrEqual: .order(.le, located(value))
      case .greater: .order(.gt, located(value))
      case .greaterOrEqual: .order(.ge, located(value))
      case .maskedEqual: .masked(mask: located(mask), value: located(value))
      }
    return ConditionSyntax(
      argument: Located(value: .register(index), range: range),
      comparisons: [Located(value: syntax, range: range)],
      width: width == 64 ? nil : Located(value: width, range: range))
  }
}
