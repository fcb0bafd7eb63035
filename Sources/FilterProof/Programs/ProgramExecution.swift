import ClassicBPF
import Toolbox

/// The execution of a program on all calls at once.
///
/// Registers and scratch memory hold words whose bits are conditions on the call. Jumps only go
/// forward: one walk to the end finds every state of every instruction, one walk back makes the
/// diagram of each from those of what follows. Where states differ in nothing that is still looked
/// at, they are one.
struct ProgramExecution {
  /// An instruction, and what it finds.
  private struct State: Hashable {
    var instruction: Int
    /// The scope, while `arch` is still looked at; else -1.
    var scope: Int
    /// Places of words; of what is not looked at any more, 0.
    var accumulator: Int
    var index: Int
    var scratch: Int
  }

  /// How it goes on.
  enum Outcome {
    case end(Diagram)
    case state(Int)
    case branch(Diagram, Int, Int)
  }

  let program: BPFProgram
  private let byteOrder: ByteOrder
  private let scopes: [CallScope]
  private let liveness: [ProgramLiveness]

  private var words = UniqueList<SymbolicWord>()
  /// Contents of scratch memory: indices of words.
  private var memories = UniqueList<[Int]>()
  private var states = UniqueList<State>()
  private(set) var outcomes: [Outcome] = []
  /// For each instruction the latest of its states, and for each state the one before it.
  private(set) var latest: [Int]
  private(set) var previous: [Int] = []
  /// The states in which the execution begins, one for each scope.
  private(set) var starts: [Int] = []
  /// The index of the word that `arch` is in the scope that does not know it.
  private var otherArchitecture = -1

  /// The execution of a program.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - byteOrder: The order of bytes of the machine that it is for.
  ///   - scopes: The calls to execute it on, each in a diagram of its own.
  init(of program: BPFProgram, byteOrder: ByteOrder, in scopes: [CallScope]) {
    self.program = program
    self.byteOrder = byteOrder
    self.scopes = scopes
    liveness = ProgramLiveness.all(in: program)
    latest = Array(repeating: -1, count: program.operations.count)
  }

  /// Executes the program.
  ///
  /// - Parameter store: Where the diagrams are made.
  /// - Returns: For each scope the diagram of the words that the program returns, as the kernel
  ///   takes them: ``FilterAction/returnValue`` of the action.
  /// - Throws: ``ProofError`` where the program cannot be followed within the limits.
  mutating func run(in store: inout DiagramStore) throws(ProofError) -> [Diagram] {
    let zero = index(of: SymbolicWord(constant: 0))
    let blank = index(ofMemory: Array(repeating: zero, count: BPFProgram.scratchWords))
    for number in scopes.indices {
      let start = State(
        instruction: 0, scope: number, accumulator: zero, index: zero, scratch: blank)
      starts.append(try index(of: start, &store))
    }
    for instruction in program.operations.indices {
      var state = latest[instruction]
      while state >= 0 {
        outcomes[state] = try outcome(of: states[state], &store)
        state = previous[state]
      }
    }
    var results = [Diagram](repeating: .no, count: states.count)
    for instruction in program.operations.indices.reversed() {
      var state = latest[instruction]
      while state >= 0 {
        results[state] =
          switch outcomes[state] {
          case .end(let diagram): diagram
          case .state(let next): results[next]
          case .branch(let condition, let holds, let fails):
            try store.choose(condition, results[holds], else: results[fails])
          }
        state = previous[state]
      }
    }
    return starts.map { results[$0] }
  }

  /// The instructions that no state was found for; known after ``run(in:)``.
  var unreached: [Int] { latest.indices.filter { latest[$0] < 0 } }

  // MARK: States

  /// The index of a state, freed of what is not looked at any more.
  private mutating func index(
    of state: State, _ store: inout DiagramStore
  ) throws(ProofError) -> Int {
    let live = liveness[state.instruction]
    var state = state
    if !live.architecture { state.scope = -1 }
    if !live.accumulator { state.accumulator = 0 }
    if !live.index { state.index = 0 }
    if state.scratch != 0 {
      let memory = memories[state.scratch]
      state.scratch = index(
        ofMemory: memory.indices.map { live.scratch >> UInt16($0) & 1 != 0 ? memory[$0] : 0 })
    }
    let number = states.insert(state)
    if number < outcomes.count { return number }
    guard number < store.limits.states else {
      throw .tooManyStates(limit: store.limits.states)
    }
    outcomes.append(.end(.no))
    previous.append(latest[state.instruction])
    latest[state.instruction] = number
    return number
  }

  private mutating func index(of word: SymbolicWord) -> Int {
    words.insert(word)
  }

  private mutating func index(ofMemory memory: [Int]) -> Int {
    memories.insert(memory)
  }

  // MARK: Steps

