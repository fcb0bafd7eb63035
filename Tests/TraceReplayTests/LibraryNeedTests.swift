import LinuxABI
import Testing

@testable import TraceReplay

/// What logs need not show, against what is known of each ABI.
@Suite struct LibraryNeedTests {
  @Test(arguments: ABI.allCases)
  func `a condition is on an argument that each call of the need has`(abi: ABI) throws {
    for need in LibraryNeeds.all(on: abi) {
      for name in need.names {
        let arguments = try #require(Syscall.named(name)).arguments(on: abi) ?? []
        // The old mmap of 32-bit ABIs has its arguments in memory.
        if arguments.isEmpty || arguments.count == 1 { continue }
        for condition in need.conditions {
          let isKnown = arguments.contains { $0.isNamed(condition.argument) }
          #expect(isKnown, "\(abi.name) \(name) \(condition.argument)")
        }
      }
    }
    let names = LibraryNeeds.all(on: abi).flatMap(\.names)
    #expect(Set(names).count == names.count)
    #expect(Set(names).isSuperset(of: LibraryNeeds.neverDropped.names))
  }

  /// What a server calls when somebody asks it for statistics is in no log of a light run.
  @Test(arguments: ABI.allCases)
  func `questions about the process and the machine pass, and nothing that answers about others`(
    abi: ABI
  ) throws {
    let questions = try #require(
      LibraryNeeds.all(on: abi).first { $0.purpose.hasSuffix("the process and the machine") })
    #expect(questions.names == ["getppid", "getrusage", "sysinfo", "times", "uname"])
    #expect(questions.conditions.isEmpty)
  }

  @Test func `a log lacks what the vDSO of the ABI answers, and nothing else for the time`() {
    for (abi, name, isLacking) in [
      (ABI.x86_64, "clock_getres", true), (.x86_64, "getcpu", true), (.aarch64, "getcpu", false),
      (.aarch64, "clock_getres", true), (.riscv64, "getcpu", true), (.x86_64, "rt_sigreturn", true),
      (.x86_64, "exit_group", false),
    ] {
      #expect(UnloggedCalls.names(on: abi).contains(name) == isLacking, "\(abi.name) \(name)")
    }
  }

  @Test func `C libraries choose among calls that are no multiplexers`() {
    let families = Syscall.choicesOfLibraries
    #expect(families.contains(["getpgrp", "getpgid"]))
    #expect(families.contains(["stat", "newfstatat", "fstatat64", "statx"]))
    #expect(!families.joined().contains("socketcall"))
  }
}
