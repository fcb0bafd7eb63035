import LinuxABI

/// Calls that are made without a word of the program, so that a log need not show what a filter breaks
/// that denies them: at the end of a signal handler, after a stop, for the time.
///
/// The facts are in `Sources/TableGenerator/Facts/needs.tsv` and `vdso.tsv`.
enum UnloggedCalls {
  /// The names of such calls.
  ///
  /// - Parameter abi: The ABI of the programs.
  /// - Returns: Those that the kernel makes programs do, then those that the vDSO answers.
  static func names(on abi: ABI) -> [String] {
    let table = StaticTable.needRows
    let lines = (0..<table.count).filter { table.field(1, ofLine: $0) == "kernel" }
    let calls = lines.compactMap { table.field(3, ofLine: $0)?.split(separator: ",") }
    return calls.joined().map(String.init) + VDSO.functions(on: abi).map(\.name)
  }
}
