import JSONSyntax
import SourceDiagnostics
import Toolbox

/// Reads a file of another tool's format, which compares registers, and remarks what its loader makes of it.
protocol ProfileReader: BudgetedReader {
  /// How much this file and those before it have said.
  var budget: PolicyBudget { get set }
  /// What an author may not expect.
  var remarks: RemarkList { get set }
}

extension ProfileReader {
  /// Remarks something that an author may not expect.
  mutating func remark(
    _ kind: PolicyRemark.Kind, _ severity: Diagnostic.Severity, at range: SourceRange,
    _ problem: String, _ advice: String
  ) {
    remarks.add(
      PolicyRemark(
        kind: kind, severity: severity, range: range, problem: problem, advice: advice))
  }

  /// What was meant by a word in a remark; who writes very many such words means nothing by them.
  func remarkedSuggestion(
    for word: String, among candidates: @autoclosure () -> [String]
  ) -> String {
    remarks.all.count < mostSuggestions ? suggestion(for: word, among: candidates()) : ""
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

  /// Remarks a mask that is not as it seems to be; says whether it is not.
  ///
  /// What is compared under the mask has a key; the advice says what to write where the mask is 0.
  mutating func remarkMask(
    _ mask: Located<UInt64>, _ value: Located<UInt64>, for key: String, advice: String
  ) -> Bool {
    let beyond = value.value & ~mask.value
    if mask.value == 0 {
      remark(
        .emptyMask, .error, at: mask.range,
        "the mask is 0, so that nothing is looked at, and the condition always holds", advice)
    } else if beyond != 0 {
      remark(
        .valueBeyondMask, .warning, at: value.range,
        "the bits \(hexadecimal(beyond)) of '\(key)' are outside of the mask, and are left out",
        "write \(value.value & mask.value), or the other bits into the mask too")
    }
    return mask.value == 0 || beyond != 0
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

extension JSONNode {
  /// Whether it is `null`, which says as much as a key that is not there.
  var isNull: Bool { if case .null = value { true } else { false } }
}
