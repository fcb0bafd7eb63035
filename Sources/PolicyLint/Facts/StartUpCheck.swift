package import ClassicBPF
import FilterProof
package import LinuxABI
import SeccompFilter

/// Whether programs come as far as `main` under compiled filters, for one who is about to start one.
package enum StartUpCheck {
  /// Programs that are alike in what they need.
  package enum Kind: Int {
    /// Any program with a C library.
    case any = 1
    /// One with glibc.
    case glibc
    /// One that glibc's dynamic loader puts together.
    case dynamicGlibc
  }

  /// The calls without which no program of a kind starts, and which filters surely do not allow.
  ///
  /// Where all is well that is found out from a call of each kind, without a proof.
  ///
  /// - Parameters:
  ///   - kind: The kind of program.
  ///   - abi: The ABI of its calls.
  ///   - machine: The machine.
  ///   - programs: The filters in the order of their installation.
  /// - Returns: The calls with their arguments; none where it is not known that something is missing.
  package static func missingCalls(
    of kind: Kind, on abi: ABI, of machine: Machine, under programs: [BPFProgram]
  ) -> [String] {
    var missing: [String] = []
    // It costs nothing until it is asked.
    var map = VerdictMap(
      of: .stack(programs.map(Subject.program)), on: machine, limits: limits)
    for need in StartUp.stages.prefix(kind.rawValue).flatMap(\.needs)
    where need.abis.contains(abi) {
      guard let call = need.way.call(on: abi), let number = call.number(on: abi) else { continue }
      let tests = lets(number, on: abi, through: programs) ? nil : need.way.tests(on: abi)
      guard let tests, fails(number, tests, need, on: abi, under: programs),
        isRefused(number, tests, need, on: abi, by: &map)
      else { continue }
      let arguments = need.way.arguments.map(\.text).joined(separator: ", ")
      missing.append("'\(call.name)'" + (arguments.isEmpty ? "" : " with \(arguments)"))
    }
    return missing
  }

  /// What all questions together may cost: what is found out is a remark on the way of a launch.
  private static let limits = ProofLimits(nodes: 200_000, steps: 2_000_000, states: 25_000)

  /// Whether filters let a call through, whatever its arguments are.
  private static func lets(
    _ number: UInt32, on abi: ABI, through programs: [BPFProgram]
  ) -> Bool {
    programs.allSatisfy {
      $0.isConstantAllow(number: number, auditArchitecture: abi.auditArchitecture)
    }
  }

  /// Whether one of the calls that are needed is refused so that it does harm.
  private static func fails(
    _ number: UInt32, _ tests: [ArgumentTest], _ need: StartUp.Need, on abi: ABI,
    under programs: [BPFProgram]
  ) -> Bool {
    var data = SeccompData(number: number, auditArchitecture: abi.auditArchitecture)
    for test in tests {
      data.arguments[test.index] |= test.values.intervals.first?.lowerBound ?? 0
    }
    let verdict = programs.reduce(FilterAction.allow) { verdict, program in
      FilterAction.stacked(verdict, program.action(on: data))
    }
    return need.survivesErrors ? verdict.isDeadly : !verdict.passes
  }

  /// Whether it is proved that all of the calls that are needed are refused, and what programs call
  /// in their place too.
  private static func isRefused(
    _ number: UInt32, _ tests: [ArgumentTest], _ need: StartUp.Need, on abi: ABI,
    by map: inout VerdictMap
  ) -> Bool {
    guard let verdicts = try? map.verdicts(on: number, of: abi, where: tests).map(\.action),
      !verdicts.isEmpty, !verdicts.contains(where: \.passes)
    else { return false }
    if need.survivesErrors { return verdicts.allSatisfy(\.isDeadly) }
    guard let fallback = need.fallback, let call = fallback.call(on: abi),
      let other = call.number(on: abi), !verdicts.allSatisfy(\.isDeadly)
    else { return true }
    let others = try? map.verdicts(on: other, of: abi, where: fallback.tests(on: abi))
    return others?.contains { $0.action.passes } == false
  }
}
