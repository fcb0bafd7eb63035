import ClassicBPF

/// What an instruction computes when its operands depend on the call.
extension DiagramStore {
  /// The result of an arithmetic operation other than division by zero.
  ///
  /// - Parameters:
  ///   - operation: The operation.
  ///   - left: The accumulator.
  ///   - right: The operand, which is no 0 where it divides.
  ///   - instruction: The position of the instruction.
  /// - Returns: The word for every call.
  /// - Throws: ``ProofError`` where the result cannot be represented.
  mutating func arithmetic(
    _ operation: BPFArithmetic, _ left: SymbolicWord, _ right: SymbolicWord, at instruction: Int
  ) throws(ProofError) -> SymbolicWord {
    if let one = left.constant, let other = right.constant,
      let result = operation.apply(one, other)
    {
      return SymbolicWord(constant: result)
    }
    switch operation {
    case .and:
      return try SymbolicWord { position throws(ProofError) in
        try and(left.bits[position], right.bits[position])
      }
    case .or:
      return try SymbolicWord { position throws(ProofError) in
        try or(left.bits[position], right.bits[position])
      }
    case .xor:
      return try SymbolicWord { position throws(ProofError) in
        try xor(left.bits[position], right.bits[position])
      }
    case .add: return try sum(left, right, carry: .no)
    case .subtract: return try difference(left, right)
    case .negate: return try difference(SymbolicWord(constant: 0), left)
    case .multiply, .divide, .remainder, .shiftLeft, .shiftRight: break
    }
    guard let constant = right.constant else {
      throw .unsupportedArithmetic(instruction: instruction)
    }
    switch operation {
    case .multiply: return try product(left, constant)
    case .divide: return try quotient(left, constant).quotient
    case .remainder: return try quotient(left, constant).remainder
    // The kernel shifts by the low 5 bits.
    case .shiftLeft: return Self.shifted(left, by: Int(constant & 31))
    case .shiftRight: return Self.shifted(left, by: -Int(constant & 31))
    case .and, .or, .xor, .add, .subtract, .negate: preconditionFailure("handled above")
    }
  }

  private mutating func sum(
    _ left: SymbolicWord, _ right: SymbolicWord, carry: Diagram
  ) throws(ProofError) -> SymbolicWord {
    var carry = carry
    return try SymbolicWord { position throws(ProofError) in
      let (one, other) = (left.bits[position], right.bits[position])
      let half = try xor(one, other)
      let result = try xor(half, carry)
      carry = try choose(half, carry, else: one)
      return result
    }
  }

  /// In two's complement: the sum with the complement, and one more.
  private mutating func difference(
    _ left: SymbolicWord, _ right: SymbolicWord
  ) throws(ProofError) -> SymbolicWord {
    let complement = try SymbolicWord { position throws(ProofError) in try not(right.bits[position])
    }
    return try sum(left, complement, carry: .yes)
  }

  private mutating func product(
    _ left: SymbolicWord, _ right: UInt32
  ) throws(ProofError) -> SymbolicWord {
    var result = SymbolicWord(constant: 0)
    for position in 0..<32 where right >> UInt32(position) & 1 != 0 {
      result = try sum(result, Self.shifted(left, by: position), carry: .no)
    }
    return result
  }

  /// Divides as one does on paper, from the most significant bit down.
  private mutating func quotient(
    _ left: SymbolicWord, _ right: UInt32
  ) throws(ProofError) -> (quotient: SymbolicWord, remainder: SymbolicWord) {
    let divisor = SymbolicWord(constant: right)
    var quotient = SymbolicWord(constant: 0)
    var remainder = SymbolicWord(constant: 0)
    for position in (0..<32).reversed() {
      // The bit that is shifted out makes the remainder larger than any divisor.
      let overflow = remainder.bits[31]
      remainder = Self.shifted(remainder, by: 1)
      remainder.bits[0] = left.bits[position]
      let fits = try or(overflow, condition(.greaterOrEqual, remainder, divisor))
      let rest = try difference(remainder, divisor)
      quotient.bits[position] = fits
      remainder = try SymbolicWord { position throws(ProofError) in
        try choose(fits, rest.bits[position], else: remainder.bits[position])
      }
    }
    return (quotient, remainder)
  }

  /// The word moved towards its more significant bits, or by a negative distance away from them.
  private static func shifted(_ word: SymbolicWord, by distance: Int) -> SymbolicWord {
    var result = SymbolicWord(constant: 0)
    for position in 0..<32 where (0..<32).contains(position - distance) {
      result.bits[position] = word.bits[position - distance]
    }
    return result
  }
}
