import Foundation
import TestSupport
import Testing

/// What `prove` and `diff` print about policies and programs.
@Suite struct ProofTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("old.json", Self.policy(sockets: #""AF_UNIX""#))
    try folder.write("new.json", Self.policy(sockets: #"["AF_UNIX", "AF_INET"]"#, signals: 10))
    for name in ["old", "new"] {
      _ = try sekat("compile", "-p", "\(name).json", "--target", "x86_64", "-o", "\(name).bpf")
    }
  }

  private static func policy(sockets: String, signals: Int = 16) -> String {
    """
    {
      "architectures": ["x86_64", "aarch64"],
      "default": { "errno": "EPERM" },
      "rules": [
        { "syscalls": ["read", "write", "close", "exit_group"] },
        { "syscalls": ["socket"], "where": { "family": \(sockets) },
          "else": { "errno": "EAFNOSUPPORT" } },
        { "syscalls": ["openat"], "where": { "flags": { "hasNone": "O_CREAT|O_TRUNC" } } },
        { "syscalls": ["kill"], "where": { "sig": { "gt": 0, "lt": \(signals) } } }
      ]
    }

    """
  }

  /// Runs a command in the folder.
  private func sekat(
    _ words: String..., status: Int32 = 0, input: [UInt8] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> ProcessResult {
    let result = try run(builtProduct("sekat"), words, input: input, directory: folder.path)
    #expect(result.ending == .exit(status), "\(result)", sourceLocation: sourceLocation)
    return result
  }

  private func expectJSON(
    _ result: ProcessResult, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: Never.self, sourceLocation: sourceLocation) {
      try JSONSerialization.jsonObject(with: Data(result.outputBytes))
    }
  }

  // MARK: prove

  @Test func `a program is the policy that it was compiled from`() throws {
    let machine = ["--target", "x86_64"]
    let own = try sekat("prove", "-p", "old.json", machine[0], machine[1], "old.bpf")
    #expect(
      own.output.hasPrefix("x86_64: old.json and old.bpf are the same, for every possible call"))
    let every = try sekat("prove", "-p", "old.json")
    #expect(every.output.split(separator: "\n").count == 2)
    #expect(every.output.contains("aarch64: old.json and native program of old.json are the same"))
    let file = try Data(contentsOf: URL(filePath: folder.path(of: "old.bpf")))
    _ = try sekat(
      "prove", "-p", "old.json", "--target", "x86_64", "-", input: Array(file))
  }

  @Test func `where a program differs, both sides say why`() throws {
    let target = ["--target", "x86_64"]
    let text = try sekat(
      "prove", "-p", "old.json", target[0], target[1], "new.bpf", status: 1)
    expectGolden(text.output, "prove.txt")
    let json = try sekat(
      "prove", "-p", "old.json", target[0], target[1], "new.bpf", "--format", "json", status: 1)
    expectGolden(json.output, "prove.json")
    expectJSON(json)
    let programs = try sekat("prove", target[0], target[1], "old.bpf", "new.bpf", status: 1)
    #expect(programs.output.contains("old.bpf: errno(EAFNOSUPPORT)"))
    #expect(programs.output.contains("new.bpf: allow"))
  }

  @Test func `stacks are compared as stacks`() throws {
    let stack = try sekat("prove", "-p", "old.json", "-p", "new.json", "--target", "x86_64")
    #expect(stack.output.contains("old.json + new.json"))
    // The stricter one of the two decides.
    let one = try sekat(
      "prove", "-p", "old.json", "-p", "new.json", "--target", "x86_64", "old.bpf", status: 1)
    #expect(one.output.contains("kill(pid=0, sig=SIGUSR1)"), "\(one.output)")
  }

  @Test func `what cannot be decided is said to be undecided`() throws {
    // A = number * X, where X is an argument.
    let words: [[UInt32]] = [[0x20, 16], [0x07, 0], [0x20, 0], [0x2c, 0], [0x16, 0]]
    var bytes: [UInt8] = []
    for word in words {
      bytes += [UInt8(word[0]), 0, 0, 0] + (0..<4).map { UInt8(word[1] >> (8 * $0) & 0xff) }
    }
    let result = try sekat(
      "prove", "-p", "old.json", "--target", "x86_64", "-", status: 3, input: bytes)
    #expect(
      result.errors == "sekat: not decided: instruction 3 multiplies, divides or shifts by an index"
        + " register that depends on the call\n")
    #expect(result.output.isEmpty)
  }

  @Test func `files and policies that do not go together are refused`() throws {
    for (words, message) in [
      (["prove"], "give a policy with -p, or two files"),
      (["prove", "old.bpf"], "give a policy with -p, or two files"),
      (["prove", "-p", "old.json", "a", "b"], "give at most one file with -p"),
      (["prove", "--launched", "old.bpf", "new.bpf"], "'--launched' goes with one policy"),
      (["prove", "-p", "old.json", "missing.bpf"], "cannot read 'missing.bpf'"),
      (["prove", "-p", "old.json", "new.json"], "new.json: this is a JSON file"),
      (["diff", "old.json"], "two policies or filters are compared"),
      (["diff", "--subset", "--stacked", "old.json", "new.json"], "are two questions"),
      (["diff", "old.json", "."], "cannot read '.'"),
    ] {
      let result = try run(builtProduct("sekat"), words, directory: folder.path)
      #expect(result.ending == .exit(2) && result.errors.contains(message), "\(result)")
      #expect(result.output.isEmpty)
    }
  }

  /// A policy for 64-bit and 32-bit programs that denies dup2 to descriptor 9 to the latter.
  private static func descriptors(_ condition: String) -> String {
    """
    {
      "architectures": ["x86_64", "i386"],
      "default": "allow",
      "rules": [
        { "syscalls": ["dup2"], "architectures": ["i386"], "where": { "newfd": \(condition) },
          "action": { "errno": "EPERM" } }
      ]
    }

    """
  }

  @Test func `what 64-bit code puts above a 32-bit argument tells programs apart`() throws {
    try folder.write("low.json", Self.descriptors("9"))
    try folder.write("whole.json", Self.descriptors(#"{ "eq": 9, "width": 64 }"#))
    try folder.write("strict.json", Self.descriptors(#"{ "eq": 9, "strict": true }"#))
    let target = "--target=x86_64"
    for name in ["low", "whole", "strict"] {
      _ = try sekat("compile", "-p", "\(name).json", target, "-o", "\(name).bpf")
    }
    for name in ["whole", "strict"] {
      let proof = try sekat("prove", "-p", "low.json", target, "\(name).bpf", status: 1)
      #expect(proof.output.contains("i386 dup2(oldfd=0, newfd=0x100000009)"), "\(proof.output)")
      let difference = try sekat("diff", target, "low.json", "\(name).json", status: 1)
      #expect(difference.output.contains("dup2"), "\(difference.output)")
      #expect(difference.output.contains("errno(EPERM) -> allow"), "\(difference.output)")
      // The witness can be asked for as it is shown.
      let words = ["--abi", "i386", "dup2", "0", "arg1=0x100000009"]
      let query = try run(
        builtProduct("sekat"), ["query", "--filter", "\(name).bpf", target] + words,
        directory: folder.path)
      #expect(query.output.contains("allow"), "\(query)")
    }
    let same = try sekat("diff", target, "whole.json", "strict.json")
    #expect(same.output.contains("the same, for every possible call"))
    _ = try sekat("prove", "-p", "low.json", target, "low.bpf")
  }

  // MARK: diff

  @Test func `diff names the rule of each call`() throws {
    let rules = { (rules: String) in
      """
      { "architectures": ["x86_64"], "default": { "errno": "EPERM" },
        "rules": [
          \(rules)
        ] }
      """
    }
    try folder.write(
      "two.json",
      rules("{ \"syscalls\": [\"read\"] },\n    { \"syscalls\": [\"write\", \"close\"] }"))
    try folder.write("none.json", rules("{ \"syscalls\": [\"exit\"] }"))
    let result = try sekat("diff", "two.json", "none.json", status: 1)
    #expect(
      result.output == """
        x86_64
          read
            always  allow -> errno(EPERM)  (two.json:3 -> none.json:1, default)
          write, close
            always  allow -> errno(EPERM)  (two.json:4 -> none.json:1, default)
          exit
            always  errno(EPERM) -> allow  (two.json:1, default -> none.json:3)

        rules:
          two.json:3
            { "syscalls": ["read"] }
          two.json:4
            { "syscalls": ["write", "close"] }
          two.json:1, default
            "default": { "errno": "EPERM" }
          none.json:3
            { "syscalls": ["exit"] }
          none.json:1, default
            "default": { "errno": "EPERM" }

        """)
    // Of a region that has nearly all calls, one line speaks for several rules.
    try folder.write(
      "all.json",
      """
      { "architectures": ["x86_64"], "default": "allow",
        "rules": [{ "syscalls": ["read"], "action": "allow" }] }
      """)
    let all = try sekat("diff", "all.json", "none.json", status: 1)
    #expect(all.output.contains("(various rules)"), "\(all)")
  }

  @Test func `diff shows everything, in words and as JSON`() throws {
    let text = try sekat("diff", "old.json", "new.json", status: 1)
    expectGolden(text.output, "diff.txt")
    let json = try sekat("diff", "old.json", "new.json", "--format", "json", status: 1)
    expectGolden(json.output, "diff.json")
    expectJSON(json)
    #expect(text.errors.isEmpty)
  }

  @Test func `policies and programs can be mixed`() throws {
    let target = "--target=x86_64"
    let same = try sekat("diff", target, "old.json", "old.bpf")
    #expect(same.output == "x86_64: old.json and old.bpf are the same, for every possible call\n")
    let other = try sekat("diff", target, "old.bpf", "new.json", status: 1)
    #expect(other.output.contains("(old.bpf -> new.json:6)"), "\(other.output)")
    let programs = try sekat("diff", target, "old.bpf", "new.bpf", status: 1)
    #expect(programs.output.contains("family=AF_INET  errno(EAFNOSUPPORT) -> allow"))
  }

  @Test func `subset shows only what is let through beyond`() throws {
    let more = try sekat("diff", "--subset", "old.json", "new.json", status: 1)
    #expect(more.output.contains("kill") && !more.output.contains("socket"), "\(more.output)")
    let less = try sekat("diff", "--subset", "builtin:offline", "builtin:default")
    #expect(
      less.output
        == "x86_64: builtin:offline lets nothing through that builtin:default does not\n"
        + "aarch64: builtin:offline lets nothing through that builtin:default does not\n")
  }

  @Test func `stacked shows what both let through`() throws {
    let both = try sekat("diff", "--stacked", "old.json", "new.json", "--target", "x86_64")
    expectGolden(both.output, "diff-stacked.txt")
  }
}
