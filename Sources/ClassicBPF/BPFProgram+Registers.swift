extension BPFProgram {
  /// The registers whose first content, which is 0, a program may look at.
  public struct RegistersReadFirst: Hashable, Sendable {
    /// Whether the accumulator is read on some way before it is written.
    public var accumulator: Bool
    /// Whether the index register is read on some way before it is written.
    public var index: Bool
  }

  /// The registers that the program reads, on some way, before it writes them.
  ///
  /// Whoever puts code in front of a program has to leave 0 in these.
  public var registersReadFirst: RegistersReadFirst {
    // Jumps go forward, so from the end on everything that follows is known.
    var reads = [RegistersReadFirst](
      repeating: RegistersReadFirst(accumulator: false, index: false), count: operations.count)
    for (position, operation) in operations.enumerated().reversed() {
      func after(_ distance: some BinaryInteger) -> RegistersReadFirst {
        reads[position + 1 + Int(distance)]
      }
      switch operation {
      case .returnConstant: break
      case .returnAccumulator: reads[position].accumulator = true
      case .jump(let distance): reads[position] = after(distance)
      case .branch(_, let operand, let jumpTrue, let jumpFalse):
        let index = after(jumpTrue).index || after(jumpFalse).index
        reads[position] = .init(accumulator: true, index: index || operand == .index)
      case .loadWord, .loadLength, .loadConstant, .loadScratch:
        reads[position] = .init(accumulator: false, index: after(0).index)
      case .loadIndexLength, .loadIndexConstant, .loadIndexScratch:
        reads[position] = .init(accumulator: after(0).accumulator, index: false)
      case .store: reads[position] = .init(accumulator: true, index: after(0).index)
      case .storeIndex: reads[position] = .init(accumulator: after(0).accumulator, index: true)
      case .arithmetic(_, let operand):
        reads[position] = .init(accumulator: true, index: after(0).index || operand == .index)
      case .moveToIndex: reads[position] = .init(accumulator: true, index: false)
      case .moveToAccumulator: reads[position] = .init(accumulator: false, index: true)
      }
    }
    return reads[0]
  }
}
