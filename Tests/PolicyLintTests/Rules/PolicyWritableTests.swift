import Glibc
import SourceDiagnostics
import TestSupport
import Testing

@testable import PolicyLint
@testable import SeccompPolicy

@Suite struct PolicyWritableTests {
  /// The problems of files with these permissions in a folder with these.
  private func problems(file: mode_t, folder: mode_t) throws -> [String] {
    let temporary = try TemporaryFolder()
    let path = try temporary.write("policy.json", rules(#"{ "syscalls": ["read"] }"#))
    // Not the group of the user's own number, if there is another one.
    let group = geteuid() == 0 ? gid_t(100) : getegid()
    let status =
      unsafe chown(path, geteuid(), group) | chmod(path, file) | chmod(temporary.path, folder)
    #expect(status == 0)
    return try LintOutcome(try loaded(path)).findings(of: PolicyWritable.self).map(\.problem)
  }

  @Test func `only the owner writes`() throws {
    #expect(try problems(file: 0o644, folder: 0o755) == [])
  }

  @Test func `others write to the file`() throws {
    let found = try problems(file: 0o666, folder: 0o755)
    #expect(found == ["everybody can write to this file, and so decide what programs may do"])
    let ofGroup = try problems(file: 0o664, folder: 0o755).first
    #expect(
      ofGroup?.hasPrefix("the group can write")
        == (geteuid() == getegid() && geteuid() != 0 ? nil : true))
  }

  @Test func `others write to the folder`() throws {
    let found = try problems(file: 0o644, folder: 0o777)
    #expect(found.count == 1 && found[0].hasPrefix("everybody can write to the folder"))
    // With the sticky bit only the owner of a file may replace it.
    #expect(try problems(file: 0o644, folder: 0o1777) == [])
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func `file and folder of somebody else`() throws {
    let folder = try TemporaryFolder()
    let base = try folder.write("theirs/base.json", rules(#"{ "syscalls": ["read"] }"#))
    let path = try folder.write("policy.json", #"{ "extends": ["theirs/base.json"], "rules": [] }"#)
    var status = unsafe chown(base, 65534, 0)
    #expect(status == 0)
    let found = try LintOutcome(try loaded(path)).findings(of: PolicyWritable.self)
    #expect(
      found.map(\.problem) == [
        "user 65534 can write to this file, and so decide what programs may do"
      ])
    #expect(found.first?.location?.source.name == base)
    #expect(found.first?.severity == .note)
    #expect(found.first?.advice == "chown root \(base), or keep the policy elsewhere")

    // Who owns a folder may do with it what he likes, also where it is sticky.
    let theirs = folder.path(of: "theirs")
    status = unsafe chown(base, 0, 0) | chown(theirs, 65534, 0) | chmod(theirs, 0o1755)
    #expect(status == 0)
    let problems = try LintOutcome(try loaded(path)).findings(of: PolicyWritable.self)
      .map(\.problem)
    #expect(problems.count == 1)
    #expect(problems.first?.hasPrefix("user 65534 owns the folder") == true)
  }

  @Test func `who is trusted`() {
    let file: UInt32 = 0o100644
    #expect(FileTrust(owner: 0, group: 100, mode: file).writer(besides: 1000) == nil)
    #expect(FileTrust(owner: 1000, group: 100, mode: file).writer(besides: 1000) == nil)
    #expect(FileTrust(owner: 1000, group: 100, mode: file).writer(besides: 0) == .owner(1000))
    #expect(FileTrust(owner: 1000, group: 100, mode: file).writer(besides: 1001) == .owner(1000))
    #expect(FileTrust(owner: 0, group: 100, mode: 0o100666).writer(besides: 0) == .everyone)
    #expect(FileTrust(owner: 0, group: 100, mode: 0o100664).writer(besides: 0) == .group)
    // A group of the owner's number is his own.
    #expect(FileTrust(owner: 1000, group: 1000, mode: 0o100664).writer(besides: 1000) == nil)
    // Who writes into a pipe was decided when the program was started.
    #expect(FileTrust(owner: 1000, group: 100, mode: 0o010666).writer(besides: 0) == nil)
    #expect(FileTrust(owner: 0, group: 100, mode: 0o041777).replacer(besides: 1000) == nil)
    #expect(FileTrust(owner: 0, group: 100, mode: 0o040775).replacer(besides: 1000) == .group)
    #expect(FileTrust(owner: 5, group: 100, mode: 0o041777).replacer(besides: 1000) == .owner(5))
  }
}

/// A policy from the disk.
func loaded(_ path: String) throws -> Policy {
  var diagnostics: [Diagnostic] = []
  let policy = PolicyLoader.load(path, builtins: .shipped, diagnostics: &diagnostics)
  return try #require(policy, "\(diagnostics.map(\.message))")
}
