public import ClassicBPF
public import LinuxABI
public import SeccompFilter

/// Something that decides calls, and about which something can be proved.
public enum Subject: Sendable {
  /// What a policy means.
  case filter(Filter)
  /// What a compiled filter does.
  case program(BPFProgram)
  /// Several that are installed one after the other, the first one first.
  indirect case stack([Subject])
  /// What another one does, with some answers exchanged.
  indirect case exchanged(Subject, ActionExchange)

  /// The verdict on one call, found without any diagram.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - machine: The machine on which it is made.
  /// - Returns: The verdict; that of an empty stack is to allow.
  public func verdict(on call: SeccompData, on machine: Machine) -> FilterAction {
    switch self {
    case .filter(let filter): FilterEvaluator(filter).decide(call).action
    case .program(let program): program.action(on: call, byteOrder: machine.byteOrder)
    case .stack(let subjects):
      subjects.reduce(.allow) { FilterAction.stacked($0, $1.verdict(on: call, on: machine)) }
    case .exchanged(let subject, let exchange):
      exchange.action(for: subject.verdict(on: call, on: machine))
    }
  }
}

extension DiagramStore {
  /// The diagrams of a subject's actions, as ``FilterAction/returnValue``, for each scope.
  mutating func diagrams(
    of subject: Subject, on machine: Machine, in scopes: [CallScope]
  ) throws(ProofError) -> [Diagram] {
    switch subject {
    case .filter(let filter):
      var diagrams: [Diagram] = []
      for scope in scopes {
        diagrams.append(
          try diagram(of: filter, in: scope) { decision in decision.action.returnValue })
      }
      return diagrams
    case .program(let program):
      var execution = ProgramExecution(of: program, byteOrder: machine.byteOrder, in: scopes)
      return try execution.run(in: &self)
    case .stack(let subjects):
      let allow = try terminal(FilterAction.allow.returnValue)
      var diagrams = scopes.map { _ in allow }
      for subject in subjects {
        let next = try self.diagrams(of: subject, on: machine, in: scopes)
        var pairing = Pairing { earlier, later in
          FilterAction.stacked(
            FilterAction(returnValue: earlier), FilterAction(returnValue: later)
          ).returnValue
        }
        for index in diagrams.indices {
          diagrams[index] = try pairing.diagram(diagrams[index], next[index], in: &self)
        }
      }
      return diagrams
    case .exchanged(let subject, let exchange):
      let allow = try terminal(FilterAction.allow.returnValue)
      // A pairing with a constant visits each node once, as an exchange has to.
      var pairing = Pairing { _, value in
        exchange.action(for: FilterAction(returnValue: value)).returnValue
      }
      var diagrams = try self.diagrams(of: subject, on: machine, in: scopes)
      for index in diagrams.indices {
        diagrams[index] = try pairing.diagram(allow, diagrams[index], in: &self)
      }
      return diagrams
    }
  }
}
