public import LinuxABI
public import SeccompFilter
import Toolbox

/// What it is about a call that matters.
extension AnswerTable {
  /// The argument bits that decide about the calls of one number, or about the reason.
  ///
  /// - Parameters:
  ///   - number: The number as the register carries it.
  ///   - abi: The ABI through which the calls come.
  /// - Returns: For each register the bits for which there are two calls that differ in nothing else
  ///   and are answered differently.
  public func relevantBits(of number: UInt32, on abi: ABI) -> InlineArray<6, UInt64> {
    var masks: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
    let call = PartialCall(number: number, on: abi)
    var remainder = Remainder(of: self, on: call) { $0 }
    for level in remainder.levels(from: root(of: abi)) where level >= CallBit.arguments {
      masks[CallBit.argument(at: level)] |= 1 << (63 - UInt64(level - CallBit.arguments) % 64)
    }
    return masks
  }

  /// The registers that would settle what the program does with a call.
  ///
  /// - Parameter call: The call, as far as it is known.
  /// - Returns: The registers as bits, register 0 the lowest: those with unknown bits that matter.
  public func unsettledRegisters(of call: PartialCall) -> UInt8 {
    var registers: UInt8 = 0
    var remainder = Remainder(of: self, on: call) { kinds[$0] }
    for level in remainder.levels(from: root(of: call.abi)) where level >= CallBit.arguments {
      registers |= 1 << UInt8(CallBit.argument(at: level))
    }
    return registers
  }
}

/// What is left of a diagram once some bits of the call are known.
private struct Remainder {
  private struct Question: Hashable {
    var level: UInt32
    var low: Int
    var high: Int
  }

  private let table: AnswerTable
  private let call: PartialCall
  /// Terminals are the same where these are.
  private let kind: (Int) -> Int
  private var questions = UniqueList<Question>()
  /// For each open question what is left of it: a question, or below 0 a kind of terminal.
  private var known: [Int: Int] = [:]

  init(of table: AnswerTable, on call: PartialCall, kind: @escaping (Int) -> Int) {
    self.table = table
    self.call = call
    self.kind = kind
  }

  /// The levels of the bits that are asked for still, where the answer hangs on them.
  mutating func levels(from root: Int) -> Set<UInt32> {
    var asked: Set<UInt32> = []
    var seen: Set<Int> = []
    var open = [rest(of: root)]
    while let index = open.popLast() {
      guard index >= 0, seen.insert(index).inserted else { continue }
      let question = questions[index]
      asked.insert(question.level)
      open.append(question.low)
      open.append(question.high)
    }
    return asked
  }

  private mutating func rest(of start: Int) -> Int {
    let index = table.index(from: start, knowing: call)
    let node = table.nodes[index]
    if node.level == CallBit.terminalLevel { return -1 - kind(Int(node.low)) }
    if let known = known[index] { return known }
    let (low, high) = (rest(of: Int(node.low)), rest(of: Int(node.high)))
    let rest =
      low == high ? low : questions.insert(Question(level: node.level, low: low, high: high))
    known[index] = rest
    return rest
  }
}