  private mutating func outcome(
    of state: State, _ store: inout DiagramStore
  ) throws(ProofError) -> Outcome {
    try store.takeStep()
    var next = state
    next.instruction += 1
    switch program.operations[state.instruction] {
    case .loadWord(let offset):
      next.accumulator = index(of: try word(at: Int(offset), of: state, &store))
    case .loadLength: next.accumulator = index(of: SymbolicWord(constant: Self.length))
    case .loadConstant(let value): next.accumulator = index(of: SymbolicWord(constant: value))
    case .loadScratch(let word): next.accumulator = memories[state.scratch][Int(word)]
    case .loadIndexLength: next.index = index(of: SymbolicWord(constant: Self.length))
    case .loadIndexConstant(let value): next.index = index(of: SymbolicWord(constant: value))
    case .loadIndexScratch(let word): next.index = memories[state.scratch][Int(word)]
    case .store(let word): next.scratch = storing(state.accumulator, in: Int(word), of: state)
    case .storeIndex(let word): next.scratch = storing(state.index, in: Int(word), of: state)
    case .moveToIndex: next.index = state.accumulator
    case .moveToAccumulator: next.accumulator = state.index
    case .arithmetic(let operation, let operand):
      let (left, right) = (words[state.accumulator], word(of: operand, in: state))
      // The kernel ends the program with 0.
      if operation == .divide, right.constant == 0 {
        return .end(try store.terminal(FilterAction.killThread.returnValue))
      }
      next.accumulator = index(
        of: try store.arithmetic(operation, left, right, at: state.instruction))
    case .jump(let distance): next.instruction += Int(distance)
    case .branch(let comparison, let operand, let jumpTrue, let jumpFalse):
      var (holds, fails) = (next, next)
      holds.instruction += Int(jumpTrue)
      fails.instruction += Int(jumpFalse)
      if isUnheard(comparison, operand, in: state) { return .state(try index(of: fails, &store)) }
      let condition = try store.condition(
        comparison, words[state.accumulator], word(of: operand, in: state))
      if condition == .yes { return .state(try index(of: holds, &store)) }
      if condition == .no { return .state(try index(of: fails, &store)) }
      return .branch(condition, try index(of: holds, &store), try index(of: fails, &store))
    case .returnConstant(let value):
      return .end(try store.terminal(FilterAction(returnValue: value).returnValue))
    case .returnAccumulator:
      return .end(try verdict(words[state.accumulator], &store))
    }
    return .state(try index(of: next, &store))
  }

  /// What a load of the length reads: the size of `struct seccomp_data`.
  private static let length = UInt32(SeccompData.size)

  /// Whether a branch asks for a value of `arch` that has a scope of its own, in the scope of all
  /// others: then the answer is no, without a diagram.
  private func isUnheard(
    _ comparison: BPFComparison, _ operand: BPFOperand, in state: State
  ) -> Bool {
    guard comparison == .equal, case .constant(let value) = operand,
      scopes.contains(where: { $0.architecture == value })
    else { return false }
    return state.accumulator == otherArchitecture
  }

  private func word(of operand: BPFOperand, in state: State) -> SymbolicWord {
    switch operand {
    case .constant(let value): SymbolicWord(constant: value)
    case .index: words[state.index]
    }
  }

  private mutating func storing(_ value: Int, in word: Int, of state: State) -> Int {
    var memory = memories[state.scratch]
    memory[word] = value
    return index(ofMemory: memory)
  }

  /// What a load reads.
  private mutating func word(
    at offset: Int, of state: State, _ store: inout DiagramStore
  ) throws(ProofError) -> SymbolicWord {
    let isArchitecture = offset == SeccompData.architectureOffset
    if isArchitecture, let known = scopes[state.scope].architecture {
      return SymbolicWord(constant: known)
    }
    let level = Self.level(at: offset, byteOrder: byteOrder)
    let word = try SymbolicWord { position throws(ProofError) in
      try store.bit(at: level + 31 - UInt32(position))
    }
    if isArchitecture { otherArchitecture = index(of: word) }
    return word
  }

  /// The level of the most significant bit of the word at an offset.
  private static func level(at offset: Int, byteOrder: ByteOrder) -> UInt32 {
    switch offset {
    case SeccompData.numberOffset: return CallBit.number
    case SeccompData.architectureOffset: return CallBit.architecture
    default:
      // The fields of 64 bits follow each other as their levels do, upper halves first.
      let field = UInt32(offset - SeccompData.instructionPointerOffset) / 8
      let isUpper = (offset % 8 == 0) == (byteOrder == .big)
      return CallBit.instructionPointer + 64 * field + (isUpper ? 0 : 32)
    }
  }

  // MARK: Verdicts

  /// The diagram of the actions for a word that a program returns.
  private func verdict(
    _ word: SymbolicWord, _ store: inout DiagramStore
  ) throws(ProofError) -> Diagram {
    try verdict(word, from: 31, value: 0, &store)
  }

  /// The same, with the bits above one known.
  private func verdict(
    _ word: SymbolicWord, from bit: Int, value: UInt32, _ store: inout DiagramStore
  ) throws(ProofError) -> Diagram {
    try store.takeStep()
    let action = FilterAction(returnValue: value)
    if bit < 0 || bit < 16 && !action.carriesData { return try store.terminal(action.returnValue) }
    let condition = word.bits[bit]
    var (low, high) = (Diagram.no, Diagram.no)
    if condition != .yes { low = try verdict(word, from: bit - 1, value: value, &store) }
    if condition != .no {
      high = try verdict(word, from: bit - 1, value: value | 1 << UInt32(bit), &store)
    }
    return try store.choose(condition, high, else: low)
  }
}

extension FilterAction {
  /// Whether the lower 16 bits of a filter's word mean something with this action.
  fileprivate var carriesData: Bool {
    switch self {
    case .errno, .trap, .trace: true
    case .allow, .log, .notify, .killThread, .killProcess: false
    }
  }
}
