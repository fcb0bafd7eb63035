public import ClassicBPF
import LinuxABI

/// A call on which two subjects differ.
public struct Witness: Hashable, Sendable {
  /// The call.
  public let call: SeccompData
  /// What the first subject says.
  public let left: FilterAction
  /// What the second one says.
  public let right: FilterAction
}

extension DiagramStore {
  /// The first call, in the order of ``CallBit``, on which two different diagrams differ.
  ///
  /// So the number is the least that there is, and then each argument; bits that do not matter
  /// are 0.
  ///
  /// - Parameters:
  ///   - left: A diagram.
  ///   - right: Another one.
  ///   - scope: The calls that both are about.
  /// - Returns: The call.
  func firstDifference(_ left: Diagram, _ right: Diagram, in scope: CallScope) -> SeccompData {
    precondition(left != right, "equal diagrams do not differ")
    var call = SeccompData(number: 0, auditArchitecture: scope.architecture ?? 0)
    var (left, right) = (left, right)
    while true {
      let level = min(self.level(of: left), self.level(of: right))
      if level == CallBit.terminalLevel { return call }
      let (lefts, rights) = (branches(of: left, at: level), branches(of: right, at: level))
      // Two diagrams that are not the same node differ somewhere.
      if lefts.low != rights.low {
        (left, right) = (lefts.low, rights.low)
      } else {
        (left, right) = (lefts.high, rights.high)
        call.setBit(at: level)
      }
    }
  }
}

extension SeccompData {
  /// Sets the bit at a level of ``CallBit``.
  mutating func setBit(at level: UInt32) {
    switch level {
    case ..<CallBit.number: auditArchitecture |= 1 << (31 - (level - CallBit.architecture))
    case ..<CallBit.instructionPointer: number |= 1 << (31 - (level - CallBit.number))
    case ..<CallBit.arguments:
      instructionPointer |= 1 << UInt64(63 - (level - CallBit.instructionPointer))
    default: arguments[CallBit.argument(at: level)] |= 1 << UInt64(63 - level % 64)
    }
  }
  /// Whether a call of the same ABI comes before another one in the order of ``CallBit``.
  func precedes(_ other: SeccompData) -> Bool {
    if number != other.number { return number < other.number }
    if instructionPointer != other.instructionPointer {
      return instructionPointer < other.instructionPointer
    }
    for index in 0..<6 where arguments[index] != other.arguments[index] {
      return arguments[index] < other.arguments[index]
    }
    return false
  }
}
