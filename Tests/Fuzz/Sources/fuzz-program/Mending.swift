import SekatModules

extension [BPFInstruction] {
  /// Codes that seccomp admits, those of one instruction each.
  private static let codes: [UInt16] = (0..<0x100).filter { code in
    BPFOperation(BPFInstruction(code: code)) != nil
  }

  /// A list near to this one that verifies: codes, offsets and distances brought into range, all
  /// scratch memory written first, and a return at the end.
  func mended() -> [BPFInstruction] {
    var used: Set<UInt32> = []
    var body: [BPFOperation] = []
    for (place, instruction) in enumerated() {
      var instruction = instruction
      if BPFOperation(instruction) == nil {
        instruction.code = Self.codes[Int(instruction.code) % Self.codes.count]
      }
      guard let operation = BPFOperation(instruction) else {
        preconditionFailure("a code from the list is admitted")
      }
      // After the last of these come three instructions more.
      let left = UInt32(count - place + 1)
      let mended = operation.mended(left: left)
      if let word = mended.scratchWord { used.insert(word) }
      body.append(mended)
    }
    let start: [BPFOperation] = used.sorted().flatMap { word in
      [.loadWord(offset: 4 * (word % 16)), .store(word)]
    }
    // One of sixteen errors: more make large diagrams and show nothing new.
    let end: [BPFOperation] = [
      .arithmetic(.and, .constant(0xf)),
      .arithmetic(.or, .constant(FilterAction.errno(0x10).returnValue)), .returnAccumulator,
    ]
    return (start + body + end).map(\.instruction)
  }
}

extension BPFOperation {
  /// The operation, with what the verifier would refuse in it brought into range.
  fileprivate func mended(left: UInt32) -> BPFOperation {
    switch self {
    case .loadWord(let offset): .loadWord(offset: offset % 16 * 4)
    case .loadScratch(let word): .loadScratch(word % 16)
    case .loadIndexScratch(let word): .loadIndexScratch(word % 16)
    case .store(let word): .store(word % 16)
    case .storeIndex(let word): .storeIndex(word % 16)
    case .arithmetic(.divide, .constant(0)): .arithmetic(.divide, .constant(1))
    case .arithmetic(.shiftLeft, .constant(let distance)):
      .arithmetic(.shiftLeft, .constant(distance % 32))
    case .arithmetic(.shiftRight, .constant(let distance)):
      .arithmetic(.shiftRight, .constant(distance % 32))
    case .jump(let distance): .jump(distance % (left + 1))
    case .branch(let comparison, let operand, let jumpTrue, let jumpFalse):
      .branch(
        comparison, operand, UInt8(UInt32(jumpTrue) % (left + 1)),
        UInt8(UInt32(jumpFalse) % (left + 1)))
    case .loadLength, .loadConstant, .loadIndexLength, .loadIndexConstant, .arithmetic,
      .moveToIndex, .moveToAccumulator, .returnConstant, .returnAccumulator:
      self
    }
  }

  /// The word of scratch memory that is read or written.
  fileprivate var scratchWord: UInt32? {
    switch self {
    case .loadScratch(let word), .loadIndexScratch(let word), .store(let word),
      .storeIndex(let word):
      word
    default: nil
    }
  }
}
