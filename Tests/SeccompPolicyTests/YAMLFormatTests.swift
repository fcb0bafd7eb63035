#if YAML
  import SourceDiagnostics
  import Testing

  @testable import SeccompPolicy

  /// Policies in YAML: the same formats, with places in the YAML.
  @Suite struct YAMLFormatTests {
    private static let own = """
      # what a tool needs
      architectures: [x86_64]
      default: {errno: EPERM}
      rules:
        - syscalls: [read, write]
        - syscalls: &sockets
            - socket
          where: {family: AF_UNIX}
        - syscalls: *sockets
          action: {errno: EACCES}
      """

    @Test func `sekat's own syntax means the same`() throws {
      let fixture = PolicyFixture(Self.own)
      #expect(try fixture.verdict("read") == "allow")
      #expect(try fixture.verdict("openat") == "errno(EPERM)")
      #expect(try fixture.verdict("socket family=AF_UNIX") == "allow")
      #expect(try fixture.verdict("socket family=AF_INET") == "errno(EACCES)")
    }

    @Test func `nothing is written into YAML`() throws {
      let policy = try #require(PolicyFixture(Self.own).loaded())
      #expect(policy.syntax.map(\.format.takesOwnSyntax) == [false])
    }

    @Test func `a profile of container engines and filters by name are read`() throws {
      let profile = PolicyFixture(
        """
        defaultAction: SCMP_ACT_ERRNO
        syscalls:
          - names: [read]
            action: SCMP_ACT_ALLOW
        """)
      #expect(try profile.verdict("read") == "allow")
      let filters = PolicyFixture(
        """
        ---
        vmm:
          default_action: trap
          filter_action: allow
          filter:
            - syscall: read
        """)
      #expect(try filters.verdict("read") == "allow")
      #expect(try filters.verdict("write") == "trap")
    }

    @Test(arguments: [
      (
        "default: log\nrules:\n- action: allow\n  syscalls: [opnat]\n",
        ["4:14: unknown system call 'opnat'; did you mean 'openat'?"]
      ),
      (
        "default: {errno: EPERM}\nrules:\n- syscalls: [fchmod]\n  where: {mode: 0755}\n",
        [
          "4:17: '0755' is 755 to some readers of YAML, and the octal number for 493 to others; write 755 "
            + "or 493, or \"0755\" for a text"
        ]
      ),
      (
        "default: {errno: EPERM}\nrules:\n- syscalls: [openat]\n  where: {flags: O_RDWR|O_CREATE}\n",
        ["4:25: unknown constant 'O_CREATE'; did you mean 'O_CREAT'?"]
      ),
      (
        "default: {errno: EPERM}\nrules:\n- syscalls: [openat]\n  where: {flags: 'O_RDWR|O_CREATE'}\n",
        ["4:26: unknown constant 'O_CREATE'; did you mean 'O_CREAT'?"]
      ),
      ("default: allow\nrules: []\nrules: []\n", ["3:1: duplicate key 'rules'"]),
      (
        "default: allow\nrules:\n\t- syscalls: [read]\n",
        ["3:1: a tabulator; YAML is indented with blanks"]
      ),
      ("# nothing\n---\n", ["1:1: the file says nothing"]),
    ])
    func `mistakes point into the YAML`(text: String, mistakes: [String]) {
      #expect(PolicyFixture(text).resolve().mistakes == mistakes)
    }

    @Test func `of several documents the one that is a policy is taken`() throws {
      let text = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {mode: yes}
        ---
        default: {errno: EPERM}
        rules: [{syscalls: [read]}]
        ---
        a: b
        """
      #expect(try PolicyFixture(text).verdict("read") == "allow")
      let two = PolicyFixture(text + "\n---\ndefaultAction: SCMP_ACT_ALLOW\n")
      let (policy, diagnostics) = two.diagnose()
      #expect(policy == nil)
      #expect(diagnostics.map(\.id) == ["yaml-documents"])
      #expect(diagnostics[0].message.hasPrefix("2 documents of the file are policies"))
      #expect(
        diagnostics[0].notes.compactMap { $0.location.map { "\($0.start)" } } == ["6:1", "11:1"])
      let none = PolicyFixture("a: b\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: web}\n")
        .diagnose()
      #expect(
        none.diagnostics.map(\.message) == ["none of the 2 documents of the file is a policy"])
      #expect(
        none.diagnostics[0].notes.map(\.message) == ["here is an object", "here is Pod 'web'"])
    }

    @Test func `aliases count as often as they stand for something`() {
      var text = "groups:\n  a: &a [read, write, read]\n"
      for level in 0..<9 {
        let names = Array(repeating: level == 0 ? "*a" : "*b\(level - 1)", count: 9)
        text += "b\(level): &b\(level) [\(names.joined(separator: ", "))]\n"
      }
      #expect(PolicyFixture(text).diagnose().diagnostics.map(\.id) == ["yaml-limit"])
    }
  }
#endif
