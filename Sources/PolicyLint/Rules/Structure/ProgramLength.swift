import ClassicBPF
import FilterProof
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// A policy whose program is too long for the kernel, or nearly so.
enum ProgramLength: LintRule {
  static let about = LintRuleDescription(
    id: "program-length", family: .structure, severity: .warning, title: "a long program",
    problem:
      "The kernel takes at most 4096 instructions in a filter, and about eight filters of that "
      + "length in a row, those of containers and other launchers included.",
    advice: "Join conditions, and leave out distinctions that do not matter.",
    bad: manyRules(800),
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """)

  /// A policy of so many ranges for an argument.
  private static func manyRules(_ count: Int) -> String {
    let values = (0..<count).map { "\($0 * 0x1_0000_0007)" }
    return """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["lseek"], "where": { "offset": [\(values.joined(separator: ", "))] } }]
      }
      """
  }

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let (_, resolved) = context.policy, let compiled = context.compiled else { return [] }
    switch compiled {
    case .failure(let error):
      return [
        finding(
          at: error.origin.map { resolved.rule($0).location } ?? resolved.defaultLocation,
          error.message, advice: "join conditions, and leave out distinctions that do not matter",
          notes: error.notes.map { .init($0.message, at: resolved.rule($0.origin).location) },
          severity: .error)
      ]
    case .success(let program):
      let count = program.instructions.count
      guard count * 2 > BPFProgram.maximumLength else { return [] }
      let share = count * 100 / BPFProgram.maximumLength
      return [
        finding(
          at: resolved.defaultLocation,
          "the program has \(count) instructions, \(share) % of the \(BPFProgram.maximumLength) "
            + "that the kernel takes",
          advice: "join conditions, and leave out distinctions that do not matter")
      ]
    }
  }
}
