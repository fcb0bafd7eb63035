import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Makes a policy file of a JSON value, and collects every mistake on the way.
///
/// What cannot be decoded is left out or stands for something else, so that what follows from one
/// mistake is not reported as another. A policy with a mistake is never resolved.
struct PolicyDecoder {
  let source: SourceText
  let limits: PolicyLimits
  private(set) var diagnostics: [Diagnostic] = []
  /// How much this file and those before it have said.
  private(set) var spent: Spent
  /// Whether the file is no policy at all.
  private(set) var isForeign = false

  /// How much was said of what there is a limit for.
  struct Spent {
    var rules = 0
    var ignored = 0
  }

  init(_ source: SourceText, limits: PolicyLimits, spent: Spent) {
    self.source = source
    self.limits = limits
    self.spent = spent
  }

  /// Decodes the whole file.
  mutating func decode(_ root: JSONNode) -> PolicyFile {
    var file = PolicyFile(source: source)
    guard case .object(let members) = root.value else {
      report(root, "wrong-type", "a policy is an object, not \(root.value.kind)")
      isForeign = true
      return file
    }
    if let format = ForeignFormat(members) {
      report(
        root, "foreign-format",
        "this is \(format.name), which sekat does not read yet; "
          + "sekat's own policies have 'default' and 'rules'")
      isForeign = true
      return file
    }
    for member in members { decode(member, into: &file) }
    return file
  }

  static let keys = [
    "$schema", "name", "description", "comment", "extends", "architectures", "default", "foreign",
    "kernel", "newer", "groups", "flags", "rules", "lint",
  ]

  private mutating func decode(_ member: JSONMember, into file: inout PolicyFile) {
    let value = member.value
    switch member.key {
    case "$schema", "comment": _ = string(value, for: member.key)
    case "name": file.name = string(value, for: member.key)
    case "description": file.description = string(value, for: member.key)
    case "extends": file.extends = list(value, for: member.key) { $0.path($1) }
    case "architectures": file.architectures = architectures(value)
    case "default": file.defaultAction = action(value) ?? someAction(at: value)
    case "foreign": file.foreign = foreign(value)
    case "kernel": file.kernel = kernel(value)
    case "newer": file.newer = action(value) ?? someAction(at: value)
    case "groups": file.groups = groups(value)
    case "flags": file.flags = flags(value)
    case "rules":
      guard allows(value, \.rules, limits.rules, "too-many-rules", "rules") else { break }
      file.rules = list(value, for: member.key, mayBeEmpty: true) { $0.rule($1) }
    case "lint": file.lint = lint(value)
    default: unknown(member, among: Self.keys)
    }
  }

  /// Stands for an action that could not be decoded.
  func someAction(at node: JSONNode) -> Located<ActionSyntax> {
    Located(value: .fixed(.killProcess), range: node.range)
  }

  // MARK: Parts

  private mutating func path(_ node: JSONNode) -> Located<String>? {
    guard let path = string(node, for: "an entry of 'extends'") else { return nil }
    if path.isEmpty {
      report(node, "empty-path", "a base policy needs a path")
      return nil
    }
    return Located(value: path, range: node.range)
  }

  private mutating func architectures(
    _ node: JSONNode
  ) -> Located<[Located<ArchitectureName>]>? {
    if case .string("native") = node.value {
      return Located(value: [Located(value: .native, range: node.range)], range: node.range)
    }
    let names = list(node, for: "architectures") { decoder, entry -> Located<ArchitectureName>? in
      if case .string("native") = entry.value {
        return Located(value: .native, range: entry.range)
      }
      return decoder.abi(entry, or: ["native"])
        .map { Located(value: .abi($0.value), range: $0.range) }
    }
    refuseDuplicates(names) { name in
      switch name {
      case .native: "native"
      case .abi(let abi): abi.name
      }
    }
    return names.isEmpty ? nil : Located(value: names, range: node.range)
  }

