import ClassicBPF
import LinuxABI
import SeccompFilter

/// What a program may return for which no diagram can be had: nothing is left out, but more may be
/// named than can be.
struct CoarseAnswers {
  private let program: BPFProgram
  private let byteOrder: ByteOrder
  /// The words that it returns; `nil` where it returns what it has calculated.
  private let constants: Set<FilterAction>?
  /// The bits of the registers that it looks at.
  let relevantBits: InlineArray<6, UInt64>
  private let loadsInstructionPointer: Bool

  init(_ program: BPFProgram, byteOrder: ByteOrder) {
    self.program = program
    self.byteOrder = byteOrder
    var constants: Set<FilterAction>? = []
    var loads: Set<Int> = []
    for operation in program.operations {
      switch operation {
      case .loadWord(let offset): loads.insert(Int(offset))
      case .returnConstant(let word): constants?.insert(FilterAction(returnValue: word))
      case .returnAccumulator: constants = nil
      // The kernel ends a program that divides by zero with 0.
      case .arithmetic(.divide, .index), .arithmetic(.remainder, .index):
        constants?.insert(FilterAction(returnValue: 0))
      default: break
      }
    }
    self.constants = constants
    var masks: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
    for index in 0..<6 {
      for (half, shift) in [(SeccompData.Half.low, UInt64(0)), (.high, 32)]
      where loads.contains(SeccompData.offset(ofArgument: index, half, byteOrder: byteOrder)) {
        masks[index] |= 0xffff_ffff << shift
      }
    }
    relevantBits = masks
    let pointer = SeccompData.instructionPointerOffset
    loadsInstructionPointer = loads.contains(pointer) || loads.contains(pointer + 4)
  }

  /// What the program may do with a call, and the registers with bits that it looks at and are
  /// unknown.
  func answer(to call: PartialCall) -> (actions: Set<FilterAction>?, unsettled: UInt8) {
    var data = SeccompData(number: call.number, auditArchitecture: call.abi.auditArchitecture)
    var unsettled: UInt8 = 0
    for (index, register) in call.arguments.enumerated() {
      data.arguments[index] = register.value
      if relevantBits[index] & ~register.known != 0 { unsettled |= 1 << UInt8(index) }
    }
    let isKnown = unsettled == 0 && !loadsInstructionPointer
    return (isKnown ? [program.action(on: data, byteOrder: byteOrder)] : constants, unsettled)
  }
}
