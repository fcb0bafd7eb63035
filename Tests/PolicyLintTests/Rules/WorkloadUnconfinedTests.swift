import Testing

@testable import PolicyLint

@Suite struct WorkloadUnconfinedTests {
  @Test func `a container or a pod without a filter`() {
    #expect(
      workloadFindings(
        of: WorkloadUnconfined.self,
        #""securityContext": {"seccompProfile": {"type": "Unconfined"}},"#
          + "\n" + #""containers": [{"name": "a"}, {"name": "b"},"#
          + #" {"name": "c", "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}]"#)
        == [
          "2:48 warning: Pod 'web', container 'a', runs without a filter"
        ])
  }

  @Test func `a privileged container, whatever profile it has`() {
    #expect(
      workloadFindings(
        of: WorkloadUnconfined.self,
        #""initContainers": [{"name": "a", "securityContext": {"privileged": true,"#
          + #" "seccompProfile": {"type": "RuntimeDefault"}}}], "containers": [{"name": "b"}]"#)
        == [
          "2:68 warning: Pod 'web', container 'a', is privileged, and runs without a filter whatever "
            + "profile it has"
        ])
  }
}
