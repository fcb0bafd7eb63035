import ClassicBPF

/// What may still be looked at from an instruction on; the rest of a state need not be kept apart.
struct ProgramLiveness: Hashable {
  /// The accumulator.
  var accumulator = false
  /// The index register.
  var index = false
  /// The words of scratch memory, a bit each.
  var scratch: UInt16 = 0
  /// The field `arch`.
  var architecture = false

  /// What is looked at from each instruction of a program on.
  static func all(in program: BPFProgram) -> [ProgramLiveness] {
    // Jumps go forward, so from the end on everything that follows is known.
    var live = [ProgramLiveness](repeating: ProgramLiveness(), count: program.operations.count)
    for (index, operation) in program.operations.enumerated().reversed() {
      func after(_ distance: some BinaryInteger) -> ProgramLiveness {
        live[index + 1 + Int(distance)]
      }
      live[index] =
        switch operation {
        case .jump(let distance): after(distance)
        case .branch(_, _, let jumpTrue, let jumpFalse): after(jumpTrue).joined(after(jumpFalse))
        case .returnConstant, .returnAccumulator: ProgramLiveness()
        default: after(0)
        }
      live[index].pass(operation)
    }
    return live
  }

  private func joined(_ other: ProgramLiveness) -> ProgramLiveness {
    ProgramLiveness(
      accumulator: accumulator || other.accumulator, index: index || other.index,
      scratch: scratch | other.scratch, architecture: architecture || other.architecture)
  }

  /// Goes from what is looked at after an operation to what is before it.
  private mutating func pass(_ operation: BPFOperation) {
    switch operation {
    case .loadWord(let offset):
      accumulator = false
      if Int(offset) == SeccompData.architectureOffset { architecture = true }
    case .loadLength, .loadConstant: accumulator = false
    case .loadScratch(let word):
      accumulator = false
      scratch |= 1 << UInt16(word)
    case .loadIndexLength, .loadIndexConstant: index = false
    case .loadIndexScratch(let word):
      index = false
      scratch |= 1 << UInt16(word)
    case .store(let word):
      scratch &= ~(1 << UInt16(word))
      accumulator = true
    case .storeIndex(let word):
      scratch &= ~(1 << UInt16(word))
      index = true
    case .arithmetic(_, let operand), .branch(_, let operand, _, _):
      accumulator = true
      if operand == .index { index = true }
    case .moveToIndex:
      index = false
      accumulator = true
    case .moveToAccumulator:
      accumulator = false
      index = true
    case .returnAccumulator: accumulator = true
    case .jump, .returnConstant: break
    }
  }
}
