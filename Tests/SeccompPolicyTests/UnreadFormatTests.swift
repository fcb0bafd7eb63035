import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// Files of other tools that are handed over as policies.
@Suite struct UnreadFormatTests {
  @Test(arguments: [
    ("[Unit]\nDescription=a\n\n[Timer]\nOnBootSec=1\n", UnreadFormat.unit),
    ("2\ndenylist\n[all]\nkexec_load errno 1\n", .lxc), ("1\nwhitelist\n0\n1\n", .lxc),
    ("name: \"a\"\nmode: ONCE\nseccomp_string: \"KILL { ptrace } DEFAULT ALLOW\"\n", .nsjail),
    ("[1.5] audit: type=1326 audit(1.2:3): arch=c000003e syscall=83\n", .kernelLog),
    ("openat(AT_FDCWD, \"/a\", O_RDONLY) = 3\n", .straceLog),
    ("17 close(3)    = 0\n", .straceLog),
  ])
  func `a text is told by its lines`(text: String, format: UnreadFormat) throws {
    #expect(PolicyFormats.standard.sentence(aboutText: text.utf8) == format.sentence)
    let mistakes = PolicyFixture(text).resolve().mistakes
    #expect(mistakes == ["1:1: \(format.sentence)"])
    #expect(format.sentence.last != ".")
  }

  @Test(arguments: [
    ("# a\n@include ./common.policy\nread: 1\n", "a policy of minijail"),
    ("ioctl: arg1 == TCGETS || arg1 == 0x5413\n", "a policy of minijail"),
    ("read: allow\nptrace: return EPERM\n", "a policy of minijail"),
    ("{read, write}: allow\n", "a policy of minijail"),
    ("{ read[arch=x86_64] }: 1\n", "a policy of minijail"), ("63: 1\n", "a policy of minijail"),
    ("@denylist\n", "a policy of minijail"),
    (
      "POLICY a {\n  ALLOW { read, write }\n}\nUSE a DEFAULT KILL\n", "a policy in kafel's language"
    ),
    ("# a\n  ERRNO(1) {\n    ptrace\n  }\n", "a policy in kafel's language"),
    ("ALLOW { read } DEFAULT KILL\n", "a policy in kafel's language"),
    ("[Unit]\nDescription=a\n\n[Service]\nSystemCallFilter=read\n", "a unit of systemd"),
    ("; drop-in\n[Socket]\nSystemCallFilter=~ptrace\n", "a unit of systemd"),
  ])
  func `a text that is read is told by its lines, too`(text: String, name: String) {
    #expect(
      PolicyFormats.standard.sentence(aboutText: text.utf8) == "this is \(name), which '-p' takes")
  }

  @Test(arguments: [
    "default: deny\nrules:\n  - read\n", "---\nread: 1x\n", "\"a\":\n  - read\n", "%YAML 1.2\n",
    "---\napiVersion: v1\nkind: SeccompProfile\nspec:\n  log: 1\n",
    "metadata: {}\nread: 1\napiVersion: v1\n",
  ])
  func `a text in YAML is told by its first line, or a key of Kubernetes`(text: String) {
    let sentence = PolicyFormats.standard.sentence(aboutText: text.utf8)
    #if YAML
      #expect(sentence == "this is YAML, which '-p' takes")
      #expect(PolicyFormats.standard.reads(textIn: Array(text.utf8)))
    #else
      #expect(sentence == UnreadFormat.yaml.sentence)
      #expect(PolicyFixture(text).resolve().mistakes == ["1:1: \(UnreadFormat.yaml.sentence)"])
    #endif
  }

  @Test(arguments: [
    "", " \n", "{}", "\n {\"a\": 1}", "[1]", "[\"Service\"]", "# a\n{ }", "// a\n{ }", "hello\n",
    "\u{7f}ELF", "\"a\"", "12\n13\n",
  ])
  func `other texts are none of them`(text: String) {
    #expect(PolicyFormats.standard.sentence(aboutText: text.utf8) == nil)
  }

  @Test(arguments: [
    (
      #"{"apiVersion": "apps/v1", "kind": "Deployment", "spec": {}}"#,
      UnreadFormat.kubernetesObject
    )
  ])
  func `an object is told by its keys`(text: String, format: UnreadFormat) {
    #expect(PolicyFixture(text).resolve().mistakes == ["1:1: \(format.sentence)"])
    #expect(format.sentence.last != ".")
  }

  @Test(arguments: [
    #""defaultAction": 1"#, #""archMap": 1"#, #""apiVersion": 1, "kind": 1"#,
  ])
  func `what has rules or bases is sekat's own`(keys: String) {
    for own in [#""rules": []"#, #""extends": ["x.json"]"#] {
      let mistakes = PolicyFixture("{\(keys), \(own)}").resolve().mistakes
      #expect(mistakes.contains { $0.contains("unknown key") }, "\(mistakes)")
    }
  }
}
