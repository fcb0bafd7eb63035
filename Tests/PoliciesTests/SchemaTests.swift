import Foundation
import LinuxABI
import TestSupport
import Testing

@testable import SeccompPolicy

/// The schema, by which editors help to write policies, agrees with the program that reads them.
@Suite struct SchemaTests {
  private static let path = ShippedPolicies.folder.appending(path: "policy.schema.json").path

  /// The schema, and its definitions.
  private static func schema() throws -> (whole: [String: Any], parts: [String: Any]) {
    let data = try Data(contentsOf: URL(filePath: path))
    let whole = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    return (whole, try #require(whole["definitions"] as? [String: Any]))
  }

  private static func keys(of schema: Any?) throws -> Set<String> {
    let object = try #require(schema as? [String: Any])
    return Set(try #require(object["properties"] as? [String: Any]).keys)
  }

  private static func values(of schema: Any?) throws -> Set<String> {
    let object = try #require(schema as? [String: Any])
    return Set(try #require(object["enum"] as? [String]))
  }

  @Test func `it has the keys that the program reads`() throws {
    let (whole, parts) = try Self.schema()
    #expect(try Self.keys(of: whole) == Set(SekatDecoder.keys))
    #expect(try Self.keys(of: parts["rule"]) == Set(SekatDecoder.ruleKeys))
    let condition = try #require((parts["condition"] as? [String: Any])?["anyOf"] as? [Any])
    #expect(try Self.keys(of: condition.last) == Set(SekatDecoder.conditionKeys))
  }

  @Test func `it has the names that the program knows`() throws {
    let parts = try Self.schema().parts
    #expect(try Self.values(of: parts["call"]) == Set(Syscall.all.map(\.name)))
    #expect(
      try Self.values(of: parts["group"]) == Set(SyscallGroup.all.map { "@\($0.name)" }))
    #expect(try Self.values(of: parts["errno"]) == Set(ErrnoName.all))
    #expect(try Self.values(of: parts["architecture"]) == Set(ABI.allCases.map(\.name)))
    let arguments = try Self.keys(of: parts["conditions"])
    for abi in ABI.allCases {
      for call in Syscall.all {
        for argument in call.arguments(on: abi) ?? [] {
          #expect(arguments.isSuperset(of: [argument.name] + argument.aliases), "\(call.name)")
        }
      }
    }
  }

  @Test func `it accepts the shipped policies and refuses others`() throws {
    let folder = try TemporaryFolder()
    let good =
      try BuiltinPolicies.shipped.paths.map { ShippedPolicies.folder.appending(path: $0).path } + [
        folder.write(
          "good.json",
          ##"""
          { "architectures": ["native", "i386"], "default": "log", "foreign": "trap",
            "groups": { "comment": "x", "a/b-c_1": ["@sync", "#3", "!#118", "read?"] },
            "rules": [{ "syscalls": ["@a/b-c_1", "fsync", "!@sync"], "architectures": ["i386"],
                        "action": { "errno": 1 },
                        "where": [{ "comment": "x", "fd": { "in": [1, { "from": 2, "to": "0x3" }] } }]
                      }] }
          """##)
      ]
    let bad = try [
      #"{ "rules": [{ "syscalls": [] }] }"#, #"{ "rule": [] }"#, #"{ "default": "permit" }"#,
      #"{ "default": { "errno": "EPREM" } }"#, #"{ "rules": [{ "action": "allow" }] }"#,
      #"{ "rules": [{ "syscalls": ["read"], "else": "allow" }] }"#,
      #"{ "rules": [{ "syscalls": ["read"], "where": { "filedes": 1 } }] }"#,
      #"{ "rules": [{ "syscalls": ["read"], "where": { "fd": { "equals": 1 } } }] }"#,
      #"{ "rules": [{ "syscalls": ["read"], "architectures": ["native"] }] }"#,
      #"{ "foreign": "allow" }"#, #"{ "groups": { "@a": ["read"] } }"#,
      ##"{ "rules": [{ "syscalls": ["#0x10"] }] }"##, #"{ "kernel": "six" }"#,
      #"{ "architectures": ["x86-64"] }"#, "[]",
    ].enumerated().map { try folder.write("\($0).json", $1) }
    let program = """
      import json, sys
      try:
        from jsonschema import Draft7Validator
      except ImportError:
        sys.exit(77)
      schema = json.load(open(sys.argv[1]))
      Draft7Validator.check_schema(schema)
      for path in sys.argv[2:]:
        print(Draft7Validator(schema).is_valid(json.load(open(path))))
      """
    let result = try run(
      "/usr/bin/env", ["PATH=/usr/bin:/bin", "python3", "-c", program, Self.path] + good + bad)
    if result.ending == .exit(77) || result.ending == .exit(127) {
      try Test.cancel("python3-jsonschema is not installed")
    }
    let expected = good.map { _ in "True\n" } + bad.map { _ in "False\n" }
    #expect(result.output == expected.joined(), "\(result)")
  }
}
