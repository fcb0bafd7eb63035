import LinuxABI
import TestSupport
import Testing

@testable import SeccompPolicy

/// What is wrong with policies of minijail, and where.
@Suite struct MinijailMistakeTests {
  @Test(arguments: [
    ("read: 1\nraed: 1\n", "2:1: unknown system call 'raed'; did you mean 'read'?"),
    ("read: 1\nwrite\n", "2:6: a call is followed by ':', not by the end of the line"),
    ("read: 1\nwrite:\n", "2:7: '1', 'return' or a condition is missing: the line ends"),
    ("read: 1 1\n", "1:9: unexpected '1' at the end of a statement"),
    ("read: 1\nwrite: 2\n", "2:8: unknown action '2'"),
    ("read: 1\nwrite: alow\n", "2:8: unknown action 'alow'; did you mean 'allow'?"),
    ("read: 1\nwrite: arg6 == 1\n", "2:8: 'arg6' is no argument: they are 'arg0' to 'arg5'"),
    ("read: 1\nwrite: arg0 === 1\n", "2:15: a value is missing: there is '='"),
    ("read: 1\nwrite: arg0 = 1\n", "2:13: unknown operator '='"),
    ("read: 1\nwrite: arg0 ==\n", "2:15: a value is missing: the line ends"),
    (
      "read: 1\nwrite: arg0 == PROT_REED\n",
      "2:16: unknown constant 'PROT_REED'; did you mean 'PROT_READ'?"
    ),
    (
      "read: 1\nwrite: arg0 == 08\n",
      "2:16: '08' is no number of 64 bits: write a decimal, 0x… or, after a 0, octal one"
    ),
    (
      "read: 1\nwrite: arg0 == 0x10000000000000000\n",
      "2:16: '0x10000000000000000' is no number of 64 bits: write a decimal, 0x… or, after "
        + "a 0, octal one"
    ),
    (
      "read: 1\nwrite: arg0 == (1\n",
      "2:18: a value in parentheses is followed by ')', not by the end of the line"
    ),
    ("read: 1\nwrite: arg0 == ~~1\n", "2:16: '~' stands once before a value"),
    (
      "read: 1\nwrite: arg0 == 1 &&\n",
      "2:20: an argument, 'arg0' to 'arg5', is missing: the line ends"
    ),
    ("read: 1\nwrite: return EPREM\n", "2:15: unknown error 'EPREM'; did you mean 'EPERM'?"),
    ("read: 1\nwrite: return 4096\n", "2:15: an error number is at most 4095, not 4096"),
    ("read: 1\n%: 1\n", "2:1: '%:' means nothing in a policy of minijail"),
    (
      "read: 1\n@inclode ./a\n",
      "2:1: '@inclode' means nothing in a policy of minijail; did you mean '@include'?"
    ),
    ("read: 1\n@include\n", "2:1: '@include' needs a path"),
    (
      "read: 1\n@include ../a\n",
      "2:10: the path of '@include' begins with '/' or './', not as '../a' does"
    ),
    (
      "read: 1\n@include a.policy\n",
      "2:10: the path of '@include' begins with '/' or './', not as 'a.policy' does"
    ),
    (
      "read: 1\n@include common\n",
      "2:10: the path of '@include' begins with '/' or './', not as 'common' does"
    ),
    (
      "read: 1\n@default allow\n",
      "2:10: '@default' takes 'kill', 'kill-thread', 'kill-process', 'trap' or "
        + "'user-notify', not 'allow'"
    ),
    ("read: 1\nread: 1\n", "2:1: 'read' is decided already"),
    (
      "read: {1, arg0 == 1}\n",
      "1:11: this is never looked at: the filter before it has no condition"
    ),
    ("read: {1\n", "1:9: the last filter of a list is followed by '}', not by the end of the line"),
    ("{read: 1\n", "1:6: the last call of a group is followed by '}', not by ':'"),
    ("read[arch]: 1\n", "1:10: the name of a condition is followed by '=', not by ']'"),
    ("read[arch=arm;arch=arm]: 1\n", "1:15: 'arch' is there already"),
    (
      "read: 1\nfiles@system: 1\n",
      "2:1: the group 'files@system' comes with the file of constants that "
        + "compile_seccomp_policy.py is given, and is not known here; name its calls"
    ),
    (
      "read: 1\nfadvise64_64: 1\n",
      "2:1: 'fadvise64_64' does not exist on x86_64, and minijail refuses the policy there"
    ),
    ("4294967296: 1\n", "1:1: '4294967296' is no number of a system call: 0 to 1073741823"),
    (
      "@denylist\n@default trap\nread: return 1\n",
      "2:10: '@default' is for lists of what is allowed; '@denylist' allows all other calls already"
    ),
    (
      "0: 1\nwrite: allow\n",
      "2:8: an action by its name, which only compile_seccomp_policy.py reads, in a policy "
        + "for minijail0"
    ),
    (
      "read: 1\n# a \\\nwrite: 1\n",
      "2:1: a comment ends in a backslash: minijail0 takes the next line for a part of it, "
        + "and compile_seccomp_policy.py does not; remove the backslash"
    ),
  ])
  func `a mistake is reported where it is`(text: String, mistake: String) {
    #expect(PolicyFixture(minijail: text).resolve().mistakes == [mistake])
  }

