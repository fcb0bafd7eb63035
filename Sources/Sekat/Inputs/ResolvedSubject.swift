package import ClassicBPF
package import FilterProof
package import LinuxABI
package import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics

/// A policy or a compiled filter on one machine.
package struct ResolvedSubject {
  /// What it is.
  package enum Content {
    case policy(ResolvedPolicy)
    case program(BPFProgram)
  }

  package var name: String
  package let machine: Machine
  package let content: Content
  /// The filter of a policy with what `sekat run` adds to it, where that is meant.
  package var launchedFilter: Filter?

  package init(name: String, machine: Machine, content: Content) {
    self.name = name
    self.machine = machine
    self.content = content
  }

  /// What the prover is given.
  package var subject: Subject {
    switch content {
    case .policy(let policy): .filter(launchedFilter ?? policy.filter)
    case .program(let program): .program(program)
    }
  }

  /// What a verdict rests on: a rule with its place, or the instructions that led to it.
  package func reason(for call: SeccompData) -> String {
    switch content {
    case .policy(let policy):
      let filter = launchedFilter ?? policy.filter
      return policy.phrase(for: FilterEvaluator(filter).decide(call).reason)
    case .program(let program):
      var path = InstructionPath()
      _ = program.run(
        on: call, byteOrder: machine.byteOrder, visitor: &path)
      return "instructions \(path.text)"
    }
  }
}

extension ResolvedSubject {
  /// What a backend makes of a policy.
  package func compiled(by backend: BackendChoice) throws(SekatError) -> ResolvedSubject {
    guard case .policy(let policy) = content else { return self }
    do throws(FilterCompilationError) {
      let program = try backend.backend.unprovedProgram(for: policy.filter)
      return ResolvedSubject(
        name: "\(backend.rawValue) program of \(name)", machine: machine, content: .program(program)
      )
    } catch {
      throw SekatError(error, in: policy)
    }
  }

  /// A policy with the exceptions that a program has which was installed for it.
  package func launched(as installed: ResolvedSubject) throws(SekatError) -> ResolvedSubject {
    guard case .policy(let policy) = content, case .program(let program) = installed.content
    else { return self }
    do throws(ProofError) {
      var subject = self
      subject.launchedFilter = try FilterProver().launchedFilter(policy.filter, in: program)
      subject.name += ", as launched"
      return subject
    } catch {
      throw SekatError(undecided: error)
    }
  }
}

/// The instructions that a call runs through.
private struct InstructionPath: BPFVisitor {
  private var indices: [Int] = []

  mutating func visit(_ index: Int) { indices.append(index) }

  /// Such as `0-3, 17, 20`.
  var text: String {
    var runs: [ClosedRange<Int>] = []
    for index in indices {
      if let last = runs.last, last.upperBound + 1 == index {
        runs[runs.count - 1] = last.lowerBound...index
      } else {
        runs.append(index...index)
      }
    }
    return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: ", ")
  }
}
