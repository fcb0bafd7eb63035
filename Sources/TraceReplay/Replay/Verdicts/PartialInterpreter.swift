import ClassicBPF
import SeccompFilter

/// Runs a program on a call of which only some bits are known, and says what it may return.
///
/// Where a branch depends on unknown bits, both ways are followed. On each way the interpreter
/// keeps what the branches taken say about the words of the call, so that a question asked twice is
/// answered once. If that leads to too many ways, it forgets what branches say, and meets at the
/// joints of the program instead; then it may name a value that no call can get, but it never leaves
/// one out.
struct PartialInterpreter {
  /// What a program may do with a call.
  struct Answer: Hashable, Sendable {
    /// The words that it may return; `nil` where any word is possible.
    var returns: Set<UInt32>? = []
    /// The words of `seccomp_data` with unknown bits that branches depended on, as bits.
    var dependsOn: UInt16 = 0
    /// The words of `seccomp_data` that were read, as bits.
    var reads: UInt16 = 0
  }

  private let operations: [BPFOperation]
  private let byteOrder: ByteOrder

  /// The most instructions that are executed before what branches say is forgotten.
  private static let patience = 8192

  init(_ program: BPFProgram, byteOrder: ByteOrder) {
    operations = program.operations
    self.byteOrder = byteOrder
  }

  /// What the program may do with a call.
  ///
  /// - Parameters:
  ///   - number: The number of the call.
  ///   - auditArchitecture: The `AUDIT_ARCH_…` value.
  ///   - arguments: What is known of the six registers.
  /// - Returns: The words that it may return, and what they depend on.
  func run(
    number: UInt32, auditArchitecture: UInt32, arguments: [PartialRegister]
  ) -> Answer {
    var words = Array(repeating: Knowledge.nothing, count: SeccompData.size / 4)
    words[SeccompData.numberOffset / 4] = Knowledge(number, known: .max)
    words[SeccompData.architectureOffset / 4] = Knowledge(auditArchitecture, known: .max)
    for (index, register) in arguments.enumerated() {
      for (half, shift) in [(SeccompData.Half.low, UInt64(0)), (.high, 32)] {
        let offset = SeccompData.offset(ofArgument: index, half, byteOrder: byteOrder)
        words[offset / 4] = Knowledge(
          UInt32(truncatingIfNeeded: register.value >> shift),
          known: UInt32(truncatingIfNeeded: register.known >> shift))
      }
    }
    return walk(words, learns: true) ?? walk(words, learns: false)
      ?? Answer(returns: nil, dependsOn: .max, reads: .max)
  }

  /// Follows all ways; `nil` when there are too many.
  private func walk(_ words: [Knowledge], learns: Bool) -> Answer? {
    var answer = Answer()
    var open = [State(words: words)]
    var seen: Set<State> = []
    var steps = 0
    while var state = open.popLast() {
      way: while true {
        steps += 1
        if steps > (learns ? Self.patience : Self.patience * 64) { return nil }
        let operation = operations[state.index]
        state.index += 1
        switch operation {
        case .loadWord(let offset):
          answer.reads |= 1 << UInt16(offset / 4)
          state.a = state.load(Int(offset / 4))
        case .loadLength: state.a = Value(UInt32(SeccompData.size))
        case .loadConstant(let constant): state.a = Value(constant)
        case .loadScratch(let word): state.a = state.scratch[Int(word)]
        case .loadIndexLength: state.x = Value(UInt32(SeccompData.size))
        case .loadIndexConstant(let constant): state.x = Value(constant)
        case .loadIndexScratch(let word): state.x = state.scratch[Int(word)]
        case .store(let word): state.scratch[Int(word)] = state.a
        case .storeIndex(let word): state.scratch[Int(word)] = state.x
        case .moveToIndex: state.x = state.a
        case .moveToAccumulator: state.a = state.x
        case .jump(let distance): state.index += Int(distance)
        case .arithmetic(let operation, let operand):
          let right = operand.value(state.x)
          if operation == .divide || operation == .remainder, right.value == 0 {
            // A division by zero ends the program with 0.
            answer.returns?.insert(0)
            answer.dependsOn |= right.dependsOn
            if right.isKnown { break way }
          }
          state.a = state.a.applying(operation, right)
        case .branch(let comparison, let operand, let jumpTrue, let jumpFalse):
          let right = operand.value(state.x)
          if let holds = state.holds(comparison, right) {
            state.index += Int(holds ? jumpTrue : jumpFalse)
            continue way
          }
          answer.dependsOn |= state.a.dependsOn | right.dependsOn
          var other = state
          other.index += Int(jumpFalse)
          state.index += Int(jumpTrue)
          if learns {
            other.learn(comparison, right, false)
            state.learn(comparison, right, true)
            open.append(other)
          } else {
            if seen.insert(other).inserted { open.append(other) }
            if !seen.insert(state).inserted { break way }
          }
        case .returnConstant(let value):
          answer.returns?.insert(value)
          break way
        case .returnAccumulator:
          if state.a.isKnown {
            answer.returns?.insert(state.a.value)
          } else {
            answer.returns = nil
            answer.dependsOn |= state.a.dependsOn
          }
          break way
        }
      }
    }
    return answer
  }
}

/// What is known of a word of the call: some bits, and the range that the word lies in.
private struct Knowledge: Hashable {
  var known: UInt32
  var value: UInt32
  var low: UInt32
  var high: UInt32

  static let nothing = Knowledge(0, known: 0)

  init(_ value: UInt32, known: UInt32) {
    self.known = known
    self.value = value & known
    low = value & known
    high = value & known | ~known
  }
}

