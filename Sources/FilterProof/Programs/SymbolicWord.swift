import ClassicBPF

/// A word of 32 bits, each of them a condition on the call.
struct SymbolicWord: Hashable {
  /// The bits, the least significant one first.
  var bits: InlineArray<32, Diagram>

  /// The word whose bits are given one by one, the least significant first.
  init(_ bit: (Int) throws(ProofError) -> Diagram) throws(ProofError) {
    bits = InlineArray(repeating: .no)
    for position in 0..<32 { bits[position] = try bit(position) }
  }

  /// The same word for every call.
  init(constant: UInt32) {
    bits = InlineArray(repeating: .no)
    for position in 0..<32 where constant >> UInt32(position) & 1 != 0 { bits[position] = .yes }
  }

  /// The word's value, if it is the same for every call.
  var constant: UInt32? {
    var value: UInt32 = 0
    for position in 0..<32 {
      if bits[position] == .yes {
        value |= 1 << UInt32(position)
      } else if bits[position] != .no {
        return nil
      }
    }
    return value
  }

  static func == (left: Self, right: Self) -> Bool {
    for position in 0..<32 where left.bits[position] != right.bits[position] { return false }
    return true
  }

  func hash(into hasher: inout Hasher) {
    for position in 0..<32 { hasher.combine(bits[position]) }
  }
}

// MARK: Comparisons

extension DiagramStore {
  /// The calls for which a comparison holds.
  mutating func condition(
    _ comparison: BPFComparison, _ left: SymbolicWord, _ right: SymbolicWord
  ) throws(ProofError) -> Diagram {
    // From the least significant bit up: each bit decides, or leaves it to those below.
    var result: Diagram
    switch comparison {
    case .equal:
      result = .yes
      for position in 0..<32 {
        let (one, other) = (left.bits[position], right.bits[position])
        // What most filters compare with is constant, and asks for one choice a bit.
        switch other {
        case .yes: result = try choose(one, result, else: .no)
        case .no: result = try choose(one, .no, else: result)
        default: result = try choose(one, and(other, result), else: and(not(other), result))
        }
      }
    case .greater, .greaterOrEqual:
      result = comparison == .greater ? .no : .yes
      for position in 0..<32 {
        let (one, other) = (left.bits[position], right.bits[position])
        switch other {
        case .yes: result = try choose(one, result, else: .no)
        case .no: result = try choose(one, .yes, else: result)
        default:
          result = try choose(
            one, choose(other, result, else: .yes), else: and(not(other), result))
        }
      }
    case .anyBit:
      result = .no
      for position in 0..<32 {
        result = try or(and(left.bits[position], right.bits[position]), result)
      }
    }
    return result
  }
}
