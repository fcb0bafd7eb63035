import SekatModules

/// A verified program, and what must be true of it.
struct ProgramTrial {
  private let program: BPFProgram
  private let machine: Machine
  private let calls: [SeccompData]
  /// What the interpreter says to each call.
  private let actions: [FilterAction]
  /// So little that an input takes milliseconds; what is not decided within it is not held against
  /// anything.
  private let prover = FilterProver(
    limits: ProofLimits(nodes: 20_000, steps: 10_000, states: 2_000, parts: 200))

  init(_ program: BPFProgram, on machine: Machine, calls: [SeccompData]) {
    self.program = program
    self.machine = machine
    self.calls = calls
    actions = calls.map { program.action(on: $0, byteOrder: machine.byteOrder) }
  }

  /// Decoded instructions, encoded again, are the same program.
  func checkDecoding() {
    let again = program.operations.map(\.instruction)
    precondition((try? BPFProgram(verifying: again))?.operations == program.operations)
  }

  /// The program's diagram says what the interpreter says.
  func checkVerdicts() {
    let found = try? prover.verdicts(of: .program(program), on: calls, machine: machine)
    precondition(found == nil || found == actions, "the diagram is the program")
  }

  /// Of the regions of all calls each call is in one, with its verdict.
  func checkRegions() {
    let regions = try? prover.regions(of: [.program(program)], on: machine, where: { _ in true })
    guard let regions else { return }
    for (call, action) in zip(calls, actions) {
      let parts = regions.filter { $0.contains(call, on: machine) }.flatMap(\.parts)
        .filter { part in part.conditions.allSatisfy { $0.holds(for: call) } }
      precondition(parts.map(\.verdicts) == [[action]], "a call is in one region")
    }
  }

  /// The program is itself; and where it is said to be its neighbour, that decides likewise.
  ///
  /// Where it is said not to be, the prover has tried the call that shows it.
  func checkComparison(with neighbour: [BPFInstruction]) {
    let own = try? prover.compare(.program(program), .program(program), on: machine)
    precondition(own == nil || own == .equal, "a program is itself")
    guard let other = try? BPFProgram(verifying: neighbour),
      let comparison = try? prover.compare(.program(program), .program(other), on: machine),
      comparison == .equal
    else { return }
    let others = calls.map { other.action(on: $0, byteOrder: machine.byteOrder) }
    precondition(others == actions, "equal programs decide alike")
  }
}

extension VerdictRegion {
  /// Whether a call has the ABI and one of the numbers.
  fileprivate func contains(_ call: SeccompData, on machine: Machine) -> Bool {
    guard numbers.contains(call.number) else { return false }
    if let abi { return abi.auditArchitecture == call.auditArchitecture }
    return !machine.abis.contains { $0.auditArchitecture == call.auditArchitecture }
  }
}

extension VerdictRegion.Condition {
  /// Whether the field has one of the values.
  fileprivate func holds(for call: SeccompData) -> Bool {
    switch field {
    case .architecture: values.contains(UInt64(call.auditArchitecture))
    case .instructionPointer: values.contains(call.instructionPointer)
    case .argument(let index): values.contains(call.arguments[index])
    }
  }
}
