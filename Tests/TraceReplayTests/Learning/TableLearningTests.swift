import Foundation
import SourceDiagnostics
import TestSupport
import Testing

@testable import TraceReplay

/// `sekat learn --ignore-arguments` on tables of `strace -c`, which have names and no arguments.
@Suite struct TableLearningTests {
  /// Tables of strace 6.1: with blanks for no errors, with columns and an order of one's own, and one
  /// for each mode.
  private static let tables = [
    """
    % time     seconds  usecs/call     calls    errors syscall
    ------ ----------- ----------- --------- --------- ----------------
     63.69    0.047893       23946         2         1 wait4
     10.99    0.008263         217        38           mmap
      0.00    0.000000           0         1           execve
      0.00    0.000000           0         3         1 clone3
    ------ ----------- ----------- --------- --------- ----------------
    100.00    0.075193                   145        19 total

    """,
    """
    syscall              calls    errors
    ---------------- --------- ---------
    wait4                    2         1
    mmap                    38
    execve                   1
    clone3                   3         1
    ---------------- --------- ---------
    total                  145        19

    """,
    """
        calls % time syscall           longest
    --------- ------ ---------------- --------
            2  63.69 wait4            0.000000
           38  10.99 mmap             0.000000
            1   0.00 execve           0.000000
            3   0.00 clone3           0.000000
    --------- ------ ---------------- --------
          145 100.00 total            0.000000

    """,
  ]

  private static func learn(
    _ words: String..., in folder: TemporaryFolder
  ) throws -> (result: ProcessResult, rules: [String: [String]]) {
    let result = try run(
      builtProduct("sekat"), ["learn", "--ignore-arguments"] + words, directory: folder.path)
    let policy = try JSONSerialization.jsonObject(with: Data(result.outputBytes))
    let list = (policy as? [String: Any])?["rules"] as? [[String: Any]] ?? []
    var rules: [String: [String]] = [:]
    for rule in list {
      let abis = rule["architectures"] as? [String] ?? ["all"]
      for name in rule["syscalls"] as? [String] ?? [] {
        rules[name, default: []] += abis.map { abi in
          let action = rule["action"] as? String ?? "errno"
          return "\(abi) \(action)" + (rule["where"] == nil ? "" : " where")
        }
      }
    }
    return (result, rules)
  }

  @Test(arguments: tables)
  func `names are learnt, without conditions`(table: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("table", table)
    let (result, rules) = try Self.learn("table", in: folder)
    #expect(result.ending == .exit(0), "\(result)")
    #expect(rules["wait4"] == ["all allow"])
    #expect(rules["mmap"] == ["all allow"])
    // A filter cannot look into its flags; the older call is made, with any.
    #expect(rules["clone3"] == ["all errno"])
    #expect(rules["clone"] == ["all allow"])
    // The program that was traced is started by the launcher.
    #expect(rules["execve"] == nil)
    #expect(result.output.contains(" Arguments were not seen: a table of 'strace -c' has only"))
    #expect(result.output.contains("in the table at table:"))
  }

  @Test func `programs that start others, and other modes`() throws {
    let folder = try TemporaryFolder()
    let table = Self.tables[1]
    try folder.write(
      "table",
      table.replacing("execve                   1", with: "execve                   2")
        + "System call usage summary for 32 bit mode:\n"
        + table.replacing("wait4   ", with: "_llseek ").replacing("clone3", with: "getpid")
        + "System call usage summary for x32 mode:\n" + table.replacing("clone3", with: "getpid"))
    let (result, rules) = try Self.learn("--target", "x86_64", "table", in: folder)
    #expect(result.ending == .exit(0), "\(result)")
    #expect(rules["execve"] == ["x86_64 allow"])
    #expect(rules["_llseek"] == ["i386 allow"])
    #expect(rules["wait4"] == ["x86_64 allow", "x32 allow"])
    #expect(rules["clone3"] == ["x86_64 errno"])
  }

  @Test func `a base is extended where it lets not all such calls through`() throws {
    let folder = try TemporaryFolder()
    try folder.write("table", "syscall calls\nsocket 2\nread 3\nptrace 1\n")
    let (result, rules) = try Self.learn("-p", "builtin:default", "table", in: folder)
    #expect(result.ending == .exit(0), "\(result)")
    #expect(rules["socket"] == ["all allow"])
    #expect(rules["ptrace"] == ["all allow"])
    #expect(rules["read"] == nil)
  }

  @Test func `a table after calls adds what they lack`() throws {
    let folder = try TemporaryFolder()
    try folder.write("log", "7 getpid() = 7\n7 reboot(1, 2, 3) = 0\n" + Self.tables[0])
    let (result, rules) = try Self.learn("log", in: folder)
    #expect(rules["getpid"] == ["all allow"] && rules["wait4"] == ["all allow"])
    #expect(result.output.contains("seen once, at log:2"))
  }

  @Test func `what the table lacks or has too much is said`() throws {
    let folder = try TemporaryFolder()
    let table = try folder.write("table", Self.tables[0])
    let refused = try run(builtProduct("sekat"), ["learn", table])
    #expect(refused.ending == .exit(2) && refused.output == "")
    #expect(
      refused.errors.contains(
        "the log holds only the table of 'strace -c', which shows no calls, so no policy is written; "
          + "'--ignore-arguments' takes the names of calls from the table"), "\(refused)")
    try folder.write("odd", "syscall calls\nread 1\nset_thread_area 1\n")
    let (odd, _) = try Self.learn("--target", "x86_64", "--abi", "x32", "odd", in: folder)
    #expect(odd.ending == .exit(2))
    #expect(odd.errors.contains("odd:3: x32 has no system call of this name"), "\(odd)")
  }

  @Test(
    .enabled(if: Strace.canTrace, "strace is not there or may not trace"),
    arguments: [
      ["-c"], ["-C"], ["-c", "-w"], ["-c", "-S", "calls"],
      ["-c", "-U", "name,calls,errors"], ["-c", "-U", "max-time,name,time-percent"],
    ])
  func `a program runs under what its table says`(options: [String]) throws {
    let folder = try TemporaryFolder()
    let words = ["/bin/sh", "-c", "echo a | cat"]
    let environment = ["PATH=/usr/bin:/bin", "LC_ALL=C"]
    let traced = try run(
      Strace.path, ["-f", "-o", folder.path(of: "table")] + options + words,
      environment: environment)
    #expect(traced.ending == .exit(0), "\(traced)")
    let policy = folder.path(of: "policy.json")
    let learned = try run(
      builtProduct("sekat"),
      ["learn", "--ignore-arguments", folder.path(of: "table"), "-o", policy])
    #expect(learned.ending == .exit(0), "\(learned)")
    let bound = try run(
      builtProduct("sekat"), ["run", "--insecure-policy", "-p", policy, "--"] + words,
      environment: environment)
    #expect(bound.output == "a\n" && bound.ending == .exit(0), "\(bound)")
  }
}
