import LinuxABI
import SourceDiagnostics
import Testing

@testable import SeccompPolicy

/// Filters by name, as seccompiler and Firecracker read them: what they mean, and what is refused.
@Suite struct SeccompilerFormatTests {
  /// A file with one filter, which allows what its rules say and traps everything else.
  private func fixture(
    _ rules: String, by dialect: SeccompilerDialect? = nil, keys: (String, String)? = nil
  ) -> PolicyFixture {
    let (otherwise, action) = keys ?? ("default_action", "filter_action")
    var fixture = PolicyFixture(
      #"{"vmm": {"\#(otherwise)": "trap", "\#(action)": "allow", "filter": [\#(rules)]}}"#)
    fixture.circumstances.dialect = dialect
    return fixture
  }

  private func condition(_ type: String, _ op: String, _ value: String) -> String {
    #"{"syscall": "ioctl", "args": [{"index": 1, "type": "\#(type)", "op": \#(op), "val": \#(value)}]}"#
  }

  @Test func `calls that no rule names get the other action`() throws {
    let fixture = fixture(#"{"syscall": "read"}, {"syscall": "write", "comment": "the log"}"#)
    #expect(try fixture.verdict("read") == "allow")
    #expect(try fixture.verdict("write") == "allow")
    #expect(try fixture.verdict("openat") == "trap")
    #expect(fixture.resolve().policy?.source.name == "vmm")
  }

  @Test(arguments: [
    (#""kill_thread""#, "kill-thread"), (#""kill_process""#, "kill-process"), (#""log""#, "log"),
    (#"{"errno": 1}"#, "errno(EPERM)"), (#"{"trace": 7}"#, "trace(7)"),
  ])
  func `an action is a word or has a number`(text: String, action: String) throws {
    let fixture = PolicyFixture(
      #"{"a": {"mismatch_action": \#(text), "match_action": "allow", "filter": []}}"#)
    #expect(try fixture.verdict("read") == action)
  }

  /// The operator, what the register holds, and whether it is allowed.
  @Test(arguments: [
    ("dword", #""eq""#, "5", "5", true), ("dword", #""eq""#, "5", "0x100000005", true),
    ("qword", #""eq""#, "5", "0x100000005", false), ("qword", #""ne""#, "5", "5", false),
    ("qword", #""ne""#, "5", "0x100000005", true), ("qword", #""lt""#, "5", "4", true),
    ("qword", #""lt""#, "5", "5", false), ("qword", #""le""#, "5", "5", true),
    ("qword", #""gt""#, "5", "0xffffffffffffffff", true), ("qword", #""ge""#, "5", "4", false),
    ("dword", #"{"masked_eq": 4}"#, "4", "0x100000006", true),
    ("dword", #"{"masked_eq": 4}"#, "4", "3", false),
    ("qword", #"{"masked_eq": 0}"#, "0", "3", true),
  ])
  func `a condition compares a register`(
    type: String, op: String, value: String, register: String, isAllowed: Bool
  ) throws {
    let verdict = try fixture(condition(type, op, value)).verdict("ioctl args[1]=\(register)")
    #expect(verdict == (isAllowed ? "allow" : "trap"))
  }

  @Test func `conditions of a rule hold together, and rules beside each other`() throws {
    let fixture = fixture(
      """
      {"syscall": "socket", "args": [
        {"index": 0, "type": "dword", "op": "eq", "val": 1},
        {"index": 1, "type": "dword", "op": "eq", "val": 2}]},
      {"syscall": "socket", "args": [{"index": 0, "type": "dword", "op": "eq", "val": 2}]}
      """)
    #expect(try fixture.verdict("socket args[0]=1 args[1]=2") == "allow")
    #expect(try fixture.verdict("socket args[0]=1 args[1]=1") == "trap")
    #expect(try fixture.verdict("socket args[0]=2 args[1]=1") == "allow")
  }

  // MARK: Two readers

  private static let both = """
    {"syscall": "ioctl"},
    {"syscall": "ioctl", "args": [{"index": 1, "type": "qword", "op": "eq", "val": 5}]}
    """
  private static let repeated = """
    {"syscall": "ioctl", "args": [
      {"index": 1, "type": "qword", "op": "ge", "val": 5},
      {"index": 1, "type": "qword", "op": "le", "val": 7}]}
    """
  private static let narrow = #"""
    {"syscall": "ioctl", "args": [{"index": 1, "type": "dword", "op": "lt", "val": 5}]}
    """#

  @Test(arguments: [
    (both, "1:85: 'ioctl' has a rule without conditions, and one with conditions too: "),
    (repeated, "1:102: an argument is named twice: "), (narrow, "1:124: 'lt' compares a 'dword': "),
    (#"{"syscall": "ioctl", "args": []}"#, "1:102: 'args' is empty: "),
    (#"{"syscall": "ioctl", "action": "log"}"#, "1:94: nobody knows the key 'action': "),
    (#"{"syscall": "_llseek"}"#, "1:85: '_llseek' does not exist on x86_64: "),
  ])
  func `what two readers take in two ways needs to be decided`(rules: String, problem: String) {
    let (policy, mistakes) = fixture(rules).resolve()
    #expect(policy == nil)
    #expect(mistakes.count == 1 && mistakes.allSatisfy { $0.hasPrefix(problem) }, "\(mistakes)")
    let notes = fixture(rules).diagnose().diagnostics.flatMap(\.notes).map(\.message)
    #expect(notes.count == 1 && notes.allSatisfy { $0.contains("'--dialect firecracker'") })
    #expect(
      mistakes.allSatisfy {
        $0.contains("the crate seccompiler") && $0.contains("Firecracker's compiler")
          && $0.hasSuffix("; say who reads the file")
      })
  }

  @Test func `each reader takes them in its way`() throws {
    func verdicts(_ rules: String, _ dialect: SeccompilerDialect) throws -> [String] {
      try ["5", "6", "0x100000001"].map {
        try fixture(rules, by: dialect).verdict("ioctl args[1]=\($0)")
      }
    }
    #expect(try verdicts(Self.both, .seccompiler) == ["allow", "trap", "trap"])
    #expect(try verdicts(Self.both, .firecracker) == ["allow", "allow", "allow"])
    #expect(try verdicts(Self.narrow, .seccompiler) == ["trap", "trap", "allow"])
    #expect(try verdicts(Self.narrow, .firecracker) == ["trap", "trap", "trap"])
    #expect(try verdicts(Self.repeated, .seccompiler) == ["allow", "allow", "trap"])
    #expect(
      fixture(Self.repeated, by: .firecracker).resolve().mistakes
        == ["1:102: an argument is named twice: Firecracker's compiler refuses that"])
    #expect(
      fixture(#"{"syscall": "_llseek"}"#, by: .seccompiler).resolve().mistakes
        == ["1:85: '_llseek' does not exist on x86_64: the crate seccompiler refuses that"])
    #expect(
      fixture(#"{"syscall": "_llseek"}, {"syscall": "read"}"#, by: .firecracker).resolve()
        .mistakes.isEmpty)
  }

  @Test func `keys that only the crate has decide who reads the file`() throws {
    let fixture = fixture(Self.both, keys: ("mismatch_action", "match_action"))
    #expect(try fixture.verdict("ioctl args[1]=6") == "trap")
  }

  @Test func `Firecracker's compiler does not know the crate's keys`() throws {
    func fixture(_ dialect: SeccompilerDialect?) -> PolicyFixture {
      self.fixture(
        #"{"syscall": "read"}"#, by: dialect, keys: ("mismatch_action", "match_action"))
    }
    #expect(
      fixture(.firecracker).resolve().mistakes == [
        "1:10: 'mismatch_action' is the crate's word for 'default_action': Firecracker's compiler "
          + "does not know it, and refuses a filter without 'default_action'",
        "1:37: 'match_action' is the crate's word for 'filter_action': Firecracker's compiler "
          + "does not know it, and refuses a filter without 'filter_action'",
      ])
    // For the crate they are as they should be.
    for dialect in [SeccompilerDialect.seccompiler, nil] {
      let policy = try #require(fixture(dialect).resolve().policy)
      #expect(policy.source.syntax[0].remarks.isEmpty)
    }
  }

  @Test func `calls of other ABIs are killed`() throws {
    #expect(
      try fixture(#"{"syscall": "read"}"#).verdict("read", on: .i386, machine: .x86_64)
        == "kill-process")
    let firecracker = fixture(#"{"syscall": "read"}"#, by: .firecracker)
    #expect(try firecracker.verdict("read", on: .x32, machine: .x86_64) == "kill-thread")
  }

  // MARK: Several filters

  @Test func `one of several filters is chosen by its name`() throws {
    var fixture = PolicyFixture(
      """
      {"vmm": {"default_action": "trap", "filter_action": "allow", "filter": [{"syscall": "read"}]},
       "api": {"default_action": "allow", "filter_action": "trap", "filter": [{"syscall": "read"}]}}
      """)
    #expect(
      fixture.resolve().mistakes
        == ["1:1: the file has 2 filters: 'vmm', 'api'; name the one that is meant"])
    #expect(
      fixture.diagnose().diagnostics[0].notes.map(\.message) == [
        "a command takes it as '--thread NAME', and a program as 'filterName' of 'Circumstances'"
      ])
    fixture.circumstances.filterName = "vpu"
    #expect(
      fixture.resolve().mistakes == ["1:1: there is no filter 'vpu', but 'vmm', 'api'"])
    fixture.circumstances.filterName = "api"
    #expect(try fixture.verdict("read") == "trap")
    #expect(try fixture.verdict("write") == "allow")
    #expect(fixture.resolve().policy?.source.name == "api")
  }

  @Test func `of very many filters some are named`() {
    let filters = (0..<100).map {
      #""thread\#($0)": {"default_action": "trap", "filter_action": "allow", "filter": []}"#
    }
    var fixture = PolicyFixture("{\(filters.joined(separator: ", "))}")
    let names = (0..<8).map { "'thread\($0)'" }.joined(separator: ", ")
    #expect(
      fixture.resolve().mistakes.map { $0.prefix { $0 != ";" } } == [
        "1:1: the file has 100 filters: \(names) and 92 more"
      ])
    fixture.circumstances.filterName = "tread93"
    #expect(
      fixture.resolve().mistakes == [
        "1:1: there is no filter 'tread93', but \(names) and 92 more; did you mean 'thread93'?"
      ])
  }

  // MARK: Mistakes

  @Test(arguments: [
    (
      #"{"a": {"default_action": "alow", "filter_action": "trap", "filter": []}}"#,
      "1:26: unknown action 'alow'; did you mean 'allow'?"
    ),
    (
      #"{"a": {"default_action": "trap", "filter_action": "trap", "filter": []}}"#,
      "1:51: both actions are the same, so that the filter decides nothing, and its loaders refuse it"
    ),
    (
      #"{"a": {"default_action": {"errno": -1}, "filter_action": "trap", "filter": []}}"#,
      "1:36: the number of an action is 0 to 65535, not -1"
    ),
    (
      #"{"a": {"default_action": {"errno": 5000}, "filter_action": "trap", "filter": []}}"#,
      "1:36: an error is 0 to 4095, not 5000"
    ),
    (
      #"{"a": {"default_action": {"allow": 1}, "filter_action": "trap", "filter": []}}"#,
      "1:26: 'allow' has no number: write \"allow\""
    ),
    (
      #"{"a": {"default_action": "errno", "filter_action": "trap", "filter": []}}"#,
      "1:26: 'errno' needs its number: { \"errno\": NUMBER }"
    ),
    (
      #"{"$schema": "x", "a": {"default_action": "log", "filter_action": "trap", "filter": []}}"#,
      "1:13: filter '$schema' must be an object, not a string"
    ),
    (#"{"a": {"filter_action": "trap", "filter": []}}"#, "1:7: filter 'a' needs 'default_action'"),
    (
      #"{"a": {"default_action": "trap", "filter_action": "log", "match_action": "log", "filter": []}}"#,
      "1:58: 'match_action' and 'filter_action' are the same; remove one of them"
    ),
  ])
  func `a filter with a mistake is refused at its place`(text: String, mistake: String) {
    #expect(PolicyFixture(text).resolve().mistakes == [mistake])
  }

  @Test func `all that is wrong is said`() {
    let fixture = PolicyFixture(
      """
      {"a": {"default_action": "alow", "match_action": {"errno": 1.5}, "filter": [
        {"syscall": "reed", "args": [{"index": 6, "type": "word", "op": "eq", "val": 1}]}]},
       "b": {"filter": [{"syscall": "wriite"}]}}
      """)
    #expect(
      fixture.resolve().mistakes == [
        "1:26: unknown action 'alow'; did you mean 'allow'?",
        "1:60: a number must be an integer; this one has a fraction",
        "2:15: unknown system call 'reed'; did you mean 'read'?",
        "2:42: a system call has the arguments 0 to 5, and no 6",
        "2:53: 'type' is \"dword\" for 32 bits or \"qword\" for 64, not 'word'",
        "3:7: filter 'b' needs 'default_action' and 'filter_action'",
        "3:31: unknown system call 'wriite'; did you mean 'write'?",
      ])
  }

  @Test(arguments: [
    (#"{"syscall": "opnat"}"#, "unknown system call 'opnat'; did you mean 'openat'?"),
    (#"{"comment": "x"}"#, "a rule needs 'syscall'"),
    (
      #"{"syscall": "ioctl", "args": [{"index": 6, "type": "dword", "op": "eq", "val": 1}]}"#,
      "a system call has the arguments 0 to 5, and no 6"
    ),
    (
      #"{"syscall": "ioctl", "args": [{"index": 1, "type": "word", "op": "eq", "val": 1}]}"#,
      "'type' is \"dword\" for 32 bits or \"qword\" for 64, not 'word'"
    ),
    (
      #"{"syscall": "ioctl", "args": [{"index": 1, "type": "dword", "op": "masked_eq", "val": 1}]}"#,
      "'masked_eq' needs its mask: { \"masked_eq\": MASK }"
    ),
    (
      #"{"syscall": "ioctl", "args": [{"index": 1, "type": "dword", "op": "neq", "val": 1}]}"#,
      "unknown operator 'neq'; did you mean 'eq'?"
    ),
    (
      #"{"syscall": "ioctl", "args": [{"index": 1, "type": "dword", "op": {"eq": 1}, "val": 1}]}"#,
      "'eq' has no mask: write \"eq\""
    ),
    (
      #"{"syscall": "ioctl", "args": [{"index": 1, "type": "dword", "op": {}, "val": 1}]}"#,
      "'op' is a word, or an object with the one key 'masked_eq'"
    ),
    (
      #"{"syscall": "ioctl", "args": [{"index": 1, "type": "dword", "op": {"masked_eq": 1, "eq": 1}, "val": 1}]}"#,
      "'op' is a word, or an object with the one key 'masked_eq'"
    ),
    (
      #"{"syscall": "ioctl", "args": [{"index": 1, "type": "dword", "op": 1, "val": 1}]}"#,
      "'op' must be a word or { \"masked_eq\": MASK }, not a number"
    ),
    (
      #"{"syscall": "ioctl", "args": [{"index": 1, "type": "dword", "op": "eq", "val": -1}]}"#,
      "'val' is an unsigned number of 64 bits: for -1 write 18446744073709551615, or 4294967295 where only 32 bits are used"
    ),
    (
      #"{"syscall": "ioctl", "args": [{"index": 1, "op": "eq"}]}"#,
      "a condition needs 'type' and 'val'"
    ),
  ])
  func `a rule with a mistake is refused`(rule: String, mistake: String) {
    let mistakes = fixture(rule).resolve().mistakes
    #expect(
      mistakes.count == 1 && mistakes.allSatisfy { $0.hasSuffix(": " + mistake) }, "\(mistakes)")
  }
}
