import JSONSyntax
import SourceDiagnostics
import Toolbox

/// Reads a file of another tool's format, which compares registers, and remarks what its loader makes of it.
protocol ProfileReader: NodeReader {
  /// How much this file and those before it have said.
  var budget: PolicyBudget { get set }
  /// What an author may not expect.
  var remarks: [PolicyRemark] { get set }
}

extension ProfileReader {
  var mostMistakes: Int { budget.limits.mistakes }
  var mostSuggestions: Int { PolicyLimits.suggestions }

  /// Remarks something that an author may not expect.
  mutating func remark(
    _ kind: PolicyRemark.Kind, _ severity: Diagnostic.Severity, at range: SourceRange,
    _ problem: String, _ advice: String
  ) {
    if remarks.count >= budget.limits.mistakes { return }
    remarks.append(
      PolicyRemark(
        kind: kind, severity: severity, range: range, problem: problem, advice: advice))
  }

  /// The first character of an object, for what is said of all of it.
  func openingBrace(of node: JSONNode) -> SourceRange {
    SourceRange(node.range.lowerBound..<node.range.lowerBound + 1)
  }

  /// Whether all files together may have as many rules as there are in a list.
  mutating func allowsRules(in node: JSONNode) -> Bool {
    guard case .array(let elements) = node.value else { return true }
    let room = budget.limits.rules - budget.rules
    budget.rules += elements.count
    if elements.count <= room { return true }
    report(
      elements[max(room, 0)], "too-many-rules",
      "the files of the policy have more than \(budget.limits.rules) rules in all")
    return false
  }

  /// The index of a register that holds an argument.
  mutating func argumentIndex(_ node: JSONNode) -> Int? {
    guard let index = count(node, for: "index") else { return nil }
    guard index < 6 else {
      report(node, "argument-index", "a system call has the arguments 0 to 5, and no \(index)")
      return nil
    }
    return index
  }

  /// What a register is compared with: a number of 64 bits without a sign.
  mutating func registerValue(_ node: JSONNode, for key: String) -> UInt64? {
    guard case .number(let number) = node.value else {
      report(node, "wrong-type", "'\(key)' must be a number, not \(node.value.kind)")
      return nil
    }
    guard let integer = integer(number, at: node) else { return nil }
    if integer.isNegative {
      report(
        node, "negative-value",
        "'\(key)' is an unsigned number of 64 bits: for \(integer) write \(integer.bits), or "
          + "\(integer.bits & 0xffff_ffff) where only 32 bits are used")
      return nil
    }
    return integer.magnitude
  }
}
