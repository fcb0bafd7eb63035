import SeccompFilter
import TestSupport
import Testing

/// Sets of bytes, of which there are few enough to look at every member.
@Suite struct IntervalSetTests {
  private typealias Bytes = IntervalSet<UInt8>
  private typealias Members = Set<UInt8>

  private static let universe = UInt8.min...UInt8.max

  @Test(arguments: seeds(500))
  func `operations are those of sets`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let (left, leftMembers) = Self.randomSet(&random)
    let (right, rightMembers) = Self.randomSet(&random)
    let range = Self.randomRange(&random)
    let all = Members(Self.universe)
    expect(left, has: leftMembers, seed)
    expect(Bytes(elements: leftMembers), has: leftMembers, seed)
    expect(left.union(right), has: leftMembers.union(rightMembers), seed)
    expect(left.intersection(right), has: leftMembers.intersection(rightMembers), seed)
    expect(left.subtracting(right), has: leftMembers.subtracting(rightMembers), seed)
    expect(left.complement(), has: all.subtracting(leftMembers), seed)
    expect(left.complement(in: range), has: Members(range).subtracting(leftMembers), seed)
  }

  @Test func `the whole and the empty set`() {
    expect(Bytes.all, has: Members(Self.universe), 0)
    expect(Bytes(), has: [], 0)
    expect(Bytes.all.complement(), has: [], 0)
    expect(Bytes().complement(), has: Members(Self.universe), 0)
  }

  /// Checks the members, and that the ranges are in order with gaps between them.
  private func expect(_ set: Bytes, has members: Members, _ seed: UInt64) {
    #expect(Members(Self.universe.filter(set.contains)) == members, "seed \(seed)")
    #expect(set.isEmpty == members.isEmpty, "seed \(seed)")
    for (range, next) in zip(set.ranges, set.ranges.dropFirst()) {
      #expect(Int(range.upperBound) + 1 < Int(next.lowerBound), "seed \(seed)")
    }
    // Equal sets are equal however they were made.
    #expect(set == Bytes(members.map { $0...$0 }), "seed \(seed)")
  }

  private static func randomSet(_ random: inout SeededGenerator) -> (Bytes, Members) {
    let count = Int.random(in: 0...6, using: &random)
    let ranges = (0..<count).map { _ in randomRange(&random) }
    return (Bytes(ranges), ranges.reduce(into: Members()) { $0.formUnion($1) })
  }

  /// A range whose ends are often the first or last bytes.
  private static func randomRange(_ random: inout SeededGenerator) -> ClosedRange<UInt8> {
    func byte() -> UInt8 {
      let edges: [UInt8] = [0, 1, 254, 255]
      let any = UInt8.random(in: universe, using: &random)
      return Bool.random(using: &random) ? any : edges[Int(any) % edges.count]
    }
    let (first, second) = (byte(), byte())
    return min(first, second)...max(first, second)
  }
}
