import Foundation
import TestSupport
import Testing

/// Reports about policies and filters of every kind: whatever there is to say can be said.
@Suite struct RandomReportTests {
  /// Conditions near all that a number can be too large for.
  private struct Policies {
    var random: SeededGenerator

    static let arguments = [
      ("lseek", "offset"), ("lseek", "whence"), ("pread64", "pos"), ("kill", "pid"),
      ("openat", "flags"), ("openat", "dfd"), ("prctl", "option"), ("socket", "type"),
      ("mmap", "len"), ("setpriority", "niceval"), ("ftruncate", "length"), ("read", "arg2"),
    ]
    /// Within all widths that an argument of these may have; the rest is refused, which is fine too.
    static let numbers = [
      "0", "1", "-1", "-5", "7", "2147483647", "-2147483648", "4294967295", "9223372036854775807",
      "9223372036854775806", "-9223372036854775808", "-9223372036854775807",
      "18446744073709551615",
    ]

    mutating func pick<T>(_ choices: [T]) -> T {
      choices[Int.random(in: 0..<choices.count, using: &random)]
    }

    mutating func number() -> String { pick(Self.numbers) }

    mutating func condition() -> String {
      let (one, other) = (number(), number())
      return pick([
        "{\"ge\": \(one)}", "{\"gt\": \(one)}", "{\"le\": \(one)}", "{\"lt\": \(one)}",
        "{\"ge\": \(one), \"le\": \(other)}", "[\(one), \(other)]", "{\"ne\": \(one)}",
        "{\"in\": [{\"from\": \(one), \"to\": \(other)}, \(one)]}",
        "{\"notIn\": [{\"from\": \(one), \"to\": \(other)}]}",
        "{\"masked\": {\"mask\": \"0xf0f0\", \"value\": \"0x1010\"}}",
        "{\"ge\": \(one), \"width\": 64}",
      ])
    }

    mutating func rule() -> String {
      let (call, argument) = pick(Self.arguments)
      let action = pick([
        #""allow""#, #"{"errno": "EPERM"}"#, #""log""#, #"{"trace": 65535}"#, #"{"errno": 4095}"#,
      ])
      let otherwise = pick(["", "", #", "else": "kill-process""#])
      return "{\"syscalls\": [\"\(call)\"], \"where\": {\"\(argument)\": \(condition())}, "
        + "\"action\": \(action)\(otherwise)}"
    }

    /// A policy that resolves.
    mutating func policy(in folder: TemporaryFolder, _ name: String) throws -> String {
      while true {
        let rules = (0..<Int.random(in: 1...6, using: &random)).map { _ in rule() }
        let path = try folder.write(
          name,
          """
          {"architectures": ["x86_64"], "default": \(pick([#""allow""#, #"{"errno": "EPERM"}"#])),
           "rules": [\(rules.joined(separator: ",\n"))]}
          """)
        if try run(builtProduct("sekat"), ["compile", "-p", path]).ending == .exit(0) {
          return path
        }
      }
    }
  }

  /// Runs a command that ends with one of its own exit statuses, and by no signal.
  private func expectReport(_ words: [String], seed: UInt64, isJSON: Bool = false) throws {
    let result = try run(builtProduct("sekat"), words)
    guard case .exit(let status) = result.ending, (0...3).contains(status) else {
      Issue.record("seed \(seed): \(words) ended with \(result.ending)")
      return
    }
    if isJSON && status < 2 {
      #expect(throws: Never.self, "seed \(seed): \(words)") {
        try JSONSerialization.jsonObject(with: Data(result.outputBytes))
      }
    }
  }

  @Test(arguments: seeds(8))
  func `no policy is beyond words`(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var policies = Policies(random: SeededGenerator(seed: seed))
    let one = try policies.policy(in: folder, "one.json")
    let other = try policies.policy(in: folder, "other.json")
    for words in [
      ["diff", one, other], ["diff", "--subset", one, other],
      ["diff", "--stacked", one, other, "--most", "3"],
      ["query", "-p", one, "lseek", "offset=-9223372036854775808"],
      ["query", "-p", one, "-p", other, "mmap"], ["prove", "-p", one, "-p", other],
      ["lint", one],
    ] {
      try expectReport(words, seed: seed)
      try expectReport(words + ["--format", "json"], seed: seed, isJSON: true)
    }
  }

  @Test(arguments: seeds(8))
  func `no filter is beyond words`(seed: UInt64) throws {
    let folder = try TemporaryFolder()
    var filters = RawFilters(seed: seed)
    let one = try folder.write("one.bpf", filters.next(length: 30))
    let other = try folder.write("other.bpf", filters.next(length: 30))
    for words in [
      ["diff", one, other, "--most", "200"], ["prove", one, other], ["lint", one],
      ["query", "--filter", one, "lseek"],
    ] {
      try expectReport(words, seed: seed)
      try expectReport(words + ["--format", "json"], seed: seed, isJSON: true)
    }
  }

  @Test func `a range of more values than an integer can count is shown`() throws {
    let folder = try TemporaryFolder()
    let paths = try [("-5", "one.json"), ("9223372036854775807", "other.json")].map {
      try folder.write(
        $1,
        """
        {"architectures": ["x86_64"], "default": {"errno": "EPERM"},
         "rules": [{"syscalls": ["lseek"], "where": {"offset": {"ge": \($0)}}}]}
        """)
    }
    let result = try run(builtProduct("sekat"), ["diff"] + paths)
    #expect(result.ending == .exit(1))
    #expect(result.output.contains("offset=-5..9223372036854775806"), "\(result)")
  }

  // MARK: Room

  @Test func `a difference that is too long is cut, and says how much more there is`() throws {
    let folder = try TemporaryFolder()
    let one = try folder.write("one.bpf", RawFilters.comparingArguments(bits: 6))
    let other = try folder.write("other.bpf", RawFilters.instruction(0x06, 0x7fff_0000))
    func diff(_ words: String...) throws -> ProcessResult {
      let result = try run(
        builtProduct("sekat"), ["diff", "--target", "x86_64", one, other] + words)
      #expect(result.ending == .exit(1), "\(result)")
      return result
    }
    /// What the report on the machine has, and how many parts there are in its regions.
    func machine(_ result: ProcessResult) throws -> (members: [String: Any], parts: Int) {
      let report =
        try JSONSerialization.jsonObject(with: Data(result.outputBytes)) as? [String: Any]
      let machine = try #require((report?["machines"] as? [[String: Any]])?.first)
      let regions = machine["regions"] as? [[String: Any]] ?? []
      return (machine, regions.reduce(0) { $0 + (($1["parts"] as? [Any])?.count ?? 0) })
    }
    // For each value of one argument another one of the other: 64 parts for each of x86_64, x32, i386
    // and all other architectures.
    let whole = try machine(diff("--format", "json"))
    #expect(whole.parts == 256 && whole.members["isCut"] == nil)
    #expect(try !diff().output.contains("…"))
    let cut = try machine(diff("--most", "30", "--format", "json"))
    #expect(cut.parts == 10)
    #expect(cut.members["isCut"] as? Bool == true && cut.members["leftOut"] as? Int == 246)
    let text = try diff("--most", "30")
    #expect(text.output.hasSuffix("… and 246 more, which a larger '--most' shows\n"))
  }

  @Test func `how much is shown is a number within bounds`() throws {
    for most in ["0", "-1", "1000001", "x"] {
      let result = try run(builtProduct("sekat"), ["diff", "a", "b", "--most=\(most)"])
      #expect(result.ending == .exit(2) && result.output.isEmpty, "\(result)")
    }
  }
}
