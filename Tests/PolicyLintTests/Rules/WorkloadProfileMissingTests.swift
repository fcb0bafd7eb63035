import Testing

@testable import PolicyLint

@Suite struct WorkloadProfileMissingTests {
  private static func pod(_ profile: String) -> String {
    #""securityContext": {"seccompProfile": {\#(profile)}}, "containers": [{"name": "a"}]"#
  }

  @Test(arguments: [
    (ManifestProfile(path: "k8s/profiles/web.json", resource: nil), "profiles/web.json", true),
    (ManifestProfile(path: "web.json", resource: nil), "profiles/web.json", true),
    (ManifestProfile(path: "web.json", resource: nil), "profiles/otherweb.json", false),
    (ManifestProfile(path: "all.yaml", resource: "web"), "operator/web.json", true),
    (ManifestProfile(path: "all.yaml", resource: "web"), "operator/default/web.json", true),
    (ManifestProfile(path: "web.json", resource: "web"), "web.json", false),
  ])
  func `a profile is meant by its path or its name`(
    profile: ManifestProfile, name: String, isMeant: Bool
  ) {
    let found = workloadFindings(
      of: WorkloadProfileMissing.self,
      Self.pod(#""type": "Localhost", "localhostProfile": "\#(name)""#), profiles: [profile])
    #expect(found.isEmpty == isMeant, "\(found)")
  }

  @Test(arguments: [
    (
      #""type": "Localhost", "localhostProfile": "profiles/web.jsn""#,
      "2:81 note: Pod 'web' uses 'profiles/web.jsn', and nothing in the folder is installed there; did "
        + "you mean 'profiles/web.json'?"
    ),
    (
      #""type": "Localhost""#,
      "2:48 warning: Pod 'web': the type 'Localhost' needs 'localhostProfile'"
    ),
    (
      #""type": "unconfined""#,
      "2:48 warning: Pod 'web': unknown type 'unconfined'; did you mean 'Unconfined'?"
    ),
    (#""kind": 1"#, "2:39 warning: Pod 'web': 'seccompProfile' needs a 'type'"),
  ])
  func `what is not there, and what means nothing`(profile: String, finding: String) {
    let found = workloadFindings(
      of: WorkloadProfileMissing.self, Self.pod(profile),
      profiles: [ManifestProfile(path: "profiles/web.json", resource: nil)])
    #expect(found == [finding])
  }
}
