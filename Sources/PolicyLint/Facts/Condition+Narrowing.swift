import SeccompFilter

extension Condition {
  /// Whether it says which calls are meant: each of its alternatives holds few values of some argument.
  ///
  /// A condition that only leaves values out does not: what it forgets, it lets through.
  var isNarrow: Bool {
    alternatives.allSatisfy { Self.together($0).contains(where: \.isNarrow) }
  }

  /// Whether what it does not hold for is narrow in that sense.
  var leavesLittle: Bool {
    alternatives.contains { $0.allSatisfy(\.leavesLittle) }
  }

  /// Tests of which those are one that are about the same bits, such as an upper and a lower bound.
  private static func together(_ tests: [ArgumentTest]) -> [ArgumentTest] {
    tests.reduce(into: []) { merged, test in
      let index = merged.firstIndex { ($0.index, $0.mask) == (test.index, test.mask) }
      if let index {
        merged[index].values = merged[index].values.intersection(test.values)
      } else {
        merged.append(test)
      }
    }
  }
}

extension ArgumentTest {
  /// Whether it holds for few values: of a number for one in 256, of some of its bits for half.
  fileprivate var isNarrow: Bool { share <= limit }

  /// Whether there are few values that it does not hold for.
  fileprivate var leavesLittle: Bool { 1 - share <= limit }

  private var limit: Double { mask.nonzeroBitCount < 32 ? 0.5 : 1 / 256 }

  /// For which part of all values of the bits it holds.
  private var share: Double {
    let all = Double(sign: .plus, exponent: mask.nonzeroBitCount, significand: 1)
    return values.intervals.reduce(0) { sum, interval in
      let (first, last) = (interval.lowerBound, interval.upperBound)
      let end = last == .max ? all : count(below: last + 1)
      return sum + end - count(below: first)
    } / all
  }

  /// How many values of the bits are less than a number.
  private func count(below end: UInt64) -> Double {
    var count = 0.0
    for bit in (0..<64).reversed().map({ UInt64(1) << UInt64($0) }) {
      let rest = Double(
        sign: .plus, exponent: (mask & (bit - 1)).nonzeroBitCount, significand: 1)
      guard end & bit != 0 else { continue }
      // With this bit 0 whatever follows is less; with it 1 the lower bits decide, if there is such a
      // value.
      count += rest
      if mask & bit == 0 { break }
    }
    return count
  }
}
