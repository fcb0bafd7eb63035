import Toolbox

/// Builds instruction lists backwards, so that equal tails share themselves.
///
/// Classic BPF only jumps forward. A piece of code is therefore made after everything that it can
/// go on to, cannot change any more, and is the same as any other piece with the same content: it
/// is made once. Where a piece ends up is decided last, see ``instructions(from:)``.
public struct BPFAssembler: Sendable {
  /// A piece of code: one instruction and, through it, all that may follow.
  ///
  /// It means something only to the assembler that made it.
  public struct Label: Hashable, Sendable {
    let index: Int
  }

  /// What a label stands for.
  enum Piece: Hashable, Sendable {
    /// Ends the program.
    case end(BPFOperation)
    /// Does something and goes on.
    case step(BPFOperation, Label)
    /// Goes the first way if the comparison holds, else the second.
    case fork(BPFComparison, BPFOperand, Label, Label)
  }

  private var known = UniqueList<Piece>()

  /// The pieces; whatever a piece goes on to stands before it.
  var pieces: [Piece] { known.elements }

  /// An assembler without any code.
  public init() {}

  /// Code that ends with a constant.
  ///
  /// - Parameter value: The word to return.
  /// - Returns: The code.
  public mutating func end(returning value: UInt32) -> Label {
    label(of: .end(.returnConstant(value)))
  }

  /// Code that does something and goes on.
  ///
  /// - Parameters:
  ///   - operation: What to do: no jump, branch or return.
  ///   - next: What follows.
  /// - Returns: The code.
  public mutating func step(_ operation: BPFOperation, then next: Label) -> Label {
    switch operation {
    case .jump, .branch, .returnConstant, .returnAccumulator:
      preconditionFailure("a step goes on to the next instruction")
    case .loadWord, .loadLength, .loadConstant, .loadScratch, .loadIndexLength,
      .loadIndexConstant, .loadIndexScratch, .store, .storeIndex, .arithmetic, .moveToIndex,
      .moveToAccumulator:
      label(of: .step(operation, next))
    }
  }

  /// Code that compares the accumulator and goes on one way or the other.
  ///
  /// - Parameters:
  ///   - comparison: How to compare.
  ///   - operand: What to compare with.
  ///   - holds: What follows if the comparison holds.
  ///   - fails: What follows if it does not.
  /// - Returns: The code; where both ways are the same, just that.
  public mutating func fork(
    _ comparison: BPFComparison, _ operand: BPFOperand, then holds: Label, else fails: Label
  ) -> Label {
    holds == fails ? holds : label(of: .fork(comparison, operand, holds, fails))
  }

  /// Takes a whole program in, so that more code can be put in front of it.
  ///
  /// A program starts with 0 in both registers. Code in front of it has to see to that where the
  /// program relies on it, see ``BPFProgram/registersReadFirst``.
  ///
  /// - Parameter program: The program.
  /// - Returns: The code of its first instruction.
  public mutating func adopt(_ program: BPFProgram) -> Label {
    var labels: [Label] = []  // from the end of the program
    for operation in program.operations.reversed() {
      func label(skipping count: some BinaryInteger) -> Label {
        labels[labels.count - 1 - Int(count)]
      }
      switch operation {
      case .returnConstant, .returnAccumulator: labels.append(self.label(of: .end(operation)))
      case .jump(let distance): labels.append(label(skipping: distance))
      case .branch(let comparison, let operand, let jumpTrue, let jumpFalse):
        labels.append(
          fork(
            comparison, operand, then: label(skipping: jumpTrue), else: label(skipping: jumpFalse)))
      case .loadWord, .loadLength, .loadConstant, .loadScratch, .loadIndexLength,
        .loadIndexConstant, .loadIndexScratch, .store, .storeIndex, .arithmetic, .moveToIndex,
        .moveToAccumulator:
        labels.append(step(operation, then: label(skipping: 0)))
      }
    }
    return labels[labels.count - 1]
  }

  private mutating func label(of piece: Piece) -> Label {
    Label(index: known.insert(piece))
  }
}
