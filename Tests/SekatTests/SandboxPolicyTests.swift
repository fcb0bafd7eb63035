import ClassicBPF
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Sekat
import TestSupport
import Testing

/// Policies as programs take them up.
@Suite struct SandboxPolicyTests {
  /// What is wrong with a policy.
  private func failure(_ json: String) throws -> PolicyError {
    try #require(throws: PolicyError.self) { try SandboxPolicy(json: json, name: "p.json") }
  }

  @Test func `all mistakes are told, with their places`() throws {
    let error = try failure(
      """
      { "default": "allow",
        "rules": [ { "syscalls": ["opnat"], "action": "allow" },
                   { "syscalls": ["raed"], "action": "allow" } ] }
      """)
    let errors = error.diagnostics.filter { $0.severity == .error }
    #expect(errors.map(\.id) == ["unknown-syscall", "unknown-syscall"])
    #expect(errors.map { $0.location?.line } == [2, 3])
    #expect(errors[0].location?.file == "p.json")
    #expect("\(errors[0])".hasPrefix("p.json:2:29: error: unknown system call 'opnat'"))
    #expect(error.description.contains(#""syscalls": ["raed"]"#), "the lines are shown")
  }

  @Test func `what a file of another tool's leaves open is said beside it`() throws {
    let json = """
      {"vmm": {"default_action": "trap", "filter_action": "allow", "filter": [{"syscall": "read"}]},
       "api": {"default_action": "allow", "filter_action": "trap", "filter": [{"syscall": "read"}]}}
      """
    let error = try failure(json)
    #expect(error.diagnostics.map(\.id) == ["several-filters"])
    #expect(error.diagnostics[0].notes.joined().contains("'filterName' of 'Circumstances'"))
    let folder = try TemporaryFolder()
    let path = try folder.write("filters.json", json)
    for (name, isAllowed) in [("vmm", true), ("api", false)] {
      let circumstances = Circumstances(filterName: name)
      let policy = try SandboxPolicy(json: json, in: circumstances)
      #expect(try policy.verdict(on: "read").isAllowed == isAllowed)
      let file = try SandboxPolicy(path, in: circumstances, trustsWritableFiles: true)
      #expect(try file.verdict(on: "read").isAllowed == isAllowed)
    }
  }

  @Test func `a file that is not there is named`() throws {
    let error = try #require(throws: PolicyError.self) { try SandboxPolicy("/none/p.json") }
    #expect(error.description.contains("/none/p.json"))
    let near = try #require(throws: PolicyError.self) { try SandboxPolicy("builtin:ofline") }
    #expect(near.description.contains("offline"))
  }

  @Test func `files, shipped policies and texts are policies`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("p.json", #"{ "default": "allow" }"#)
    #expect(try SandboxPolicy(path, trustsWritableFiles: true).verdict(on: "read").isAllowed)
    #expect(try SandboxPolicy("builtin:offline").name == "offline")
    #expect(try SandboxPolicy(json: #"{ "default": "allow" }"#).name == "policy")
  }

  @Test func `a verdict has its rule and the nearest other one`() throws {
    let policy = try SandboxPolicy(
      json: """
        { "default": "allow", "rules": [
          { "syscalls": ["openat"], "where": { "flags": { "is": ["O_WRONLY", "O_RDWR"] } },
            "action": { "errno": "EACCES" }, "comment": "nothing is written" } ] }
        """, name: "p.json")
    let denied = try policy.verdict(on: "openat flags=O_WRONLY")
    #expect(denied.action == .errno(13))
    #expect(!denied.isAllowed)
    #expect(denied.decisions.map(\.because) == ["p.json:2"])
    #expect(denied.decisions[0].comment == "nothing is written")
    let allowed = try policy.verdict(on: "openat flags=O_RDONLY")
    #expect(allowed.isAllowed)
    #expect(allowed.nearest?.action == .errno(13))
    #expect(allowed.nearest?.location.line == 2)
    #expect(allowed.nearest?.failed.count == 1)
    let open = try policy.verdict(on: "openat")
    #expect(open.action == nil && open.decisions.count == 2 && !open.isAllowed)
    #expect(open.description.contains("depends on arguments that are not given"))
  }

  @Test(arguments: ["", "opnat", "openat flag=1", "openat flags=O_NONE"])
  func `what is no call is said to be none`(call: String) throws {
    let policy = try SandboxPolicy("builtin:offline")
    let error = try #require(throws: PolicyError.self) { try policy.verdict(on: call) }
    #expect(!error.sentence.isEmpty)
  }

  @Test func `a filter of the program's own must be this machine's and have no way out`() throws {
    let machine = try #require(Machine.native)
    let rules = ABIFilter(abi: machine.abi, rules: [], defaultAction: .allow)
    let filter = SeccompFilter.Filter(
      machine: machine, abis: [rules], foreign: .killProcess, skipped: .errno(38))
    #expect(try SandboxPolicy(filter: filter).verdict(on: "read").isAllowed)

    let keys = LaunchKeys(k0: 0x1111_1111_0000_0101, k1: 3, k2: 5)
    var strict = filter
    strict.abis[0].defaultAction = .killProcess
    strict = strict.addingLaunchExceptions(keys, furtherFilterFollows: false)
    let exempt = try #require(throws: PolicyError.self) { try SandboxPolicy(filter: strict) }
    #expect(exempt.sentence.contains("exceptions for a launcher's last calls"))

    let other = try #require(Machine(machine.abi == .x86_64 ? .aarch64 : .x86_64))
    let foreign = SeccompFilter.Filter(
      machine: other, abis: [ABIFilter(abi: other.abi, rules: [], defaultAction: .allow)],
      foreign: .killProcess, skipped: .errno(38))
    let error = try #require(throws: PolicyError.self) { try SandboxPolicy(filter: foreign) }
    #expect(error.sentence.contains(other.abi.name))
  }
}
