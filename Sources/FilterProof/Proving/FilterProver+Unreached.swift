public import ClassicBPF
public import LinuxABI
import SeccompFilter

extension FilterProver {
  /// The instructions of a program that no call comes to.
  ///
  /// The program is executed on all calls at once, so that nothing is missed: not what several
  /// conditions together rule out, nor what only the value of `arch` does. Where that takes more than
  /// the limits allow, although what the program returns does not, only those instructions are found
  /// that jumps past them rule out, each by itself.
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
    let scopes = CallScope.all(on: machine)
    var execution = ProgramExecution(of: program, byteOrder: machine.byteOrder, in: scopes)
    _ = try execution.run(in: &store)
    do throws(ProofError) {
      var care: [Diagram] = []
      for scope in scopes { care.append(try store.care(in: scope, on: machine)) }
      return try execution.unreached(from: care, in: &store)
    } catch {
      return execution.unreached
    }
  }
}
