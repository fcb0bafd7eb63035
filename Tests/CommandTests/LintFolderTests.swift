import Foundation
import TestSupport
import Testing

/// `sekat lint` of folders of manifests.
@Suite struct LintFolderTests {
  private static let profile = """
    apiVersion: security-profiles-operator.x-k8s.io/v1
    kind: SeccompProfile
    metadata: {name: NAME}
    spec:
      defaultAction: SCMP_ACT_ALLOW
      syscalls:
        - {names: [NAME], action: SCMP_ACT_ERRNO}

    """

  private static let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      template:
        spec:
          securityContext:
            seccompProfile: {type: Localhost, localhostProfile: operator/mount.json}
          containers:
            - name: app
            - name: proxy
              securityContext:
                seccompProfile:
                  type: Unconfined
            - name: log
              securityContext:
                seccompProfile: {type: Localhost, localhostProfile: profiles/other.json}
          volumes:
            - configMap: {name: a, defaultMode: 0644}
    ---
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: nightly}
    spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: job}]}}}}}

    """

  private static func folder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(
      "k8s/profiles.yaml",
      profile.replacing("NAME", with: "mount") + "---\n" + profile.replacing("NAME", with: "bpf"))
    try folder.write("k8s/web.yml", deployment)
    try folder.write(
      "k8s/role.yaml", "apiVersion: v1\nkind: Role\nmetadata: {name: r}\nrules: []\n")
    try folder.write("profiles/app.json", #"{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": []}"#)
    try folder.write("tsconfig.json", #"{"extends": "./base.json"}"#)
    try folder.write("chart/t.yaml", "{{ if .Values.a }}\na: b\n{{ end }}\n")
    try folder.write(".git/broken.json", "{")
    try folder.write("broken.yaml", "a: b: c\n")
    return folder
  }

  private static func lint(_ folder: TemporaryFolder, _ options: [String] = []) throws
    -> ProcessResult
  {
    try run(builtProduct("sekat"), ["lint"] + options + ["."], directory: folder.path)
  }

  @Test func `all policies are linted, and workloads are looked at`() throws {
    let result = try Self.lint(try Self.folder(), ["--format", "json"])
    #expect(result.ending == .exit(1), "\(result)")
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let findings = try #require(json["findings"] as? [[String: Any]])
    let files = Set(findings.compactMap { ($0["location"] as? [String: Any])?["file"] as? String })
    #expect(files == ["./k8s/profiles.yaml", "./k8s/web.yml", "./profiles/app.json"], "\(files)")
    let workloads = findings.filter { ($0["rule"] as? String ?? "").hasPrefix("workload-") }
    #expect(
      workloads.compactMap { $0["rule"] as? String }.sorted() == [
        "workload-profile-missing", "workload-profile-unset", "workload-unconfined",
      ])
  }

  @Test func `what is passed over is said, with a reason, and who uses what`() throws {
    let errors = try Self.lint(try Self.folder()).errors
    for line in [
      "sekat: passed over ./k8s/role.yaml: Role 'r' is no policy\n",
      "sekat: passed over ./tsconfig.json: an object is no policy\n",
      "sekat: passed over ./chart/t.yaml: a template, which is not filled in\n",
      "sekat: passed over ./broken.yaml: it cannot be read: a ':' where no key can be; check the "
        + "indentation, or put the text in double quotes\n",
      "sekat: ./k8s/profiles.yaml, 'mount': used by Deployment 'web', container 'app' "
        + "(./k8s/web.yml:8:",
      "sekat: ./k8s/profiles.yaml, 'bpf': used by no workload in the folder\n",
    ] {
      #expect(errors.contains(line), "\(line)\n\(errors)")
    }
    #expect(!errors.contains(".git"))
  }

  @Test func `a file that may be a policy and cannot be read is a failure`() throws {
    let folder = try Self.folder()
    try folder.write("profiles/broken.yaml", "defaultAction: a: b\n")
    let result = try Self.lint(folder)
    #expect(result.ending == .exit(2))
    #expect(result.errors.contains("./profiles/broken.yaml:1:17: error:"))
    #expect(result.output.contains("; 1 of the inputs could not be looked at"))
  }

  @Test func `links are not followed, out of the folder or in a circle`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.json", #"{"default": "allow", "rules": []}"#)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(of: "loop"), withDestinationPath: ".")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(of: "b.json"), withDestinationPath: "/etc/passwd")
    let result = try Self.lint(folder)
    for name in ["loop", "b.json"] {
      #expect(
        result.errors.contains(
          "sekat: passed over ./\(name): a symbolic link, which is not followed\n"))
    }
    #expect(!result.errors.contains("root:"))
  }

  @Test func `files that were named are looked at together, where one has workloads`() throws {
    let folder = try Self.folder()
    let result = try run(
      builtProduct("sekat"),
      [
        "lint", "--select", "workload-unconfined", "k8s/web.yml", "k8s/role.yaml",
        "k8s/profiles.yaml",
      ],
      directory: folder.path)
    #expect(result.ending == .exit(1), "\(result)")
    #expect(result.output.contains("k8s/web.yml:14:"))
    #expect(result.errors.contains("sekat: passed over k8s/role.yaml: Role 'r' is no policy\n"))
    #expect(result.errors.contains("k8s/profiles.yaml, 'mount': used by Deployment 'web'"))
  }

  @Test func `a folder with nothing to lint is a failure`() throws {
    let folder = try TemporaryFolder()
    try folder.write("a.yaml", "a: b\n")
    let result = try Self.lint(folder)
    #expect(result.ending == .exit(2))
    #expect(result.errors.contains("sekat: there is no policy and no workload in '.'\n"))
  }

  @Test func `a piece that only other policies make whole is passed over`() throws {
    let folder = try TemporaryFolder()
    try folder.write("pieces/base.json", #"{ "rules": [{ "syscalls": ["read"] }] }"#)
    try folder.write(
      "pieces/whole.json",
      #"{ "extends": ["base.json"], "default": "kill-process", "kernel": "6.12", "rules": [] }"#)
    let result = try run(
      builtProduct("sekat"), ["lint", "--target", "x86_64", "pieces"], directory: folder.path)
    #expect(
      result.errors.contains("sekat: passed over pieces/base.json: it sets no 'default'"),
      "\(result)")
    #expect(!result.errors.contains("missing-default") && result.ending != .exit(2), "\(result)")
  }
}
