import Foundation
import TestSupport
import Testing

@testable import Sekat

/// What the runtime of a confined process needs: the table against live processes.
@Suite struct RuntimeNeedTests {
  /// A row of `runtime-needs.tsv`.
  struct Row: Sendable, CustomTestStringConvertible {
    /// The calls of which an ABI has one, and what their arguments are.
    let names: [String]
    let arguments: [String]
    let part, errors, work: String

    /// A rule about the call.
    func rule(_ action: String) -> String {
      let conditions = arguments.map { argument in
        let sides = argument.split(separator: "=")
        return "\"\(sides[0])\": \(Int(sides[1]).map { "\($0)" } ?? "\"\(sides[1])\"")"
      }
      let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
      let condition =
        conditions.isEmpty ? "" : "\"where\": { \(conditions.joined(separator: ", ")) }, "
      return "{ \"syscalls\": [\(list)], \(condition)\"action\": \(action) }"
    }

    var testDescription: String { (names + arguments).joined(separator: " ") }
  }

  static let rows: [Row] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources/TableGenerator/Facts/runtime-needs.tsv")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: "\t").map(String.init)
      let words = cells[0].split(separator: " ").map(String.init)
      return Row(
        names: words[0].split(separator: "/").map(String.init), arguments: Array(words.dropFirst()),
        part: cells[1], errors: cells[2], work: cells[4])
    }
  }()

  private static let kill = "\"kill-process\""
  private static let error = #"{ "errno": "EPERM" }"#
  private static let absence = #"{ "errno": "ENOSYS" }"#

  /// Whether a process does its work under a policy as it would without one.
  private func works(_ row: Row, _ action: String, timeout: Duration) throws -> Bool {
    let result = try ConfinedProbe.run(
      under: ConfinedProbe.allowing(but: row.rule(action)), checksNeeds: false, row.work,
      timeout: timeout)
    switch row.work {
    case "crash": return result.errors.contains("this is the end")
    case "abort": return result.ending == .signal(6)
    default: return result.ending == .exit(0) && result.output == "\(row.work)\n"
    }
  }

  /// Whether a process cannot do its work under a policy, in one of some tries: whether two threads meet
  /// at a lock is up to the processors.
  private func harms(_ row: Row, _ action: String, timeout: Duration) throws -> Bool {
    // This one takes longer than it is waited for, and dies in time.
    let timeout = row.work == "backlog" ? .seconds(30) : timeout
    for _ in 0..<5 where try !works(row, action, timeout: timeout) { return true }
    return false
  }

  @Test(arguments: rows.filter { $0.work != "-" })
  func `a call is made, and errors do what the table says`(row: Row) throws {
    #expect(try harms(row, Self.kill, timeout: .seconds(30)), "the call is not made")
    switch row.errors {
    case "any": #expect(try works(row, Self.error, timeout: .seconds(30)), "an error does harm")
    case "ENOSYS":
      #expect(try works(row, Self.absence, timeout: .seconds(30)))
      #expect(try harms(row, Self.error, timeout: .milliseconds(1500)))
    default:
      #expect(try harms(row, Self.error, timeout: .milliseconds(1500)), "an error does no harm")
    }
  }

  @Test(arguments: rows)
  func `a policy that denies a call is refused`(row: Row) throws {
    let part: RuntimeNeeds =
      switch row.part {
      case "running": .running
      case "threads": .threads
      case "events": .events
      default: .crashes
      }
    func refusal(_ action: String, for needs: RuntimeNeeds) throws -> SandboxError? {
      let policy = try SandboxPolicy(json: ConfinedProbe.allowing(but: row.rule(action)))
      do {
        try needs.check(policy.programs.program(.confinement), of: policy)
        return nil
      } catch {
        return error as? SandboxError
      }
    }
    let killed = try #require(try refusal(Self.kill, for: part))
    #expect(killed.stage == .runtimeNeeds)
    #expect(killed.deniedNeeds.contains { $0.hasPrefix(row.names[0]) && $0.contains("kill") })
    #expect(try refusal(Self.kill, for: []) == nil)
    #expect((try refusal(Self.error, for: part) == nil) == (row.errors == "any"))
  }

  /// Work that does not end the process, and what it calls itself.
  @Test(arguments: [
    "tasks", "threads", "allocation", "locks", "spinning", "signal", "sleep", "timer", "random",
    "pool", "backlog", "crash", "abort",
  ])
  func `what the table has is enough to go on`(work: String) throws {
    let own = ConfinedProbe.rule("write", "clock_nanosleep", action: "\"allow\"")
    let rules = Self.rows.map { $0.rule("\"allow\"") } + [own]
    let policy = #"{ "default": "kill-process", "rules": [\#(rules.joined(separator: ", "))] }"#
    let result = try ConfinedProbe.run(under: policy, work)
    switch work {
    case "crash": #expect(result.errors.contains("Fatal error: this is the end"), "\(result)")
    case "abort": #expect(result.ending == .signal(6), "\(result)")
    default: #expect(result.ending == .exit(0) && result.output == "\(work)\n", "\(result)")
    }
  }

  @Test func `the shipped policies for servers let a server go on`() throws {
    for name in ["default", "network-server", "network-client", "offline", "read-only"] {
      let policy = try SandboxPolicy("builtin:\(name)")
      #expect(throws: Never.self) {
        try RuntimeNeeds.all.check(policy.programs.program(.confinement), of: policy)
      }
    }
  }
}
