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

  @Test(.enabled(if: geteuid() == 0, "only root can give files away"))
  func `every step of the way is looked at, and each says what to do`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a/b/policy.json", rules(#"{ "syscalls": ["read"] }"#))
    let (outer, link) = (folder.path(of: "a"), folder.path(of: "link"))
    let status =
      unsafe chmod(outer, 0o777) | symlink(path, link) | lchown(link, 1000, 1000)
    #expect(status == 0)
    let found = try LintOutcome(try loaded(link)).findings(of: PolicyWritable.self)
    #expect(found.map(\.severity) == [.note, .error])
    #expect(
      found.map(\.problem) == [
        "user 1000 owns the link '\(link)' that leads to this file, and so decides what programs may "
          + "do",
        "everybody can write to the folder '\(outer)', and can replace this file, and so decide what "
          + "programs may do",
      ])
    #expect(
      found.map(\.advice) == [
        "chown -h root \(link), or keep the policy elsewhere", "chmod go-w \(outer)",
      ])
  }
}

/// A policy from the disk.
func loaded(_ path: String) throws -> Policy {
  var diagnostics: [Diagnostic] = []
  let policy = PolicyLoader.load(path, builtins: .shipped, diagnostics: &diagnostics)
  return try #require(policy, "\(diagnostics.map(\.message))")
}
