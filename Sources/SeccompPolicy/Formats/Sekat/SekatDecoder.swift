import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Makes a policy file of a JSON value, and collects every mistake on the way.
///
/// What cannot be decoded is left out or stands for something else, so that what follows from one
/// mistake is not reported as another. A policy with a mistake is never resolved.
struct SekatDecoder: FileDecoder {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  /// How much this file and those before it have said.
  private(set) var budget: PolicyBudget

  init(_ source: SourceText, budget: PolicyBudget) {
    self.source = source
    self.budget = budget
  }

  /// Decodes the whole file; says whether it is a policy at all.
  mutating func decode(_ root: JSONNode, into file: inout PolicyFile) -> Bool {
    guard case .object(let members) = root.value else {
      report(root, "wrong-type", "a policy is an object, not \(root.value.kind)")
      return false
    }
    for member in members { decode(member, into: &file) }
    return true
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
      guard allows(value, \.rules, budget.limits.rules, "too-many-rules", "rules") else { break }
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
    if action.value.passes {
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
    guard let members = object(node, for: "groups") else { return [] }
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

// MARK: - Words of other formats

extension SekatDecoder {
  func meantKey(_ key: String, among keys: [String]) -> String? {
    OtherSpellings.key(key, among: keys)
  }
}

// MARK: - Lists

extension SekatDecoder {
  /// Whether there is room for the elements of a list, of which all files may have only so many.
  mutating func allows(
    _ node: JSONNode, _ count: WritableKeyPath<PolicyBudget, Int>, _ limit: Int, _ id: String,
    _ what: String
  ) -> Bool {
    guard case .array(let elements) = node.value else { return true }
    let room = limit - budget[keyPath: count]
    budget[keyPath: count] += elements.count
    if elements.isEmpty || elements.count <= room { return true }
    report(
      elements[max(room, 0)], id, "the files of the policy have more than \(limit) \(what) in all")
    return false
  }
}

extension NodeReader {
  /// Reports entries of a list that are there twice.
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
