import LinuxABI

@testable import SeccompPolicy

/// A profile for containers with these rules, which denies everything else with EPERM.
func profile(
  _ rules: String, settings: String = #""defaultAction": "SCMP_ACT_ERRNO""#
) -> PolicyFixture {
  PolicyFixture(#"{\#(settings), "syscalls": [\#(rules)]}"#)
}

/// A rule of a profile.
func rule(_ names: String, _ action: String = "ALLOW", _ more: String = "") -> String {
  let names = names.split(separator: " ").map { "\"\($0)\"" }.joined(separator: ", ")
  return #"{"names": [\#(names)], "action": "SCMP_ACT_\#(action)"\#(more)}"#
}

/// Conditions of a rule: the index, the operator, the value, and the second value.
func args(_ conditions: (Int, String, UInt64, UInt64)...) -> String {
  let texts = conditions.map { index, operation, value, second in
    #"{"index": \#(index), "op": "SCMP_CMP_\#(operation)", "value": \#(value), "#
      + #""valueTwo": \#(second)}"#
  }
  return #", "args": [\#(texts.joined(separator: ", "))]"#
}

/// Rules one after the other.
func list(_ rules: String...) -> String { rules.joined(separator: ",") }
