import SourceDiagnostics

/// What the two readers of minijail's policies make something else of.
extension MinijailSettling {
  /// Reports what the reader refuses.
  mutating func checkReader(_ named: MinijailReader?) {
    if let named {
      guard let evidence = text.onlyRead[named.other] else { return }
      report(
        evidence.range, "refused-by-dialect", "\(evidence.what): \(named.title) refuses that",
        in: evidence.source)
    } else if let one = text.onlyRead[.compiler], let other = text.onlyRead[.minijail0] {
      report(
        one.range, "two-dialects",
        "\(one.what), which only compile_seccomp_policy.py reads, in a policy for minijail0",
        in: one.source,
        note: .init(
          "\(other.what), which only minijail0 reads",
          at: SourceLocation(source: other.source, range: other.range)))
    }
  }

  /// Reports, or remarks, an action behind a condition, which is for the calls that pass it or for those
  /// that do not.
  mutating func compareReaders() {
    let filters = text.statements.lazy.flatMap { statement in
      statement.filters.lazy.map { (statement.source, $0) }
    }
    let found = filters.first { $1.alternatives != nil && $1.action != nil }
    guard let (source, filter) = found, let action = filter.action else { return }
    let passing = "compile_seccomp_policy.py takes it for the calls that pass the condition"
    let failing = "minijail0 takes it for those that do not, and allows the others"
    guard let reader else {
      report(
        action.range, "two-dialects",
        "an action behind a condition: \(passing), \(failing); say with '--dialect minijail0' or "
          + "'--dialect compile_seccomp_policy' who reads the policy", in: source)
      return
    }
    if isReaderNamed, text.onlyRead[reader] == nil {
      remark(
        .otherDialect, .warning, at: action.range,
        "an action behind a condition: \(reader == .compiler ? passing : failing), and "
          + "\(reader.other.title) does not", "leave the action out, and allow what passes",
        in: source)
    }
  }
}
