import ClassicBPF
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import Testing

/// Policies in memory: a tree of files, of which `base/test.json` is the policy.
struct PolicyFixture {
  var files: [String: String]
  var formats = PolicyFormats.standard
  var circumstances = Circumstances.standard

  /// One file.
  init(_ text: String) { files = ["base/test.json": text] }

  /// Several files; the policy is `test`.
  init(_ files: [String: String]) {
    self.files = Dictionary(uniqueKeysWithValues: files.map { ("base/\($0).json", $1) })
  }

  private var builtins: BuiltinPolicies {
    let files = files
    return BuiltinPolicies(paths: files.keys.sorted()) { files[$0].map { Array($0.utf8) } }
  }

  /// The mistakes, each as `file:line:column: message`, and the policy resolved for a machine.
  func resolve(
    on abi: ABI = .x86_64, limits: PolicyLimits = .standard
  ) -> (policy: ResolvedPolicy?, mistakes: [String]) {
    let (policy, diagnostics) = diagnose(on: abi, limits: limits)
    return (policy, diagnostics.map(Self.text))
  }

  /// The policy resolved for a machine, and what is said about it.
  func diagnose(
    on abi: ABI = .x86_64, limits: PolicyLimits = .standard
  ) -> (policy: ResolvedPolicy?, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    let loaded = PolicyLoader.load(
      "builtin:test", builtins: builtins, formats: formats, limits: limits,
      circumstances: circumstances, diagnostics: &diagnostics)
    let machine = Machine(abi)
    let resolved = loaded.flatMap { policy -> ResolvedPolicy? in
      machine.flatMap { policy.resolve(for: $0, diagnostics: &diagnostics) }
    }
    return (resolved, diagnostics)
  }

  /// The policy as it was read.
  func loaded() -> Policy? {
    var diagnostics: [Diagnostic] = []
    return PolicyLoader.load(
      "builtin:test", builtins: builtins, formats: formats, circumstances: circumstances,
      diagnostics: &diagnostics)
  }

  private static func text(_ diagnostic: Diagnostic) -> String {
    guard let location = diagnostic.location else { return diagnostic.message }
    let name = location.source.name.dropFirst("builtin:".count)
    return "\(name == "test" ? "" : name + ":")\(location.start): \(diagnostic.message)"
  }

  /// The verdict on a call, as `verdict` or, where it depends on what is not given, `a, b`.
  func verdict(_ call: String, on abi: ABI = .x86_64, machine: ABI? = nil) throws -> String {
    let (policy, mistakes) = resolve(on: machine ?? abi)
    let resolved = try #require(policy, "\(mistakes)")
    let pattern = try CallPattern(call.split(separator: " ").map(String.init), on: abi)
    return FilterEvaluator(resolved.filter).possibleDecisions(on: pattern.partialCall)
      .map { $0.action.text(on: abi) }.joined(separator: ", ")
  }
}

/// A policy with these rules, which denies everything else with EPERM.
func rules(_ rules: String, _ more: String = "") -> String {
  #"{"architectures": ["x86_64"], "default": {"errno": "EPERM"}, \#(more)"rules": [\#(rules)]}"#
}

/// A policy with one rule that allows read under this condition.
func condition(_ text: String, on call: String = "openat") -> String {
  rules(#"{"syscalls": ["\#(call)"], "where": \#(text)}"#)
}
