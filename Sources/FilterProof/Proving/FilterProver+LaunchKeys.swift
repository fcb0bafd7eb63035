public import ClassicBPF
import LinuxABI
public import SeccompFilter

extension FilterProver {
  /// The filter as `sekat run` has installed it, with the keys that a program has in it.
  ///
  /// Keys are random, so a program that was installed differs from its policy in just the
  /// launcher's own last calls. They are looked for where those calls are allowed although the
  /// filter does not allow them. What is found is only a guess at the filter: whether the program
  /// is that filter remains to be proved.
  ///
  /// - Parameters:
  ///   - filter: The policy's filter, without exceptions.
  ///   - program: A program that was installed for it.
  /// - Returns: The filter with the exceptions that the program seems to have.
  /// - Throws: ``ProofError`` where that cannot be decided within the limits.
  public func launchedFilter(
    _ filter: Filter, in program: BPFProgram
  ) throws(ProofError) -> Filter {
    let abi = filter.machine.abi
    let regions = try regions(
      of: [.filter(filter), .program(program)], on: filter.machine,
      where: { verdicts in verdicts[1] == .allow && verdicts[0] != .allow })
    func values(of call: String, _ index: Int) -> UInt64? {
      guard let number = Syscall.named(call)?.number(on: abi) else { return nil }
      let parts = regions.filter { $0.abi == abi && $0.numbers.contains(number) }.flatMap(\.parts)
      for condition in parts.flatMap(\.conditions) where condition.field == .argument(index) {
        if case .values(let values) = condition.values.form, values.count == 1 { return values[0] }
      }
      return nil
    }
    let found = ["execve", "write", "seccomp"].map { call in
      (3...5).map { values(of: call, $0) }
    }
    let keys = (0..<3).map { index in found.lazy.compactMap { $0[index] }.first }
    let launchKeys = LaunchKeys(
      k0: keys[0] ?? values(of: "exit_group", 0) ?? 0, k1: keys[1] ?? 0, k2: keys[2] ?? 0)
    return filter.addingLaunchExceptions(
      launchKeys, furtherFilterFollows: values(of: "seccomp", 3) != nil)
  }
}
