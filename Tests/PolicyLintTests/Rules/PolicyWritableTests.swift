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
    let status = unsafe chmod(path, file) | chmod(temporary.path, folder)
    #expect(status == 0)
    return try LintOutcome(try loaded(path)).findings(of: PolicyWritable.self).map(\.problem)
  }

  @Test func `only the owner writes`() throws {
    #expect(try problems(file: 0o644, folder: 0o755) == [])
  }

  @Test func `others write to the file`() throws {
    let found = try problems(file: 0o666, folder: 0o755)
    #expect(found == ["everybody can write to this file, and so decide what programs may do"])
    #expect(
      try problems(file: 0o664, folder: 0o755).first?.hasPrefix("the group can write") == true)
  }

  @Test func `others write to the folder`() throws {
    let found = try problems(file: 0o644, folder: 0o777)
    #expect(found.count == 1 && found[0].hasPrefix("everybody can replace this file"))
    // With the sticky bit only the owner of a file may replace it.
    #expect(try problems(file: 0o644, folder: 0o1777) == [])
  }
}

/// A policy from the disk.
func loaded(_ path: String) throws -> Policy {
  var diagnostics: [Diagnostic] = []
  let policy = PolicyLoader.load(path, builtins: .shipped, diagnostics: &diagnostics)
  return try #require(policy, "\(diagnostics.map(\.message))")
}
