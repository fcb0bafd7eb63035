import LinuxABI
import Testing

@testable import PolicyLint

/// The table of what calls can do: each call was looked at, and each line means something.
@Suite struct AbilityTableTests {
  private let facts = AbilityFacts.shared

  @Test func `every call was looked at`() {
    let calls = AbilityFacts.table("syscalls.tsv").map { $0[0] }
    let reviewed = Set(facts.rows.map(\.call))
    for call in calls where !reviewed.contains(call) {
      Issue.record(
        "'\(call)' is not in abilities.tsv: say what it can do, or that nothing else can")
    }
    #expect(reviewed.subtracting(calls).isEmpty)
  }

  @Test func `a call without relatives has one line, which says why`() {
    let kinds: Set = ["effect", "work", "code", "alone", "gone", "ring", "multiplexer"]
    #expect(Set(facts.rows.map(\.kind)) == kinds)
    let alone = facts.rows.filter { $0.ability == "-" }
    let others = Set(facts.rows.filter { $0.ability != "-" }.map(\.call))
    #expect(Set(alone.map(\.call)).count == alone.count)
    for row in alone {
      #expect(!others.contains(row.call), "\(row.call)")
      #expect(["alone", "gone", "ring", "multiplexer"].contains(row.kind), "\(row.call)")
    }
  }

  /// A misspelt argument or constant would make a line that says nothing.
  @Test func `every line can be made on some ABI that has the call`() {
    for row in facts.rows where row.ability != "-" {
      let abis = ABI.allCases.filter { Syscall.named(row.call)?.number(on: $0) != nil }
      #expect(abis.contains { row.data(on: $0) != nil }, "\(row.ability): \(row.call)")
      for shared in row.same.split(separator: ";") where shared != "-" {
        let argument = shared.split(separator: "=").last.map(String.init) ?? ""
        let isKnown = abis.contains { abi in
          Syscall.named(row.call)?.arguments(on: abi)?.contains { $0.isNamed(argument) } == true
        }
        #expect(argument == "*" || isKnown, "\(row.call): \(shared)")
      }
      #expect(
        row.needs == "-" || facts.rows.contains { $0.ability == row.needs }, "\(row.needs)")
    }
  }

  @Test func `the linter has every line`() {
    let lines = facts.rows.filter { $0.ability != "-" }
    #expect(Effect.all.reduce(0) { $0 + $1.members.count } == lines.count)
    #expect(Effect.all.count == Set(lines.map(\.ability)).count)
    for effect in Effect.all {
      for member in effect.members {
        #expect(member.needs == nil || member.needs.flatMap(Effect.named) != nil)
      }
    }
    #expect(Effect.inMemory.isSuperset(of: ["clone3", "openat2", "io_uring_setup"]))
  }

  /// Sets that reviewers have found holes in.
  @Test(arguments: [
    "send signals":
      "kill tkill tgkill rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal",
    "create processes": "fork vfork clone clone3",
    "change modes of files": "chmod fchmod fchmodat fchmodat2",
    "give files: S_ISUID":
      "chmod fchmod fchmodat fchmodat2 open openat openat2 creat mknod mknodat",
    "change owners of files": "chown lchown fchown fchownat chown32 lchown32 fchown32",
    "truncate files":
      "truncate truncate64 ftruncate ftruncate64 open openat openat2 creat",
    "send on sockets": "send sendto sendmsg sendmmsg",
    "mount file systems":
      "mount fsopen fsconfig fsmount move_mount open_tree open_tree_attr fspick mount_setattr",
    "set the clock":
      "settimeofday clock_settime clock_settime64 stime adjtimex clock_adjtime clock_adjtime64",
    "move data between descriptors": "sendfile sendfile64 splice tee copy_file_range",
  ]) func `the set is complete`(ability: String, calls: String) {
    let found = facts.rows.filter { $0.ability == ability && $0.way != "ring" }.map(\.call)
    #expect(Set(found) == Set(calls.split(separator: " ").map(String.init)))
  }
}
