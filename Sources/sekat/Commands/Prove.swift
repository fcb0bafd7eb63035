import ArgumentParser
import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// `sekat prove`.
struct Prove: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Decides whether a program is the policy, for every possible call.",
    discussion: """
      Compares the policy with a compiled filter or, without a file, with what a
      backend makes of it; or two compiled filters with each other; or the filters
      of a process that 'sekat run' has started with the policies that it was given.
      All numbers, ABIs and argument bits are covered. Where the two differ, the
      first call that shows it is printed, with what each side rests on.

      Exit status: 0 when both are the same, 1 when they differ, 2 when something
      cannot be read, 3 when it cannot be decided within the bounds.

      EXAMPLES
        sekat prove -p policy.json
        sekat prove -p policy.json --backend libseccomp --target aarch64
        sekat prove -p policy.json policy.bpf
        sekat prove old.bpf new.bpf
        sekat prove -p policy.json --pid 4711
      """)

  @Option(
    name: [.customShort("p"), .customLong("policy")],
    help: "A policy file, 'builtin:NAME', or '-'; several are taken as a stack.")
  var policies: [String] = []

  @Option(help: "The compiler: \(BackendChoice.allCases.map(\.rawValue).joined(separator: ", ")).")
  var backend: BackendChoice = .native

  @Option(help: "A process that 'sekat run' has started with these policies.")
  var pid: Int32?

  @Flag(
    help: "The file was installed by 'sekat run': find the keys of its own last calls in it.")
  var launched = false

  @Option(
    name: [.customLong("target"), .customLong("arch")],
    help: "The machine, by default this one or, without a file, each that the policy lists.")
  var target: String?

  @Option(help: "How to print: text or json.")
  var format: ReportFormat = .text

  @Argument(help: "Compiled filters: one with -p, else two; '-' for standard input.")
  var files: [String] = []

  func validate() throws {
    if let pid {
      guard pid > 0 else { throw ValidationError("\(pid) is no number of a process") }
      guard files.isEmpty, !policies.isEmpty, target == nil, !launched else {
        throw ValidationError("'--pid' goes with policies alone")
      }
    }
    switch (policies.isEmpty, files.count) {
    case (true, 2), (false, 0), (false, 1): break
    case (true, _): throw ValidationError("give a policy with -p, or two files")
    case (false, _): throw ValidationError("give at most one file with -p")
    }
    if launched && (files.count != 1 || policies.count != 1) {
      throw ValidationError("'--launched' goes with one policy and one file")
    }
  }

  func run() throws {
    let policies = try policies.map { try ProofSubject(policy: $0) }
    var report = ProofReport()
    let questions =
      try pid.map { try self.questions(about: policies, installedIn: $0) }
      ?? machines(of: policies).map { try question(about: policies, on: $0) }
    for question in questions {
      do throws(ProofError) {
        report.answers.append(try question.answer())
      } catch {
        throw CommandFailure(undecided: error)
      }
    }
    switch format {
    case .text: Terminal.print(report.text, terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
    if !report.isEqual { throw CommandFailure(found: ()) }
  }

  private func machines(of policies: [ProofSubject]) throws(CommandFailure) -> [Machine] {
    if target != nil || !files.isEmpty { return [try CommandFailure.machine(named: target)] }
    return try ProofSubject.commonMachines(of: policies)
  }

  /// Whether each of the latest filters of a process is the policy at the same place.
  private func questions(
    about policies: [ProofSubject], installedIn pid: Int32
  ) throws -> [ProofQuestion] {
    let machine = try CommandFailure.machine(named: nil)
    let filters = try RawFilter.filters(of: pid)
    guard filters.count >= policies.count else {
      throw CommandFailure(
        "process \(pid) has \(filters.count == 1 ? "1 filter" : "\(filters.count) filters"), "
          + "fewer than there are policies")
    }
    // Whatever was there before sekat was started has nothing to do with its policies.
    return try zip(policies, filters.suffix(policies.count)).map { policy, filter in
      let program = ResolvedSubject(
        name: filter.name, machine: machine, content: .program(try filter.program()))
      let launched = try policy.resolved(for: machine).launched(as: program)
      return ProofQuestion(machine: machine, left: [launched], right: [program])
    }
  }

  private func question(
    about policies: [ProofSubject], on machine: Machine
  ) throws -> ProofQuestion {
    let programs = try files.map {
      try ProofSubject(program: $0, for: machine).resolved(for: machine)
    }
    if policies.isEmpty {
      return ProofQuestion(machine: machine, left: [programs[0]], right: [programs[1]])
    }
    var resolved = try policies.map { try $0.resolved(for: machine) }
    if programs.isEmpty {
      return ProofQuestion(
        machine: machine, left: resolved, right: try resolved.map { try $0.compiled(by: backend) })
    }
    if launched { resolved = [try resolved[0].launched(as: programs[0])] }
    return ProofQuestion(machine: machine, left: resolved, right: programs)
  }
}

extension ResolvedSubject {
  /// What a backend makes of a policy.
  fileprivate func compiled(by backend: BackendChoice) throws(CommandFailure) -> ResolvedSubject {
    guard case .policy(let policy) = content else { return self }
    do throws(FilterCompilationError) {
      let program = try backend.backend.unprovedProgram(for: policy.filter)
      return ResolvedSubject(
        name: "\(backend.rawValue) program of \(name)", machine: machine, content: .program(program)
      )
    } catch {
      throw CommandFailure(error, in: policy)
    }
  }

  /// A policy with the exceptions that a program has which was installed for it.
  fileprivate func launched(as installed: ResolvedSubject) throws(CommandFailure) -> ResolvedSubject
  {
    guard case .policy(let policy) = content, case .program(let program) = installed.content
    else { return self }
    do throws(ProofError) {
      var subject = self
      subject.launchedFilter = try FilterProver().launchedFilter(policy.filter, in: program)
      subject.name += ", as launched"
      return subject
    } catch {
      throw CommandFailure(undecided: error)
    }
  }
}
