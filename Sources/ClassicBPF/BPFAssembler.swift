/// Builds instruction lists backwards, so that equal tails share themselves.
///
/// Classic BPF only jumps forward. A piece of code is therefore made after everything that it can
/// go on to, cannot change any more, and is the same as any other piece with the same content: it
/// is made once. Where a piece ends up is decided last, see ``instructions(from:)``.
public struct BPFAssembler: Sendable {
  /// A piece of code: one instruction and, through it, all that may follow.
  public struct Label: Hashable, Sendable {
    fileprivate let index: Int
  }

  private enum Piece: Hashable {
    case end(BPFOperation)
    case step(BPFOperation, Label)
    case fork(BPFComparison, BPFOperand, Label, Label)
  }

  private var pieces: [Piece] = []
  private var labels: [Piece: Label] = [:]

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
    default: label(of: .step(operation, next))
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

  private mutating func label(of piece: Piece) -> Label {
    if let known = labels[piece] { return known }
    let label = Label(index: pieces.count)
    pieces.append(piece)
    labels[piece] = label
    return label
  }
}

extension BPFAssembler {
  /// Takes a whole program in, so that more code can be put in front of it.
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
      default: labels.append(step(operation, then: label(skipping: 0)))
      }
    }
    return labels[labels.count - 1]
  }

  /// Lays code out.
  ///
  /// - Parameter start: Where the program begins.
  /// - Returns: The instructions of everything that can be reached from there; there may be more
  ///   than the kernel takes.
  public func instructions(from start: Label) -> [BPFInstruction] {
    var layout = Layout(pieces: pieces)
    for label in successorsFirst(from: start) { layout.place(label) }
    return layout.instructions
  }

  /// Everything that can be reached, each piece after all that it goes on to.
  ///
  /// Of the two ways of a fork the one that is taken if the comparison holds comes last and ends
  /// up next to it. Done without recursion, for a policy may have thousands of rules on one call.
  private func successorsFirst(from start: Label) -> [Label] {
    var order: [Label] = []
    var isSeen = [Bool](repeating: false, count: pieces.count)
    var open: [(label: Label, isExpanded: Bool)] = [(start, false)]
    while let (label, isExpanded) = open.popLast() {
      if isExpanded {
        order.append(label)
        continue
      }
      if isSeen[label.index] { continue }
      isSeen[label.index] = true
      open.append((label, true))
      switch pieces[label.index] {
      case .end: break
      case .step(_, let next): open.append((next, false))
      case .fork(_, _, let holds, let fails):
        open.append((holds, false))
        open.append((fails, false))
      }
    }
    return order
  }

  /// The program from its end: the last instruction comes first.
  private struct Layout {
    let pieces: [Piece]
    var backwards: [BPFInstruction] = []
    /// Where the copy of a piece is that is nearest to the beginning, counted from the end.
    var places: [Int]

    init(pieces: [Piece]) {
      self.pieces = pieces
      places = Array(repeating: -1, count: pieces.count)
    }

    var instructions: [BPFInstruction] { backwards.reversed() }

    mutating func place(_ label: Label) {
      switch pieces[label.index] {
      case .end(let operation): append(operation)
      case .step(let operation, let next):
        if distance(to: next) != 0 { bringNear(next) }
        append(operation)
      case .fork(let comparison, let operand, let holds, let fails):
        // Bringing one way near moves the other one further away, so look again.
        while distance(to: holds) > 255 || distance(to: fails) > 255 {
          bringNear(distance(to: holds) > 255 ? holds : fails)
        }
        append(
          .branch(
            comparison, operand, UInt8(distance(to: holds)), UInt8(distance(to: fails))))
      }
      places[label.index] = backwards.count - 1
    }

    /// How many instructions the next one to be placed would have to skip.
    func distance(to label: Label) -> Int { backwards.count - 1 - places[label.index] }

    /// Makes a piece the next instruction: a copy of a return, or else a jump to the piece.
    mutating func bringNear(_ label: Label) {
      if case .end(let operation) = pieces[label.index] {
        append(operation)
      } else {
        append(.jump(UInt32(distance(to: label))))
      }
      places[label.index] = backwards.count - 1
    }

    mutating func append(_ operation: BPFOperation) { backwards.append(operation.instruction) }
  }
}
