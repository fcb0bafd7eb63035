import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// Families of sockets that few programs need and that lead far.
enum RiskySockets: LintRule {
  static let about = LintRuleDescription(
    id: "grants-risky-sockets", family: .grants, severity: .warning,
    title: "sockets of risky families",
    problem:
      "AF_VSOCK leads to the host of a virtual machine past every network rule, and the code "
      + "behind AF_ALG had holes that anybody could use. Few programs need either.",
    advice:
      "Allow `socket` only for the families that are needed, such as AF_UNIX, AF_INET, AF_INET6.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["socket", "connect"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["socket"], "where": { "family": ["AF_UNIX", "AF_INET", "AF_INET6"] } },
          { "syscalls": ["connect"] }
        ]
      }
      """,
    references: ["https://github.com/moby/moby/issues/44562"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard let socket = Syscall.named("socket") else { return [] }
    var names: [String] = []
    var witness: Finding.Witness?
    for abi in context.abis {
      for family in RiskyValues.of("family", of: "socket")?.names ?? [] {
        guard let test = socket.test("family", is: family, on: abi),
          let grant = try context.grant(of: socket, on: abi, where: [test])
        else { continue }
        if case .defaultAction? = context.reason(for: grant) { continue }
        if !names.contains(family) { names.append(family) }
        witness = witness ?? grant
      }
    }
    guard let witness else { return [] }
    if context.program != nil, try context.isDenyList { return [] }
    let new = NewRule(
      calls: [socket], condition: #"{ "family": ["AF_UNIX", "AF_INET", "AF_INET6"] }"#,
      action: #"{ "errno": "EAFNOSUPPORT" }"#, isElse: true)
    return [
      finding(
        at: context.location(of: witness),
        "'socket' is allowed for \(names.joined(separator: " and ")), which few programs need",
        advice: context.advice(
          putting: new, ", with the families that are needed",
          words: "allow it for the families that are needed"),
        witness: witness)
    ]
  }
}
