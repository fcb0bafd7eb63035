import FilterProof
package import LinuxABI
import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics
import Toolbox
package import TraceReplay

/// The filters that logs are replayed against.
package enum ReplayInput {
  /// Complains where a policy is among the logs.
  package static func checkIsNoPolicy(_ report: ReplayReport) throws(SekatError) {
    guard let file = report.policyAmongLogs else { return }
    throw SekatError(
      "\(quoted(file)) is JSON, and no log of strace; a policy is named with '-p'")
  }

  /// What is to be said of logs that show no call.
  package static func emptiness(of report: ReplayReport) -> String {
    report.lines.summary > 0
      ? "the log holds only the table of 'strace -c', which shows no calls"
      : "no call is in the \(report.logs.count == 1 ? "log" : "logs")"
  }

  /// Compiles policies, and reads a raw filter.
  package static func filters(
    policies: [String], filter: String?, backend: BackendChoice, machine: Machine
  ) throws(SekatError) -> [ReplayFilter] {
    var filters: [ReplayFilter] = []
    let references = policies.isEmpty && filter == nil ? [PolicyInput.standard] : policies
    for reference in references {
      filters.append(
        try self.filter(
          of: try PolicyInput.load(reference), named: reference, backend: backend, machine: machine)
      )
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
