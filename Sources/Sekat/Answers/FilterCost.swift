package import ClassicBPF
import LinuxABI
package import SeccompFilter

/// What a filter costs at run time, in instructions.
package struct FilterCost {
  /// The length of the program.
  package let instructions: Int
  /// The most instructions that one call can run through.
  package let longestPath: Int
  /// How many calls of the machine's own ABI are allowed whatever their arguments are.
  package let allowedOutright: Int
  /// How many of them the kernel's constant-action cache answers without running the filter.
  package let cached: Int

  package init(of program: BPFProgram, for filter: Filter) {
    instructions = program.instructions.count
    longestPath = Self.longestPath(program)
    let abi = filter.machine.abi
    let numbers = Syscall.all.compactMap { $0.number(on: abi) }
    let evaluator = FilterEvaluator(filter)
    let allowed = numbers.filter { number in
      evaluator.possibleDecisions(on: PartialCall(number: number, on: abi))
        .allSatisfy { $0.action == .allow }
    }
    allowedOutright = allowed.count
    cached =
      allowed.filter {
        program.isConstantAllow(number: $0, auditArchitecture: abi.auditArchitecture)
      }.count
  }

  /// One line for people.
  package var summary: String {
    "\(instructions) instructions, \(instructions * BPFInstruction.size) bytes; "
      + "at most \(longestPath) run for a call; "
      + "\(cached) of \(allowedOutright) calls that are always allowed skip the filter"
  }

  /// Jumps only go forward, so one walk from the end suffices.
  private static func longestPath(_ program: BPFProgram) -> Int {
    var lengths = [Int](repeating: 0, count: program.operations.count + 1)
    for (index, operation) in program.operations.enumerated().reversed() {
      lengths[index] =
        switch operation {
        case .returnConstant, .returnAccumulator: 1
        case .jump(let distance): 1 + lengths[index + 1 + Int(distance)]
        case .branch(_, _, let jumpTrue, let jumpFalse):
          1 + max(lengths[index + 1 + Int(jumpTrue)], lengths[index + 1 + Int(jumpFalse)])
        default: 1 + lengths[index + 1]
        }
    }
    return lengths[0]
  }
}
