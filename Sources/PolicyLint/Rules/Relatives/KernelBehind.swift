import FilterProof
import LinuxABI
import SeccompPolicy
import SourceDiagnostics

/// A policy written for a kernel of long ago, or of the future.
enum KernelBehind: LintRule {
  static let about = LintRuleDescription(
    id: "kernel-behind", family: .relatives, severity: .note,
    title: "'kernel' is far behind, or ahead of what is known",
    problem:
      "Calls newer than `kernel` all get one verdict, whatever they do: programs lose what they "
      + "could have, and where `newer` allows, nobody has looked at them. A release that is newer "
      + "than the tables cannot be checked.",
    advice: "Look through the calls that came since, and then raise `kernel`.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "4.4",
        "rules": [{ "syscalls": ["read"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["read"] }]
      }
      """)

  /// So many calls a policy may have missed; some come with every second release.
  private static let manyCalls = 40

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let policy = context.policy?.source, let kernel = policy.first({ $0.kernel }) else {
      return []
    }
    let location = SourceLocation(
      source: policy.files[kernel.file].source, range: kernel.value.range)
    let version = kernel.value.value
    if version > Syscall.newestKernel {
      return [
        finding(
          at: location,
          "the tables end with Linux \(Syscall.newestKernel), so calls that appeared up to "
            + "\(version) are unknown here",
          advice: Advice(
            "write \"kernel\": \"\(Syscall.newestKernel)\"",
            words: "name no release after \(Syscall.newestKernel)"), severity: .warning)
      ]
    }
    let abi = context.machine.abi
    let newer = Syscall.all.filter { call in
      call.number(on: abi) != nil && call.introduced.map { $0 > version } == true
    }
    guard newer.count > manyCalls else { return [] }
    return [
      finding(
        at: location, "\(newer.count) calls have come since Linux \(version), and get one verdict",
        advice: Advice(
          "look through them ('sekat syscalls' says when each came), and raise 'kernel'",
          words: "look through them; 'sekat syscalls' says when each came"))
    ]
  }
}
