import Testing

@testable import PolicyLint

@Suite struct WorkloadProfileUnsetTests {
  @Test(arguments: [
    (#""containers": [{"name": "a"}]"#, ["2:1 note: Pod 'web' has no profile for container 'a'"]),
    (
      #""containers": [{"name": "a", "securityContext": {"seccompProfile": null}}, {"name": "b"}]"#,
      ["2:1 note: Pod 'web' has no profile for containers 'a', 'b'"]
    ),
    (
      #""securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}, "containers": [{"name": "a"}]"#,
      []
    ),
    (#""containers": []"#, []), (#""container": [{"name": "a"}]"#, []), (#""containers": 1"#, []),
  ])
  func `what the pod says holds for all of its containers`(spec: String, findings: [String]) {
    #expect(workloadFindings(of: WorkloadProfileUnset.self, spec) == findings)
  }
}
