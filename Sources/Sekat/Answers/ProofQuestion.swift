import FilterProof
package import LinuxABI
import SeccompFilter

/// Two stacks of subjects, often of one each, of which it is asked whether they are the same.
package struct ProofQuestion {
  package let machine: Machine
  package let left: [ResolvedSubject]
  package let right: [ResolvedSubject]

  /// Two stacks on a machine.
  package init(machine: Machine, left: [ResolvedSubject], right: [ResolvedSubject]) {
    (self.machine, self.left, self.right) = (machine, left, right)
  }

  /// Policies and a compiled filter, or policies and what a compiler makes of them, or two compiled
  /// filters.
  ///
  /// - Parameters:
  ///   - policies: The policies, which are taken as a stack.
  ///   - files: Compiled filters: none or one beside policies, and else two.
  ///   - machine: The machine.
  ///   - compiler: The compiler, where there are policies and no file.
  ///   - areLaunched: Whether the file was installed by the launcher, for one policy.
  /// - Throws: ``SekatError`` where something cannot be read, resolved or compiled.
  package init(
    about policies: [FilterInput], _ files: [String], on machine: Machine,
    compiler: BackendChoice, areLaunched: Bool
  ) throws(SekatError) {
    var programs: [ResolvedSubject] = []
    for file in files {
      programs.append(try FilterInput(program: file, for: machine).resolved(for: machine))
    }
    if policies.isEmpty {
      self.init(machine: machine, left: [programs[0]], right: [programs[1]])
      return
    }
    var resolved: [ResolvedSubject] = []
    for policy in policies { resolved.append(try policy.resolved(for: machine)) }
    if programs.isEmpty {
      for policy in resolved { programs.append(try policy.compiled(by: compiler)) }
    } else if areLaunched {
      resolved = [try resolved[0].launched(as: programs[0])]
    }
    self.init(machine: machine, left: resolved, right: programs)
  }

  /// Whether each of the latest filters of a process is the policy at the same position.
  ///
  /// - Parameters:
  ///   - policies: The policies that the process was launched with.
  ///   - pid: Its number.
  /// - Returns: A question for each policy.
  /// - Throws: ``SekatError`` where the process has fewer filters, or they cannot be read.
  package static func questions(
    about policies: [FilterInput], installedIn pid: Int32
  ) throws(SekatError) -> [ProofQuestion] {
    let machine = try Machine.named(nil)
    let filters = try RawFilter.filters(of: pid)
    guard filters.count >= policies.count else {
      throw SekatError(
        "process \(pid) has \(filters.count == 1 ? "1 filter" : "\(filters.count) filters"), "
          + "fewer than there are policies")
    }
    var questions: [ProofQuestion] = []
    // Whatever was there before sekat was started has nothing to do with its policies.
    for (policy, filter) in zip(policies, filters.suffix(policies.count)) {
      let program = ResolvedSubject(
        name: filter.name, machine: machine, content: .program(try filter.program()))
      let launched = try policy.resolved(for: machine).launched(as: program)
      questions.append(ProofQuestion(machine: machine, left: [launched], right: [program]))
    }
    return questions
  }

  /// The answer, with what it took.
  ///
  /// - Throws: ``SekatError`` where it cannot be decided.
  package func answer() throws(SekatError) -> ProofAnswer {
    var cost = ProofCost()
    do throws(ProofError) {
      let comparison = try FilterProver().compare(
        Self.subject(left), Self.subject(right), on: machine, cost: &cost)
      return ProofAnswer(question: self, comparison: comparison, cost: cost)
    } catch {
      throw SekatError(undecided: error)
    }
  }

  private static func subject(_ stack: [ResolvedSubject]) -> Subject {
    stack.count == 1 ? stack[0].subject : .stack(stack.map(\.subject))
  }
}
