import LinuxABI
import SeccompFilter

/// Bits of a register, and bits that are added to them: `(register & mask) | added`, or a number.
struct KafelRegister {
  /// The register; `nil` for a number.
  var index: Int?
  /// The bits of it that count; none of those that are added.
  var mask: UInt64
  var added: UInt64
  /// Whether 64 bits are compared, and not the lower 32.
  var isWide: Bool

  /// A number.
  init(_ number: UInt64) {
    (index, mask, added) = (nil, 0, number)
    isWide = number >> 32 != 0
  }

  /// A whole register.
  init(_ index: Int, isWide: Bool) {
    (self.index, mask, added) = (index, .max, 0)
    self.isWide = isWide
  }

  /// The bits that both have; `nil` where both are registers.
  func and(_ other: KafelRegister) -> KafelRegister? {
    guard index == nil || other.index == nil else { return nil }
    var (register, number) = index == nil ? (other, self) : (self, other)
    register.mask &= number.added
    register.added &= number.added
    register.isWide = isWide || other.isWide
    number = register
    return number
  }

  /// The bits that one has; `nil` where both are registers.
  func or(_ other: KafelRegister) -> KafelRegister? {
    guard index == nil || other.index == nil else { return nil }
    let (number, register) = index == nil ? (self, other) : (other, self)
    var result = register
    result.mask &= ~number.added
    result.added |= number.added
    result.isWide = isWide || other.isWide
    return result
  }

  /// Which values of the register's bits under the mask pass a comparison with a number.
  ///
  /// The bits that are added are not among those, so that the sum is greater where the register is.
  static func values(
    _ comparison: KafelFile.Comparison.Operator, _ register: KafelRegister, _ number: UInt64
  ) -> IntervalSet<UInt64> {
    let (mask, added) = (register.mask, register.added)
    let all = 0...mask
    func below(_ limit: UInt64) -> IntervalSet<UInt64> {
      limit > added ? IntervalSet(0...min(limit - added - 1, mask)) : IntervalSet()
    }
    switch comparison {
    case .equal:
      guard number & added == added, number & ~(mask | added) == 0 else { return IntervalSet() }
      return IntervalSet(number - added...number - added)
    case .notEqual: return values(.equal, register, number).complement(in: all)
    case .less: return below(number)
    case .greaterOrEqual: return below(number).complement(in: all)
    case .lessOrEqual: return number == .max ? IntervalSet(all) : below(number + 1)
    case .greater: return values(.lessOrEqual, register, number).complement(in: all)
    }
  }
}

extension KafelFile.Comparison.Operator {
  /// The one that holds for the same two values the other way round.
  var flipped: Self {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
