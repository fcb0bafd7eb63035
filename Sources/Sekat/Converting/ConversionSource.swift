import ClassicBPF
package import FilterProof
package import LinuxABI
import PolicyWriting
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// What is converted: a policy, or the compiled filters that decide together.
package struct ConversionSource {
  /// What messages call it.
  package let name: String
  let machine: Machine
  let subject: Subject
  /// The policy, if it is one.
  let policy: ResolvedPolicy?

  /// A policy or a compiled filter, on a machine.
  package init(_ subject: ResolvedSubject) {
    name = subject.name
    machine = subject.machine
    self.subject = subject.subject
    policy = if case .policy(let policy) = subject.content { policy } else { nil }
  }

  /// Whatever decides, without a text that says why.
  package init(_ subject: Subject, named name: String, on machine: Machine) {
    (self.name, self.subject, self.machine) = (name, subject, machine)
    policy = nil
  }

  /// The filters of a process, all of which are asked about each call.
  ///
  /// - Parameter pid: The number of a process or thread.
  /// - Throws: ``SekatError`` where they cannot be read, or there are none.
  package init(process pid: Int32) throws(SekatError) {
    name = "process \(pid)"
    machine = try Machine.named(nil)
    var programs: [Subject] = []
    for filter in try RawFilter.filters(of: pid) { programs.append(.program(try filter.program())) }
    if programs.isEmpty { throw SekatError("process \(pid) has no filter") }
    subject = programs.count == 1 ? programs[0] : .stack(programs)
    policy = nil
  }

  /// The files of a policy that somebody has written.
  package var files: [String] { policy?.source.ownFiles ?? [] }

  /// The verdicts on calls that nothing is said of, where they are known.
  var defaults: [ABI: FilterAction] {
    guard let policy else { return [:] }
    return Dictionary(
      uniqueKeysWithValues: policy.filter.abis.map { ($0.abi, $0.defaultAction) })
  }

  /// What a policy says that no verdict tells.
  var surroundings: OwnWriter.Surroundings {
    var surroundings = OwnWriter.Surroundings()
    guard let policy else { return surroundings }
    surroundings.name = policy.source.syntax[0].name
    surroundings.description = policy.source.description
    surroundings.flags = policy.flags
    surroundings.kernel = policy.source.first { $0.kernel }?.value.value
    surroundings.comment = { call in
      let decision = FilterEvaluator(policy.filter).decide(call)
      return switch decision.reason {
      case .rule(let origin), .otherwise(let origin): policy.rule(origin).comment
      case .defaultAction, .foreign, .newer, .skipped, .exception: nil
      }
    }
    return surroundings
  }

  /// Where the verdict on a call is written.
  func location(of call: SeccompData) -> SourceLocation? {
    policy.flatMap { $0.location(of: FilterEvaluator($0.filter).decide(call).reason) }
  }
}
