import SekatModules

/// What the bytes of an input stand for: a machine, a call, a change, and a list of instructions.
///
/// In this order: one byte; 64 bytes as the program sees them, little endian; 4 bytes; and 8 bytes
/// for each instruction. ``ProgramSeeds`` writes the same.
struct ProgramInput {
  /// The machine that the program is for.
  let machine: Machine
  /// Calls to try the program on: the one of the input, and others made of it and of constants.
  let calls: [SeccompData]
  /// The instructions, which need not be valid.
  let instructions: [BPFInstruction]
  /// How one instruction is changed: its place, the field, and a value.
  private let change: (place: Int, field: UInt8, value: UInt8)

  /// More instructions take the prover longer and show nothing new.
  private static let mostInstructions = 60

  init?(_ bytes: [UInt8]) {
    let header = 1 + SeccompData.size + 4
    guard bytes.count > header + BPFInstruction.size else { return nil }
    let machines = ABI.allCases.compactMap { Machine($0) }
    machine = machines[Int(bytes[0]) % machines.count]
    let code = bytes[header...].prefix(Self.mostInstructions * BPFInstruction.size)
    let whole = Array(code.prefix(code.count / BPFInstruction.size * BPFInstruction.size))
    guard let list = try? BPFInstruction.list(fromBytes: whole, byteOrder: .little) else {
      preconditionFailure("whole instructions are a list")
    }
    precondition(
      BPFInstruction.bytes(of: list, byteOrder: .little) == whole, "instructions are their bytes")
    instructions = list
    let rest = bytes[(header - 4)...].map(\.self)
    change = (Int(rest[0]), rest[1], rest[2])
    calls = Self.calls(
      from: bytes[1..<header - 4].map(\.self), constants: list.map(\.k), on: machine)
  }

  /// The list with one instruction changed.
  func neighbour(of instructions: [BPFInstruction]) -> [BPFInstruction] {
    var instructions = instructions
    let place = change.place % instructions.count
    switch change.field % 5 {
    case 0: instructions[place].k ^= 1 << UInt32(change.value % 32)
    case 1: instructions[place].k &+= UInt32(change.value)
    case 2: instructions[place].jumpTrue = change.value
    case 3: instructions[place].jumpFalse = change.value
    default: instructions[place].code = UInt16(change.value)
    }
    return instructions
  }

  /// The call of the input, and fifteen in which words are replaced by constants of the program.
  private static func calls(
    from bytes: [UInt8], constants: [UInt32], on machine: Machine
  ) -> [SeccompData] {
    var words = stride(from: 0, to: bytes.count, by: 4).map { start in
      bytes[start..<start + 4].reversed().reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
    }
    // The program is held against its diagrams where `arch` is one of the machine's, and elsewhere.
    let architectures = machine.abis.map(\.auditArchitecture)
    words[1] = (architectures + [words[1]])[Int(words[1] % UInt32(architectures.count + 1))]
    var pool = words + constants.flatMap { [$0, $0 &- 1, $0 &+ 1] }
    pool += [0, 1, 0x7fff_ffff, 0x8000_0000, .max]
    var state = words.reduce(UInt32(truncatingIfNeeded: constants.count)) { $0 &* 31 &+ $1 } | 1
    func next(below bound: Int) -> Int {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Int(state >> 8) % bound
    }
    return (0..<16).map { round in
      if round > 0 {
        for _ in 0...round {
          let place = next(below: words.count)
          if place != 1 { words[place] = pool[next(below: pool.count)] }
        }
        if round % 4 == 0 { words[1] = architectures[next(below: architectures.count)] }
      }
      return SeccompData(words: words)
    }
  }
}

extension SeccompData {
  /// The call whose words, in the order of a little endian machine, are these.
  fileprivate init(words: [UInt32]) {
    self.init(number: words[0], auditArchitecture: words[1])
    func pair(_ place: Int) -> UInt64 { UInt64(words[place + 1]) << 32 | UInt64(words[place]) }
    instructionPointer = pair(2)
    for index in 0..<6 { arguments[index] = pair(4 + 2 * index) }
  }
}
