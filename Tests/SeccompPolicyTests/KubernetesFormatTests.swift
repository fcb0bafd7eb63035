import LinuxABI
import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// The resource `SeccompProfile`, as the Security Profiles Operator makes a profile of it.
@Suite struct KubernetesFormatTests {
  private static func profile(
    _ spec: String, version: String = "security-profiles-operator.x-k8s.io/v1"
  ) -> PolicyFixture {
    PolicyFixture(
      #"{"apiVersion": "\#(version)", "kind": "SeccompProfile", "metadata": {"name": "web"},"#
        + "\n\"spec\": {\n\(spec)\n}}")
  }

  private static func rule(_ more: String, action: String = "SCMP_ACT_ALLOW") -> PolicyFixture {
    profile(
      #""defaultAction": "SCMP_ACT_ERRNO", "syscalls": ["#
        + "\n" + #"{"names": ["ioctl"], "action": "\#(action)"\#(more)}]"#)
  }

  /// What is remarked, as `line:column severity: problem`.
  private static func remarks(_ fixture: PolicyFixture) throws -> [String] {
    let (policy, mistakes) = fixture.resolve()
    let file = try #require(policy, "\(mistakes)").source.syntax[0]
    return file.remarks.filter { $0.kind != .unknownName }.map {
      "\(file.source.position(of: $0.range.lowerBound)) \($0.severity.rawValue): \($0.problem)"
    }
  }

  @Test(arguments: ["v1", "v1beta1", "v1alpha1"])
  func `each version is read`(version: String) throws {
    let fixture = Self.profile(
      #""defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86_64"],"#
        + #""syscalls": [{"names": ["read", "openat"], "action": "SCMP_ACT_ALLOW"}]"#,
      version: "security-profiles-operator.x-k8s.io/\(version)")
    #expect(try fixture.verdict("read") == "allow")
    #expect(try fixture.verdict("write") == "errno(EPERM)")
    // runc answers so what is newer than all that is named.
    #expect(try fixture.verdict("openat2") == "errno(ENOSYS)")
    #expect(fixture.resolve().policy?.source.name == "web")
    #expect(try Self.remarks(fixture).isEmpty)
  }

  @Test func `another group or version is none that is known`() {
    let mistakes = Self.profile(#""defaultAction": "SCMP_ACT_LOG""#, version: "v1").resolve()
      .mistakes
    #expect(mistakes.count == 1 && mistakes[0].hasPrefix("1:16: 'SeccompProfile' is known"))
  }

  @Test func `conditions compare as in the profile that is written`() throws {
    let fixture = Self.rule(#", "args": [{"index": 1, "value": 21505, "op": "SCMP_CMP_EQ"}]"#)
    #expect(try fixture.verdict("ioctl args[1]=21505") == "allow")
    #expect(try fixture.verdict("ioctl args[1]=21506") == "errno(EPERM)")
  }

  @Test func `a negative value is its 64 bits, with a remark`() throws {
    let fixture = Self.rule(#", "args": [{"index": 1, "value": -1, "op": "SCMP_CMP_EQ"}]"#)
    #expect(try fixture.verdict("ioctl args[1]=0xffffffffffffffff") == "allow")
    #expect(try fixture.verdict("ioctl args[1]=1") == "errno(EPERM)")
    #expect(
      try Self.remarks(fixture) == [
        "4:81 warning: the operator takes -1 for 18446744073709551615, and its newer releases refuse it"
      ])
  }

  @Test func `an error of 0 is none`() throws {
    let fixture = Self.profile(
      #""defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["read"], "#
        + #""action": "SCMP_ACT_ERRNO", "errnoRet": 0}]"#)
    #expect(try fixture.verdict("read") == "errno(EPERM)")
    #expect(try Self.remarks(fixture).first?.contains("takes 0 for nothing") == true)
  }

  @Test(arguments: [
    (
      #""defaultErrnoRet": 38"#,
      "'defaultErrnoRet' is not in the schema of the resource, and is dropped"
    ),
    (#""archMap": []"#, "'archMap' is not in the schema of the resource, and is dropped"),
    (
      #""DefaultAction": "SCMP_ACT_ALLOW""#,
      "'DefaultAction' is not in the schema of the resource, and is dropped; did you mean 'defaultAction'?"
    ),
    (#""disabled": true"#, "the profile is disabled, so that the operator installs it nowhere"),
  ])
  func `what the schema has not is dropped with a remark`(key: String, problem: String) throws {
    let fixture = Self.profile(
      key + ",\n" + #""defaultAction": "SCMP_ACT_ERRNO", "syscalls": []"#)
    #expect(try Self.remarks(fixture) == ["3:1 warning: \(problem)"])
    #expect(try fixture.verdict("read") == "errno(EPERM)")
  }

  @Test(arguments: ["includes", "excludes"])
  func `a condition on the system is dropped, so that the rule is always in force`(key: String)
    throws
  {
    let fixture = Self.rule(#", "\#(key)": {"caps": ["CAP_SYS_ADMIN"], "arches": ["s390x"]}"#)
    #expect(try fixture.verdict("ioctl") == "allow")
    #expect(try Self.remarks(fixture).count == 1)
  }

  @Test(arguments: [
    (#", "args": [{"value": 1, "op": "SCMP_CMP_EQ"}]"#, "a condition needs 'index'"),
    (
      #", "args": [{"index": 1, "value": 9223372036854775808, "op": "SCMP_CMP_EQ"}]"#,
      "'value' is at most 9223372036854775807 in Kubernetes"
    ),
    (
      ", \"args\": ["
        + Array(repeating: #"{"index": 1, "op": "SCMP_CMP_EQ"}"#, count: 7).joined(separator: ", ")
        + "]", "a rule has at most 6 conditions in Kubernetes"
    ),
    (#", "errnoRet": 4096"#, "an error number is at most 4095"),
    (#", "names": "read""#, "duplicate key 'names'"),
  ])
  func `what the server of the API refuses is a mistake`(more: String, sentence: String) {
    let mistakes = Self.rule(more).resolve().mistakes
    #expect(mistakes.contains { $0.contains(sentence) }, "\(mistakes)")
  }

  @Test(arguments: [
    (#""syscalls": []"#, "the profile needs 'defaultAction'"),
    (#""defaultAction": "SCMP_ACT_NOTIFY""#, "SCMP_ACT_NOTIFY cannot be the default"),
    (
      #""defaultAction": "SCMP_ACT_ERRNO", "baseProfileName": "oci://ghcr.io/a/b:v1""#,
      "nothing is fetched from a registry: pull 'oci://ghcr.io/a/b:v1'"
    ),
  ])
  func `a profile that cannot be used says why`(spec: String, sentence: String) {
    let (policy, mistakes) = Self.profile(spec).resolve()
    #expect(policy == nil)
    #expect(mistakes.contains { $0.contains(sentence) }, "\(mistakes)")
  }

  @Test func `a path of a listener elsewhere is remarked`() throws {
    func remarks(_ path: String) throws -> [String] {
      try Self.remarks(
        Self.profile(
          #""defaultAction": "SCMP_ACT_ERRNO", "syscalls": [], "listenerPath": "\#(path)""#))
    }
    #expect(try remarks("/run/agent.sock").count == 2)
    #expect(try remarks("/var/run/security-profiles-operator/agent.sock").count == 1)
  }
}
