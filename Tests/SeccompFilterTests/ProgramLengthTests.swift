import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

/// The kernel takes 4096 instructions and no more.
@Suite struct ProgramLengthTests {
  /// A filter for one call, whose rules each ask two words that no other rule asks for.
  private func filter(rules count: Int, extra: [Rule] = []) throws -> Filter {
    let rules = (0..<count).map { place in
      let value = UInt64(place)
      return Rule.on(
        16,
        where: [
          [.arg(0, mask: 0xffff_ffff, value * 2), .arg(1, mask: 0xffff_ffff, value * 3 + 1)]
        ],
        .errno(UInt16(1 + place % 3)), origin: place)
    }
    return try Filter.serving(.x86_64, rules: rules + extra)
  }

  private func length(of filter: Filter) throws -> Int {
    try NativeBackend(unitesRules: false).instructions(for: filter).count
  }

  @Test func `a filter that just fits is compiled, and one more word is too much`() throws {
    // The most rules that fit.
    var (rules, tooMany) = (100, 2_000)
    while tooMany - rules > 1 {
      let middle = (rules + tooMany) / 2
      if (try? length(of: filter(rules: middle))) == nil {
        tooMany = middle
      } else {
        rules = middle
      }
    }
    // Fill up with single numbers, which take fewer instructions than a rule.
    var lone: [Rule] = []
    while true {
      let next = Rule.on(
        UInt32(100 + 2 * lone.count), .errno(UInt16(100 + lone.count)), origin: 5_000)
      guard (try? length(of: filter(rules: rules, extra: lone + [next]))) != nil else { break }
      lone.append(next)
    }
    let fitting = try filter(rules: rules, extra: lone)
    #expect(try (4090...4096).contains(length(of: fitting)))
    let program = try NativeBackend(unitesRules: false).unprovedProgram(for: fitting)
    let calls: [SeccompData] = (0..<UInt64(rules)).flatMap { place in
      [SeccompData.call(16, 2 * place, 3 * place + 1), SeccompData.call(16, 2 * place, 0)]
    }
    expectProgram(program, decides: fitting, on: calls)

    #expect(throws: FilterCompilationError.self) {
      try NativeBackend(unitesRules: false).instructions(for: filter(rules: tooMany))
    }
  }

  @Test func `the message says how long it would be and what takes the most`() throws {
    let wide = (0..<3_000).map { ArgumentTest.arg(0, mask: 0xffff_ffff, UInt64($0) * 3) }
    let filter = try Filter.serving(
      .x86_64,
      rules: [
        .on(0, origin: 0), .on(16, where: [[.arg(1, 5)]], origin: 1),
        Rule.on(
          16,
          where: [
            [
              ArgumentTest(
                index: 0, mask: 0xffff_ffff,
                values: wide.reduce(into: IntervalSet()) { $0 = $0.union($1.values) })
            ]
          ], origin: 2),
        .on(72, where: [[.arg(0, 3), .arg(1, 4)]], origin: 3),
        Rule.on(
          16,
          where: [
            [
              ArgumentTest(
                index: 2, mask: 0xffff_ffff,
                values: wide.reduce(into: IntervalSet()) { $0 = $0.union($1.values) })
            ]
          ], origin: 4),
      ])
    let error = #expect(throws: FilterCompilationError.self) {
      try NativeBackend().instructions(for: filter)
    }
    let message = try #require(error?.message)
    let length = try #require(message.split(separator: " ").dropFirst(4).first.flatMap { Int($0) })
    #expect(length > 6_000)
    #expect(message.hasPrefix("the filter would have \(length) instructions, "))
    #expect(message.contains("and the kernel takes at most 4096; about "))
    #expect(message.hasSuffix(" of them decide 'ioctl' on x86_64"))
    #expect(error?.origin == RuleOrigin(2))
    #expect(error?.notes.map(\.origin) == [2, 4, 3].map(RuleOrigin.init))
    #expect(error?.notes.first?.message.hasSuffix(" instructions are for this rule") == true)
  }

  @Test func `numbers alone can be too many`() throws {
    let filter = try Filter.serving(
      .aarch64,
      rules: [
        Rule(
          numbers: IntervalSet(elements: (0..<5_000).map { UInt32($0) * 2 }), action: .allow,
          origin: .init(7))
      ])
    let error = #expect(throws: FilterCompilationError.self) {
      try NativeBackend().instructions(for: filter)
    }
    #expect(
      error?.message.hasSuffix(
        "; it tells 10000 ranges of numbers apart on aarch64") == true)
    #expect(error?.origin == RuleOrigin(7))
  }

  @Test func `a program that is far too long is not written to know its length`() throws {
    let values = IntervalSet(elements: (0..<200_000 as Range<UInt64>).map { $0 * 3 })
    let filter = try Filter.serving(
      .x86_64,
      rules: [
        .on(
          16, where: [[ArgumentTest(index: 1, mask: 0xffff_ffff, values: values)]], origin: 5)
      ])
    let error = #expect(throws: FilterCompilationError.self) {
      try NativeBackend(unitesRules: false).instructions(for: filter)
    }
    #expect(
      error?.message.hasPrefix("the filter would have at least 200") == true,
      "\(error?.message ?? "")")
    #expect(error?.origin == RuleOrigin(5))
  }

  @Test func `thousands of rules on one call are refused without overflowing the stack`() throws {
    let rules = (0..<8_000).map { place in
      Rule.on(
        1, where: [[.arg(place % 6, mask: UInt64(place % 97) + 1, 1)]],
        .errno(UInt16(place % 4_000)), origin: place)
    }
    #expect(throws: FilterCompilationError.self) {
      try NativeBackend().instructions(for: Filter.serving(.x86_64, rules: rules))
    }
  }

  @Test func `a program near the limit decides every call as it should`() throws {
    // Many numbers, each with its own question and verdict, so that jumps are far.
    let rules = (0..<420).map { place in
      let value = UInt64(place)
      return Rule.on(
        UInt32(place),
        where: [[.arg(place % 6, in: (value << 32) + value...(value << 32) + 2 * value + 1)]],
        .errno(UInt16(place + 1)), origin: place)
    }
    let filter = try Filter.serving(.x86_64, rules: rules)
    let program = try NativeBackend().unprovedProgram(for: filter)
    #expect(program.instructions.count > 2_000)
    expectProgram(program, decides: filter, on: InterestingValues(of: filter).calls)
  }
}
