import ClassicBPF
import LinuxABI
import SeccompFilter
import SeccompPolicy
import SourceDiagnostics
import Testing

/// Files in line: who overrides whom.
@Suite struct PolicyLineTests {
  private static func file(_ extends: [String], _ rest: String) -> String {
    let list = extends.map { #""\#($0).json""# }.joined(separator: ", ")
    let head = extends.isEmpty ? "" : #""extends": [\#(list)], "#
    return "{\(head)\(rest)}"
  }

  private static func rule(_ call: String, _ action: String) -> String {
    #""rules": [{"syscalls": ["\#(call)"], "action": "\#(action)"}]"#
  }

  private static let base = #""architectures": ["x86_64"], "default": {"errno": "EPERM"}"#

  @Test func `a policy overrides its bases, and a base those after it`() throws {
    let fixture = PolicyFixture([
      "test": Self.file(["a", "b"], Self.base + ", " + Self.rule("read", "log")),
      "a": Self.file([], Self.rule("write", "log")),
      "b": Self.file(
        [],
        #""rules": [{"syscalls": ["read", "write", "close"], "action": "trap"}], "default": "allow""#
      ),
    ])
    #expect(try fixture.verdict("read") == "log")
    #expect(try fixture.verdict("write") == "log")
    #expect(try fixture.verdict("close") == "trap")
    #expect(try fixture.verdict("open") == "errno(EPERM)")
  }

  @Test func `a file that is reached twice stands at its last place`() throws {
    // test → a → c, test → b → c: the line is test, a, b, c.
    let fixture = PolicyFixture([
      "test": Self.file(["a", "b"], Self.base),
      "a": Self.file(["c"], Self.rule("open", "log")),
      "b": Self.file(["c"], Self.rule("read", "log")),
      "c": Self.file([], #""rules": [{"syscalls": ["read", "open"], "action": "trap"}]"#),
    ])
    #expect(try fixture.verdict("read") == "log")
    #expect(try fixture.verdict("open") == "log")
  }

  @Test func `settings come from the first file that has them`() throws {
    let fixture = PolicyFixture([
      "test": Self.file(["a", "b"], #""architectures": ["x86_64"]"#),
      "a": Self.file([], #""default": "trap", "foreign": "trap""#),
      "b": Self.file(
        [], #""default": "log", "foreign": "kill-thread", "kernel": "5.5", "flags": ["log"]"#),
    ])
    #expect(try fixture.verdict("read") == "trap")
    #expect(try fixture.verdict("openat2") == "errno(ENOSYS)")
    let resolved = try #require(fixture.resolve().policy)
    #expect(resolved.filter.foreign == .trap(0))
    #expect(resolved.flags == [.log])
    #expect(resolved.defaultLocation.description == "builtin:a:1:13")
  }

  @Test func `a derived policy does not change what a base's group means`() throws {
    let fixture = PolicyFixture([
      "test": Self.file(
        ["a"],
        Self.base
          + #", "groups": {"g": ["write"]}, "rules": [{"syscalls": ["@g"], "action": "log"}]"#),
      "a": Self.file([], #""groups": {"g": ["read"]}, "rules": [{"syscalls": ["@g"]}]"#),
    ])
    #expect(try fixture.verdict("read") == "allow")
    #expect(try fixture.verdict("write") == "log")
  }

  @Test func `a policy may use the groups of its bases`() throws {
    let fixture = PolicyFixture([
      "test": Self.file(["a"], Self.base + #", "rules": [{"syscalls": ["@g"], "action": "log"}]"#),
      "a": Self.file(["b"], #""rules": []"#),
      "b": Self.file([], #""groups": {"g": ["read"]}"#),
    ])
    #expect(try fixture.verdict("read") == "log")
  }

  @Test func `policies must not extend each other in a circle`() {
    let (policy, mistakes) = PolicyFixture([
      "test": Self.file(["a"], Self.base), "a": Self.file(["b"], #""rules": []"#),
      "b": Self.file(["a"], #""rules": []"#),
    ]).resolve()
    #expect(policy == nil)
    #expect(
      mistakes == ["b:1:14: policies extend each other: 'builtin:a' → 'builtin:b' → 'builtin:a'"])
  }

  @Test func `a policy must not extend itself`() {
    let mistakes = PolicyFixture(["test": Self.file(["test"], Self.base)]).resolve().mistakes
    #expect(mistakes == ["1:14: policies extend each other: 'builtin:test' → 'builtin:test'"])
  }

  @Test func `there are at most 64 files and 16 in a row`() {
    var wide = ["test": Self.file((0..<64).map { "f\($0)" }, Self.base)]
    for index in 0..<64 { wide["f\(index)"] = Self.file([], #""rules": []"#) }
    #expect(PolicyFixture(wide).resolve().mistakes == ["1:760: a policy has at most 64 files"])
    wide["test"] = Self.file((0..<63).map { "f\($0)" }, Self.base)
    #expect(PolicyFixture(wide).resolve().mistakes == [])

    func chain(_ length: Int) -> [String] {
      var files = ["test": Self.file(["f1"], Self.base)]
      for index in 1..<length {
        files["f\(index)"] = Self.file(index + 1 < length ? ["f\(index + 1)"] : [], #""rules": []"#)
      }
      return PolicyFixture(files).resolve().mistakes
    }
    #expect(chain(16) == [])
    #expect(chain(17) == ["f15:1:14: more than 16 policies extend each other in a row"])
  }

  @Test func `a base that is not there is reported where it is named`() {
    let mistakes = PolicyFixture(["test": Self.file(["nothing", "../../x"], Self.base)]).resolve()
      .mistakes
    #expect(
      mistakes == [
        "1:14: there is no shipped policy 'base/nothing.json'",
        "1:30: '../../x.json' leads out of the shipped policies",
      ])
  }

  @Test(arguments: [
    ("b.json", "base/b.json"), ("./b.json", "base/b.json"), ("../base/b.json", "base/b.json"),
    (".//..///base/./b.json", "base/b.json"), ("c/../b.json", "base/b.json"),
    ("/base/b.json", "base/b.json"), ("../d.json", "d.json"), ("c/d/../../../d.json", "d.json"),
    ("...", "base/..."), ("../../d.json", nil), ("/..", nil), ("/../base/b.json", nil),
  ])
  func `a path in a shipped policy is relative within the tree`(path: String, file: String?) {
    let builtins = BuiltinPolicies(paths: ["base/a.json"]) { asked in
      let extends = #"{"extends": ["\#(path)"], "default": "allow", "rules": []}"#
      let text = asked == "base/a.json" ? extends : asked == file ? #"{"rules": []}"# : nil
      return text.map { Array($0.utf8) }
    }
    var diagnostics: [Diagnostic] = []
    let policy = PolicyLoader.load("builtin:a", builtins: builtins, diagnostics: &diagnostics)
    #expect((policy?.files.count == 2) == (file != nil))
    #expect(diagnostics.map(\.id) == (file == nil ? ["unreadable"] : []))
  }

  @Test func `a mistake in a base is reported there`() {
    let mistakes = PolicyFixture([
      "test": Self.file(["a"], Self.base), "a": Self.file([], Self.rule("raed", "log")),
    ]).resolve().mistakes
    #expect(mistakes == ["a:1:26: unknown system call 'raed'; did you mean 'read'?"])
  }
}
