import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox

/// What a profile means on a machine: what runc and libseccomp make of it there.
extension OCIProfile {
  var circumstances: Set<Circumstance> { [.capabilities, .kernel] }

  func settle(
    _ file: inout PolicyFile, for machine: Machine, in circumstances: Circumstances,
    within limits: PolicyLimits, diagnostics: inout [Diagnostic]
  ) {
    let listed = listedABIs(on: machine)
    let abis = machine.abis.filter { $0 == machine.abi || listed.contains($0) }
    file.architectures = Located(
      value: abis.map { Located(value: .abi($0), range: range) }, range: range)
    let standard = defaultAction.value.action(on: machine.abi)
    file.defaultAction = Located(value: .fixed(standard), range: defaultAction.range)
    // libseccomp's answer to architectures that a filter does not know; runc does not change it.
    file.foreign = Located(value: .fixed(.killThread), range: range)

    var settling = OCISettling(self, on: machine, abis, source: file.source, within: limits)
    for (index, entry) in entries.enumerated()
    where entry.requirements.allSatisfy({ $0.holds(on: machine, in: circumstances) }) {
      settling.add(entry, at: index)
    }
    if !defaultAction.value.kind.mayPass {
      file.beyond = settling.beyond(on: abis.filter(listed.contains))
    }
    file.rules = settling.rules(besides: file.beyond, &diagnostics)
    file.remarks += settling.remarks.all
  }

  /// The ABIs that the profile names for a machine.
  private func listedABIs(on machine: Machine) -> Set<ABI> {
    func abis(_ architectures: [Located<OCIArchitecture>]) -> Set<ABI> {
      Set(
        architectures.compactMap { architecture in
          switch architecture.value {
          case .native: machine.abi
          case .abi(let abi): abi
          case .elsewhere: nil
          }
        })
    }
    switch architectures {
    case .none: return []
    case .listed(let architectures): return abis(architectures)
    case .mapped(let lists):
      // Docker's two tables for LoongArch do not fit together, so that it finds no entry there.
      guard machine.abi != .loongarch64 else { return [] }
      return abis(lists.first { $0.first?.value == .abi(machine.abi) } ?? [])
    }
  }
}

extension OCIProfile.Requirement {
  /// Whether it lets its rule be in force.
  func holds(on machine: Machine, in circumstances: Circumstances) -> Bool {
    switch subject {
    case .architectures(let names):
      return names.contains(machine.abi.containerName ?? "") != excludes
    case .capabilities(let names):
      let held = names.map { Capability($0).map(circumstances.capabilities.contains) ?? false }
      return excludes ? !held.contains(true) : !held.contains(false)
    case .kernel(let release): return (circumstances.kernel >= release) != excludes
    }
  }
}
