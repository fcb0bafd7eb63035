extension BPFProgram {
  /// Whether the kernel can tell, without running the program, that a call is always allowed.
  ///
  /// When a filter is installed, kernels from 5.11 on walk through it for each number with nothing
  /// but `nr` and `arch` known. Where the walk reaches `SECCOMP_RET_ALLOW`, later calls skip the
  /// filter altogether. The walk gives up at anything but loads of those two words, jumps that
  /// compare with a constant, `AND` with a constant, and returns. See the kernel's
  /// `seccomp_is_const_allow`.
  ///
  /// - Parameters:
  ///   - number: The number of the call as the register carries it.
  ///   - auditArchitecture: The `AUDIT_ARCH_…` value.
  /// - Returns: Whether calls of that number will skip the filter.
  public func isConstantAllow(number: UInt32, auditArchitecture: UInt32) -> Bool {
    var accumulator: UInt32 = 0
    var index = 0
    while index < operations.count {
      var skip = 0
      switch operations[index] {
      case .loadWord(offset: UInt32(SeccompData.numberOffset)): accumulator = number
      case .loadWord(offset: UInt32(SeccompData.architectureOffset)):
        accumulator = auditArchitecture
      case .arithmetic(.and, .constant(let mask)): accumulator &= mask
      case .jump(let distance): skip = Int(distance)
      case .branch(let comparison, .constant(let constant), let jumpTrue, let jumpFalse):
        skip = Int(comparison.holds(accumulator, constant) ? jumpTrue : jumpFalse)
      case .returnConstant(let value): return value == FilterAction.allow.returnValue
      default: return false
      }
      index += 1 + skip
    }
    return false
  }
}
