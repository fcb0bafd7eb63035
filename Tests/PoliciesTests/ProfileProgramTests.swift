import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import TestSupport
import Testing

#if Libseccomp
  import LibseccompBackend
#endif

/// The programs of the shipped profiles, from every compiler, for every machine.
@Suite struct ProfileProgramTests {
  private static let backends: [any FilterBackend] = {
    var backends: [any FilterBackend] = [NativeBackend()]
    #if Libseccomp
      backends.append(LibseccompBackend())
    #endif
    return backends
  }()

  @Test(arguments: ShippedPolicies.profiles, ShippedPolicies.machines)
  func `each compiler's program is the policy at every boundary`(
    name: String, machine: Machine
  ) throws {
    let filter = try ShippedPolicies.resolved(name, for: machine).filter
    let calls = InterestingValues.calls(for: filter)
    for backend in Self.backends {
      expectProgram(try backend.program(for: filter), decides: filter, on: calls)
    }
  }

  @Test(arguments: ShippedPolicies.profiles, ShippedPolicies.machines)
  func `so is the program that a launch installs`(name: String, machine: Machine) throws {
    let keys = LaunchKeys(
      k0: 0x0123_4567_89ab_cdef, k1: 0xfedc_ba98_7654_3210, k2: 0x5a5a_3c3c_9696_0f0f)
    let filter = try ShippedPolicies.resolved(name, for: machine).filter
      .addingLaunchExceptions(keys, furtherFilterFollows: true)
    let calls = InterestingValues.calls(for: filter)
    for backend in Self.backends {
      expectProgram(try backend.program(for: filter), decides: filter, on: calls)
    }
  }

  @Test(arguments: ShippedPolicies.profiles, ShippedPolicies.machines)
  func `calls that are always allowed never run the filter`(name: String, machine: Machine) throws {
    let filter = try ShippedPolicies.resolved(name, for: machine).filter
    let evaluator = FilterEvaluator(filter)
    for backend in Self.backends {
      let program = try backend.program(for: filter)
      for part in filter.abis {
        let architecture = part.abi.auditArchitecture
        for call in Syscall.all {
          guard let number = call.number(on: part.abi) else { continue }
          let decisions = evaluator.possibleDecisions(on: PartialCall(number: number, on: part.abi))
          #expect(
            program.isConstantAllow(number: number, auditArchitecture: architecture)
              == decisions.allSatisfy { $0.action == .allow }, "\(call.name)")
        }
      }
    }
  }

  @Test(arguments: ShippedPolicies.profiles, ShippedPolicies.machines)
  func `the native listing is as reviewed`(name: String, machine: Machine) throws {
    expectGolden(
      try listing(name, machine, backend: "native"), "\(name).\(machine.name).native.txt")
  }

  #if Libseccomp
    @Test(
      .enabled(
        if: LibseccompBackend.libraryVersion.hasPrefix("2.5."),
        "listings were recorded with libseccomp 2.5, and other versions make other programs"),
      arguments: ShippedPolicies.profiles, ShippedPolicies.machines)
    func `the listing from libseccomp is as reviewed`(name: String, machine: Machine) throws {
      expectGolden(
        try listing(name, machine, backend: "libseccomp"),
        "\(name).\(machine.name).libseccomp.txt")
    }
  #endif

  private func listing(_ name: String, _ machine: Machine, backend: String) throws -> String {
    let result = try run(
      builtProduct("sekat"),
      [
        "compile", "-p", "builtin:\(name)", "--target", machine.name, "--backend", backend,
        "--format", "text",
      ])
    try #require(result.ending == .exit(0), "\(result)")
    return result.output
  }
}
