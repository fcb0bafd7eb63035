public import ClassicBPF
public import LinuxABI

extension FilterProver {
  /// The verdicts on some calls, read off a subject's diagrams.
  ///
  /// They are those of ``Subject/verdict(on:on:)``, which is quicker by far: this shows that the
  /// diagrams are what they were made from.
  ///
  /// - Parameters:
  ///   - subject: The subject.
  ///   - calls: The calls.
  ///   - machine: The machine on which they are made.
  /// - Returns: A verdict for each call.
  /// - Throws: ``ProofError`` where the diagrams exceed the limits.
  public func verdicts(
    of subject: Subject, on calls: [SeccompData], machine: Machine
  ) throws(ProofError) -> [FilterAction] {
    var store = DiagramStore(limits: limits)
    let scopes = CallScope.all(on: machine)
    let diagrams = try store.diagrams(of: subject, on: machine, in: scopes)
    return calls.map { call in
      let index =
        scopes.firstIndex { $0.architecture == call.auditArchitecture } ?? scopes.count - 1
      return FilterAction(returnValue: store.answer(of: diagrams[index], to: call))
    }
  }
}

extension DiagramStore {
  /// The value of the terminal to which a call leads.
  func answer(of diagram: Diagram, to call: SeccompData) -> UInt32 {
    var diagram = diagram
    while !isTerminal(diagram) {
      let (low, high) = branches(of: diagram)
      diagram = call.bit(at: level(of: diagram)) ? high : low
    }
    return value(of: diagram)
  }
}

extension SeccompData {
  /// Whether the bit at a level of ``CallBit`` is set.
  fileprivate func bit(at level: UInt32) -> Bool {
    var other = self
    other.setBit(at: level)
    return other == self
  }
}
