import Glibc
import SandboxLauncher
import SeccompPolicy
import SourceDiagnostics
import TestSupport
import Testing

@testable import Sekat

/// What is to be installed, without a process that installs it.
@Suite struct LaunchPlanTests {
  private static let standIns = StandInKeys([
    0x1111_1111_0000_0001, 0x2222_2222_0000_0003, 0x3333_3333_0000_0005,
  ])

  private func plan(_ change: (inout LaunchPlan.Options) -> Void) throws -> LaunchPlan {
    var options = LaunchPlan.Options()
    change(&options)
    return try LaunchPlan(options, standIns: Self.standIns)
  }

  /// What a failing plan says.
  private func failure(_ change: (inout LaunchPlan.Options) -> Void) -> SekatError? {
    do {
      _ = try plan(change)
      return nil
    } catch {
      return error as? SekatError
    }
  }

  @Test func `who names nothing gets the standard policy`() throws {
    let plan = try plan { _ in }
    #expect(plan.filters.map(\.name) == ["default"])
    #expect(plan.remarks.isEmpty)
  }

  @Test func `what is said of the system is for a policy that asks for it`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "filters.json",
      #"{"a": {"default_action": "allow", "filter_action": "trap", "filter": []}, "#
        + #""b": {"default_action": "log", "filter_action": "trap", "filter": []}}"#)
    func change(_ policies: [String]) -> (inout LaunchPlan.Options) -> Void {
      {
        $0.policies = policies
        $0.circumstances.filterName = "b"
        $0.allowsInsecurePolicy = true
      }
    }
    #expect(try plan(change([path])).filters.count == 1)
    #expect(try plan(change(["builtin:default", path])).filters.count == 2)
    let sentence = try #require(failure(change(["builtin:default"]))?.sentence)
    #expect(sentence.hasPrefix("'--thread' is for files of filters by name"))
  }

  @Test func `filters are installed in the order of the command line, the compiled one last`()
    throws
  {
    let folder = try TemporaryFolder()
    let allow: [UInt8] = [0x06, 0, 0, 0, 0, 0, 0xff, 0x7f]
    let path = try folder.write("allow.bpf", allow)
    let plan = try plan {
      $0.policies = ["builtin:offline", "builtin:read-only"]
      $0.filter = path
    }
    #expect(plan.filters.map(\.name) == ["offline", "read-only", path])
  }

  @Test func `what is asked to be logged is logged for every filter`() throws {
    let folder = try TemporaryFolder()
    let allow: [UInt8] = [0x06, 0, 0, 0, 0, 0, 0xff, 0x7f]
    let path = try folder.write("allow.bpf", allow)
    for logs in [false, true] {
      let plan = try plan {
        $0.policies = ["builtin:offline"]
        $0.filter = path
        $0.logs = logs
      }
      #expect(plan.filters.map { $0.flags.contains(.log) } == [logs, logs])
    }
  }

  @Test func `all mistakes of a policy are said at once`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      "p.json",
      #"{ "default": "allow", "rules": [ { "syscalls": ["opnat"], "action": "allow" }, { "syscalls": ["raed"], "action": "allow" } ] }"#
    )
    let failure = try #require(failure { $0.policies = [path] })
    #expect(failure.kind == .unusable)
    #expect(failure.diagnostics.filter { $0.message.contains("did you mean") }.count == 2)
  }

  @Test func `a file that others may write to is refused for root, or remarked on`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("p.json", #"{ "default": "allow" }"#, permissions: 0o666)
    if geteuid() != 0 {
      #expect(failure { $0.policies = [path] } == nil, "only root's files are judged")
      return
    }
    let refusal = try #require(failure { $0.policies = [path] })
    #expect(refusal.sentence.contains("root should not rely on this file"))
    let plan = try plan {
      $0.policies = [path]
      $0.allowsInsecurePolicy = true
    }
    #expect(plan.filters.count == 1)
    #expect(plan.remarks.count == 1)
  }

  @Test(arguments: ["builtin:ofline", "/nonexistent/policy.json"])
  func `a policy that is not there is said to be so`(name: String) throws {
    let failure = try #require(failure { $0.policies = [name] })
    #expect(failure.kind == .unusable)
    #expect(!failure.sentence.isEmpty)
  }
}
