import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Testing

@testable import Sekat

/// Two conditions in one `where`: it says for every call what two rules would say.
@Suite struct WidenedConditionTests {
  @Test(arguments: [
    // Only lists of values grow.
    (
      #"{"family": "AF_UNIX"}"#, #"{"family": ["AF_INET"]}"#, #"{"family": ["AF_UNIX", "AF_INET"]}"#
    ),
    (
      #"{ "family": ["AF_UNIX"], "protocol": 0 }"#,
      #"{"family": ["AF_UNIX", 10], "protocol": [0]}"#,
      #"{"family": ["AF_UNIX", 10], "protocol": 0}"#
    ),
    (
      #"{"type": {"is": ["SOCK_STREAM"], "only": "SOCK_CLOEXEC"}}"#,
      #"{"type": {"is": ["SOCK_DGRAM"], "only": "SOCK_CLOEXEC"}}"#,
      #"{"type": {"is": ["SOCK_STREAM", "SOCK_DGRAM"], "only": "SOCK_CLOEXEC"}}"#
    ),
    // All else is another alternative.
    (
      #"{"family": "AF_UNIX"}"#, #"{"family": ["AF_INET"], "protocol": [0]}"#,
      #"[{"family": "AF_UNIX"}, {"family": ["AF_INET"], "protocol": [0]}]"#
    ),
    (
      #"{"type": {"is": ["SOCK_STREAM"], "only": "SOCK_CLOEXEC"}}"#,
      #"{"type": {"is": ["SOCK_STREAM"], "only": "SOCK_NONBLOCK"}}"#,
      #"[{"type": {"is": ["SOCK_STREAM"], "only": "SOCK_CLOEXEC"}}, {"type": {"is": ["SOCK_STREAM"], "only": "SOCK_NONBLOCK"}}]"#
    ),
    (
      #"{"protocol": {"notIn": [1]}}"#, #"{"protocol": {"notIn": [2]}}"#,
      #"[{"protocol": {"notIn": [1]}}, {"protocol": {"notIn": [2]}}]"#
    ),
    (
      #"[{"family": 1}, {"family": 2, "protocol": 6}]"#, #"{"family": [2], "protocol": [17]}"#,
      #"[{"family": 1}, {"family": 2, "protocol": [6, 17]}]"#
    ),
    (
      #"{"type": {"has": "SOCK_CLOEXEC"}}"#, #"{"family": [1]}"#,
      #"[{"type": {"has": "SOCK_CLOEXEC"}}, {"family": [1]}]"#
    ),
  ])
  func `it means both and no more`(old: String, new: String, expected: String) throws {
    let widened = try #require(WidenedCondition.text(old, or: new))
    #expect(widened == expected)
    let two = try filter([old, new])
    let one = try filter([widened])
    let machine = try #require(Machine(.x86_64))
    #expect(try FilterProver().compare(.filter(two), .filter(one), on: machine) == .equal)
  }

  /// A filter that allows sockets on some conditions.
  private func filter(_ conditions: [String]) throws -> Filter {
    let rules = conditions.map { #"{ "syscalls": ["socket"], "where": \#($0) }"# }
    let text = """
      { "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "rules": [\(rules.joined(separator: ","))] }
      """
    let policy = try PolicyInput.load(text: text, for: nil)
    return try PolicyInput.resolve(policy, for: #require(Machine(.x86_64))).filter
  }

  @Test func `parts of what is written stay as they are`() throws {
    let text =
      #"{ "syscalls": ["a", "b]"], "comment": "said \"{,:}\"", "where": {"x": [1, {"y": 2}]}, "e": [] }"#
    var parts = try #require(JSONParts(text))
    #expect(parts.parts.map(\.key) == ["syscalls", "comment", "where", "e"])
    #expect(parts["comment"] == #""said \"{,:}\"""#)
    #expect(parts["where"] == #"{"x": [1, {"y": 2}]}"#)
    #expect(JSONParts("[]")?.parts == [] && JSONParts("[]")?.isObject == false)
    #expect(JSONParts(" \n[1 , \"2\" ]")?.text == #"[1, "2"]"#)
    parts["where"] = nil
    #expect(parts.text == #"{"syscalls": ["a", "b]"], "comment": "said \"{,:}\"", "e": []}"#)
    #expect(JSONParts("7") == nil)
  }

  @Test func `lines are cut where one can read on`() {
    #expect(folded("sekat: short", to: 40, indent: 2) == "sekat: short\n")
    #expect(
      folded("clone(flags=CLONE_VM|CLONE_FILES|CLONE_THREAD) → errno(EPERM)", to: 40, indent: 4)
        == "clone(flags=CLONE_VM|CLONE_FILES|\n    CLONE_THREAD) → errno(EPERM)\n")
    let path = "\"/" + String(repeating: "x", count: 60) + "\""
    #expect(folded("open(\(path))", to: 40, indent: 4) == "open(\(path))\n")
    #expect(
      folded("0123456789 0123456789 → kill", to: 24, indent: 1)
        == "0123456789 0123456789\n → kill\n")
  }
}
