import Glibc
import SourceDiagnostics
import TestSupport
import Testing

@testable import PolicyLint

@Suite struct BaseOutsideTests {
  @Test func `a link out of the folder`() throws {
    let elsewhere = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let target = try elsewhere.write("base.json", rules(#"{ "syscalls": ["read"] }"#))
    let policy = try folder.write("policy.json", #"{ "extends": ["base.json"] }"#)
    let status = unsafe symlink(target, folder.path + "/base.json")
    #expect(status == 0)
    let found = try LintOutcome(try loaded(policy)).findings(of: BaseOutside.self)
    #expect(found.map(\.problem) == ["this file is a link to '\(target)', out of its folder"])
    #expect(found.first?.location?.source.name == folder.path + "/base.json")
  }

  @Test func `a link within the folder, and a path out of it`() throws {
    let elsewhere = try TemporaryFolder()
    let folder = try TemporaryFolder()
    let base = try elsewhere.write("base.json", rules(#"{ "syscalls": ["read"] }"#))
    _ = try folder.write("real.json", #"{ "extends": ["\#(base)"] }"#)
    let policy = folder.path + "/policy.json"
    let status = unsafe symlink("real.json", policy)
    #expect(status == 0)
    #expect(try LintOutcome(try loaded(policy)).findings(of: BaseOutside.self).isEmpty)
  }
}
