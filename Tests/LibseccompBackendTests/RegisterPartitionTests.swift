#if Libseccomp
  import SeccompFilter
  import TestSupport
  import Testing

  @testable import LibseccompBackend

  @Suite struct RegisterPartitionTests {
    /// Whether a register's content is in a set.
    private static func contains(_ set: MaskedValue, _ content: UInt64) -> Bool {
      content & set.mask == set.value
    }

    /// A test of the low 8 bits, so that all contents can be tried.
    private static func narrowTest(_ random: inout RandomFilters) -> ArgumentTest {
      let ranges = (0..<random.below(4)).map { _ in
        let (one, other) = (UInt64(random.below(256)), UInt64(random.below(256)))
        return min(one, other)...max(one, other)
      }
      let mask = random.pick([0xff, 0xff, UInt64(random.below(256)), 0])
      return ArgumentTest(index: 0, mask: mask, values: IntervalSet(ranges))
    }

    @Test(arguments: seeds(500))
    func `the pieces of a test are exactly what it holds for, and do not overlap`(_ seed: UInt64) {
      var random = RandomFilters(seed: seed)
      let test = Self.narrowTest(&random)
      let pieces = test.pieces
      for content in UInt64(0)..<256 {
        let holders = pieces.count { Self.contains($0, content) }
        #expect(holders == (test.holds(for: content) ? 1 : 0), "content \(content) of \(test)")
      }
    }

    @Test(
      arguments: [
        (1...1, 1), (0...0xffff_ffff_ffff_ffff, 1), (0...99, 3), (0x1_0000_0000...0x1_ffff_ffff, 1),
        (1...0xffff_ffff_ffff_fffe, 126),
      ] as [(ClosedRange<UInt64>, Int)])
    func `a range takes as many pieces as it has aligned blocks`(
      _ range: ClosedRange<UInt64>, _ count: Int
    ) {
      let test = ArgumentTest(index: 0, mask: .max, values: IntervalSet(range))
      #expect(test.pieces.count == count)
    }

    @Test(arguments: seeds(300))
    func `each content is in one cell, and the cell knows what the tests answer`(_ seed: UInt64) {
      var random = RandomFilters(seed: seed)
      let tests = (0..<1 + random.below(4)).map { _ in Self.narrowTest(&random) }
      guard let partition = RegisterPartition(by: tests) else {
        Issue.record("8 bits are not too much")
        return
      }
      for content in UInt64(0)..<256 {
        let cells = partition.cells.filter { cell in
          cell.pieces.contains { Self.contains($0, content) }
        }
        #expect(cells.count <= 1)
        #expect(cells.flatMap(\.pieces).count { Self.contains($0, content) } <= 1)
        let answers = cells.first?.answers ?? partition.elsewhere
        #expect(answers == tests.map { $0.holds(for: content) }, "content \(content)")
      }
    }

    @Test func `what would take a comparison for each bit is spelled out by its opposite`() {
      let notFive = ArgumentTest(
        index: 0, mask: 0xffff_ffff, values: IntervalSet(5...5).complement())
      let partition = RegisterPartition(by: [notFive])
      #expect(partition?.cells.flatMap(\.pieces) == [MaskedValue(mask: 0xffff_ffff, value: 5)])
      #expect(partition?.elsewhere == [true])
    }

    @Test func `too many pieces are refused`() {
      // Two masks that have nothing in common, and 100 values of each.
      let tests = [0x5555_5555_5555_5555, 0xaaaa_aaaa_aaaa_aaaa].map { (mask: UInt64) in
        ArgumentTest(
          index: 0, mask: mask,
          values: IntervalSet(
            elements: (1...100).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 & mask })
        )
      }
      #expect(RegisterPartition(by: tests) == nil)
    }
  }
#endif