  @Test(arguments: [
    (
      "read: allow\n",
      MinijailReader.minijail0,
      "1:7: an action by its name: minijail0 refuses that"
    ),
    (
      "0: 1\n",
      .compiler,
      "1:1: a number for the name of a call: compile_seccomp_policy.py refuses that"
    ),
    ("ioctl: arg1 == 1\nioctl: arg1 == 2\n", .minijail0, "2:1: 'ioctl' is decided already"),
  ])
  func `what a reader refuses is refused`(text: String, reader: MinijailReader, mistake: String) {
    #expect(PolicyFixture(minijail: text, by: reader).resolve().mistakes == [mistake])
  }

  @Test func `mistakes in included files are where they are`() {
    func mistakes(_ text: String, _ files: [String: String]) -> [String] {
      PolicyFixture(minijail: text, files: files).resolve().mistakes
    }
    let cycle = ["a": "read: 1\n@include ./test.json\n"]
    #expect(
      mistakes("write: 1\n@include ./a.json\n", cycle).first?.hasPrefix(
        "a:2:10: policies extend each other")
        == true)
    #expect(mistakes("@include ./none.json\n", [:]).first?.hasPrefix("1:10: ") == true)
    #expect(
      mistakes("read: 1\n@include ./a.json\n", ["a": "read: 1\n"]) == [
        "a:1:1: 'read' is decided already"
      ])
    #expect(
      mistakes("read: 1\n@include ./a.json\n", ["a": "write: arg0 == NIX\n"])
        == ["a:1:16: unknown constant 'NIX'"])
    #expect(
      mistakes(
        "@include ./a.json\n@include ./b.json\n",
        ["a": "@include ./b.json\nread: 1", "b": "write: 1"])
        == ["2:10: the file is included twice, so that its calls are decided twice"])
    #expect(
      mistakes("read: 1\n@include ./a.json\n", ["a": #"{"default": "allow", "rules": []}"#])
        == ["2:10: '@include' takes policies of minijail only"])
    #expect(
      mistakes("@denylist\n@include ./a.json\n", ["a": "read: return 1\n"])
        == [
          "2:10: a list of what is refused includes only such lists: the file needs '@denylist' too"
        ])
  }

  /// Texts of every construct, with bytes taken out, doubled and changed.
  @Test(arguments: seeds(400))
  func `no text is too strange`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var bytes = Array(
      """
      # comment
      @default trap
      @frequency ./f
      {read, write[arch=x86_64,arm64;os=a]}: allow
      ioctl: {arg1 == TCGETS || arg1 in ~(1|0x2) && arg0 < -1; return EPERM, \\
        arg2 & 07, return 5}
      12: 1
      ioctl: return
      @include ./a.json

      """.utf8)
    for _ in 0..<Int.random(in: 1...8, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.remove(at: place)
      case 1: bytes[place] = UInt8.random(in: 1...255, using: &random)
      case 2: bytes.insert(bytes[bytes.count - 1 - place], at: place)
      default: bytes.removeSubrange(place..<min(place + 9, bytes.count))
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    for reader in [nil] + MinijailReader.allCases {
      let fixture = PolicyFixture(minijail: text, by: reader, files: ["a": "getpid: 1\n"])
      let (policy, mistakes) = fixture.resolve()
      #expect((policy == nil) != mistakes.isEmpty, "\(text)")
    }
  }

  @Test func `very long and very deep texts end soon`() {
    let deep = "read: arg0 == " + String(repeating: "(", count: 10_000)
    #expect(
      PolicyFixture(minijail: deep).resolve().mistakes.first == "1:48: too many parentheses")
    let tilde = "read: arg0 == " + String(repeating: "~(", count: 10_000)
    #expect(PolicyFixture(minijail: tilde).resolve().mistakes.count == 1)
    let many = String(repeating: "read: arg0 == 1\n", count: 10_100)
    #expect(
      PolicyFixture(minijail: many).resolve().mistakes
        == ["10001:1: the files of the policy have more than 10000 rules in all"])
    let wrong = String(repeating: "reed: 1\n", count: 2000)
    #expect(PolicyFixture(minijail: "read: 1\n" + wrong).resolve().mistakes.count == 1000)
  }
}
