import Foundation
import TestSupport
import Testing

/// `sekat policies`.
@Suite struct PoliciesTests {
  private func sekat(_ words: String..., status: Int32 = 0) throws -> ProcessResult {
    let result = try run(builtProduct("sekat"), ["policies"] + words)
    #expect(result.ending == .exit(status), "\(result)")
    return result
  }

  @Test func `all are listed, each with what it is for`() throws {
    let list = try sekat().output
    expectGolden(list, "policies.txt")
    let json = try JSONSerialization.jsonObject(
      with: Data(try sekat("--format", "json").outputBytes))
    let entries = try #require((json as? [String: Any])?["policies"] as? [[String: Any]])
    for entry in entries {
      let name = try #require(entry["name"] as? String)
      #expect(list.contains("\n\(name) ") || list.hasPrefix("\(name) "))
      #expect(entry["description"] as? String != "")
    }
  }

  @Test func `one is printed as it is written`() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Policies/profiles/offline.json")
    for name in ["offline", "builtin:offline"] {
      #expect(try sekat(name).outputBytes == Array(Data(contentsOf: file)))
    }
  }

  @Test func `what it decides, in words`() throws {
    for name in ["offline", "network"] {
      expectGolden(
        try sekat(name, "--resolved", "--target", "x86_64").output, "policies-\(name).txt")
    }
  }

  /// `query` finds verdicts in another way.
  @Test func `what it decides is what query says`() throws {
    let output = try sekat("read-only", "--resolved", "--target", "x86_64", "--format", "json")
    let json = try JSONSerialization.jsonObject(with: Data(output.outputBytes)) as? [String: Any]
    let machines = try #require(json?["machines"] as? [[String: Any]])
    let regions = try #require(machines[0]["regions"] as? [[String: Any]])
    for call in ["read", "mkdir", "mount", "openat", "clone", "ioctl"] {
      let region = try #require(
        regions.first {
          $0["abi"] as? String == "x86_64" && ($0["calls"] as? [String])?.contains(call) == true
        })
      let parts = try #require(region["parts"] as? [[String: Any]])
      let verdicts = Set(parts.compactMap { $0["verdict"] as? String })
      let answer = try run(
        builtProduct("sekat"),
        ["query", "-p", "builtin:read-only", "--target", "x86_64", "--format", "json", call])
      let object = try JSONSerialization.jsonObject(with: Data(answer.outputBytes))
      let policies = try #require((object as? [String: Any])?["policies"] as? [[String: Any]])
      let decisions = try #require(policies[0]["decisions"] as? [[String: Any]])
      #expect(verdicts == Set(decisions.compactMap { $0["verdict"] as? String }), "\(call)")
    }
  }

  @Test func `what there is not is refused, with what was meant`() throws {
    #expect(
      try sekat("ofline", status: 2).errors
        == "sekat: no policy 'ofline' comes with sekat; did you mean 'offline'?\n"
        + "See 'sekat policies'.\n")
    #expect(try sekat("--resolved", status: 2).errors.contains("name it"))
    #expect(try sekat("offline", "--target", "x86_64", status: 2).errors.contains("'--resolved'"))
    #expect(try sekat("offline", "--format", "json", status: 2).errors.contains("JSON as it is"))
  }
}
