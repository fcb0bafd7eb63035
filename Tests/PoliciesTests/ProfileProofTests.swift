import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import TestSupport
import Testing

#if Libseccomp
  import LibseccompBackend
#endif

/// Every shipped profile, on every ABI that sekat knows, is proved from every compiler.
@Suite struct ProfileProofTests {
  private static let machines = ABI.allCases.compactMap(Machine.init)

  private static let backends: [(name: String, backend: any FilterBackend)] = {
    var backends: [(name: String, backend: any FilterBackend)] = [
      ("native", NativeBackend()), ("native, rule by rule", NativeBackend(unitesRules: false)),
    ]
    #if Libseccomp
      backends.append(("libseccomp", LibseccompBackend()))
    #endif
    return backends
  }()

  /// A profile for all ABIs of a machine, also of those for which it does not list them.
  private static func filter(_ name: String, for machine: Machine) throws -> Filter? {
    var abis = machine.abis
    if name == "pure-compute" {
      // mmap has its arguments in memory there, and no condition can see them.
      abis.removeAll { $0 == .i386 || $0 == .s390x }
      guard abis.contains(machine.abi) else { return nil }
    }
    let folder = try TemporaryFolder()
    let list = abis.map { "\"\($0.name)\"" }.joined(separator: ", ")
    let path = try folder.write(
      "policy.json", #"{ "extends": ["builtin:\#(name)"], "architectures": [\#(list)] }"#)
    var diagnostics: [Diagnostic] = []
    let policy = PolicyLoader.load(path, builtins: .shipped, diagnostics: &diagnostics)
    let resolved = policy?.resolve(for: machine, diagnostics: &diagnostics)
    #expect(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
    return try #require(resolved).filter
  }

  @Test(arguments: ShippedPolicies.profiles, machines)
  func `a profile is proved on every ABI`(name: String, machine: Machine) throws {
    guard let filter = try Self.filter(name, for: machine) else { return }
    let keys = LaunchKeys(
      k0: 0x0123_4567_89ab_cdef, k1: 0xfedc_ba98_7654_3210, k2: 0x5a5a_3c3c_9696_0f0f)
    let launched = filter.addingLaunchExceptions(keys, furtherFilterFollows: true)
    for (backend, compiler) in Self.backends {
      do throws(ProvedProgramError) {
        _ = try compiler.program(for: filter)
        _ = try compiler.program(for: launched)
      } catch {
        Issue.record("\(backend): \(error)")
      }
    }
  }

  @Test(arguments: ShippedPolicies.profiles)
  func `keys are found in a program that was installed`(name: String) throws {
    let machine = try #require(Machine(.x86_64))
    let filter = try ShippedPolicies.resolved(name, for: machine).filter
    for (further, seed) in [(false, 1), (true, 2)] as [(Bool, UInt64)] {
      var random = SeededGenerator(seed: seed)
      let keys = LaunchKeys(k0: random.next(), k1: random.next(), k2: random.next())
      let launched = filter.addingLaunchExceptions(keys, furtherFilterFollows: further)
      let program = try NativeBackend().program(for: launched)
      let prover = FilterProver()
      let found = try prover.launchedFilter(filter, in: program)
      #expect(try prover.compare(.filter(found), .program(program), on: machine) == .equal)
      // A program that lets more through is not taken for it.
      var wider = launched
      wider.exceptions.append(KeyedException(number: 101, keys: []))
      let other = try NativeBackend().program(for: wider)
      let guess = try prover.launchedFilter(filter, in: other)
      #expect(try prover.compare(.filter(guess), .program(other), on: machine) != .equal)
    }
  }
}
