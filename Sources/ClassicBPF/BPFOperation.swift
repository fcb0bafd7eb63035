/// The right operand of an arithmetic or comparing instruction.
public enum BPFOperand: Hashable, Sendable {
  /// The constant in the instruction.
  case constant(UInt32)
  /// The index register X.
  case index
}

/// An instruction decoded: the part of classic BPF that seccomp admits.
///
/// `A` is the accumulator, `X` the index register, `M` the 16 words of scratch memory; all are 32
/// bits wide. Verifier, interpreter, disassembler and compilers switch on this and not on numbers.
public enum BPFOperation: Hashable, Sendable {
  /// A ← the word of `seccomp_data` at this offset in bytes. `BPF_LD | BPF_W | BPF_ABS`.
  case loadWord(offset: UInt32)
  /// A ← 64, the length of `seccomp_data`. `BPF_LD | BPF_W | BPF_LEN`.
  case loadLength
  /// A ← a constant. `BPF_LD | BPF_IMM`.
  case loadConstant(UInt32)
  /// A ← M[n]. `BPF_LD | BPF_MEM`.
  case loadScratch(UInt32)
  /// X ← 64, the length of `seccomp_data`. `BPF_LDX | BPF_W | BPF_LEN`.
  case loadIndexLength
  /// X ← a constant. `BPF_LDX | BPF_IMM`.
  case loadIndexConstant(UInt32)
  /// X ← M[n]. `BPF_LDX | BPF_MEM`.
  case loadIndexScratch(UInt32)
  /// M[n] ← A. `BPF_ST`.
  case store(UInt32)
  /// M[n] ← X. `BPF_STX`.
  case storeIndex(UInt32)
  /// A ← A op operand. `BPF_ALU`.
  case arithmetic(BPFArithmetic, BPFOperand)
  /// Skips as many instructions. `BPF_JMP | BPF_JA`.
  case jump(UInt32)
  /// Skips the first number of instructions if the comparison of A holds, else the second.
  case branch(BPFComparison, BPFOperand, UInt8, UInt8)
  /// X ← A. `BPF_MISC | BPF_TAX`.
  case moveToIndex
  /// A ← X. `BPF_MISC | BPF_TXA`.
  case moveToAccumulator
  /// Ends with a constant. `BPF_RET | BPF_K`.
  case returnConstant(UInt32)
  /// Ends with A. `BPF_RET | BPF_A`.
  case returnAccumulator
}

extension BPFOperation {
  /// Decodes an instruction.
  ///
  /// What seccomp does not admit has no decoded form. Fields that an instruction does not use may
  /// hold anything, for the kernel does not look at them.
  ///
  /// - Parameter instruction: The instruction as the kernel takes it.
  public init?(_ instruction: BPFInstruction) {
    let (code, k) = (instruction.code, instruction.k)
    let rest = code & ~BPFOpcode.classMask
    let decoded: Self? =
      switch code & BPFOpcode.classMask {
      case BPFOpcode.load: Self.load(mode: rest, k)
      case BPFOpcode.loadIndex: Self.loadIndex(mode: rest, k)
      case BPFOpcode.store: rest == 0 ? .store(k) : nil
      case BPFOpcode.storeIndex: rest == 0 ? .storeIndex(k) : nil
      case BPFOpcode.alu: Self.arithmetic(rest, k)
      case BPFOpcode.jump: Self.jump(rest, instruction)
      case BPFOpcode.return: Self.return(rest, k)
      default: Self.move(rest)
      }
    guard let decoded else { return nil }
    self = decoded
  }

  private static func load(mode: UInt16, _ k: UInt32) -> Self? {
    switch mode {
    case BPFOpcode.word | BPFOpcode.absolute: .loadWord(offset: k)
    case BPFOpcode.word | BPFOpcode.length: .loadLength
    case BPFOpcode.immediate: .loadConstant(k)
    case BPFOpcode.memory: .loadScratch(k)
    default: nil
    }
  }

