import SekatModules

/// A policy, such as the default one as shipped or for more ABIs.
struct BenchmarkedPolicy: Sendable {
  /// What the names of benchmarks end with.
  let name: String
  /// The policy's own file, which extends shipped ones.
  private let text: String
  /// The machine that it is compiled for.
  let machine: Machine

  /// The default policy as it is: of x86_64 alone.
  static let oneABI = BenchmarkedPolicy(
    name: "builtin:default, one ABI", text: #"{ "extends": ["builtin:default"] }"#)
  /// The same for everything that a kernel of x86_64 can serve.
  static let threeABIs = BenchmarkedPolicy(
    name: "builtin:default, three ABIs",
    text: """
      { "extends": ["builtin:default"], "architectures": ["x86_64", "x32", "i386"] }
      """)
  static let all = [oneABI, threeABIs]

  init(name: String, text: String) {
    guard let machine = Machine(.x86_64) else { preconditionFailure("x86_64 is a machine's own") }
    (self.name, self.text, self.machine) = (name, text, machine)
  }

  /// Reads and decodes the policy and what it extends.
  func load() -> Policy {
    var diagnostics: [Diagnostic] = []
    let policy = PolicyLoader.load(
      Policy.File(
        SourceText(name: "benchmark.json", bytes: Array(text.utf8)), trust: nil),
      builtins: BuiltinPolicies.shipped, diagnostics: &diagnostics)
    guard let policy, diagnostics.isEmpty else { preconditionFailure("\(diagnostics)") }
    return policy
  }

  /// Makes the policy ready for the machine.
  func resolve(_ policy: Policy) -> ResolvedPolicy {
    var diagnostics: [Diagnostic] = []
    guard let resolved = policy.resolve(for: machine, diagnostics: &diagnostics) else {
      preconditionFailure("\(diagnostics)")
    }
    return resolved
  }

  /// The filter of the policy.
  var filter: Filter { resolve(load()).filter }

  /// The filter as `sekat run` installs it, with the launcher's last calls.
  var launchedFilter: Filter {
    let keys = LaunchKeys(
      k0: 0x243f_6a88_85a3_08d3, k1: 0x1319_8a2e_0370_7344, k2: 0xa409_3822_299f_31d0)
    return filter.addingLaunchExceptions(keys, furtherFilterFollows: false)
  }
}
