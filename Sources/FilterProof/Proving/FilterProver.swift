import ClassicBPF
public import LinuxABI
import SeccompFilter

/// What came of comparing two subjects.
public enum Comparison: Hashable, Sendable {
  /// Both decide every call in the same way.
  case equal
  /// They do not; a call that shows it.
  case different(Witness)
}

/// How much a proof took.
public struct ProofCost: Hashable, Sendable {
  /// The nodes of all diagrams that were made.
  public var nodes = 0
  /// The steps of all operations on them.
  public var steps = 0

  /// No cost yet.
  public init() {}
}

/// Decides questions about filters and programs, for every call that there can be.
///
/// Every number, every ABI, every instruction pointer and all bits of all arguments are looked at,
/// not one by one but as decision diagrams over the bits of `seccomp_data`. Two subjects that agree
/// have the same diagram; where the diagrams differ, a way down both of them is a call.
public struct FilterProver: Sendable {
  /// How much a proof may cost.
  public var limits: ProofLimits

  /// A prover.
  ///
  /// - Parameter limits: How much a proof may cost.
  public init(limits: ProofLimits = .standard) { self.limits = limits }

  /// Whether two subjects decide every call in the same way.
  ///
  /// - Parameters:
  ///   - left: A subject.
  ///   - right: Another one.
  ///   - machine: The machine on which they are to decide.
  /// - Returns: That they do, or the first call on which they do not.
  /// - Throws: ``ProofError`` where that cannot be decided within the limits.
  public func compare(
    _ left: Subject, _ right: Subject, on machine: Machine
  ) throws(ProofError) -> Comparison {
    var cost = ProofCost()
    return try compare(left, right, on: machine, cost: &cost)
  }

  /// Whether two subjects decide every call in the same way, and what it took to find out.
  ///
  /// - Parameters:
  ///   - left: A subject.
  ///   - right: Another one.
  ///   - machine: The machine on which they are to decide.
  ///   - cost: Is set to what it took.
  /// - Returns: That they do, or the first call on which they do not.
  /// - Throws: ``ProofError`` where that cannot be decided within the limits.
  public func compare(
    _ left: Subject, _ right: Subject, on machine: Machine, cost: inout ProofCost
  ) throws(ProofError) -> Comparison {
    var store = DiagramStore(limits: limits)
    let scopes = CallScope.all(on: machine)
    let lefts = try store.diagrams(of: left, on: machine, in: scopes)
    let rights = try store.diagrams(of: right, on: machine, in: scopes)
    cost.nodes = store.count
    cost.steps = store.steps
    for (index, scope) in scopes.enumerated() where lefts[index] != rights[index] {
      let care = try store.care(in: scope, on: machine)
      let own = try store.choose(care, lefts[index], else: .no)
      let other = try store.choose(care, rights[index], else: .no)
      if own == other { continue }
      let call = store.firstDifference(own, other, in: scope)
      let witness = Witness(
        call: call, left: left.verdict(on: call, on: machine),
        right: right.verdict(on: call, on: machine))
      precondition(witness.left != witness.right, "a diagram is not what it was made from")
      return .different(witness)
    }
    return .equal
  }
}

extension DiagramStore {
  /// The calls that a diagram of a scope says something about.
  mutating func care(in scope: CallScope, on machine: Machine) throws(ProofError) -> Diagram {
    if scope.architecture != nil { return .yes }
    let known = IntervalSet(elements: CallScope.knownArchitectures(on: machine))
    let ranges = known.complement().intervals
      .map { Interval(UInt64($0.lowerBound)...UInt64($0.upperBound)) }
    return try field(at: CallBit.architecture, width: 32, mask: 0xffff_ffff, isIn: ranges)
  }
}