  private static func loadIndex(mode: UInt16, _ k: UInt32) -> Self? {
    switch mode {
    case BPFOpcode.word | BPFOpcode.length: .loadIndexLength
    case BPFOpcode.immediate: .loadIndexConstant(k)
    case BPFOpcode.memory: .loadIndexScratch(k)
    default: nil
    }
  }

  private static func arithmetic(_ rest: UInt16, _ k: UInt32) -> Self? {
    guard let operation = BPFArithmetic(rawValue: rest & ~BPFOpcode.index) else { return nil }
    let usesIndex = rest & BPFOpcode.index != 0
    if operation == .remainder || operation == .negate && usesIndex { return nil }
    return .arithmetic(operation, usesIndex ? .index : .constant(operation == .negate ? 0 : k))
  }

  private static func jump(_ rest: UInt16, _ instruction: BPFInstruction) -> Self? {
    if rest == BPFOpcode.jumpAlways { return .jump(instruction.k) }
    guard let comparison = BPFComparison(rawValue: rest & ~BPFOpcode.index) else { return nil }
    let usesIndex = rest & BPFOpcode.index != 0
    return .branch(
      comparison, usesIndex ? .index : .constant(instruction.k), instruction.jumpTrue,
      instruction.jumpFalse)
  }

  private static func `return`(_ rest: UInt16, _ k: UInt32) -> Self? {
    switch rest {
    case BPFOpcode.constant: .returnConstant(k)
    case BPFOpcode.accumulator: .returnAccumulator
    default: nil
    }
  }

  private static func move(_ rest: UInt16) -> Self? {
    switch rest {
    case BPFOpcode.moveToIndex: .moveToIndex
    case BPFOpcode.moveToAccumulator: .moveToAccumulator
    default: nil
    }
  }

  /// The instruction as the kernel takes it, with unused fields zero.
  public var instruction: BPFInstruction {
    switch self {
    case .loadWord(let offset):
      .init(code: BPFOpcode.load | BPFOpcode.word | BPFOpcode.absolute, k: offset)
    case .loadLength: .init(code: BPFOpcode.load | BPFOpcode.word | BPFOpcode.length)
    case .loadConstant(let k): .init(code: BPFOpcode.load | BPFOpcode.immediate, k: k)
    case .loadScratch(let k): .init(code: BPFOpcode.load | BPFOpcode.memory, k: k)
    case .loadIndexLength: .init(code: BPFOpcode.loadIndex | BPFOpcode.word | BPFOpcode.length)
    case .loadIndexConstant(let k): .init(code: BPFOpcode.loadIndex | BPFOpcode.immediate, k: k)
    case .loadIndexScratch(let k): .init(code: BPFOpcode.loadIndex | BPFOpcode.memory, k: k)
    case .store(let k): .init(code: BPFOpcode.store, k: k)
    case .storeIndex(let k): .init(code: BPFOpcode.storeIndex, k: k)
    case .arithmetic(let operation, let operand):
      .init(code: BPFOpcode.alu | operation.rawValue | operand.source, k: operand.k)
    case .jump(let distance): .init(code: BPFOpcode.jump | BPFOpcode.jumpAlways, k: distance)
    case .branch(let comparison, let operand, let jumpTrue, let jumpFalse):
      .init(
        code: BPFOpcode.jump | comparison.rawValue | operand.source, jumpTrue: jumpTrue,
        jumpFalse: jumpFalse, k: operand.k)
    case .moveToIndex: .init(code: BPFOpcode.misc | BPFOpcode.moveToIndex)
    case .moveToAccumulator: .init(code: BPFOpcode.misc | BPFOpcode.moveToAccumulator)
    case .returnConstant(let value):
      .init(code: BPFOpcode.return | BPFOpcode.constant, k: value)
    case .returnAccumulator: .init(code: BPFOpcode.return | BPFOpcode.accumulator)
    }
  }
}

extension BPFOperand {
  fileprivate var source: UInt16 {
    switch self {
    case .constant: BPFOpcode.constant
    case .index: BPFOpcode.index
    }
  }

  fileprivate var k: UInt32 {
    switch self {
    case .constant(let k): k
    case .index: 0
    }
  }
}
