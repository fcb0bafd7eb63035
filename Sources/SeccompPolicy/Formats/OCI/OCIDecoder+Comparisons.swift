import JSONSyntax
import SourceDiagnostics
import Toolbox

/// The elements of `args`.
extension OCIDecoder {
  mutating func comparisons(_ node: JSONNode, of action: OCIAction.Kind?) -> [OCIComparison] {
    let comparisons = list(node, for: "args", mayBeEmpty: true) { $0.comparison($1, of: action) }
    if Set(comparisons.map(\.index)).count < comparisons.count {
      let more = comparisons.count > 2 ? "each of the \(comparisons.count) conditions" : "each"
      remark(
        .splitConditions, .warning, at: node.range,
        "an argument is named twice, and then \(more) is a rule by itself: the rule holds where any "
          + "of them does, not all",
        "make an entry of each condition if that is meant; what must hold together can be asked of "
          + "different arguments only")
    }
    return comparisons
  }

  private mutating func comparison(
    _ node: JSONNode, of action: OCIAction.Kind?
  ) -> OCIComparison? {
    guard object(node, for: "a condition") != nil else { return nil }
    let keys = members(of: node, ["index", "value", "valueTwo", "op"])
    guard let operatorNode = keys["op"] else {
      report(node, missing(["op"], in: "a condition"))
      return nil
    }
    let index = keys["index"].map { argumentIndex($0) } ?? 0
    let value = keys["value"].map { registerValue($0, for: "value") } ?? 0
    let second = keys["valueTwo"].map { registerValue($0, for: "valueTwo") } ?? 0
    guard let comparison = comparisonOperator(operatorNode), let index, let value, let second else {
      return nil
    }
    guard comparison == .maskedEqual else {
      return OCIComparison(
        index: index, comparison: comparison, mask: .max, value: value, range: node.range)
    }
    remarkMask(value, second, keys, of: action, at: node)
    return OCIComparison(
      index: index, comparison: comparison, mask: value, value: second & value, range: node.range)
  }

  private mutating func remarkMask(
    _ mask: UInt64, _ value: UInt64, _ keys: [String: JSONNode], of action: OCIAction.Kind?,
    at node: JSONNode
  ) {
    let isRemarked = remarkMask(
      Located(value: mask, range: (keys["value"] ?? node).range),
      Located(value: value, range: (keys["valueTwo"] ?? node).range), for: "valueTwo",
      advice: "'value' is the mask and 'valueTwo' what is under it: write the bits to look at into "
        + "'value'")
    if !isRemarked, keys["valueTwo"] == nil, action?.mayPass == false {
      remark(
        .missingValue, .warning, at: node.range,
        "without 'valueTwo' the bits are compared with 0, so that calls are refused which have none "
          + "of them, and not those that have them",
        "write \"valueTwo\": \(mask) to refuse calls with \(mask.nonzeroBitCount == 1 ? "the bit" : "all of the bits")"
      )
    }
  }

  private mutating func comparisonOperator(_ node: JSONNode) -> RegisterOperator? {
    guard let word = string(node, for: "op") else { return nil }
    if let known = RegisterOperator(constant: word) { return known }
    let names = RegisterOperator.allCases.map(\.constant)
    report(
      at: node.range, "unknown-operator",
      "unknown operator \(quoted(word))"
        + suggestion(for: word, behind: RegisterOperator.prefix, among: names),
      notes: [.init("the operators are \(names.joined(separator: ", "))")])
    return nil
  }
}
