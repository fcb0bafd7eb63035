import FilterProof
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// New user namespaces, in which everybody has all capabilities.
enum UserNamespaces: LintRule {
  static let about = LintRuleDescription(
    id: "grants-user-namespaces", family: .grants, severity: .warning,
    title: "user namespaces",
    problem:
      "In a user namespace of its own any process has all capabilities, and reaches parts of the "
      + "kernel that are otherwise for administrators only. `clone` needs no flag of a namespace "
      + "to start threads and processes.",
    advice:
      "Deny `clone` and `unshare` with CLONE_NEWUSER, in rules that come first, and answer `clone3`, "
      + "whose flags are in memory, with ENOSYS.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [{ "syscalls": ["clone", "clone3", "exit"] }]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["clone"], "where": { "flags": { "hasNone": "CLONE_NEWUSER" } } },
          { "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } },
          { "syscalls": ["exit"] }
        ]
      }
      """,
    references: ["CVE-2022-0185", "https://man7.org/linux/man-pages/man7/user_namespaces.7.html"])

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    if try context.isDenyList { return [] }
    var names: [String] = []
    var denials: [String] = []
    // Whether 'clone3' has an entry that would have no effect behind another rule.
    var isWritten = false
    var witness: Finding.Witness?
    for abi in context.abis {
      for (name, argument) in [("clone", "flags"), ("unshare", "unshare_flags"), ("clone3", nil)] {
        guard let call = Syscall.named(name) else { continue }
        let test = argument.flatMap { call.test($0, has: "CLONE_NEWUSER", on: abi) }
        if argument != nil && test == nil { continue }
        guard let grant = try context.grant(of: call, on: abi, where: test.map { [$0] } ?? [])
        else { continue }
        if !names.contains(name) {
          names.append(name)
          if let argument {
            denials.append("'\(name)' where { \"\(argument)\": { \"has\": \"CLONE_NEWUSER\" } }")
          } else {
            isWritten = context.isWritten(call, behind: grant)
          }
        }
        witness = witness ?? grant
      }
    }
    guard let witness else { return [] }
    let denial = denials.isEmpty ? [] : ["deny \(denials.joined(separator: " and "))"]
    let instead = isWritten ? ", in place of where it is now" : ""
    let denied = names.filter { $0 != "clone3" }
    let words = [
      denied.isEmpty ? nil : "deny \(enumeration(denied)) with CLONE_NEWUSER",
      names.contains("clone3") ? "answer 'clone3' with ENOSYS" : nil,
    ].compactMap { $0 }
    let answer =
      names.contains("clone3") ? ["answer 'clone3' with \(NewRule.noCall)\(instead)"] : []
    return [
      finding(
        at: context.location(of: witness),
        "user namespaces can be made with \(enumeration(names)), and give all capabilities inside",
        advice: Advice(
          "in rules that come first, \((denial + answer).joined(separator: ", and "))",
          words: words.joined(separator: ", and "),
          in: context.ownFile),
        witness: witness)
    ]
  }
}
