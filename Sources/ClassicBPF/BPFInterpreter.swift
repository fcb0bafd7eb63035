/// Something that watches a program run.
public protocol BPFVisitor {
  /// Is told of each instruction before it is executed.
  ///
  /// - Parameter index: The place of the instruction, counted from 0.
  mutating func visit(_ index: Int)
}

/// A visitor that looks away, and costs nothing.
private struct BlindVisitor: BPFVisitor {
  @inline(__always) mutating func visit(_ index: Int) {}
}

extension BPFProgram {
  /// The action that the kernel takes on a call under this filter.
  ///
  /// - Parameters:
  ///   - data: The call.
  ///   - byteOrder: The order of bytes of the machine that the program is for.
  /// - Returns: The action.
  public func action(on data: SeccompData, byteOrder: ByteOrder = .native) -> FilterAction {
    FilterAction(returnValue: run(on: data, byteOrder: byteOrder))
  }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - data: The call.
  ///   - byteOrder: The order of bytes of the machine that the program is for.
  /// - Returns: The word that the program returns, see ``FilterAction/init(returnValue:)``.
  public func run(on data: SeccompData, byteOrder: ByteOrder = .native) -> UInt32 {
    var visitor = BlindVisitor()
    return run(on: data, byteOrder: byteOrder, visitor: &visitor)
  }

  /// Runs the program under the eyes of a visitor.
  ///
  /// There is no error: a verified program always returns. As in the kernel, a division by an index
  /// register of 0 ends it at once with 0, and shifts by the index register use its low 5 bits.
  ///
  /// - Parameters:
  ///   - data: The call.
  ///   - byteOrder: The order of bytes of the machine that the program is for.
  ///   - visitor: Is told of each instruction that is executed.
  /// - Returns: The word that the program returns.
  public func run(
    on data: SeccompData, byteOrder: ByteOrder = .native, visitor: inout some BPFVisitor
  ) -> UInt32 {
    var a: UInt32 = 0
    var x: UInt32 = 0
    var scratch = InlineArray<16, UInt32>(repeating: 0)
    var index = 0
    while true {
      visitor.visit(index)
      let operation = operations[index]
      index += 1
      switch operation {
      case .loadWord(let offset): a = data.word(at: Int(offset), byteOrder: byteOrder)
      case .loadLength: a = UInt32(SeccompData.size)
      case .loadConstant(let constant): a = constant
      case .loadScratch(let word): a = scratch[Int(word)]
      case .loadIndexLength: x = UInt32(SeccompData.size)
      case .loadIndexConstant(let constant): x = constant
      case .loadIndexScratch(let word): x = scratch[Int(word)]
      case .store(let word): scratch[Int(word)] = a
      case .storeIndex(let word): scratch[Int(word)] = x
      case .arithmetic(let operation, let operand):
        guard let result = operation.apply(a, operand.value(x)) else { return 0 }
        a = result
      case .jump(let distance): index += Int(distance)
      case .branch(let comparison, let operand, let jumpTrue, let jumpFalse):
        index += Int(comparison.holds(a, operand.value(x)) ? jumpTrue : jumpFalse)
      case .moveToIndex: x = a
      case .moveToAccumulator: a = x
      case .returnConstant(let value): return value
      case .returnAccumulator: return a
      }
    }
  }
}

extension BPFOperand {
  /// The operand's value, given the index register.
  @inline(__always) fileprivate func value(_ x: UInt32) -> UInt32 {
    switch self {
    case .constant(let constant): constant
    case .index: x
    }
  }
}

extension BPFArithmetic {
  /// What the kernel computes, or `nil` for a division by zero.
  ///
  /// - Parameters:
  ///   - left: The accumulator.
  ///   - right: The operand.
  /// - Returns: The result, wrapped to 32 bits.
  public func apply(_ left: UInt32, _ right: UInt32) -> UInt32? {
    switch self {
    case .add: left &+ right
    case .subtract: left &- right
    case .multiply: left &* right
    case .divide: right == 0 ? nil : left / right
    case .remainder: right == 0 ? nil : left % right
    case .or: left | right
    case .and: left & right
    case .xor: left ^ right
    case .shiftLeft: left &<< right
    case .shiftRight: left &>> right
    case .negate: 0 &- left
    }
  }
}
