import Glibc
package import LinuxABI
package import PolicyLint
package import SeccompPolicy
import SourceDiagnostics
import Toolbox
package import TraceReplay

/// The policy that a learnt one extends.
package struct LearningBase {
  /// How the learnt policy names it.
  package let reference: String
  /// The ABIs that it lists.
  package let abis: [ABI]
  /// The ABIs of the machine that a policy which extends it can list: its rules make sense on them.
  package let extensibleABIs: [ABI]
  /// The filter that it comes to with the learnt policy's ABIs.
  package let filter: ReplayFilter
  /// What a linter says of it by itself.
  package let findings: LintReport

  /// Loads the policy.
  ///
  /// - Parameters:
  ///   - base: The policy, as it is named here.
  ///   - machine: The machine.
  ///   - circumstances: The system for which conditions are settled.
  ///   - output: Where the learnt policy is to be written; standard output where there is none.
  /// - Throws: ``SekatError`` where there is no such policy, or none can extend it.
  package init(
    _ base: String, for machine: Machine, in circumstances: Circumstances, output: String?
  ) throws(SekatError) {
    if base == "-" { throw SekatError("a policy cannot extend standard input") }
    let policy = try PolicyInput.load(base, in: circumstances)
    reference = try Self.reference(to: base, policy, from: output)
    abis = try PolicyInput.resolve(policy, for: machine).source.listedABIs(on: machine)
    // A policy that lists further ABIs has the rules of its base for them too, if they make sense.
    var (widest, extensible) = (policy, abis)
    for abi in machine.abis where !abis.contains(abi) {
      guard
        let wider = Self.policy(
          extending: reference, for: extensible + [abi], on: machine, circumstances,
          output: output)
      else { continue }
      widest = wider
      extensible.append(abi)
    }
    extensibleABIs = extensible
    filter = try ReplayInput.filter(of: widest, named: base, backend: .native, machine: machine)
    findings = try LintInput.lint(widest, target: nil)
  }

  /// Whether a policy can extend another one and list these ABIs too.
  package static func canExtend(
    _ base: String, to abis: [ABI], on machine: Machine, in circumstances: Circumstances
  ) -> Bool {
    guard base != "-", let policy = try? PolicyInput.load(base, in: circumstances),
      let resolved = try? PolicyInput.resolve(policy, for: machine)
    else { return false }
    let listed = resolved.source.listedABIs(on: machine)
    let all = listed + abis.filter { !listed.contains($0) }
    return Self.policy(extending: base, for: all, on: machine, circumstances, output: nil) != nil
  }

  /// A policy that extends another one and lists these ABIs, if its rules make sense on them.
  private static func policy(
    extending reference: String, for abis: [ABI], on machine: Machine,
    _ circumstances: Circumstances, output: String?
  ) -> Policy? {
    let text = text(extending: reference, for: abis.map(\.name))
    guard let policy = try? PolicyInput.load(text: text, for: output, in: circumstances),
      (try? PolicyInput.resolve(policy, for: machine)) != nil
    else { return nil }
    return policy
  }

  private static func text(extending reference: String, for abis: [String]) -> String {
    var json = JSONWriter()
    json.object { json in
      json.array("extends", inline: true) { $0.value(reference) }
      json.array("architectures", inline: true) { json in abis.forEach { json.value($0) } }
    }
    return json.text
  }

  /// How a policy that is written to a path names the one that it extends.
  ///
  /// - Parameters:
  ///   - base: The other policy, as it is named here.
  ///   - policy: What it was loaded as.
  ///   - path: Where the policy is to be written; standard output where there is none.
  /// - Returns: The name, which is understood from the folder of the path.
  /// - Throws: ``SekatError`` where the policy cannot extend the other one.
  private static func reference(
    to base: String, _ policy: Policy, from path: String?
  ) throws(SekatError) -> String {
    guard !base.hasPrefix("builtin:"), let path, path != "-" else { return base }
    try OutputFile.check(path, isNoneOf: policy.ownFiles)
    guard !base.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return base }
    guard let folder = realPath(path[...slash] + "."), let target = realPath(base) else {
      throw SekatError("cannot write \(quoted(path)): \(SystemError.last.text)")
    }
    let from = folder.split(separator: "/")
    let to = target.split(separator: "/")
    var shared = 0
    while shared < from.count && shared < to.count - 1 && from[shared] == to[shared] { shared += 1 }
    let up = Array(repeating: "..", count: from.count - shared)
    return (up + to[shared...].map(String.init)).joined(separator: "/")
  }

  private static func realPath(_ path: String) -> String? {
    guard let text = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(text) }
    return unsafe String(cString: text)
  }
}
