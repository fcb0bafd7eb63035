import SeccompFilter

extension DiagramStore {
  /// Where the condition does not hold.
  mutating func not(_ condition: Diagram) throws(ProofError) -> Diagram {
    try choose(condition, .no, else: .yes)
  }

  /// Where both conditions hold.
  mutating func and(_ one: Diagram, _ other: Diagram) throws(ProofError) -> Diagram {
    try choose(one, other, else: .no)
  }

  /// Where at least one of the conditions holds.
  mutating func or(_ one: Diagram, _ other: Diagram) throws(ProofError) -> Diagram {
    try choose(one, .yes, else: other)
  }

  /// Where exactly one of the conditions holds.
  mutating func xor(_ one: Diagram, _ other: Diagram) throws(ProofError) -> Diagram {
    try choose(one, not(other), else: other)
  }

  /// Where at least one of some conditions holds.
  mutating func union(_ conditions: [Diagram]) throws(ProofError) -> Diagram {
    var conditions = conditions
    // Neighbours first, so that what is made on the way stays small.
    while conditions.count > 1 {
      var joined: [Diagram] = []
      for index in stride(from: 0, to: conditions.count, by: 2) {
        let isLast = index + 1 == conditions.count
        joined.append(
          isLast ? conditions[index] : try or(conditions[index], conditions[index + 1]))
      }
      conditions = joined
    }
    return conditions.first ?? .no
  }

  /// The calls at which a field, under a mask, has one of some values.
  ///
  /// - Parameters:
  ///   - firstLevel: The level of the field's most significant bit.
  ///   - width: The number of its bits, 32 or 64.
  ///   - mask: The bits that are looked at.
  ///   - ranges: The values of the masked field, in order and apart.
  /// - Returns: The condition.
  /// - Throws: ``ProofError`` beyond the limits.
  mutating func field(
    at firstLevel: UInt32, width: Int, mask: UInt64, isIn ranges: [Interval<UInt64>]
  ) throws(ProofError) -> Diagram {
    try members(
      of: ranges, from: 0, mask: mask, prefix: 0, bit: width - 1,
      lastLevel: firstLevel + UInt32(width) - 1)
  }

  /// Which of the values that begin with a prefix are members.
  private mutating func members(
    of ranges: [Interval<UInt64>], from first: Int, mask: UInt64, prefix: UInt64, bit: Int,
    lastLevel: UInt32
  ) throws(ProofError) -> Diagram {
    let last = prefix | (mask & ((1 << UInt64(bit + 1)) &- 1))
    var first = first
    while first < ranges.count && ranges[first].upperBound < prefix { first += 1 }
    guard first < ranges.count, ranges[first].lowerBound <= last else { return .no }
    if ranges[first].lowerBound <= prefix && ranges[first].upperBound >= last { return .yes }

    try takeStep()
    // Only at an end of a range is the answer open still, so few prefixes come this far.
    var bit = bit
    while bit >= 0 && mask >> UInt64(bit) & 1 == 0 { bit -= 1 }
    precondition(bit >= 0, "a value is a member or not")
    let low = try members(
      of: ranges, from: first, mask: mask, prefix: prefix, bit: bit - 1, lastLevel: lastLevel)
    let high = try members(
      of: ranges, from: first, mask: mask, prefix: prefix | 1 << UInt64(bit), bit: bit - 1,
      lastLevel: lastLevel)
    return try question(at: lastLevel - UInt32(bit), low: low, high: high)
  }
}
