import SekatModules

/// Loads one input as a policy that may extend the shipped ones; what resolves is compiled and
/// proved, for the machines that the policy lists.
@c(LLVMFuzzerTestOneInput)
public func testPolicy(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  // It stands beside the shipped ones, so that it reaches them and no file outside.
  let shipped = BuiltinPolicies.shipped
  let path = "profiles/input.json"
  let policies = BuiltinPolicies(paths: shipped.paths + [path]) { wanted in
    wanted == path ? bytes : shipped.bytes(at: wanted)
  }
  var diagnostics: [Diagnostic] = []
  let policy = PolicyLoader.load("builtin:input", builtins: policies, diagnostics: &diagnostics)
  precondition(policy != nil || diagnostics.containsErrors, "a refusal has a reason")
  show(diagnostics)
  guard let policy else { return -1 }
  for machine in policy.machines.prefix(3) {
    var diagnostics: [Diagnostic] = []
    let resolved = policy.resolve(for: machine, diagnostics: &diagnostics)
    show(diagnostics)
    guard let resolved else {
      precondition(
        policy.hasMistakes || diagnostics.containsErrors, "a refusal has a reason")
      continue
    }
    prove(resolved)
  }
  return 0
}

/// Diagnostics can be shown.
private func show(_ diagnostics: [Diagnostic]) {
  _ = DiagnosticRenderer(color: true).render(diagnostics)
}

/// What is compiled is proved, or there is a reason why there is nothing; so is what would be
/// installed, which lets the launcher's last calls through.
private func prove(_ policy: ResolvedPolicy) {
  let keys = LaunchKeys(
    k0: 0x0123_4567_89ab_cdef, k1: 0x1111_2222_3333_4444, k2: 0x5555_6666_7777_8888)
  let launched = policy.filter.addingLaunchExceptions(keys, furtherFilterFollows: true)
  let limits = ProofLimits(nodes: 100_000, steps: 200_000, states: 20_000, parts: 200)
  for filter in [policy.filter, launched] {
    do throws(ProvedProgramError) {
      _ = try NativeBackend().program(for: filter, limits: limits)
    } catch {
      if case .different(let witness) = error {
        preconditionFailure("the program is not the policy: \(witness)")
      }
    }
  }
  _ = try? FilterProver(limits: limits).facts(about: policy.filter)
}
