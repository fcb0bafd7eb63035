import ClassicBPF
import Foundation
import LinuxABI
import SourceDiagnostics
import TestSupport
import Testing

@testable import PolicyLint

/// The log for code-hosting sites.
@Suite struct SARIFTests {
  private let text = rules(
    """
    { "syscalls": ["chmod"], "action": { "errno": "EACCES" } },
    { "syscalls": ["ptrace", "fchmodat"] },
    { "syscalls": ["kill"], "action": "kill-thread",
      "lint": { "ignore": ["kill-thread"], "reason": "nobody holds a lock" } }
    """)

  private func log(_ text: String) throws -> [String: Any] {
    let log = SARIFLog([try LintOutcome(text).report], version: "1.2.3").text
    return try #require(
      try JSONSerialization.jsonObject(with: Data(log.utf8)) as? [String: Any])
  }

  private func results(_ text: String) throws -> [[String: Any]] {
    let run = try #require((try log(text)["runs"] as? [[String: Any]])?.first)
    return try #require(run["results"] as? [[String: Any]])
  }

  /// What the specification requires of the properties that are used, written out.
  @Test func `it has the structure of the specification`() throws {
    let log = try log(text)
    #expect(log["version"] as? String == "2.1.0")
    #expect((log["$schema"] as? String)?.contains("sarif-2.1.0") == true)
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    #expect(run["columnKind"] as? String == "unicodeCodePoints")
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    #expect(driver["name"] as? String == "sekat")
    #expect(driver["semanticVersion"] as? String == "1.2.3")
    let described = try #require(driver["rules"] as? [[String: Any]])
    for rule in described {
      #expect(rule["id"] is String)
      for key in ["shortDescription", "fullDescription", "help"] {
        #expect((rule[key] as? [String: Any])?["text"] is String, "\(rule["id"] ?? "") \(key)")
      }
      let level = (rule["defaultConfiguration"] as? [String: Any])?["level"] as? String
      #expect(["error", "warning", "note"].contains(level))
    }
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count > 3)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(described[index]["id"] as? String == result["ruleId"] as? String)
      #expect(["error", "warning", "note"].contains(result["level"] as? String))
      #expect((result["message"] as? [String: Any])?["text"] is String)
      let places =
        (result["locations"] as? [[String: Any]] ?? [])
        + (result["relatedLocations"] as? [[String: Any]] ?? [])
      #expect(!places.isEmpty)
      for place in places {
        let physical = try #require(place["physicalLocation"] as? [String: Any])
        #expect((physical["artifactLocation"] as? [String: Any])?["uri"] is String)
        let region = try #require(physical["region"] as? [String: Int])
        let start = (try #require(region["startLine"]), try #require(region["startColumn"]))
        let end = (try #require(region["endLine"]), try #require(region["endColumn"]))
        #expect(start.0 >= 1 && start.1 >= 1 && start <= end)
      }
      let prints = try #require(result["partialFingerprints"] as? [String: String])
      #expect(prints["sekatFinding/v1"]?.count == 16)
    }
    let suppressed = results.compactMap { $0["suppressions"] as? [[String: String]] }
    #expect(
      suppressed == [[["kind": "inSource", "justification": "nobody holds a lock"]]])
    #expect(results.contains { $0["fixes"] != nil })
  }

  @Test func `fingerprints stay when lines move, and differ`() throws {
    func prints(_ text: String) throws -> [String: String] {
      Dictionary(
        uniqueKeysWithValues: try results(text).map { result in
          let print = (result["partialFingerprints"] as? [String: String])?["sekatFinding/v1"] ?? ""
          return (print, result["ruleId"] as? String ?? "")
        })
    }
    let before = try prints(text)
    #expect(try before.count == results(text).count)
    let moved = text.replacing("\"rules\": [", with: "\"description\": \"x\",\n\n\n  \"rules\": [")
      .replacing("\"ptrace\", ", with: "\"ptrace\",\n        ")
    #expect(try prints(moved) == before)
  }

  @Test func `names of files become URIs`() {
    #expect(SARIFLog.uri(of: "a/b.json") == "a/b.json")
    #expect(SARIFLog.uri(of: "/a b/ü.json") == "file:///a%20b/%C3%BC.json")
    #expect(SARIFLog.uri(of: "builtin:default") == "builtin:default")
    #expect(SARIFLog.uri(of: "<stdin>") == "%3Cstdin%3E")
  }

  @Test func `braces of messages are doubled, for by themselves they stand for arguments`() throws {
    let texts = try results(text).compactMap {
      ($0["message"] as? [String: Any])?["text"] as? String
    }
    let answer = try #require(texts.first { $0.contains("ENOSYS") })
    #expect(answer.contains(#"{{ "errno": "ENOSYS" }}"#))
    for text in texts {
      let rest = text.replacing("{{", with: "").replacing("}}", with: "")
      #expect(!rest.contains("{") && !rest.contains("}"))
    }
  }

  @Test func `of a compiled filter bytes are those of the file`() throws {
    let lines = [BPFInstruction(code: 0x20, k: 0), BPFInstruction(code: 0x06, k: 0x7ffe_0000)]
    let filter = CompiledFilter(
      try BPFProgram(verifying: lines), named: "a.bpf", lines: ["first line", "second"],
      byteOrder: .little)
    let report = try Linter().lint(filter, on: try #require(Machine(.x86_64)))
    let text = SARIFLog([report], version: "1").text
    let log = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let run = try #require((log?["runs"] as? [[String: Any]])?.first)
    let result = try #require(
      (run["results"] as? [[String: Any]])?.first {
        $0["ruleId"] as? String == "action-without-meaning"
      })
    let place = (result["locations"] as? [[String: Any]])?.first?["physicalLocation"]
    let region = try #require((place as? [String: Any])?["region"] as? [String: Int])
    #expect(region["startLine"] == 2 && region["byteOffset"] == 8 && region["byteLength"] == 8)
  }

  @Test func `what could not be read is said beside what was found`() throws {
    let mistake = Diagnostic(.error, id: "unreadable", "cannot read 'x'", at: nil)
    for (mistakes, isSuccess) in [([], true), ([mistake], false)] {
      let text = SARIFLog([], mistakes: mistakes, version: "1").text
      let log = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      let run = try #require((log?["runs"] as? [[String: Any]])?.first)
      let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
      #expect(invocation["executionSuccessful"] as? Bool == isSuccess)
      #expect((invocation["toolExecutionNotifications"] as? [Any])?.count ?? 0 == mistakes.count)
    }
  }
}
