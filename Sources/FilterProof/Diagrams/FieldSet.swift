import Toolbox

/// A set of values of a field, in the form that takes the fewest words.
public struct FieldSet: Hashable, Sendable {
  /// How the set is written down.
  ///
  /// Values have no bit outside ``FieldSet/mask``.
  public enum Form: Hashable, Sendable {
    /// These values of the masked field, in ascending order.
    case values([UInt64])
    /// Every value of the masked field but these.
    case allBut([UInt64])
    /// The values in these ranges, in ascending order; the mask has no gaps and begins at bit 0.
    case ranges([ClosedRange<UInt64>])
    /// The values that have, under one of these masks, the bits that go with it.
    case patterns([Pattern])
  }

  /// Bits that are given, and what they are.
  public struct Pattern: Hashable, Sendable {
    /// The bits that are given.
    public var mask: UInt64
    /// What they are; no bit outside the mask.
    public var value: UInt64
  }

  /// The bits that matter; all others may be anything.
  public let mask: UInt64
  /// The set.
  public let form: Form
  /// How many patterns the set has beside those of its form, which then is only a part of it.
  public let leftOut: Int

  init(mask: UInt64, form: Form, leftOut: Int = 0) {
    self.mask = mask
    self.form = form
    self.leftOut = leftOut
  }

  /// How many values, ranges or patterns the form lists.
  public var count: Int {
    switch form {
    case .values(let values), .allBut(let values): values.count
    case .ranges(let ranges): ranges.count
    case .patterns(let patterns): patterns.count
    }
  }

  /// Whether a value is in the set, as far as its form tells.
  ///
  /// - Parameter value: A value of the whole field.
  /// - Returns: Whether it is.
  public func contains(_ value: UInt64) -> Bool {
    let masked = value & mask
    return switch form {
    case .values(let values): values.contains(masked)
    case .allBut(let values): !values.contains(masked)
    case .ranges(let ranges): ranges.contains { $0.contains(masked) }
    case .patterns(let patterns): patterns.contains { masked & $0.mask == $0.value }
    }
  }
}

extension DiagramStore {
  /// The set of the values of one field that meet a condition on that field alone.
  ///
  /// - Parameters:
  ///   - condition: The condition, not one that always holds or never.
  ///   - lastLevel: The level of the least significant bit of the field.
  ///   - most: The most patterns.
  ///   - mostListed: More values or ranges than this are not listed where patterns might do.
  /// - Returns: The set, or so much of it that there is no pattern more.
  func fieldSet(
    of condition: Diagram, lastLevel: UInt32, upTo most: Int, listing mostListed: Int
  ) -> FieldSet {
    let support = support(of: condition, lastLevel: lastLevel)
    // A comparison of a whole number need not look at the lowest bits: 8 or more. Of less than a whole
    // number, high bits without the low ones are flags.
    let filled = support | ((1 << UInt64(support.trailingZeroBitCount)) &- 1)
    let isWhole = [0xffff, 0xffff_ffff, UInt64.max].contains(filled)
    let isDense = filled & (filled &+ 1) == 0 && (isWhole || filled == support)
    let mask = isDense ? filled : support

    // Where there are few values, their count is the sum of few powers of 2, and exact.
    let cases = Double(sign: .plus, exponent: mask.nonzeroBitCount, significand: 1)
    let counts = [Diagram.yes, .no].map { terminal in
      var known: [Diagram: Double] = [:]
      return share(of: condition, reaching: terminal, &known) * cases
    }
    let least = min(counts[0], counts[1])
    if isDense {
      let ranges = self.ranges(
        of: condition, width: mask.nonzeroBitCount, lastLevel: lastLevel, upTo: 2 * mostListed
      ).map { $0.filter { $0.end == .yes }.map(\.range) }
      // A range takes two words.
      if let ranges, ranges.count <= mostListed, Double(2 * ranges.count) < least {
        return FieldSet(mask: mask, form: .ranges(ranges))
      }
    }
    if least <= Double(mostListed) {
      let isListed = counts[0] <= counts[1]
      let values = paths(
        of: condition, to: isListed ? .yes : .no, filling: mask, lastLevel: lastLevel)
      return FieldSet(mask: mask, form: isListed ? .values(values) : .allBut(values))
    }
    let patterns = patterns(of: condition, lastLevel: lastLevel, upTo: most)
    if patterns.count < most { return FieldSet(mask: support, form: .patterns(patterns)) }
    var known: [Diagram: Int] = [:]
    return FieldSet(
      mask: support, form: .patterns(patterns),
      leftOut: ways(from: condition, &known) - patterns.count)
  }

  /// How many ways lead to where a condition holds: as many as it has patterns.
  private func ways(from condition: Diagram, _ known: inout [Diagram: Int]) -> Int {
    if isTerminal(condition) { return condition == .yes ? 1 : 0 }
    if let ways = known[condition] { return ways }
    let (low, high) = branches(of: condition)
    // Of 64 bits there may be as many as an integer does not hold.
    let (sum, isTooLarge) = ways(from: low, &known).addingReportingOverflow(
      ways(from: high, &known))
    let ways = isTooLarge ? Int.max : sum
    known[condition] = ways
    return ways
  }

