import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics

/// Memory that is written and then executed all the same.
enum WritableCode: LintRule {
  static let about = LintRuleDescription(
    id: "writable-code", family: .relatives, severity: .error,
    title: "a gap in the separation of writing and executing",
    problem:
      "A rule denies making memory executable in one way, and another way is open: `mprotect`, "
      + "`pkey_mprotect`, `mmap` with PROT_WRITE and PROT_EXEC, `shmat` with SHM_EXEC, or the "
      + "personality READ_IMPLIES_EXEC, which adds PROT_EXEC to every mapping.",
    advice: "Deny all of them.",
    bad: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["mmap", "mprotect"], "where": { "prot": { "hasNone": "PROT_EXEC" } }, "else": { "errno": "EPERM" } },
          { "syscalls": ["pkey_mprotect"] }
        ]
      }
      """,
    good: """
      {
        "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "kernel": "6.18",
        "rules": [
          { "syscalls": ["mmap", "mprotect", "pkey_mprotect"], "where": { "prot": { "hasNone": "PROT_EXEC" } }, "else": { "errno": "EPERM" } }
        ]
      }
      """)

  /// A way to make memory executable.
  private struct Way {
    var call: Syscall
    /// How it is told from other uses of the call, as policies write it.
    var condition: String
    var test: ArgumentTest
  }

  private static func ways(on abi: ABI) -> [Way] {
    var ways: [Way] = []
    func add(_ name: String, _ condition: String, _ test: (Syscall) -> ArgumentTest?) {
      guard let call = Syscall.named(name), call.number(on: abi) != nil, let test = test(call)
      else { return }
      ways.append(Way(call: call, condition: condition, test: test))
    }
    for name in ["mprotect", "pkey_mprotect"] {
      add(name, #"{ "prot": { "has": "PROT_EXEC" } }"#) {
        $0.test("prot", has: "PROT_EXEC", on: abi)
      }
    }
    for name in ["mmap", "mmap2"] {
      add(name, #"{ "prot": { "has": "PROT_WRITE|PROT_EXEC" } }"#) {
        $0.test("prot", has: "PROT_WRITE", "PROT_EXEC", on: abi)
      }
    }
    add("shmat", #"{ "shmflg": { "has": "SHM_EXEC" } }"#) {
      $0.test("shmflg", has: "SHM_EXEC", on: abi)
    }
    // 0xffffffff has every bit, and only asks.
    add(
      "personality", #"{ "personality": { "has": "READ_IMPLIES_EXEC", "ne": "0xffffffff" } }"#
    ) { call in
      Constant.named("READ_IMPLIES_EXEC")?.value(on: abi).map {
        ArgumentTest(index: 0, mask: 0xffff_ffff, values: IntervalSet($0...$0))
      }
    }
    return ways
  }

  static func check(_ context: LintContext) throws(ProofError) -> [Finding] {
    guard context.policy != nil else { return [] }
    for abi in context.abis {
      var denied: Finding.Witness?
      var open: [(way: Way, witness: Finding.Witness)] = []
      for way in ways(on: abi) {
        let call = way.call
        let verdicts = try context.verdicts(on: call, of: abi, where: [way.test])
        if let grant = verdicts.first(where: { $0.action.isPermitting }) {
          open.append((way, grant))
        } else if denied == nil, ["mprotect", "pkey_mprotect", "mmap", "mmap2"].contains(call.name)
        {
          denied = verdicts.first { context.rule(behind: $0) != nil }
        }
      }
      guard let denied, let first = open.first else { continue }
      let names = enumeration(open.map(\.way.call.name))
      let uses = open.map { "'\($0.way.call)' where \($0.way.condition)" }
      return [
        finding(
          at: context.location(of: denied),
          "memory is not to be made executable here, but \(names) can do it",
          advice: "in rules that come first, deny \(uses.joined(separator: " and ")) too",
          witness: first.witness,
          notes: context.notes(onGrants: open.map { ($0.way.call, $0.witness) }))
      ]
    }
    return []
  }
}
