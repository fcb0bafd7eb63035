import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Reads all filters of a file, and collects every mistake and whatever the two readers take in two ways.
struct SeccompilerDecoder: ProfileReader, FileDecoder {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  var remarks: RemarkList
  /// What the filter at hand says that is read in two ways.
  var differences: [DialectDifference] = []
  /// How many of them each refuses, or nobody.
  private var differenceCounts: [SeccompilerDialect?: Int] = [:]
  /// How much this file and those before it have said.
  var budget: PolicyBudget

  init(_ source: SourceText, budget: PolicyBudget) {
    self.source = source
    self.budget = budget
    remarks = RemarkList(most: budget.limits.mistakes)
  }

  /// Reads the whole file.
  mutating func decode(_ root: JSONNode, into file: inout PolicyFile) -> Bool {
    guard let members = object(root, for: "a file of filters") else { return false }
    var syntax = SeccompilerFile(range: openingBrace(of: root))
    syntax.filters = members.compactMap { filter($0) }
    file.architectures = Located(
      value: [Located(value: .native, range: syntax.range)], range: syntax.range)
    file.unsettled = syntax
    file.remarks = remarks.all
    return !diagnostics.containsErrors
  }

  private static let filterKeys = ["default_action", "filter_action", "filter"]
  /// The crate's own words for two of them.
  private static let crateKeys = [
    "mismatch_action": "default_action", "match_action": "filter_action",
  ]

  private mutating func filter(_ member: JSONMember) -> SeccompilerFile.Filter? {
    (differences, differenceCounts) = ([], [:])
    let name = "filter '\(escaped(member.key))'"
    guard case .object(let parts) = member.value.value else {
      let mistake = mismatch(member.value, .object, for: name)
      report(
        at: member.value.range, mistake.id, mistake.message,
        notes: [.init("every key of the file is the name of a filter; its loaders refuse others")])
      return nil
    }
    let keys = keys(parts)
    let missing = Self.filterKeys.filter { keys[$0] == nil }
    if !missing.isEmpty { report(member.value, self.missing(missing, in: name)) }
    let otherwise = keys["default_action"].flatMap { self.action($0) }
    let action = keys["filter_action"].flatMap { self.action($0) }
    let rules = keys["filter"].map { self.rules($0) }
    guard let otherwise, let action, let rules else { return nil }
    if otherwise.value == action.value {
      report(
        at: action.range, "equal-actions",
        "both actions are the same, so that the filter decides nothing, and its loaders refuse it")
    }
    return SeccompilerFile.Filter(
      name: Located(value: member.key, range: member.keyRange), otherwise: otherwise,
      action: action, rules: rules, isOfCrate: parts.contains { Self.crateKeys[$0.key] != nil },
      differences: differences)
  }

  /// The values of a filter's keys, by the words that both readers know.
  private mutating func keys(_ parts: [JSONMember]) -> [String: JSONNode] {
    var keys: [String: JSONNode] = [:]
    for part in parts {
      let common = Self.crateKeys[part.key]
      let key = common ?? part.key
      guard Self.filterKeys.contains(key) else {
        unknownKey(part, among: Self.filterKeys + Self.crateKeys.keys.sorted())
        continue
      }
      if let common {
        differ(
          at: part.keyRange, refusedBy: .firecracker,
          "'\(part.key)' is the crate's word for '\(common)'",
          [.firecracker: "does not know it, and refuses a filter without '\(common)'"])
      }
      if keys.updateValue(part.value, forKey: key) != nil {
        let other = Self.crateKeys.first { $0.value == key }?.key ?? key
        report(
          at: part.keyRange, "duplicate-key",
          "'\(other)' and '\(key)' are the same; remove one of them")
      }
    }
    return keys
  }

  // MARK: Actions

  private static let actions: [String: FilterAction] = [
    "allow": .allow, "kill_thread": .killThread, "kill_process": .killProcess, "log": .log,
    "trap": .trap(0),
  ]

  private mutating func action(_ node: JSONNode) -> Located<FilterAction>? {
    func located(_ action: FilterAction?) -> Located<FilterAction>? {
      action.map { Located(value: $0, range: node.range) }
    }
    switch node.value {
    case .string(let word):
      if let action = Self.actions[word] { return located(action) }
      unknownAction(word, at: node)
      return nil
    case .object(let members):
      guard members.count == 1, let member = members.first else {
        report(
          node, "wrong-type",
          "an action is a word, or an object with one key such as { \"errno\": 1 }")
        return nil
      }
      switch member.key {
      case "errno":
        guard let number = data(member.value) else { return nil }
        guard number <= FilterAction.maximumErrno else {
          report(member.value, "errno-range", "an error is 0 to 4095, not \(number)")
          return nil
        }
        return located(.errno(number))
      case "trace":
        return data(member.value).flatMap { located(.trace($0)) }
      default:
        unknownAction(member.key, at: node)
        return nil
      }
    case .null, .bool, .number, .array:
      report(
        node, "wrong-type",
        "an action must be a word or an object such as { \"errno\": 1 }, not \(node.value.kind)")
      return nil
    }
  }

  private mutating func unknownAction(_ word: String, at node: JSONNode) {
    let names = Self.actions.keys.sorted() + ["errno", "trace"]
    // A word that is known is not there as it must be.
    let problem =
      Self.actions[word] != nil
      ? "'\(word)' has no number: write \"\(word)\""
      : names.contains(word)
        ? "'\(word)' needs its number: { \"\(word)\": NUMBER }"
        : "unknown action \(quoted(word))" + suggestion(for: word, among: names)
    report(
      at: node.range, "unknown-action", problem,
      notes: [
        .init(
          "the actions are \(Self.actions.keys.sorted().joined(separator: ", ")), "
            + "{ \"errno\": NUMBER } and { \"trace\": NUMBER }")
      ])
  }

  /// The number of an action.
  private mutating func data(_ node: JSONNode) -> UInt16? {
    guard case .number(let written) = node.value else {
      report(node, "wrong-type", "the number of an action must be a number, not \(node.value.kind)")
      return nil
    }
    guard let number = integer(written, at: node) else { return nil }
    guard !number.isNegative, let data = UInt16(exactly: number.magnitude) else {
      report(node, "action-number", "the number of an action is 0 to 65535, not \(number)")
      return nil
    }
    return data
  }

  // MARK: Reports

  /// A key that one reader refuses, and that the other passes over.
  mutating func unknownKey(_ member: JSONMember, among keys: [String]) {
    let near = suggestion(for: member.key, among: keys)
    differ(
      at: member.keyRange, refusedBy: .seccompiler,
      "nobody knows the key \(quoted(member.key))\(near)",
      [.seccompiler: "refuses it", .firecracker: "passes over it"])
  }

  mutating func differ(
    at range: SourceRange, refusedBy dialect: SeccompilerDialect? = nil, _ problem: String,
    _ meaning: [SeccompilerDialect: String]
  ) {
    // Those that a reader refuses are mistakes, and must not hide behind others that are none.
    let count = differenceCounts[dialect, default: 0]
    if count >= mostMistakes { return }
    differenceCounts[dialect] = count + 1
    differences.append(
      DialectDifference(range: range, refusedBy: dialect, problem: problem, meaning: meaning))
  }
}
