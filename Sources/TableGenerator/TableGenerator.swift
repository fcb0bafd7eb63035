/// Makes the tables of `LinuxABI`, `CallDecoding`, `TraceReplay`, `PolicyLint` and `Sekat` from the facts
/// in the folder beside this file.
///
/// A table is text in a string literal: one line for each key, sorted by the bytes of the key,
/// fields separated by a blank. What is asked for very often, and what leads from one table to
/// another, is in lists of numbers beside it. The binary carries all of it as it is, and nothing is
/// built at start-up.
public struct TableGenerator {
  /// The release of the kernel that the facts describe.
  public static let kernelRelease = "7.2.13"

  /// The ABIs in the order of the columns.
  static let abis = [
    "x86_64", "x32", "i386", "aarch64", "arm", "riscv64", "ppc64le", "s390x", "loongarch64",
    "mips64el",
  ]

  /// The ABIs whose constants have a column of their own.
  static let constantColumns = [
    "x86_64", "aarch64", "arm", "i386", "riscv64", "ppc64le", "s390x", "mips64el",
  ]

  /// The files of facts that are needed.
  public static let inputs = [
    "syscalls.tsv", "registers.tsv", "vocabularies.tsv", "constants.tsv", "groups.tsv",
    "printed-registers.tsv", "printed-names.tsv", "narrowed-arguments.tsv", "counterparts.tsv",
    "fallbacks.tsv", "risks.tsv", "risky-values.tsv", "abilities.tsv", "companions.tsv",
    "needs.tsv", "vdso.tsv", "multiplexed.tsv", "start-up.tsv", "restarted.tsv",
    "runtime-needs.tsv", "chosen-vocabularies.tsv", "memory.tsv", "dispensable.tsv",
  ]

  private let facts: [String: FactTable]

  /// Reads facts.
  ///
  /// - Parameter texts: The content of each of the ``inputs`` by its name.
  /// - Throws: An error that names the file and the line that cannot be read.
  public init(texts: [String: String]) throws {
    facts = try Dictionary(
      uniqueKeysWithValues: Self.inputs.map { ($0, try FactTable(texts[$0] ?? "", named: $0)) })
  }

  /// The generated files: content by path below the folder of the sources.
  public var files: [String: String] {
    let targets = [
      ("LinuxABI", outputs), ("CallDecoding", decodingOutputs), ("TraceReplay", traceOutputs),
      ("PolicyLint", lintOutputs), ("Sekat", applicationOutputs),
    ]
    return Dictionary(
      uniqueKeysWithValues: targets.flatMap { target, outputs in
        outputs.map { ("\(target)/Generated/\($0.key)", $0.value) }
      })
  }

  func rows(_ name: String) -> [[String: String]] { facts[name]?.rows ?? [] }
}