  /// An ABI by its name; other names that would be right here are suggested, too.
  mutating func abi(_ node: JSONNode, or others: [String] = []) -> Located<ABI>? {
    guard let name = string(node, for: "an architecture") else { return nil }
    if let abi = ABI(name: name) { return Located(value: abi, range: node.range) }
    let names = ABI.allCases.map(\.name) + others
    let meant = ABI.meant(by: name).map { didYouMean($0.name) }
    let near = meant ?? suggestion(for: name, among: names)
    report(
      at: node.range, "unknown-architecture", "unknown architecture \(quoted(name))" + near,
      notes: near.isEmpty
        ? [.init("the architectures are \(names.map { "'\($0)'" }.joined(separator: ", "))")] : [])
    return nil
  }

  private mutating func foreign(_ node: JSONNode) -> Located<ActionSyntax>? {
    guard let action = action(node) else { return nil }
    if action.value == .fixed(.allow) || action.value == .fixed(.log) {
      report(
        node, "foreign-allowed",
        "'foreign' must not let calls through, for no rule is asked about them")
      return nil
    }
    return action
  }

  private mutating func kernel(_ node: JSONNode) -> Located<KernelVersion>? {
    guard let text = string(node, for: "kernel") else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, let version = KernelVersion(text) else {
      report(node, "invalid-kernel", "\(quoted(text)) is no kernel release such as \"6.12\"")
      return Located(value: Syscall.newestKernel, range: node.range)
    }
    return Located(value: version, range: node.range)
  }

  private mutating func groups(_ node: JSONNode) -> [GroupSyntax] {
    guard case .object(let members) = node.value else {
      report(node, "wrong-type", "'groups' must be an object, not \(node.value.kind)")
      return []
    }
    return members.compactMap { member in
      if member.key == "comment" {
        _ = string(member.value, for: member.key)
        return nil
      }
      let name = Located(value: member.key, range: member.keyRange)
      guard Self.isGroupName(member.key) else {
        report(
          at: member.keyRange, "invalid-group-name",
          "\(quoted(member.key)) is no group name: letters, digits, '-', '_' and '/', without '@'")
        return nil
      }
      let members = selectors(member.value, for: "group '\(member.key)'")
      return GroupSyntax(name: name, members: members)
    }
  }

  private static func isGroupName(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "/"):
          true
        default: false
        }
      }
  }

  private mutating func flags(_ node: JSONNode) -> Located<[PolicyFlag]>? {
    let known = PolicyFlag.allCases.map(\.rawValue)
    let flags = list(node, for: "flags", mayBeEmpty: true) { decoder, entry in
      decoder.string(entry, for: "a flag").flatMap { name -> Located<PolicyFlag>? in
        if let flag = PolicyFlag(rawValue: name) { return Located(value: flag, range: entry.range) }
        decoder.report(
          entry, "unknown-flag",
          "unknown flag \(quoted(name))\(decoder.suggestion(for: name, among: known))")
        return nil
      }
    }
    refuseDuplicates(flags) { $0.rawValue }
    return Located(value: flags.map(\.value), range: node.range)
  }
}

// MARK: - Values of simple types

extension PolicyDecoder {
  /// A key in quotes, or several words as they are.
  private static func phrase(_ what: String) -> String {
    what.contains(" ") ? what : "'\(what)'"
  }

  mutating func string(_ node: JSONNode, for what: String) -> String? {
    if case .string(let text) = node.value { return text }
    report(node, "wrong-type", "\(Self.phrase(what)) must be a string, not \(node.value.kind)")
    return nil
  }

  mutating func bool(_ node: JSONNode, for key: String) -> Bool? {
    if case .bool(let flag) = node.value { return flag }
    report(node, "wrong-type", "'\(key)' must be true or false, not \(node.value.kind)")
    return nil
  }

