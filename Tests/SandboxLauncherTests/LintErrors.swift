import TestSupport

/// What `sekat lint` finds that is wrong with a policy.
struct LintErrors {
  /// At how many places each lint rule is broken, of those that report errors or rules without effect.
  ///
  /// What is found on two ABIs is found twice at its place. That an exception overlaps with what it is an
  /// exception from is meant.
  private let counts: [String: Int]

  /// Asks the linter.
  init(of policy: String, in folder: TemporaryFolder) throws {
    let path = try folder.write("linted.json", policy)
    let lint = try run(builtProduct("sekat"), ["lint", "-q", path])
    let found = lint.output.matches(of: /:(\d+:\d+): (error|warning): .*\[([a-z0-9-]+)\]/).filter {
      $0.2 == "error" || ["repeated-call", "without-effect"].contains($0.3)
    }
    counts = Dictionary(grouping: found, by: { String($0.3) }).mapValues { Set($0.map(\.1)).count }
  }

  /// The lint rules that are broken more often than in another policy.
  func rules(beyond other: LintErrors) -> [String] {
    counts.filter { $0.value > other.counts[$0.key, default: 0] }.keys.sorted()
  }
}
