import Foundation
import JSONSyntax
import LinuxABI
import SeccompPolicy
import Sekat
import SourceDiagnostics
import TestSupport

/// Mistakes that take more than a few lines: for each identifier what makes it, and what is reported.
enum DiagnosticAttempts {
  typealias Attempt = @Sendable () throws -> [String]

  static let all: [String: Attempt] = [
    "unreadable": { try load(files: ["policy.json": extending("nothing.json")]) },
    "cycle": {
      try load(files: ["policy.json": extending("b.json"), "b.json": extending("policy.json")])
    },
    "too-deep": {
      var files: [String: String] = ["16.json": #"{ "rules": [] }"#]
      for index in 0..<16 { files["\(index).json"] = extending("\(index + 1).json") }
      files["policy.json"] = files["0.json"]
      return try load(files: files)
    },
    "too-many-files": {
      let names = (0..<64).map { "\($0).json" }
      var files = Dictionary(uniqueKeysWithValues: names.map { ($0, #"{ "rules": [] }"#) })
      files["policy.json"] = extending(names.joined(separator: #"", ""#))
      return try load(files: files)
    },
    "unknown-filter": {
      try command(
        ["lint", "--thread", "vcpu", "policy.json"],
        on: #"{ "vmm": { "default_action": "trap", "filter_action": "allow", "filter": [] } }"#)
    },
    "yaml-syntax": { load("default: allow\nrules:\n\t- syscalls: [read]\n") },
    "yaml-encoding": { load(Array("default: allow # ".utf8) + [0xff]) },
    "yaml-ambiguous": { load("default: {errno: EPERM}\nrules: []\nname: yes\n") },
    "yaml-duplicate-key": { load("default: allow\ndefault: allow\n") },
    "yaml-key": { load("default: allow\ngroups: {[a]: [read]}\n") },
    "yaml-alias": { load("default: *nothing\n") },
    "yaml-unread": { load("default: !!str allow\n") },
    "yaml-documents": { load("default: allow\nrules: []\n---\ndefault: allow\nrules: []\n") },
    "yaml-limit": { load("default: " + String(repeating: "[", count: 100)) },
    "json-encoding": { load([0xef, 0xbb, 0xbf] + Array(#"{ "default": "allow" }"#.utf8)) },
    "json-control-character": { load("{ \"name\": \"a\tb\", \"default\": \"allow\" }") },
    "json-too-long": { parse("{ } ", JSONLimits(depth: 1, bytes: 3)) },
    "json-too-deep": { parse("[[]]", JSONLimits(depth: 1, bytes: 9)) },
    "json-too-many-values": { parse("[1, 2]", JSONLimits(depth: 1, bytes: 9, values: 2)) },
    "json-too-many-mistakes": {
      let limits = JSONLimits(depth: 1, bytes: 99, mistakes: 1)
      return parse(#"{ "a": 1, "a": 2, "a": 3 }"#, limits).filter { $0 != "json-duplicate-key" }
    },
    "machine-not-listed": {
      var diagnostics: [Diagnostic] = []
      let policy = ManualExample(shown: #"{ "architectures": ["i386"], "default": "log" }"#)
        .load(&diagnostics)
      if let machine = Machine(.aarch64) {
        _ = policy?.resolve(for: machine, diagnostics: &diagnostics)
      }
      return diagnostics.map(\.id)
    },
    "too-many-values": { load(many("read"), limits: PolicyLimits(values: 10)) },
    "too-many-rules": { load(many("read"), limits: PolicyLimits(rules: 2)) },
    "too-many-calls": { load(many("@sync"), limits: PolicyLimits(namings: 20)) },
    "too-many-comparisons": {
      load(many("read", #", "where": { "fd": 1 }"#), limits: PolicyLimits(comparisons: 2))
    },
    "undecided-rules": {
      let rules = (0..<24).map { index in
        #"{"names": ["read"], "action": "SCMP_ACT_\#(index % 2 == 0 ? "ALLOW" : "LOG")", "#
          + #""args": [{"index": 0, "value": \#(index), "op": "SCMP_CMP_EQ"}]}"#
      }
      return load(
        #"{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": [\#(rules.joined(separator: ", "))]}"#,
        limits: PolicyLimits(comparisons: 24))
    },
    "too-many-ignored": {
      load(
        many("read", #", "lint": { "ignore": ["a"], "reason": "b" }"#),
        limits: PolicyLimits(ignored: 2))
    },
    "group-depth": {
      let groups = (0..<65).map { #""g\#($0)": ["\#($0 < 64 ? "@g\($0 + 1)" : "read")"]"# }
      let ids = load(
        #"{ "default": "allow", "groups": { \#(groups.joined(separator: ", ")) } }"#)
      return Array(Set(ids))
    },
    "not-convertible": {
      try command(
        ["convert", "--to", "firecracker", "policy.json"],
        on: """
          { "default": { "errno": "EPERM" },
            "rules": [
              { "syscalls": ["read", "write"] }, { "syscalls": ["ptrace"], "action": "log" }
            ] }
          """)
    },
    "not-compiled": {
      let values = (0..<3700).map { "\($0 * 2)" }.joined(separator: ", ")
      let policy =
        #"{ "default": "kill-process", "rules": [{ "syscalls": ["ioctl"], "#
        + #""where": { "cmd": [\#(values)] } }] }"#
      return try command(["compile", "-p", "policy.json"], on: policy)
    },
    "invalid-grid": { try command(["test", "policy.json"], on: "* read = allow\n") },
    "invalid-report": { try command(["simulate", "--merge", "policy.json"], on: "{}") },
    "invalid-profile": { try command(["compile", "--profile", "policy.json"], on: "[]") },
    "unusable-input": {
      try command(["lint", "--format", "json", "--target", "vax", "policy.json"], on: "{}")
    },
  ]

  // MARK: Ways to try

  private static func extending(_ name: String) -> String {
    #"{ "extends": ["\#(name)"], "default": "allow" }"#
  }

  /// A policy with three rules.
  private static func many(_ call: String, _ more: String = "") -> String {
    let rule = #"{ "syscalls": ["\#(call)"], "action": "log"\#(more) }"#
    return #"{ "default": "allow", "rules": [\#([rule, rule, rule].joined(separator: ", "))] }"#
  }

  private static func parse(_ text: String, _ limits: JSONLimits) -> [String] {
    var diagnostics: [Diagnostic] = []
    let source = SourceText(name: "policy.json", bytes: Array(text.utf8))
    _ = JSONParser.parse(source, limits: limits, diagnostics: &diagnostics)
    return diagnostics.map(\.id)
  }

  private static func load(_ text: String, limits: PolicyLimits = .standard) -> [String] {
    load(Array(text.utf8), limits: limits)
  }

  private static func load(_ bytes: [UInt8], limits: PolicyLimits = .standard) -> [String] {
    var diagnostics: [Diagnostic] = []
    let file = Policy.File(SourceText(name: "policy.json", bytes: bytes), trust: nil)
    let policy = PolicyLoader.load(
      file, builtins: .shipped, limits: limits, diagnostics: &diagnostics)
    if let policy, let machine = policy.machines.first {
      _ = policy.resolve(for: machine, diagnostics: &diagnostics)
    }
    return diagnostics.map(\.id)
  }

  private static func load(files: [String: String]) throws -> [String] {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    var diagnostics: [Diagnostic] = []
    _ = PolicyLoader.load(
      folder.path(of: "policy.json"), builtins: .shipped, diagnostics: &diagnostics)
    return diagnostics.map(\.id)
  }

  /// What a command says in brackets, or as the `id` of a mistake.
  private static func command(_ words: [String], on text: String) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write("policy.json", text)
    let result = try run(builtProduct("sekat"), words, directory: folder.path)
    let found = (result.errors + result.output).matches(of: /\[([a-z-]+)\]\n|"id": ?"([a-z-]+)"/)
    return found.compactMap { ($0.1 ?? $0.2).map(String.init) }
  }
}