  /// The bits of a field that a condition on it asks for.
  private func support(of condition: Diagram, lastLevel: UInt32) -> UInt64 {
    var mask: UInt64 = 0
    var seen: Set<Diagram> = []
    var open = [condition]
    while let diagram = open.popLast() {
      guard !isTerminal(diagram), seen.insert(diagram).inserted else { continue }
      mask |= 1 << UInt64(lastLevel - level(of: diagram))
      let (low, high) = branches(of: diagram)
      open += [low, high]
    }
    return mask
  }

  /// The share of all values that lead to a terminal.
  private func share(
    of condition: Diagram, reaching terminal: Diagram, _ known: inout [Diagram: Double]
  ) -> Double {
    if isTerminal(condition) { return condition == terminal ? 1 : 0 }
    if let share = known[condition] { return share }
    let (low, high) = branches(of: condition)
    let share =
      (self.share(of: low, reaching: terminal, &known)
        + self.share(of: high, reaching: terminal, &known)) / 2
    known[condition] = share
    return share
  }

  /// The few values under a mask that lead to a terminal, in ascending order.
  private func paths(
    of condition: Diagram, to terminal: Diagram, filling mask: UInt64, lastLevel: UInt32
  ) -> [UInt64] {
    var values: [UInt64] = []
    // The higher branch is put down first, so that the lower one comes out first.
    var open: [(diagram: Diagram, bit: Int, value: UInt64)] = [(condition, 63, 0)]
    while let (diagram, start, value) = open.popLast() {
      if isTerminal(diagram) && diagram != terminal { continue }
      var bit = start
      while bit >= 0 && mask >> UInt64(bit) & 1 == 0 { bit -= 1 }
      if bit < 0 {
        values.append(value)
        continue
      }
      let (low, high) = branches(of: diagram, at: lastLevel - UInt32(bit))
      open.append((high, bit - 1, value | 1 << UInt64(bit)))
      open.append((low, bit - 1, value))
    }
    return values
  }

  /// The bits that are asked for on each way to where a condition holds, and the answers.
  private func patterns(
    of condition: Diagram, lastLevel: UInt32, upTo most: Int
  ) -> [FieldSet.Pattern] {
    var patterns: [FieldSet.Pattern] = []
    var open = [(condition, FieldSet.Pattern(mask: 0, value: 0))]
    while patterns.count < most, let (diagram, pattern) = open.popLast() {
      if diagram == .no { continue }
      if diagram == .yes {
        patterns.append(pattern)
        continue
      }
      let bit = UInt64(1) << UInt64(lastLevel - level(of: diagram))
      let (low, high) = branches(of: diagram)
      open.append((high, .init(mask: pattern.mask | bit, value: pattern.value | bit)))
      open.append((low, .init(mask: pattern.mask | bit, value: pattern.value)))
    }
    return patterns
  }

  /// Where a field leads, by ranges of its values, in order; neighbours lead to different ends.
  ///
  /// - Parameters:
  ///   - diagram: A diagram that asks for no bit above the field.
  ///   - width: The number of bits of the field.
  ///   - lastLevel: The level of its least significant bit.
  ///   - limit: The most ranges.
  /// - Returns: The ranges, and the diagrams below the field; `nil` where there are more.
  func ranges(
    of diagram: Diagram, width: Int, lastLevel: UInt32, upTo limit: Int
  ) -> [(range: ClosedRange<UInt64>, end: Diagram)]? {
    let (ranges, isCut) = firstRanges(
      of: diagram, width: width, lastLevel: lastLevel, upTo: limit)
    return isCut ? nil : ranges
  }

  /// The first ranges of a field, as ``ranges(of:width:lastLevel:upTo:)`` has them, and whether there
  /// are more.
  func firstRanges(
    of diagram: Diagram, width: Int, lastLevel: UInt32, upTo limit: Int
  ) -> (ranges: [(range: ClosedRange<UInt64>, end: Diagram)], isCut: Bool) {
    var ranges: [(range: ClosedRange<UInt64>, end: Diagram)] = []
    let all = UInt64(lowBits: width)
    var open = [(diagram: diagram, values: 0...all)]
    while let (diagram, values) = open.popLast() {
      let level = self.level(of: diagram)
      if level > lastLevel {
        if let last = ranges.last, last.end == diagram {
          ranges[ranges.count - 1].range = last.range.lowerBound...values.upperBound
        } else {
          if ranges.count == limit { return (ranges, true) }
          ranges.append((values, diagram))
        }
        continue
      }
      // Bits that are not asked for halve the range all the same.
      let half = (values.upperBound - values.lowerBound) / 2
      let middle = values.lowerBound + half
      let isAsked = 1 << UInt64(lastLevel - level) == half + 1
      let (low, high) = isAsked ? branches(of: diagram) : (diagram, diagram)
      open.append((high, middle + 1...values.upperBound))
      open.append((low, values.lowerBound...middle))
    }
    return (ranges, false)
  }
}
