public import ClassicBPF
public import LinuxABI
import SeccompFilter

extension FilterProver {
  /// The instructions of a program that no call comes to.
  ///
  /// The program is executed on all calls at once, and jumps that always or never go are followed
  /// one way only. An instruction that only two conditions together rule out is not found.
  ///
  /// - Parameters:
  ///   - program: The program.
  ///   - machine: The machine on which it is to run.
  /// - Returns: The places of the instructions, counted from 0, in ascending order.
  /// - Throws: ``ProofError`` where the program cannot be followed within the limits.
  public func unreachedInstructions(
    of program: BPFProgram, on machine: Machine
  ) throws(ProofError) -> [Int] {
    var store = DiagramStore(limits: limits)
    var execution = ProgramExecution(
      of: program, byteOrder: machine.byteOrder, in: CallScope.all(on: machine))
    _ = try execution.run(in: &store)
    return execution.unreached
  }
}
