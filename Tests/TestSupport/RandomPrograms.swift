public import ClassicBPF

/// Programs that the kernel takes and that no compiler would make: every operation, in any order.
public struct RandomPrograms {
  private var random: SeededGenerator

  /// Begins a sequence of programs.
  ///
  /// - Parameter seed: What tells it from other sequences.
  public init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The next program, which returns only error numbers up to 2047, or 0 after a division by 0.
  ///
  /// - Parameter longest: About how many instructions there may be.
  /// - Returns: The instructions.
  public mutating func program(longest: Int = 60) -> [BPFInstruction] {
    // Scratch memory has to be written on every way to where it is read, so it is written first.
    let cells = below(4)
    var operations: [BPFOperation] = (0..<cells).map { cell in
      below(2) == 0 ? .store(UInt32(cell)) : .storeIndex(UInt32(cell))
    }
    let end: [BPFOperation] = [
      .arithmetic(.and, .constant(0x7ff)), .arithmetic(.or, .constant(0x0005_0000)),
      .returnAccumulator,
    ]
    let length = 1 + below(longest)
    for place in 0..<length {
      operations.append(operation(cells: UInt32(cells), left: length - 1 - place))
    }
    return (operations + end).map(\.instruction)
  }

  /// An operation that may skip as many of those after it as are left.
  private mutating func operation(cells: UInt32, left: Int) -> BPFOperation {
    switch below(14) {
    case 0, 1, 2: return .loadWord(offset: 4 * UInt32(below(16)))
    case 3: return pick([.loadLength, .loadIndexLength, .moveToIndex, .moveToAccumulator])
    case 4: return .loadConstant(constant())
    case 5: return .loadIndexConstant(constant())
    case 6 where cells > 0:
      let cell = UInt32(below(Int(cells)))
      return pick([.loadScratch(cell), .loadIndexScratch(cell), .store(cell), .storeIndex(cell)])
    case 7: return .jump(UInt32(below(min(left, 300) + 1)))
    case 8, 9, 10:
      let operand: BPFOperand = below(3) == 0 ? .index : .constant(constant())
      return .branch(
        pick([.equal, .greater, .greaterOrEqual, .anyBit]), operand, skip(left), skip(left))
    case 11 where below(4) == 0:
      return .returnConstant(FilterAction.errno(UInt16(below(2048))).returnValue)
    default: return arithmetic()
    }
  }

  private mutating func arithmetic() -> BPFOperation {
    let operation: BPFArithmetic = pick([
      .add, .subtract, .multiply, .divide, .and, .or, .xor, .shiftLeft, .shiftRight, .negate,
    ])
    switch operation {
    case .remainder: preconditionFailure("seccomp does not admit it")
    case .negate: return .arithmetic(.negate, .constant(0))
    case .divide: return .arithmetic(.divide, below(2) == 0 ? .index : .constant(constant() | 1))
    case .shiftLeft, .shiftRight:
      return .arithmetic(operation, below(2) == 0 ? .index : .constant(UInt32(below(32))))
    case .add, .subtract, .multiply, .and, .or, .xor:
      return .arithmetic(operation, below(2) == 0 ? .index : .constant(constant()))
    }
  }

  private mutating func skip(_ left: Int) -> UInt8 { UInt8(below(min(left, 255) + 1)) }

  /// A constant that is often near a seam.
  public mutating func constant() -> UInt32 {
    switch below(5) {
    case 0: UInt32(below(4))
    case 1: pick([0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_fffe, 0x1_0000, 31, 32, 33])
    case 2: 1 << UInt32(below(32))
    default: UInt32.random(in: 0...UInt32.max, using: &random) >> UInt32(below(32))
    }
  }

  /// A program with one field of one instruction changed, which the kernel may refuse.
  ///
  /// - Parameter program: The program.
  /// - Returns: The changed instructions.
  public mutating func mutated(_ program: [BPFInstruction]) -> [BPFInstruction] {
    var program = program
    let place = below(program.count)
    switch below(8) {
    case 0: program[place].code = UInt16(below(256))
    case 1: program[place].code ^= 1 << UInt16(below(16))
    case 2: program[place].jumpTrue = UInt8(below(256))
    case 3: program[place].jumpFalse = UInt8(below(256))
    case 4: program[place].k = constant()
    case 5: program[place].k &+= UInt32(bitPattern: Int32(below(9) - 4))
    case 6: program.remove(at: place)
    default: program.swapAt(place, below(program.count))
    }
    return program
  }

  /// A number from 0 up to a bound.
  ///
  /// - Parameter bound: The least number that does not come.
  /// - Returns: The number.
  public mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  /// One of several things.
  ///
  /// - Parameter choices: The things, at least one.
  /// - Returns: One of them.
  public mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}
