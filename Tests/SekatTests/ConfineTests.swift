import Glibc
import TestSupport
import Testing

/// Processes that confine themselves, each of them a child of the tests.
@Suite struct ConfineTests {
  private static let open = ConfinedProbe.allowing()

  @Test func `all threads are confined, and no_new_privs is set`() throws {
    let result = try ConfinedProbe.run(under: Self.open, "pool", "status")
    #expect(result.ending == .exit(0), "\(result)")
    #expect(result.output.contains("pool\n"))
    let lines = result.output.split(separator: "\n").filter { $0.hasPrefix("thread") }
    #expect(lines.count > 1)
    #expect(Set(lines) == ["thread seccomp 2 no_new_privs 1"])
  }

  @Test func `a thread with a filter of its own is named`() throws {
    let result = try ConfinedProbe.run(under: Self.open, "own")
    #expect(result.ending == .exit(1))
    #expect(
      result.errors.contains(
        /cannot put the filter on all threads: thread \d+, 'loner', has a filter/))
    #expect(result.output.isEmpty)
  }

  @Test func `a second policy is added where the first one lets it`() throws {
    let first = ConfinedProbe.allowing(
      but: ConfinedProbe.rule("getppid", action: #"{ "errno": "EPERM" }"#))
    let twice = try ConfinedProbe.run(under: first, "again")
    #expect(twice.ending == .exit(0), "\(twice)")
    let closed = ConfinedProbe.allowing(
      but: ConfinedProbe.rule("seccomp", action: #"{ "errno": "EPERM" }"#))
    let refused = try ConfinedProbe.run(under: closed, "again")
    #expect(refused.ending == .exit(1))
    #expect(refused.errors.contains("does not permit it"), "\(refused)")
  }

  @Test func `a filter that only pretends to install others is found out`() throws {
    let pretending = ConfinedProbe.allowing(
      but: #"""
        { "syscalls": ["seccomp"], "where": { "uargs": { "notIn": [0] }, "op": "SECCOMP_SET_MODE_FILTER" },
          "action": { "errno": 0, "unsafe": true } }
        """#)
    let result = try ConfinedProbe.run(under: pretending, "again")
    #expect(result.ending == .exit(1), "\(result)")
    #expect(result.errors.contains("an outer filter only pretends to do it"))
  }

  @Test func `a confined process has confined children`() throws {
    #expect(try ConfinedProbe.run(under: Self.open, "children").ending == .exit(0))
    // Without close_range, descriptors are closed by the list of them.
    let old = ConfinedProbe.allowing(
      but: ConfinedProbe.rule("close_range", action: #"{ "errno": "ENOSYS" }"#))
    #expect(try ConfinedProbe.run(under: old, "children").ending == .exit(0))
  }

  @Test func `no zombie and no descriptor is left of children`() throws {
    let result = try ConfinedProbe.run(under: Self.open, "leaks")
    #expect(result.ending == .exit(0), "\(result)")
  }

  @Test func `a child can start when the parent's standard descriptors are closed`() throws {
    #expect(try ConfinedProbe.run(under: Self.open, "closed").ending == .exit(0))
    #expect(try ConfinedProbe.run(under: Self.open, "inherited").ending == .exit(0))
  }

  /// Its own filter, two for the command, and one that finds out whether filters can be installed.
  @Test func `a process becomes a command, under all policies`() throws {
    let result = try ConfinedProbe.run(under: Self.open, "become")
    #expect(result.ending == .exit(3), "\(result)")
    #expect(result.output == "Seccomp:\t2\nSeccomp_filters:\t4\n")
  }

  @Test func `what cannot be run is said, and the process goes on`() throws {
    let result = try ConfinedProbe.run(under: Self.open, "become-nothing")
    #expect(result.ending == .exit(0), "\(result)")
    #expect(
      result.output == "cannot run 'no-such': no such file in PATH (ENOENT)\nbecome-nothing\n")
  }
}
