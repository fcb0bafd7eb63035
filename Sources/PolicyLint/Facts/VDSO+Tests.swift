import LinuxABI
import SeccompFilter

extension VDSO.Function {
  /// The test that the vDSO would answer a call: it knows none of the clocks that count the time
  /// which a process has run.
  func tests(of call: Syscall, on abi: ABI) -> [ArgumentTest] {
    guard let argument, let register = call.argument(argument, on: abi) else { return [] }
    let values = answered.compactMap { Constant.named($0)?.value(on: abi) }
    return [
      ArgumentTest(
        index: register.index, mask: register.mask(on: abi),
        values: IntervalSet(values.map { Interval($0...$0) }))
    ]
  }
}