  /// A number that is an integer as policies have them.
  mutating func integer(_ number: JSONNumber, at node: JSONNode) -> JSONInteger? {
    if let integer = number.integer { return integer }
    let problem = number.problem.map { "\($0)" } ?? "is no integer"
    report(node, "not-an-integer", "a number must be an integer; this one \(problem)")
    return nil
  }

  /// The elements of a list, those that can be decoded.
  mutating func list<Element>(
    _ node: JSONNode, for what: String, mayBeEmpty: Bool = false,
    _ decode: (inout PolicyDecoder, JSONNode) -> Element?
  ) -> [Element] {
    var name: String { Self.phrase(what) }
    guard case .array(let elements) = node.value else {
      // The commonest slip: a list of one that is written without its brackets.
      let right = if case .string(let text) = node.value { "; write [\"\(text)\"]" } else { "" }
      report(node, "wrong-type", "\(name) must be a list, not \(node.value.kind)\(right)")
      return []
    }
    if elements.isEmpty && !mayBeEmpty { report(node, "empty", "\(name) must not be empty") }
    return elements.compactMap { decode(&self, $0) }
  }

  /// The members of an object, which must say something.
  mutating func object(_ node: JSONNode, for what: String) -> [JSONMember]? {
    guard case .object(let members) = node.value else {
      report(
        node, "wrong-type", "\(Self.phrase(what)) must be an object, not \(node.value.kind)")
      return nil
    }
    return members
  }
}

// MARK: - Reports

extension PolicyDecoder {
  mutating func report(_ node: JSONNode, _ id: String, _ message: String) {
    report(at: node.range, id, message)
  }

  mutating func report(
    at range: SourceRange, _ id: String, _ message: String, notes: [Diagnostic.Note] = []
  ) {
    report([
      Diagnostic(
        .error, id: id, message, at: SourceLocation(source: source, range: range), notes: notes)
    ])
  }

  /// Takes up mistakes, unless there were very many; what is wrong then has been said.
  mutating func report(_ mistakes: [Diagnostic]) {
    diagnostics += mistakes.prefix(max(limits.mistakes - diagnostics.count, 0))
  }

  /// Whether there is room for the elements of a list, of which all files may have only so many.
  mutating func allows(
    _ node: JSONNode, _ count: WritableKeyPath<Spent, Int>, _ limit: Int, _ id: String,
    _ what: String
  ) -> Bool {
    guard case .array(let elements) = node.value else { return true }
    let room = limit - spent[keyPath: count]
    spent[keyPath: count] += elements.count
    if elements.isEmpty || elements.count <= room { return true }
    report(
      elements[max(room, 0)], id, "the files of the policy have more than \(limit) \(what) in all")
    return false
  }

  mutating func unknown(_ member: JSONMember, among keys: [String]) {
    let meant = OtherSpellings.key(member.key, among: keys).map { didYouMean($0) }
    let end = meant ?? suggestion(for: member.key, among: keys)
    let choices = keys.map { "'\($0)'" }.joined(separator: ", ")
    report(
      at: member.keyRange, "unknown-key", "unknown key \(quoted(member.key))" + end,
      notes: end.isEmpty ? [.init("the keys are \(choices)")] : [])
  }

  func suggestion(for word: String, among candidates: [String]) -> String {
    guard diagnostics.count < PolicyLimits.suggestions else { return "" }
    return Toolbox.suggestion(for: word, among: candidates)
  }

  mutating func refuseDuplicates<Value: Hashable>(
    _ entries: [Located<Value>], _ name: (Value) -> String
  ) {
    var firsts: [Value: SourceRange] = [:]
    for entry in entries {
      guard let earlier = firsts.updateValue(entry.range, forKey: entry.value) else { continue }
      firsts[entry.value] = earlier
      report(
        at: entry.range, "duplicate-entry", "'\(name(entry.value))' is listed twice",
        notes: [.init("first here", at: SourceLocation(source: source, range: earlier))])
    }
  }
}
