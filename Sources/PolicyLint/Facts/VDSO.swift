import LinuxABI
import SeccompFilter

/// The calls that the vDSO answers, the code which the kernel maps into every program.
///
/// See vdso(7) and the linker scripts of the kernel, `vdso.lds.S`. `getrandom` is left out: the
/// vDSO makes that call itself for its first bytes, so that every trace shows it.
enum VDSO {
  /// The names of the calls on an ABI.
  static func calls(on abi: ABI) -> [String] {
    let clocks = ["clock_gettime", "gettimeofday", "clock_getres"]
    return switch abi {
    case .x86_64, .x32, .ppc64le: clocks + ["time", "getcpu"]
    case .i386: clocks + wide + ["time", "getcpu"]
    case .arm: clocks + wide
    case .riscv64, .s390x, .loongarch64: clocks + ["getcpu"]
    case .aarch64, .mips64el: clocks
    }
  }

  /// The calls of 32-bit ABIs with 64 bits of time.
  private static let wide = ["clock_gettime64", "clock_getres_time64"]

  /// Calls that are made after all where the clock of the machine cannot be read without the kernel,
  /// as in many virtual machines.
  static let dependOnClock: Set = ["clock_gettime", "clock_gettime64", "gettimeofday"]

  /// The test that the vDSO would answer a call: it knows none of the clocks that count the time
  /// which a process has run.
  static func tests(of call: Syscall, on abi: ABI) -> [ArgumentTest] {
    guard let argument = call.argument("which_clock", on: abi) else { return [] }
    let clocks = [
      "CLOCK_REALTIME", "CLOCK_MONOTONIC", "CLOCK_MONOTONIC_RAW", "CLOCK_REALTIME_COARSE",
      "CLOCK_MONOTONIC_COARSE", "CLOCK_BOOTTIME", "CLOCK_TAI",
    ]
    let values = clocks.compactMap { Constant.named($0)?.value(on: abi) }
    return [
      ArgumentTest(
        index: argument.index, mask: argument.mask(on: abi),
        values: IntervalSet(values.map { Interval($0...$0) }))
    ]
  }
}
