import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// What a policy may be written in: how a format is found, and what it may say.
@Suite struct PolicyFormatTests {
  /// A format of these tests: `{"wrapped": policy}`, whose conditions are on registers by themselves,
  /// as they are in the formats of other tools.
  private struct WrappedFormat: PolicyFormat {
    var takesOwnSyntax: Bool { false }

    func holds(_ content: PolicyContent) -> Bool { content.has("wrapped") }

    func decode(
      _ content: PolicyContent, into file: inout PolicyFile, within budget: inout PolicyBudget,
      diagnostics: inout [Diagnostic]
    ) -> Bool {
      guard case .json(let root) = content, let policy = root["wrapped"],
        SekatFormat().decode(
          .json(policy), into: &file, within: &budget, diagnostics: &diagnostics)
      else { return false }
      for index in file.rules.indices {
        file.rules[index].alternatives = file.rules[index].alternatives?.map { conditions in
          conditions.map { condition in
            var condition = condition
            if case .argument(in: let register) = condition.argument.value {
              condition.argument.value = .register(register.index)
            }
            return condition
          }
        }
      }
      return true
    }
  }

  private static func wrapped(_ rules: String) -> PolicyFixture {
    var fixture = PolicyFixture(
      """
      {"wrapped": {
        "architectures": ["x86_64", "aarch64"], "default": {"errno": "EPERM"}, "rules": [\(rules)]}}
      """)
    fixture.formats = PolicyFormats.standard.after([WrappedFormat()])
    return fixture
  }

  @Test func `a file is in the first format that holds it`() {
    var fixture = Self.wrapped(#"{"syscalls": ["read"]}"#)
    #expect(fixture.resolve().mistakes.isEmpty)
    fixture.formats = .standard
    #expect(fixture.resolve().mistakes.contains("1:2: unknown key 'wrapped'"))
  }

  @Test func `each file of a policy has its own format`() throws {
    var fixture = PolicyFixture([
      "test": #"{"extends": ["base.json"], "rules": [{"syscalls": ["write"]}]}"#,
      "base": Self.wrapped(#"{"syscalls": ["read"]}"#).files["base/test.json"] ?? "",
    ])
    fixture.formats = PolicyFormats.standard.after([WrappedFormat()])
    let policy = try #require(fixture.resolve().policy)
    #expect(policy.rules.map { $0.file } == [0, 1])
    #expect(try fixture.verdict("read") == "allow")
    #expect(try fixture.verdict("write") == "allow")
    #expect(try fixture.verdict("close") == "errno(EPERM)")
    #expect(fixture.loaded()?.syntax.map(\.format.takesOwnSyntax) == [true, false])
  }

  @Test func `a mistake in a file of another format is reported there`() {
    let mistakes = Self.wrapped(#"{"syscalls": ["read"], "whre": {}}"#).resolve().mistakes
    #expect(mistakes == ["2:107: unknown key 'whre'; did you mean 'where'?"])
  }

  @Test(arguments: [ABI.x86_64, .aarch64])
  func `a register is looked at on several ABIs, whatever it holds`(abi: ABI) throws {
    let fixture = Self.wrapped(
      #"{"syscalls": ["getpid", "openat"], "where": {"arg2": 5}}"#)
    for call in ["getpid", "openat"] {
      #expect(try fixture.verdict("\(call) args[2]=5", on: abi) == "allow")
      #expect(try fixture.verdict("\(call) args[2]=6", on: abi) == "errno(EPERM)")
      // The kernel looks at 32 bits of the flags of openat; a register has 64.
      #expect(try fixture.verdict("\(call) args[2]=0x100000005", on: abi) == "errno(EPERM)")
    }
  }

  @Test func `a register may be looked at twice`() throws {
    let fixture = Self.wrapped(
      #"{"syscalls": ["read"], "where": {"arg2": {"ge": 3}, "args[2]": {"le": 5}}}"#)
    for (size, verdict) in [(2, "errno(EPERM)"), (3, "allow"), (5, "allow"), (6, "errno(EPERM)")] {
      #expect(try fixture.verdict("read arg2=\(size)") == verdict)
    }
  }

  @Test(arguments: ["arg2", "args[2]"])
  func `sekat's own name of a register is for one ABI and an argument`(name: String) {
    func mistakes(_ abis: String, _ call: String) -> [String] {
      PolicyFixture(
        """
        {"architectures": [\(abis)], "default": "kill-process",
          "rules": [{"syscalls": ["\(call)"], "where": {"\(name)": 5}}]}
        """
      ).resolve().mistakes
    }
    #expect(mistakes(#""x86_64""#, "openat").isEmpty)
    #expect(mistakes(#""x86_64", "aarch64""#, "openat").first?.contains("is a register") == true)
    #expect(
      mistakes(#""x86_64""#, "getpid").first?.contains("has no argument '\(name)'") == true)
  }

  @Test(arguments: ["flags", "arg0", "arg5", "args[0]", "args[5]", "arg6", "args[6]", "arg"])
  func `what a condition looks at is printed as it was written`(name: String) {
    let reference = ArgumentReference(name)
    #expect("\(reference)" == name)
    let isNamed = if case .name = reference { true } else { false }
    #expect(isNamed == !["arg0", "arg5", "args[0]", "args[5]"].contains(name))
  }
}
