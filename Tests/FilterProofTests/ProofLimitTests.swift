import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import FilterProof

/// What cannot be decided ends as undecided, and what can be is decided for all operations.
@Suite struct ProofLimitTests {
  private static let allow = BPFOperation.returnConstant(FilterAction.allow.returnValue)
  private static let kill = BPFOperation.returnConstant(0)

  /// The lower half of an argument.
  private static func argument(_ index: Int) -> BPFOperation {
    .loadWord(offset: UInt32(SeccompData.offset(ofArgument: index, .low, byteOrder: .little)))
  }

  private static func program(_ operations: [BPFOperation]) throws -> BPFProgram {
    try BPFProgram(verifying: operations.map(\.instruction))
  }

  private static func compare(
    _ one: [BPFOperation], _ other: [BPFOperation], limits: ProofLimits = .standard
  ) throws -> Comparison {
    let machine = try #require(Machine(.x86_64))
    return try FilterProver(limits: limits).compare(
      .program(program(one)), .program(program(other)), on: machine)
  }

  // MARK: Bounds

  @Test(arguments: [BPFArithmetic.multiply, .divide, .shiftLeft, .shiftRight])
  func `an index register that depends on the call is not multiplied by`(
    operation: BPFArithmetic
  ) throws {
    let operations: [BPFOperation] = [
      Self.argument(0), .moveToIndex, Self.argument(1), .arithmetic(operation, .index),
      .returnAccumulator,
    ]
    #expect(throws: ProofError.unsupportedArithmetic(instruction: 3)) {
      try Self.compare(operations, operations)
    }
  }

  @Test func `a diagram that grows beyond all bounds is not finished`() throws {
    let operations: [BPFOperation] = [
      Self.argument(0), .arithmetic(.multiply, .constant(0x9e37_79b1)),
      .branch(.equal, .constant(0x1234_5678), 0, 1), Self.allow, Self.kill,
    ]
    #expect(throws: ProofError.tooManyNodes(limit: 30_000)) {
      try Self.compare(operations, operations, limits: ProofLimits(nodes: 30_000))
    }
    #expect(throws: ProofError.tooManySteps(limit: 20_000)) {
      try Self.compare(operations, operations, limits: ProofLimits(steps: 20_000))
    }
  }

  @Test func `states are counted`() throws {
    // Each bit of an argument is kept in a word of its own.
    var operations: [BPFOperation] = [.loadConstant(0)]
    for word in 0..<12 as Range<UInt32> { operations.append(.store(word)) }
    for word in 0..<12 as Range<UInt32> {
      operations += [
        Self.argument(0), .branch(.anyBit, .constant(1 << word), 0, 2), .loadConstant(1 + word),
        .store(word),
      ]
    }
    operations.append(.loadConstant(0))
    for word in 0..<12 as Range<UInt32> {
      operations += [.loadIndexScratch(word), .arithmetic(.add, .index)]
    }
    operations += [.arithmetic(.and, .constant(0)), .returnAccumulator]
    #expect(throws: ProofError.tooManyStates(limit: 2_000)) {
      try Self.compare(operations, [Self.kill], limits: ProofLimits(states: 2_000))
    }
    #expect(try Self.compare(operations, [Self.kill]) == .equal)
  }

  @Test func `an error that is not decided is no proof`() throws {
    var filters = RandomFilters(seed: 5)
    let filter = filters.filter()
    #expect(throws: ProvedProgramError.undecided(.tooManyNodes(limit: 20))) {
      try NativeBackend().program(for: filter, limits: ProofLimits(nodes: 20))
    }
  }

  // MARK: Operations

  /// Programs of two instructions or so, and others that compute the same.
  private static let identities: [(String, [BPFOperation], [BPFOperation])] = [
    (
      "x + 5 - 5 is x",
      [argument(0), .arithmetic(.add, .constant(5)), .arithmetic(.subtract, .constant(5))],
      [argument(0)]
    ),
    (
      "-x is ~x + 1", [argument(0), .arithmetic(.negate, .constant(0))],
      [argument(0), .arithmetic(.xor, .constant(.max)), .arithmetic(.add, .constant(1))]
    ),
    (
      "x * 8 is x << 3", [argument(0), .arithmetic(.multiply, .constant(8))],
      [argument(0), .arithmetic(.shiftLeft, .constant(3))]
    ),
    (
      "x / 16 is x >> 4", [argument(0), .arithmetic(.divide, .constant(16))],
      [argument(0), .arithmetic(.shiftRight, .constant(4))]
    ),
    (
      "(x & 255) / 3 * 3 is (x & 255) - rest",
      [
        argument(0), .arithmetic(.and, .constant(0xff)), .arithmetic(.divide, .constant(3)),
        .arithmetic(.multiply, .constant(3)), .arithmetic(.divide, .constant(3)),
      ],
      [argument(0), .arithmetic(.and, .constant(0xff)), .arithmetic(.divide, .constant(3))]
    ),
    (
      "x + y is y + x",
      [
        argument(0), .moveToIndex, argument(1), .arithmetic(.and, .constant(0xf)),
        .arithmetic(.add, .index),
      ],
      [
        argument(1), .arithmetic(.and, .constant(0xf)), .moveToIndex, argument(0),
        .arithmetic(.add, .index),
      ]
    ),
    (
      "the length is 64",
      [
        .loadLength, .loadIndexLength, .arithmetic(.subtract, .index),
        .arithmetic(.or, .constant(7)),
      ],
      [.loadConstant(7)]
    ),
    (
      "x ^ x is 0", [argument(2), .moveToIndex, .arithmetic(.xor, .index)], [.loadConstant(0)]
    ),
    (
      "shifts take five bits",
      [argument(0), .loadIndexConstant(33), .arithmetic(.shiftLeft, .index)],
      [argument(0), .arithmetic(.shiftLeft, .constant(1))]
    ),
  ]

  @Test(arguments: identities)
  func `what is computed is the same`(
    _ name: String, _ one: [BPFOperation], _ other: [BPFOperation]
  ) throws {
    // Whatever the low bits are becomes an error number.
    let end: [BPFOperation] = [
      .arithmetic(.and, .constant(0xff)),
      .arithmetic(.or, .constant(FilterAction.errno(0).returnValue)), .returnAccumulator,
    ]
    #expect(try Self.compare(one + end, other + end) == .equal, "\(name)")
    var different = other
    different.append(.arithmetic(.xor, .constant(1)))
    #expect(try Self.compare(one + end, different + end) != .equal, "\(name)")
  }

  @Test func `a division by zero ends the thread`() throws {
    let division: [BPFOperation] = [
      Self.argument(0), .loadIndexConstant(0), .arithmetic(.divide, .index), .returnAccumulator,
    ]
    #expect(try Self.compare(division, [Self.kill]) == .equal)
  }

  @Test func `a word that is returned is taken as the kernel takes it`() throws {
    // errno(argument & 0x1fff), which the kernel caps at 4095.
    let operations: [BPFOperation] = [
      Self.argument(0), .arithmetic(.and, .constant(0x1fff)),
      .arithmetic(.or, .constant(FilterAction.errno(0).returnValue)), .returnAccumulator,
    ]
    let capped: [BPFOperation] = [
      Self.argument(0), .arithmetic(.and, .constant(0x1fff)),
      .branch(.greater, .constant(4095), 0, 1),
      .returnConstant(FilterAction.errno(4095).returnValue),
      .arithmetic(.or, .constant(FilterAction.errno(0).returnValue)), .returnAccumulator,
    ]
    #expect(try Self.compare(operations, capped) == .equal)
    // Data of actions that have none are ignored, and words that name no action kill.
    #expect(try Self.compare([.returnConstant(0x7fff_1234)], [Self.allow]) == .equal)
    #expect(
      try Self.compare([.returnConstant(0x1234_0000)], [.returnConstant(0x8000_0000)]) == .equal)
  }

  @Test func `the first witness is the smallest`() throws {
    let machine = try #require(Machine(.x86_64))
    let one = try Self.program([
      .loadWord(offset: 0), .branch(.greater, .constant(7), 0, 3), Self.argument(3),
      .branch(.equal, .constant(0x55), 0, 1), Self.kill, Self.allow,
    ])
    let comparison = try FilterProver().compare(
      .program(one), .program(Self.program([Self.allow])), on: machine)
    guard case .different(let witness) = comparison else {
      Issue.record("\(comparison)")
      return
    }
    var expected = SeccompData(number: 8, auditArchitecture: ABI.x86_64.auditArchitecture)
    expected.arguments[3] = 0x55
    #expect(witness.call == expected)
    #expect(witness.left == .killThread && witness.right == .allow)
  }

  /// 64-bit code that calls the 32-bit way shows whole registers, to a filter that a 32-bit program
  /// has made too.
  @Test(arguments: [(ABI.x86_64, ABI.i386), (.i386, .i386), (.aarch64, .arm), (.arm, .arm)])
  func `every half of every register counts on 32-bit ABIs`(own: ABI, abi: ABI) throws {
    let machine = try #require(Machine(own))
    func compare(offset: UInt32) throws -> Comparison {
      let asking: [BPFOperation] = [
        .loadWord(offset: offset), .branch(.equal, .constant(0), 0, 1), Self.allow, Self.kill,
      ]
      let guarded: [BPFOperation] = [
        .loadWord(offset: 4), .branch(.equal, .constant(abi.auditArchitecture), 1, 0),
        Self.allow,
      ]
      return try FilterProver().compare(
        .program(Self.program(guarded + asking)), .program(Self.program([Self.allow])), on: machine)
    }
    for offset in stride(from: UInt32(8), to: 64, by: 4) {
      guard case .different(let witness) = try compare(offset: offset) else {
        Issue.record("nothing is said of offset \(offset)")
        continue
      }
      #expect(witness.call.auditArchitecture == abi.auditArchitecture)
      #expect(witness.left == .killThread && witness.right == .allow)
    }
  }
}
