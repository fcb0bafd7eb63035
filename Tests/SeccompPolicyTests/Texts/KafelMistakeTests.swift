import TestSupport
import Testing

@testable import SeccompPolicy

/// What is wrong with policies of kafel, and where.
@Suite struct KafelMistakeTests {
  @Test(arguments: [
    ("ALLOW { reed }", "1:9: unknown system call 'reed'; did you mean 'read'?"),
    ("ALLOW { read", "1:13: a rule is followed by '}': the policy ends"),
    ("ALLOW { read write }", "1:14: a rule is followed by '}': there is 'write'"),
    ("ALLOW { read, }", "1:15: the name of a call is missing: there is '}'"),
    ("ALLOW { read } DEFAULT", "1:23: an action is missing: the policy ends"),
    ("ALLOW { read } DEFAULT KILL DEFAULT LOG", "1:29: 'DEFAULT' is there already"),
    ("ALLOW { read } ALOW { write }", "1:16: unknown action 'ALOW'; did you mean 'ALLOW'?"),
    ("ALLOW { read } USE b", "1:20: unknown policy 'b': policies are defined before they are used"),
    ("POLICY a { } POLICY a { } ALLOW { read }", "1:21: the policy 'a' is there already"),
    (
      "POLICY a { ALLOW { read } LOG { write } }",
      "1:27: the last block of a policy is followed by '}': there is 'LOG'"
    ),
    ("ERRNO { read }", "1:7: 'ERRNO' is followed by '(': there is '{'"),
    ("ERRNO(65536) { read }", "1:7: the number of 'ERRNO' is at most 65535, not 65536"),
    ("ERRNO(x) { read }", "1:7: a number is missing: there is 'x'"),
    ("ALLOW { read { fdd == 1 } }", "1:16: 'read' has no argument 'fdd'; did you mean 'fd'?"),
    ("ALLOW { read(a) { fd == 1 } }", "1:19: 'read' has no argument 'fd'; it has 'a'"),
    ("ALLOW { read(a, a) }", "1:17: 'a' is an argument already"),
    ("ALLOW { read(a, b, c, d, e, f, g) }", "1:32: a system call has at most 6 arguments"),
    ("ALLOW { read { fd } }", "1:16: a comparison is missing: a value alone is no condition"),
    ("ALLOW { read { fd == } }", "1:22: a value is missing: there is '}'"),
    (
      "ALLOW { read { fd == 1 && count } }",
      "1:33: a comparison is missing: a value alone is no condition: there is '}'"
    ),
    (
      "ALLOW { read { (fd == 1) & 2 == 0 } }",
      "1:26: a value is missing: a condition has none: there is '&'"
    ),
    (
      "ALLOW { read { fd == count } }",
      "1:16: two arguments are compared with each other, which sekat has no condition for"
    ),
    (
      "ALLOW { read { fd == 08 } }",
      "1:22: '08' is no number of 64 bits: write a decimal, 0x…, 0b… or, after a 0, octal one"
    ),
    ("ALLOW { SYSCALL[-1] }", "1:17: -1 is no number of a system call: 0 to 1073741823"),
    (
      "ALLOW { stat64 }",
      "1:9: 'stat64' does not exist on x86_64, and kafel refuses the policy there; 'ON' says where a rule is meant"
    ),
    (
      "#define a 1\n#define a 2\nALLOW { read }",
      "2:9: 'a' is defined already, as another number, 1"
    ),
    (
      "#include \"a\"\nALLOW { read }",
      "1:1: '#include' looks for files where the program that uses kafel says, which is not known here; put the text of the file in its place"
    ),
    ("ALLOW { read } /* a", "1:16: the comment has no end: '*/' is missing"),
    ("ALLOW { read } $", "1:16: an action is missing: there is '$'"),
  ])
  func `a mistake is reported where it is`(text: String, mistake: String) {
    #expect(PolicyFixture(text).resolve().mistakes == [mistake])
  }

  @Test(arguments: seeds(400))
  func `no text is too strange`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var bytes = Array(
      """
      #define A 0x10 // a
      POLICY p { ALLOW { read, write(a, b) { (a == 1 || !(b & A != 2)) && b | 3 > 5, a <= 7 } } }
      POLICY q { USE p, ERRNO(1) { SYSCALL[5], A { } }, TRAP(2) { ioctl ON {x86_64, arm} { cmd < 5 } } }
      USE q /* b */
      KILL { getpid ON arm }
      DEFAULT LOG

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
    let (policy, mistakes) = PolicyFixture(text).resolve()
    #expect((policy == nil) != mistakes.isEmpty, "\(text)")
  }

  @Test func `very long and very deep texts end soon`() {
    func mistakes(_ condition: String) -> [String] {
      PolicyFixture("ALLOW { read { \(condition) } }").resolve().mistakes
    }
    let many = 10_000
    #expect(mistakes(String(repeating: "(", count: many)) == ["1:81: too many parentheses"])
    #expect(mistakes(String(repeating: "!", count: many)) == ["1:81: too many parentheses"])
    let wide = [String](repeating: "(fd == 1 || fd == 2)", count: 40).joined(separator: " && ")
    #expect(
      mistakes(wide) == ["1:9: the condition comes to more than 4096 comparisons; divide the rule"])
    let long = [String](repeating: "fd == 1", count: 3000).joined(separator: " || ")
    #expect(mistakes(long).isEmpty)
    let policies = (1..<200).map { "POLICY p\($0) { USE p\($0 - 1), USE p\($0 - 1) }" }
    let text = "POLICY p0 { ALLOW { read } } \(policies.joined(separator: "\n")) USE p199"
    #expect(PolicyFixture(text).resolve().policy?.rules.count == 1)
  }
}
