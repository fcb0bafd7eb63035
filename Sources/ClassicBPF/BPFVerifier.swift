import Toolbox

/// Why the kernel would refuse a list of instructions.
public struct BPFVerificationError: Error, Hashable, Sendable {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// There is no instruction.
    case empty
    /// There are more than 4096 instructions; how many.
    case tooLong(Int)
    /// The code is none that seccomp admits.
    case unknownCode(UInt16)
    /// A load from an offset that is not a multiple of 4 below 64.
    case loadOutside(offset: UInt32)
    /// A word of scratch memory beyond the last, number 15.
    case scratchOutside(UInt32)
    /// A word of scratch memory is read that need not have been written.
    case scratchUnwritten(UInt32)
    /// A jump to an instruction beyond the last one.
    case jumpOutside(target: UInt64)
    /// A division by the constant 0.
    case divisionByZero
    /// A shift by a constant of 32 or more.
    case shiftTooFar(UInt32)
    /// The last instruction does not return.
    case noReturn
  }

  /// What is wrong.
  public var reason: Reason
  /// The place of the instruction, counted from 0; `nil` where the length is wrong.
  public var index: Int?
}

extension BPFVerificationError: CustomStringConvertible {
  /// The reason as a sentence without a full stop, with the number of the instruction in front.
  public var description: String {
    let sentence =
      switch reason {
      case .empty: "there is no instruction"
      case .tooLong(let count):
        "there are \(count) instructions, the kernel takes at most \(BPFProgram.maximumLength)"
      case .unknownCode(let code): "code \(hexadecimal(code)) is none that seccomp admits"
      case .loadOutside(let offset):
        "a load from offset \(offset), which is not a multiple of 4 below \(SeccompData.size)"
      case .scratchOutside(let word):
        "scratch word \(word), the last is \(BPFProgram.scratchWords - 1)"
      case .scratchUnwritten(let word): "scratch word \(word) is read and may not have been written"
      case .jumpOutside(let target): "a jump to \(target), beyond the last instruction"
      case .divisionByZero: "a division by zero"
      case .shiftTooFar(let distance): "a shift by \(distance), the word has 32 bits"
      case .noReturn: "the last instruction does not return"
      }
    guard let index else { return sentence }
    return "instruction \(index): \(sentence)"
  }
}

/// The kernel's judgement of a filter, in the kernel's two steps.
enum BPFVerifier {
  /// Decodes the instructions, or says why the kernel would refuse them.
  ///
  /// The kernel first checks what every classic filter must keep (`bpf_check_classic`), then
  /// seccomp's shorter list of codes (`seccomp_check_filter`). Here the decoded form knows only
  /// the codes of the shorter list; the rest follows the kernel's order.
  static func verify(
    _ instructions: [BPFInstruction]
  ) throws(BPFVerificationError) -> [BPFOperation] {
    if instructions.isEmpty { throw BPFVerificationError(reason: .empty) }
    if instructions.count > BPFProgram.maximumLength {
      throw BPFVerificationError(reason: .tooLong(instructions.count))
    }
    var operations: [BPFOperation] = []
    operations.reserveCapacity(instructions.count)
    for (index, instruction) in instructions.enumerated() {
      guard let operation = BPFOperation(instruction) else {
        throw BPFVerificationError(reason: .unknownCode(instruction.code), index: index)
      }
      if let reason = fault(in: operation, at: index, of: instructions.count) {
        throw BPFVerificationError(reason: reason, index: index)
      }
      operations.append(operation)
    }
    switch operations[operations.count - 1] {
    case .returnConstant, .returnAccumulator: break
    default: throw BPFVerificationError(reason: .noReturn, index: operations.count - 1)
    }
    try checkScratch(operations)
    return operations
  }

  /// What is wrong with one instruction, looked at alone.
  private static func fault(
    in operation: BPFOperation, at index: Int, of count: Int
  ) -> BPFVerificationError.Reason? {
    func outside(_ distance: UInt64) -> BPFVerificationError.Reason? {
      let target = UInt64(index) + 1 + distance
      return target >= count ? .jumpOutside(target: target) : nil
    }
    switch operation {
    case .loadWord(let offset):
      return offset % 4 != 0 || offset >= SeccompData.size ? .loadOutside(offset: offset) : nil
    case .loadScratch(let word), .loadIndexScratch(let word), .store(let word),
      .storeIndex(let word):
      return word >= BPFProgram.scratchWords ? .scratchOutside(word) : nil
    case .arithmetic(.divide, .constant(0)): return .divisionByZero
    case .arithmetic(.shiftLeft, .constant(let distance)),
      .arithmetic(.shiftRight, .constant(let distance)):
      return distance >= 32 ? .shiftTooFar(distance) : nil
    case .jump(let distance): return outside(UInt64(distance))
    case .branch(_, _, let jumpTrue, let jumpFalse):
      return outside(UInt64(jumpTrue)) ?? outside(UInt64(jumpFalse))
    case .loadLength, .loadConstant, .loadIndexLength, .loadIndexConstant, .arithmetic,
      .moveToIndex, .moveToAccumulator, .returnConstant, .returnAccumulator:
      return nil
    }
  }

  /// Sees to it that scratch memory is read only where it was written on every way there.
  ///
  /// As in the kernel (`check_load_and_stores`), the instruction after a return is judged as if
  /// the return went on to it.
  private static func checkScratch(_ operations: [BPFOperation]) throws(BPFVerificationError) {
    var writtenBefore = [UInt16](repeating: .max, count: operations.count)
    var written: UInt16 = 0
    for (index, operation) in operations.enumerated() {
      written &= writtenBefore[index]
      switch operation {
      case .store(let word), .storeIndex(let word): written |= 1 << word
      case .loadScratch(let word), .loadIndexScratch(let word):
        if written & 1 << word == 0 {
          throw BPFVerificationError(reason: .scratchUnwritten(word), index: index)
        }
      case .jump(let distance):
        writtenBefore[index + 1 + Int(distance)] &= written
        written = .max
      case .branch(_, _, let jumpTrue, let jumpFalse):
        writtenBefore[index + 1 + Int(jumpTrue)] &= written
        writtenBefore[index + 1 + Int(jumpFalse)] &= written
        written = .max
      case .loadWord, .loadLength, .loadConstant, .loadIndexLength, .loadIndexConstant,
        .arithmetic, .moveToIndex, .moveToAccumulator, .returnConstant, .returnAccumulator:
        break
      }
    }
  }
}
