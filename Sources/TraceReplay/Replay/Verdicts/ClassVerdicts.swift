import ClassicBPF
import LinuxABI
import SeccompFilter

/// Finds what the filters answer to calls of which registers are known, and the classes of that.
struct ClassVerdicts {
  let engine: VerdictEngine
  let book: ClassBook

  init(_ engine: VerdictEngine, mostClasses: Int = ReplayLimits.classes) {
    self.engine = engine
    book = ClassBook(mostClasses: mostClasses)
  }

  /// What the filters may answer to a call of which each list of registers is possible.
  ///
  /// Where a program and its policy contradict each other, that is noted.
  func outcome(_ number: UInt32, _ abi: ABI, _ variants: [[PartialRegister]]) -> Outcome {
    do throws(VerdictDisagreement) {
      return try engine.outcome(number: number, on: abi, variants)
    } catch {
      book.note(error)
      return Outcome(
        actions: [.killProcess], decisions: engine.filters.map { _ in [] }, unsettled: 0)
    }
  }

  /// Whether another verdict than the one that was found would be possible if upper halves that are
  /// taken to be zero were not.
  func assumes(
    _ registers: Registers, _ number: UInt32, _ abi: ABI, _ found: Outcome
  ) -> Bool {
    if registers.assumes == 0 { return false }
    var open = registers
    for index in 0..<6 where registers.assumes & 1 << UInt8(index) != 0 {
      open.known[index] &= 0xffff_ffff
      open.value[index] &= 0xffff_ffff
    }
    let variants = open.variants(wanted: Registers.all, width: abi.registerWidth)
    return Set(outcome(number, abi, variants).actions) != Set(found.actions)
  }
}
