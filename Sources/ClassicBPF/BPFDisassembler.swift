import Toolbox

/// A listing of instructions, one line each, with absolute targets and names for offsets.
///
/// Anything can be listed, also what the kernel would refuse.
public struct BPFDisassembler: Sendable {
  /// The order of bytes of the machine, which decides the half of an argument at an offset.
  public var byteOrder: ByteOrder
  /// What to add to a comparison of a field with a constant, such as the name of a number.
  ///
  /// The architecture is the `AUDIT_ARCH_…` value that `arch` has been found to have, if it has.
  public var annotation: Annotation
  /// The text of an action.
  public var actionText: @Sendable (FilterAction) -> String

  /// Says what a constant means that a field is compared with.
  public typealias Annotation =
    @Sendable (_ field: String, _ constant: UInt32, _ architecture: UInt32?) -> String?

  /// A disassembler.
  ///
  /// - Parameters:
  ///   - byteOrder: The order of bytes of the machine that the instructions are for.
  ///   - annotation: What to add to a comparison of a field with a constant.
  ///   - actionText: The text of an action.
  public init(
    byteOrder: ByteOrder = .native,
    annotation: @escaping Annotation = { _, _, _ in nil },
    actionText: @escaping @Sendable (FilterAction) -> String = { "\($0)" }
  ) {
    self.byteOrder = byteOrder
    self.annotation = annotation
    self.actionText = actionText
  }

  /// The field of `seccomp_data` at an offset, such as `nr` or `args[1].low`.
  ///
  /// - Parameter offset: The offset in bytes.
  /// - Returns: The name, or `data[offset]` where no field begins.
  public func field(at offset: UInt32) -> String {
    switch Int(offset) {
    case SeccompData.numberOffset: return "nr"
    case SeccompData.architectureOffset: return "arch"
    case let offset where offset % 4 == 0 && offset < SeccompData.size:
      let isLow = (offset % 8 == 0) == (byteOrder == .little)
      let half = isLow ? "low" : "high"
      guard offset >= SeccompData.argumentsOffset else { return "ip.\(half)" }
      return "args[\((offset - SeccompData.argumentsOffset) / 8)].\(half)"
    default: return "data[\(offset)]"
    }
  }

  /// Lists instructions.
  ///
  /// - Parameter instructions: The instructions, which need not be valid.
  /// - Returns: One line for each, without line ends.
  public func lines(_ instructions: [BPFInstruction]) -> [String] {
    // What is known on every way to an instruction, so that comparisons can be annotated.
    var known = [Known?](repeating: nil, count: instructions.count + 1)
    if !instructions.isEmpty { known[0] = Known() }
    let width = String(max(instructions.count - 1, 0)).count
    return instructions.enumerated().map { index, instruction in
      let number = String(index)
      let padding = String(repeating: " ", count: width - number.count)
      guard let operation = BPFOperation(instruction) else {
        return "\(padding)\(number)  \(raw(instruction))"
      }
      let state = known[index] ?? Known()
      note(operation, at: index, state, in: &known)
      return "\(padding)\(number)  \(text(operation, at: index, knowing: state))"
    }
  }

  /// What is known before an instruction.
  private struct Known: Equatable {
    /// The field that the accumulator holds, or bits of it.
    var field: String?
    /// The value that `arch` has been found to have.
    var architecture: UInt32?

    func joined(with other: Known) -> Known {
      Known(
        field: field == other.field ? field : nil,
        architecture: architecture == other.architecture ? architecture : nil)
    }
  }

  private func note(
    _ operation: BPFOperation, at index: Int, _ before: Known, in known: inout [Known?]
  ) {
    func join(_ distance: some BinaryInteger, _ value: Known) {
      let target = index + 1 + Int(distance)
      if target < known.count { known[target] = known[target]?.joined(with: value) ?? value }
    }
    var after = before
    switch operation {
    case .loadWord(let offset): after.field = field(at: offset)
    case .loadLength, .loadConstant, .loadScratch, .moveToAccumulator: after.field = nil
    case .arithmetic(.and, .constant), .store, .storeIndex, .loadIndexConstant,
      .loadIndexScratch, .loadIndexLength, .moveToIndex:
      break
    case .arithmetic: after.field = nil
    case .jump(let distance):
      join(distance, before)
      return
    case .branch(let comparison, let operand, let jumpTrue, let jumpFalse):
      var holds = before
      if before.field == "arch", comparison == .equal, case .constant(let value) = operand {
        holds.architecture = value
      }
      join(jumpTrue, holds)
      join(jumpFalse, before)
      return
    case .returnConstant, .returnAccumulator: return
    }
    join(0, after)
  }

  private func raw(_ instruction: BPFInstruction) -> String {
    "raw   code=\(hexadecimal(instruction.code)) jt=\(instruction.jumpTrue) "
      + "jf=\(instruction.jumpFalse) k=\(hexadecimal(instruction.k))"
  }

  private func text(
    _ operation: BPFOperation, at index: Int, knowing known: Known
  ) -> String {
    switch operation {
    case .loadWord(let offset): "ld    A = \(field(at: offset))"
    case .loadLength: "ld    A = length"
    case .loadConstant(let constant): "ld    A = \(hexadecimal(constant))"
    case .loadScratch(let word): "ld    A = M[\(word)]"
    case .loadIndexLength: "ldx   X = length"
    case .loadIndexConstant(let constant): "ldx   X = \(hexadecimal(constant))"
    case .loadIndexScratch(let word): "ldx   X = M[\(word)]"
    case .store(let word): "st    M[\(word)] = A"
    case .storeIndex(let word): "stx   M[\(word)] = X"
    case .arithmetic(.negate, _): "alu   A = -A"
    case .arithmetic(let operation, let operand):
      "alu   A \(operation.symbol)= \(text(operand))"
    case .jump(let distance): "jmp   goto \(index + 1 + Int(distance))"
    case .branch(let comparison, let operand, let jumpTrue, let jumpFalse):
      "jmp   if A \(comparison.symbol) \(text(operand, knowing: known)) goto "
        + "\(index + 1 + Int(jumpTrue)) else \(index + 1 + Int(jumpFalse))"
    case .moveToIndex: "misc  X = A"
    case .moveToAccumulator: "misc  A = X"
    case .returnConstant(let value): "ret   \(actionText(FilterAction(returnValue: value)))"
    case .returnAccumulator: "ret   A"
    }
  }

  private func text(_ operand: BPFOperand, knowing known: Known? = nil) -> String {
    switch operand {
    case .index: return "X"
    case .constant(let constant):
      let note = known?.field.flatMap { annotation($0, constant, known?.architecture) }
      let number = known?.field == "nr" ? String(constant) : hexadecimal(constant)
      return note.map { "\(number) (\($0))" } ?? number
    }
  }
}

extension BPFComparison {
  /// The comparison as a sign; `&` is "some bit in common".
  public var symbol: String {
    switch self {
    case .equal: "=="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .anyBit: "&"
    }
  }
}

extension BPFArithmetic {
  /// The operation as a sign.
  public var symbol: String {
    switch self {
    case .add: "+"
    case .subtract, .negate: "-"
    case .multiply: "*"
    case .divide: "/"
    case .remainder: "%"
    case .or: "|"
    case .and: "&"
    case .xor: "^"
    case .shiftLeft: "<<"
    case .shiftRight: ">>"
    }
  }
}
