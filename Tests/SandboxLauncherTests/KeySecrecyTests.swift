import CLinux
import Glibc
import TestSupport
import Testing

/// A neighbour of the same user holds the launcher in its last call, with the keys in its
/// registers, and tries to get at them; see `neighbour-probe`.
@Suite(.enabled(if: OrdinaryUser.canRunProducts, "no other user may run what the build has made"))
struct KeySecrecyTests {
  private let fixture: LaunchFixture

  init() throws {
    fixture = try LaunchFixture()
    // The ordinary user whom root plays owns nothing here.
    #expect(unsafe chmod(fixture.folder.path, 0o777) == 0)
  }

  /// What the neighbour says: a line for each way.
  private func attack(_ environment: [String] = []) throws -> [String] {
    let policy = try fixture.policy(
      default: #""allow""#,
      rules: #"{ "syscalls": ["execve", "execveat"], "action": { "errno": "EPERM" } }"#)
    let target = fixture.folder.path(of: "target")
    let probe = builtProduct("neighbour-probe")
    _ = try OrdinaryUser.run(["/bin/cp", probe, target])
    let result = try OrdinaryUser.run(
      [
        probe, target, builtProduct("sekat"), "run", "-p", policy, "--", target, "use-keys",
      ], environment: environment + ["PATH=/usr/bin:/bin"], directory: fixture.folder.path)
    try #require(result.ending == .exit(0), "\(result)")
    return result.output.split(separator: "\n").map(String.init)
  }

  @Test func `nothing that a neighbour finds is a key`() throws {
    let lines = try attack(["LATE=1"])
    #expect(lines.contains { $0.hasSuffix("tried, EPERM") && $0.hasPrefix("kept: ") }, "\(lines)")
    #expect(!lines.contains("ESCAPED"))
    for way in ["mem: EACCES", "process_vm_readv: EPERM", "ptrace: EPERM", "map_files: EACCES"] {
      #expect(lines.contains(way) || lines.contains("early: too late"), "\(way) in \(lines)")
    }
    #expect(lines.contains("pidfd_getfd: EPERM"))
    #expect(lines.contains("syscall: EPERM") || lines.contains("syscall: EACCES"), "\(lines)")
  }

  @Test(.enabled(if: KernelFeature.hasSecretMemory, "this kernel has no memfd_secret(2)"))
  func `nor what it reads through a descriptor that it opened early`() throws {
    // Whether it comes in time is a matter of luck, but of bad luck only once in many times.
    for _ in 0..<20 {
      let lines = try attack()
      #expect(!lines.contains("ESCAPED"))
      guard lines.contains("early: opened") else { continue }
      // It did read, and found the numbers that stand in the filter until the launch.
      #expect(lines.contains("mem that was opened early: read"))
      #expect(!lines.contains("found: 0"))
      return
    }
    Issue.record("the neighbour never came in time")
  }

  @Test func `a launcher that is made to die leaves no core`() throws {
    let lines = try attack(["QUIT=1"])
    #expect(lines.last == "SIGQUIT: signal 3, no core")
  }

  @Test func `the command is as open to others as without sekat`() throws {
    let policy = try fixture.policy(default: #""allow""#)
    let look = "stat -c %u /proc/self/maps; ulimit -c 0; kill -QUIT $$"
    let words = [Tool.shell, "-c", look]
    let plain = try OrdinaryUser.run(words)
    let launched = try OrdinaryUser.run(
      [builtProduct("sekat"), "run", "-p", policy, "--"] + words)
    #expect(plain == launched)
    #expect(launched.output != "0\n")
  }
}

/// The user of the tests, or where that is root, one who is nobody.
enum OrdinaryUser {
  /// Whether that user can run what the build has made.
  static var canRunProducts: Bool {
    let products = ["sekat", "neighbour-probe"].map(builtProduct)
    let result = try? run(["/usr/bin/test", "-x", products[0], "-a", "-x", products[1]])
    return result?.ending == .exit(0)
  }

  /// Runs a program as that user.
  static func run(
    _ words: [String], environment: [String]? = nil, directory: String? = nil
  ) throws -> ProcessResult {
    let nobody = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"]
    let all = (geteuid() == 0 ? nobody : []) + words
    return try TestSupport.run(
      all[0], Array(all.dropFirst()), environment: environment, directory: directory)
  }
}

/// What the kernel of this machine has.
enum KernelFeature {
  /// Whether there is memory that no other process can read.
  static var hasSecretMemory: Bool {
    let descriptor = clinux_syscall(447, UInt64(O_CLOEXEC), 0, 0, 0, 0, 0)
    if descriptor >= 0 { close(Int32(descriptor)) }
    return descriptor >= 0
  }
}