/// A value of a register: some known bits, and the words of the call that it was made of.
private struct Value: Hashable {
  var known: UInt32
  var value: UInt32
  var dependsOn: UInt16
  /// The word whose bits under the mask this value is, or -1.
  var word: Int8
  var mask: UInt32
  var low: UInt32
  var high: UInt32

  var isKnown: Bool { known == .max }

  init(_ constant: UInt32) { self.init(constant, known: .max, dependsOn: 0) }

  init(_ value: UInt32, known: UInt32, dependsOn: UInt16) {
    self.known = known
    self.value = value & known
    self.dependsOn = known == .max ? 0 : dependsOn
    word = -1
    mask = .max
    low = value & known
    high = value & known | ~known
  }

  /// The value after an arithmetic instruction.
  func applying(_ operation: BPFArithmetic, _ right: Value) -> Value {
    let depends = dependsOn | right.dependsOn
    if isKnown && right.isKnown {
      return Value(operation.apply(value, right.value) ?? 0)
    }
    switch operation {
    case .and:
      let zeros = known & ~value | right.known & ~right.value
      var result = Value(
        value & right.value, known: known & right.known | zeros, dependsOn: depends)
      if right.isKnown, word >= 0 {
        result.word = word
        result.mask = mask & right.value
      }
      return result
    case .or:
      let ones = known & value | right.known & right.value
      return Value(value | right.value, known: known & right.known | ones, dependsOn: depends)
    case .xor:
      return Value(value ^ right.value, known: known & right.known, dependsOn: depends)
    case .shiftLeft where right.isKnown:
      let distance = right.value & 31
      return Value(
        value << distance, known: known << distance | (1 << distance) - 1, dependsOn: depends)
    case .shiftRight where right.isKnown:
      let distance = right.value & 31
      return Value(
        value >> distance, known: known >> distance | ~(UInt32.max >> distance),
        dependsOn: depends)
    case .add, .subtract, .multiply, .divide, .remainder, .negate, .shiftLeft, .shiftRight:
      return Value(0, known: 0, dependsOn: depends)
    }
  }
}

/// One way through the program.
private struct State: Hashable {
  var index = 0
  var a = Value(0)
  var x = Value(0)
  var scratch = Array(repeating: Value(0), count: BPFProgram.scratchWords)
  var words: [Knowledge]
  /// Questions about words that were answered by a branch.
  var answers: [Question: Bool] = [:]

  struct Question: Hashable {
    var word: Int8
    var mask: UInt32
    var comparison: BPFComparison
    var constant: UInt32
  }

  init(words: [Knowledge]) { self.words = words }

  /// A word of the call.
  func load(_ word: Int) -> Value {
    let knowledge = words[word]
    var value = Value(knowledge.value, known: knowledge.known, dependsOn: 1 << UInt16(word))
    value.low = knowledge.low
    value.high = knowledge.high
    value.word = Int8(word)
    return value
  }

  private func question(_ comparison: BPFComparison, _ right: Value) -> Question? {
    guard a.word >= 0, right.isKnown else { return nil }
    return Question(
      word: a.word, mask: a.mask, comparison: comparison, constant: right.value)
  }

  /// Whether a comparison of the accumulator holds, as far as that is known.
  func holds(_ comparison: BPFComparison, _ right: Value) -> Bool? {
    if a.isKnown && right.isKnown { return comparison.holds(a.value, right.value) }
    guard right.isKnown else { return nil }
    if let question = question(comparison, right), let answer = answers[question] {
      return answer
    }
    let constant = right.value
    switch comparison {
    case .equal:
      if (a.value ^ constant) & a.known != 0 || constant < a.low || constant > a.high {
        return false
      }
      return a.low == a.high ? true : nil
    case .greater: return a.low > constant ? true : a.high <= constant ? false : nil
    case .greaterOrEqual: return a.low >= constant ? true : a.high < constant ? false : nil
    case .anyBit:
      if a.value & constant != 0 { return true }
      return constant & ~a.known == 0 ? false : nil
    }
  }

  /// Keeps what a branch says about the word that was compared.
  mutating func learn(_ comparison: BPFComparison, _ right: Value, _ holds: Bool) {
    guard let question = question(comparison, right) else { return }
    answers[question] = holds
    let constant = right.value
    let word = Int(a.word)
    switch (comparison, holds) {
    case (.equal, true):
      words[word].known |= a.mask
      words[word].value = words[word].value & ~a.mask | constant & a.mask
      if a.mask == .max { words[word] = Knowledge(constant, known: .max) }
    case (.anyBit, false):
      words[word].known |= constant & a.mask
      words[word].value &= ~(constant & a.mask)
    case (.anyBit, true):
      if (constant & a.mask).nonzeroBitCount == 1 {
        words[word].known |= constant & a.mask
        words[word].value |= constant & a.mask
      }
    case (.equal, false) where a.mask == .max:
      if words[word].low == constant, constant < .max { words[word].low += 1 }
      if words[word].high == constant, constant > 0 { words[word].high -= 1 }
    case (.greater, true) where a.mask == .max && constant < .max:
      words[word].low = max(words[word].low, constant + 1)
    case (.greater, false) where a.mask == .max:
      words[word].high = min(words[word].high, constant)
    case (.greaterOrEqual, true) where a.mask == .max:
      words[word].low = max(words[word].low, constant)
    case (.greaterOrEqual, false) where a.mask == .max && constant > 0:
      words[word].high = min(words[word].high, constant - 1)
    default: break
    }
    // The accumulator still holds that word, or some bits of it.
    let mask = a.mask
    a = load(word)
    if mask != .max { a = a.applying(.and, Value(mask)) }
  }
}

extension BPFOperand {
  fileprivate func value(_ x: Value) -> Value {
    switch self {
    case .constant(let constant): Value(constant)
    case .index: x
    }
  }
}
