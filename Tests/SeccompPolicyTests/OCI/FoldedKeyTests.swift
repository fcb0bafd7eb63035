import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// Keys in another case of letters, which Docker and runc read as if they were in the right one.
@Suite struct FoldedKeyTests {
  private static let allowing =
    #"{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "action": "SCMP_ACT_LOG"}]}"#

  @Test(arguments: [
    ("minKernel", true), ("MINKERNEL", true), ("min\u{212a}ernel", true), ("minKerne1", false),
    ("minKernels", false), ("minKerne", false), ("min\u{131}Kernel", false), ("", false),
  ])
  func `letters are the same as they are to Go`(key: String, isTheSame: Bool) {
    #expect(key.folds(to: "minKernel") == isTheSame)
  }

  @Test(arguments: ["defaultAction", "DefaultAction", "DEFAULTACTION"])
  func `a profile is not looked for inside of one`(key: String) throws {
    let fixture = PolicyFixture(
      #"{"\#(key)": "SCMP_ACT_ERRNO", "linux": {"seccomp": \#(Self.allowing)}}"#)
    #expect(try fixture.verdict("read") == "errno(EPERM)")
    #expect(try fixture.verdict("mount") == "errno(EPERM)")
  }

  @Test func `a list of architectures makes a profile, too`() {
    let mistakes = PolicyFixture(
      #"{"ArchMap": [], "linux": {"seccomp": \#(Self.allowing)}}"#
    ).diagnose().diagnostics
    #expect(mistakes.map(\.id) == ["profile-without-default"])
  }

  @Test(arguments: [
    ("ociVersion", "linux", "seccomp"), ("ociversion", "linux", "Seccomp"),
    ("OCIVersion", "Linux", "seccomp"), ("ociVersion", "LINUX", "ſeccomp"),
  ])
  func `a configuration has its profile where runc finds it`(
    version: String, linux: String, seccomp: String
  ) throws {
    let fixture = PolicyFixture(
      #"{"\#(version)": "1.0", "\#(linux)": {"\#(seccomp)": \#(Self.allowing)}}"#)
    #expect(try fixture.verdict("read") == "log")
    #expect(try fixture.verdict("write") == "allow")
    let policy = try #require(fixture.resolve().policy)
    let folded = policy.source.syntax[0].remarks.filter { $0.kind == .foldedKey }
    #expect(folded.count == (linux == "linux" ? 0 : 1) + (seccomp == "seccomp" ? 0 : 1))
  }

  @Test func `rules without a default are known as a profile's`() {
    let mistakes = PolicyFixture(
      #"{"Syscalls": [{"Names": ["read"], "action": "SCMP_ACT_ALLOW"}]}"#
    ).diagnose().diagnostics
    #expect(mistakes.map(\.id) == ["profile-without-default"])
    #expect(mistakes.first?.message.contains("needs 'defaultAction'") == true)
  }

  @Test(arguments: [
    #"{"ociVersion": "1.0", "linux": {}, "Linux": {"seccomp": \#(allowing)}}"#,
    #"{"ociVersion": "1.0", "linux": {"seccomp": null, "Seccomp": \#(allowing)}}"#,
  ])
  func `what is there twice is refused`(text: String) {
    #expect(PolicyFixture(text).diagnose().diagnostics.first?.id == "duplicate-key")
  }
}
