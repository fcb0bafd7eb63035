import FilterProof
package import LinuxABI
import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics
import Toolbox
package import TraceReplay

/// The filters that logs are replayed against.
package enum ReplayInput {
  /// Complains where a policy is named among the logs, before another one is asked in its place.
  package static func checkAreNoPolicies(_ logs: [String]) throws(SekatError) {
    for log in logs where log.hasPrefix(BuiltinCatalogue.prefix) {
      throw SekatError(
        "\(quoted(log)) is a policy, and no log; write '-p \(escaped(log))'")
    }
  }

  /// What is written at the places of the policies' rules, by how reports name them.
  package static func quotations(of filters: [ReplayFilter]) -> [String: RuleText] {
    // Of two policies by one name nobody could tell which is quoted.
    Dictionary(
      filters.compactMap(\.policy).flatMap(\.ruleTexts).map { ($0.phrase, $0.text) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Complains where a policy is among the logs.
  package static func checkIsNoPolicy(_ report: ReplayReport) throws(SekatError) {
    guard let file = report.policyAmongLogs else { return }
    throw SekatError(
      "\(quoted(file)) is JSON, and no log; write a policy as '-p \(escaped(file))'")
  }

  /// What is to be said of logs that show no call.
  package static func emptiness(of report: ReplayReport) -> String {
    if report.isFollowed {
      return "the kernel told of no such call; it does of those that are killed or logged"
    }
    return report.lines.summary > 0
      ? "the log holds only the table of 'strace -c', which shows no calls"
      : "no call is in the \(report.logs.count == 1 ? "log" : "logs")"
  }

  /// Compiles policies, and reads a raw filter.
  package static func filters(
    policies: [String], in circumstances: Circumstances = .standard, filter: String?,
    backend: BackendChoice, machine: Machine
  ) throws(SekatError) -> [ReplayFilter] {
    var filters: [ReplayFilter] = []
    let references = policies.isEmpty && filter == nil ? [PolicyInput.standard] : policies
    var loaded: [Policy] = []
    for reference in references {
      loaded.append(try PolicyInput.load(reference, in: circumstances))
    }
    try circumstances.requireUse(by: loaded)
    for (policy, reference) in zip(loaded, references) {
      filters.append(
        try self.filter(of: policy, named: reference, backend: backend, machine: machine))
    }
    if let filter {
      let file = try RawFilter.read(filter, for: machine)
      filters.append(ReplayFilter(name: file.name, program: try file.program(), policy: nil))
    }
    return filters
  }

  /// Compiles a policy.
  package static func filter(
    of policy: Policy, named name: String, backend: BackendChoice, machine: Machine
  ) throws(SekatError) -> ReplayFilter {
    let policy = try PolicyInput.resolve(policy, for: machine)
    do throws(ProvedProgramError) {
      return ReplayFilter(
        name: name, program: try backend.backend.program(for: policy.filter), policy: policy)
    } catch {
      throw SekatError(error, of: policy, from: backend)
    }
  }
}
