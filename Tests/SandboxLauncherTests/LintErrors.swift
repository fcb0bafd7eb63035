import TestSupport

/// What `sekat lint` finds that is wrong with a policy.
struct LintErrors {
  /// The lint rules that report errors, and those that say that a rule has no effect.
  let rules: Set<String>

  /// Asks the linter.
  init(of policy: String, in folder: TemporaryFolder) throws {
    let path = try folder.write("linted.json", policy)
    let lint = try run(builtProduct("sekat"), ["lint", "-q", path])
    let found = lint.output.matches(of: /(error|warning): .*\[([a-z0-9-]+)\]/)
    rules = Set(
      found.filter {
        $0.1 == "error" || ["repeated-call", "without-effect", "overlapping-rules"].contains($0.2)
      }.map { String($0.2) })
  }
}
