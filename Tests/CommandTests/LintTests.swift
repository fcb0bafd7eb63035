import Foundation
import TestSupport
import Testing

/// `sekat lint` as a command: what it prints, its exit statuses, and files that it changes.
@Suite struct LintTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "policy.json",
      """
      {
        "architectures": ["x86_64"],
        "default": { "errno": "EPERM" },
        "kernel": "6.18",
        "rules": [
          { "syscalls": ["@default", "@basic-io", "@file-system", "!fchmodat2", "!openat2"] },
          { "syscalls": ["clone", "ptrace"] },
          { "syscalls": ["exit_group"],
            "action": "kill-process" }
        ]
      }

      """)
    try folder.write(
      "good.json", #"{ "extends": ["builtin:no-new-programs"] }"# + "\n")
  }

  private func sekat(
    _ words: String..., input: [UInt8] = [], status: Int32,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ProcessResult {
    let result = try run(
      builtProduct("sekat"), words, environment: ["COLUMNS=80"], input: input,
      directory: folder.path)
    #expect(result.ending == .exit(status), "\(result)", sourceLocation: sourceLocation)
    return result
  }

  // MARK: Reports

  @Test func `findings as text, JSON and SARIF`() throws {
    expectGolden(try sekat("lint", "policy.json", status: 1).output, "lint.txt")
    expectGolden(
      try sekat("lint", "policy.json", "--format", "json", status: 1).output, "lint.json")
    let sarif = try sekat("lint", "policy.json", "--format", "sarif", status: 1).output
    let log = try #require(
      try JSONSerialization.jsonObject(with: Data(sarif.utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
  }

  @Test func `nothing is found`() throws {
    #expect(try sekat("lint", "good.json", status: 0).output == "nothing found\n")
    let input = Array(#"{ "extends": ["builtin:offline"] }"#.utf8)
    #expect(try sekat("lint", "-", input: input, status: 0).output == "nothing found\n")
    #expect(
      try sekat("lint", "builtin:pure-compute", status: 0).output == "nothing found; 1 ignored\n")
  }

  @Test func `rules are selected, ignored, explained`() throws {
    let one = try sekat("lint", "policy.json", "--select", "grants-tracing", status: 1)
    #expect(one.output.hasSuffix("\n1 error\n"))
    let none = try sekat(
      "lint", "policy.json", "--select", "grants-tracing,shadowed-rule", "--ignore",
      "grants-tracing", "--ignore", "shadowed-rule", status: 0)
    #expect(none.output == "nothing found\n")
    let errors = try sekat("lint", "policy.json", "--min-severity", "error", status: 1)
    #expect(!errors.output.contains("warning: "))
    expectGolden(
      try sekat("lint", "--explain", "shadowed-rule", status: 0).output, "lint-explain.txt")
    #expect(
      try sekat("lint", "--explain", "all", status: 0).output.contains("relative-left-open (error)")
    )
    let unknown = try sekat("lint", "--explain", "shadowed", status: 2)
    #expect(unknown.errors.hasPrefix("sekat: there is no lint rule 'shadowed'"))
  }

  @Test func `what cannot be read, and wrong words`() throws {
    #expect(try sekat("lint", status: 2).errors.contains("a policy is missing"))
    #expect(try sekat("lint", "missing.json", status: 2).errors.contains("missing.json"))
    #expect(try sekat("lint", "good.json", "--dry-run", status: 2).errors.contains("--fix"))
    try folder.write("bad.json", "{ \"rules\": [{ \"syscalls\": [\"opnat\"] }] }")
    #expect(try sekat("lint", "bad.json", status: 2).errors.contains("'openat'"))
  }

  @Test func `a compiled filter`() throws {
    _ = try sekat(
      "compile", "-p", "policy.json", "-o", "filter.bpf", "--target", "x86_64", status: 0)
    let found = try sekat("lint", "filter.bpf", "--target", "x86_64", status: 1).output
    #expect(found.contains("filter.bpf:"))
    #expect(found.contains("'ptrace' is allowed"))
    #expect(!found.contains("[arch-unchecked]") && !found.contains("[unreached-instruction]"))
  }

  // MARK: Fixes

  @Test func `a dry run shows what would change and changes nothing`() throws {
    let path = folder.path(of: "policy.json")
    let before = try String(contentsOfFile: path, encoding: .utf8)
    let result = try sekat("lint", "--fix", "--dry-run", "policy.json", status: 1)
    expectGolden(result.output, "lint-fix.txt")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
  }

  @Test func `a fix that brings a finding does not keep others from being made`() throws {
    try folder.write(
      "two.json",
      """
      {
        "architectures": ["x86_64"], "default": "allow", "kernel": "6.18",
        "rules": [
          { "syscalls": ["open"], "action": { "errno": "EPERM" } },
          { "syscalls": ["execve"], "action": { "errno": "EPERM" } }
        ]
      }
      """)
    let result = try sekat("lint", "--fix", "--dry-run", "two.json", status: 1)
    #expect(result.output.contains(#"+    { "syscalls": ["execve", "execveat"]"#))
    #expect(!result.output.contains(#"+    { "syscalls": ["open""#))
    #expect(
      result.errors
        == "sekat: 'two.json': other changes for relative-left-open would bring new findings "
        + "(start-up-blocked), and are not made\n")
  }

  @Test func `fixes are made in place and keep the permissions`() throws {
    let path = folder.path(of: "policy.json")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    let result = try sekat("lint", "--fix", "policy.json", status: 1)
    #expect(result.errors.contains("answer 'clone3' with ENOSYS [needs-enosys]"))
    let after = try String(contentsOfFile: path, encoding: .utf8)
    #expect(after.contains(#"{ "syscalls": ["clone3"], "action": { "errno": "ENOSYS" } },"#))
    #expect(after.contains("\"kernel\": \"6.18\",\n"))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 2)
    // What was fixed is found no more, and there is nothing else to be fixed.
    let again = try sekat("lint", "--fix", "policy.json", status: 1)
    #expect(!again.output.contains("needs-enosys]") && again.errors.isEmpty)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == after)
  }

  @Test func `what is no file of the user is not changed`() throws {
    let builtin = try sekat("lint", "--fix", "builtin:default", status: 2)
    #expect(builtin.errors.contains("changes files"))
  }

  // MARK: Inputs that cannot be used

  @Test func `one file that cannot be read does not hide what others have`() throws {
    try folder.write("bad.json", "[1")
    let words = ["lint", "policy.json", "bad.json", "good.json", "missing.json"]
    let text = try run(builtProduct("sekat"), words, directory: folder.path)
    #expect(text.ending == .exit(2))
    #expect(text.output.contains("[grants-tracing]"))
    #expect(text.output.hasSuffix("warnings; 2 of the inputs could not be looked at\n"))
    #expect(text.errors.contains("bad.json:1:3: error:"))
    #expect(text.errors.contains("cannot read policy 'missing.json'"))
    for format in ["json", "sarif"] {
      let result = try run(
        builtProduct("sekat"), words + ["--format", format], directory: folder.path)
      #expect(result.ending == .exit(2))
      let log = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
      let mistakes = (log?["mistakes"] as? [[String: Any]])?.compactMap { $0["id"] as? String }
      if format == "json" { #expect(mistakes == ["json-truncated", "unreadable"]) }
      #expect(result.output.contains("grants-tracing") && result.output.contains("unreadable"))
    }
    // Alone it leaves nothing to say on standard output but to a program.
    #expect(try sekat("lint", "bad.json", status: 2).output.isEmpty)
    #expect(try sekat("lint", "bad.json", "--format", "sarif", status: 2).output.contains("2.1.0"))
  }

  @Test func `what is called a policy is read as one`() throws {
    try folder.write("empty.json", "")
    try folder.write("noise.json", "\u{1}\u{2}noise noise")
    try folder.write("folder.json/x", "")
    for (name, words) in [
      ("empty.json", "the file is empty"), ("noise.json", "the file is not JSON"),
      ("folder.json", "there is no policy and no workload in 'folder.json'"),
    ] {
      #expect(try sekat("lint", name, status: 2).errors.contains(words))
    }
  }

  @Test func `wrong words`() throws {
    for option in ["--select", "--ignore", "--explain"] {
      let words = option == "--explain" ? [option, ""] : [option, "", "good.json"]
      let empty = try run(builtProduct("sekat"), ["lint"] + words, directory: folder.path)
      #expect(empty.ending == .exit(2))
      #expect(empty.errors == "sekat: the name of a lint rule is missing\n")
    }
    #expect(
      try sekat("lint", "--ignore", "kernel_missing", "good.json", status: 2).errors
        == "sekat: there is no lint rule 'kernel_missing'; did you mean 'kernel-missing'?\n")
    #expect(
      try sekat("lint", "--explain", "kernel-", status: 2).errors.contains("'kernel-behind'"))
    #expect(
      try sekat("lint", "--explain", "kernel-missing", "good.json", status: 2).errors
        .contains("about a rule"))
    #expect(
      try sekat("lint", "--fix", "--dry-run", "--format", "json", "good.json", status: 2).errors
        .contains("prints what would change"))
  }

  @Test func `a file that is read-only, and standard input, are not changed`() throws {
    let path = folder.path(of: "policy.json")
    let before = try String(contentsOfFile: path, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    let result = try sekat("lint", "--fix", "policy.json", status: 2)
    #expect(result.errors == "sekat: 'policy.json' is read-only, and is not changed\n")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == before)
    #expect(
      try sekat("lint", "--fix", "-", input: Array(before.utf8), status: 2).errors
        .contains("changes files"))
  }

  @Test func `a link stays one, and what it leads to is changed`() throws {
    // The base lies beside the link, and not beside the file.
    try folder.write("base.json", #"{ "extends": ["builtin:no-new-programs"] }"#)
    let target = try folder.write(
      "elsewhere/policy.json",
      #"{ "extends": ["base.json"], "rules": [{ "syscalls": ["clone"] }, { "syscalls": ["clone"] }] }"#
    )
    let link = folder.path(of: "link.json")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
    let result = try run(
      builtProduct("sekat"), ["lint", "--fix", "--select", "repeated-call", "link.json"],
      directory: folder.path)
    #expect(result.ending == .exit(0), "\(result)")
    #expect(result.errors == "link.json: remove the rule [repeated-call]\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == target)
    #expect(
      try String(contentsOfFile: target, encoding: .utf8)
        == #"{ "extends": ["base.json"], "rules": [{ "syscalls": ["clone"] }] }"#)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "elsewhere"))
        == ["policy.json"])
  }
}
