import LinuxABI
import SeccompFilter

extension ReplayReport {
  /// The ABIs of logs whose calls are all of ABIs that a policy does not list.
  public struct ForeignABIs: Hashable, Sendable {
    /// The ABIs that the calls are taken to be of; none where a policy lists the ABI of any call.
    public var taken: [String] = []
    /// The ABIs of other machines that have all of the calls, which may be meant.
    public var possible: [String] = []
  }
}

extension ReplayReport.ForeignABIs {
  /// The ABIs of calls, if all are foreign to a policy.
  ///
  /// - Parameters:
  ///   - calls: The calls.
  ///   - machine: The machine, of whose ABIs the calls tell by themselves which it is.
  init(of calls: [CallClass], on machine: Machine) {
    let isForeign = calls.allSatisfy { call in
      call.outcome.decisions.contains { decisions in
        !decisions.isEmpty && decisions.allSatisfy { $0.reason == .foreign }
      }
    }
    guard isForeign, !calls.isEmpty else { return }
    let names = SyscallNames.all
    let own = Set(calls.map(\.abi))
    let known = calls.map(\.name).filter { $0 != SyscallNames.unknown }
    taken = own.map(\.name).sorted()
    if known.isEmpty { return }
    possible = ABI.allCases.filter { abi in
      !machine.abis.contains(abi) && known.allSatisfy { names.isKnown($0, on: abi) }
    }.map(\.name)
  }

  /// Adds what is known of other logs; both have calls.
  mutating func add(_ other: Self) {
    if taken.isEmpty || other.taken.isEmpty {
      self = Self()
      return
    }
    let both = Set(taken + other.taken)
    possible = possible.filter { other.possible.contains($0) || other.taken.contains($0) }
      .filter { !both.contains($0) }
    taken = both.sorted()
  }

  /// What is to be said of it.
  var note: String? {
    if taken.isEmpty { return nil }
    var others = ""
    if !possible.isEmpty, possible.count <= 4 {
      let verb = possible.count == 1 ? "has" : "have"
      others = " (\(possible.joined(separator: ", ")) \(verb) them too)"
    }
    return
      "all calls are taken to be of \(taken.joined(separator: ", "))\(others), which the policy "
      + "does not list: name it under 'architectures', or say with '--target' what machine the log "
      + "is from"
  }
}
