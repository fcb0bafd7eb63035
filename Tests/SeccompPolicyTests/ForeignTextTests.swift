import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// Files of other tools that are handed over as policies.
@Suite struct ForeignTextTests {
  @Test(arguments: [
    ("[Unit]\nDescription=a\n\n[Service]\nSystemCallFilter=@system-service\n", ForeignText.unit),
    ("; drop-in\n[Service]\nSystemCallFilter=~ptrace\n", .unit),
    ("2\ndenylist\n[all]\nkexec_load errno 1\n", .lxc), ("1\nwhitelist\n0\n1\n", .lxc),
    ("POLICY a {\n  ALLOW { read, write }\n}\nUSE a DEFAULT KILL\n", .kafel),
    ("# a\n  ERRNO(1) {\n    ptrace\n  }\n", .kafel),
    ("name: \"a\"\nmode: ONCE\nseccomp_string: \"KILL { ptrace } DEFAULT ALLOW\"\n", .nsjail),
    ("# a\n@include ./common.policy\nread: 1\n", .minijail),
    ("ioctl: arg1 == TCGETS || arg1 == 0x5413\n", .minijail),
    ("read: allow\nptrace: return EPERM\n", .minijail),
    ("---\napiVersion: v1\nkind: SeccompProfile\nspec:\n  log: 1\n", .kubernetes),
    ("openat(AT_FDCWD, \"/a\", O_RDONLY) = 3\n", .log),
    ("17 close(3)    = 0\n", .log), ("default: deny\nrules:\n  - read\n", .yaml),
  ])
  func `a text is told by its lines`(text: String, kind: ForeignText) throws {
    #expect(ForeignText(Array(text.utf8)) == kind)
    let mistakes = PolicyFixture(text).resolve().mistakes
    #expect(mistakes == ["1:1: \(kind.sentence)"])
    #expect(kind.sentence.last != ".")
  }

  @Test(arguments: [
    "", " \n", "{}", "\n {\"a\": 1}", "[1]", "[\"Service\"]", "# a\n{ }", "// a\n{ }", "hello\n",
    "\u{7f}ELF", "\"a\"", "12\n13\n",
  ])
  func `other texts are none of them`(text: String) {
    #expect(ForeignText(Array(text.utf8)) == nil)
  }
}
