import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Reads a profile as Go's loaders do, but for what they leave to chance, and collects every mistake.
///
/// They pass over keys that they do not know, and do not mind the case of letters: that is remarked.
/// What is there twice is refused, since the last one would count without a word.
struct OCIDecoder: ProfileReader {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  var remarks: [PolicyRemark] = []
  /// How much this file and those before it have said.
  var budget: PolicyBudget

  init(_ source: SourceText, budget: PolicyBudget) {
    self.source = source
    self.budget = budget
  }

  /// Reads the whole file.
  mutating func decode(_ root: JSONNode, into file: inout PolicyFile) {
    guard let node = profile(in: root) else { return }
    let keys = members(of: node, Self.keys)
    guard let action = keys["defaultAction"] else {
      let rules =
        if case .array(let rules)? = keys["syscalls"]?.value { rules } else { [JSONNode]() }
      report(
        at: openingBrace(of: node), "profile-without-default",
        rules.isEmpty
          ? "the profile has neither 'defaultAction' nor rules, so that container engines filter "
            + "nothing; write \"defaultAction\": \"SCMP_ACT_ERRNO\", and what is allowed"
          : "the profile needs 'defaultAction', such as \"SCMP_ACT_ERRNO\"")
      return
    }
    guard
      let kind = actionKind(action),
      let found = self.action(
        kind, errno: keys["defaultErrno"], errnoRet: keys["defaultErrnoRet"],
        "defaultErrnoRet")
    else { return }
    var profile = OCIProfile(range: openingBrace(of: node), defaultAction: found)
    if found.value.kind == .notify {
      report(
        action, "notify-as-default",
        "SCMP_ACT_NOTIFY cannot be the default: nobody could hand the descriptor over that the "
          + "calls are notified by")
    }
    profile.architectures = architectures(keys)
    profile.entries = entries(keys["syscalls"])
    file.flags = flags(keys["flags"], or: profile.range)
    for key in ["listenerPath", "listenerMetadata"] {
      guard let node = keys[key], let text = string(node, for: key), !text.isEmpty else { continue }
      remark(
        .pointlessSetting, .warning, at: node.range,
        "'\(key)' is for a container engine, which hands notified calls to a process there; "
          + "nobody does so here", "remove it, or run the profile in a container")
    }
    file.unsettled = profile
    file.architectures = listed(profile)
    file.remarks = remarks
  }

  static let keys = [
    "defaultAction", "defaultErrnoRet", "defaultErrno", "architectures", "archMap", "flags",
    "listenerPath", "listenerMetadata", "syscalls",
  ]

  /// The profile itself: the file, or `linux.seccomp` in it.
  private mutating func profile(in root: JSONNode) -> JSONNode? {
    guard root["defaultAction"] == nil, root["archMap"] == nil, let linux = root["linux"] else {
      return root
    }
    if let profile = linux["seccomp"], isThere(profile) { return profile }
    report(
      linux, "no-profile",
      "the container's configuration has no 'linux.seccomp', so that nothing is filtered")
    return nil
  }

  /// Which machines the file is for as long as it is not settled: the one at hand, and any other whose
  /// ABI is listed.
  private func listed(_ profile: OCIProfile) -> Located<[Located<ArchitectureName>]> {
    var names = [Located(value: ArchitectureName.native, range: profile.range)]
    if case .listed(let architectures) = profile.architectures {
      for architecture in architectures {
        guard case .abi(let abi) = architecture.value else { continue }
        names.append(Located(value: .abi(abi), range: architecture.range))
      }
    }
    return Located(value: names, range: profile.range)
  }

  // MARK: Members

  /// The values of the keys that an object has; `null` says nothing.
  mutating func members(of node: JSONNode, _ keys: [String]) -> [String: JSONNode] {
    guard let members = object(node, for: "a part of a profile") else { return [:] }
    var found: [String: JSONNode] = [:]
    for member in members {
      guard let key = key(member, among: keys), isThere(member.value) else { continue }
      if found.updateValue(member.value, forKey: key) != nil {
        report(
          at: member.keyRange, "duplicate-key",
          "'\(key)' is there twice; loaders take the last one without a word, so keep one")
      }
    }
    return found
  }

  private mutating func key(_ member: JSONMember, among keys: [String]) -> String? {
    if keys.contains(member.key) { return member.key }
    if let folded = keys.first(where: { $0.lowercased() == member.key.lowercased() }) {
      remark(
        .foldedKey, .warning, at: member.keyRange,
        "\(quoted(member.key)) is read by Docker and runc, which take it for '\(folded)', and not "
          + "by loaders that mind the case of letters", "write \"\(folded)\"")
      return folded
    }
    let isComment = ["$schema", "comment", "description"].contains(member.key.lowercased())
    if isComment { return nil }
    let isPrivate = member.key.hasPrefix("_")
    let near =
      isPrivate || remarks.count >= mostSuggestions ? "" : suggestion(for: member.key, among: keys)
    remark(
      .ignoredKey, isPrivate ? .note : .warning, at: member.keyRange,
      "no loader knows the key \(quoted(member.key)), so that what it says is ignored\(near)",
      isPrivate
        ? "for what is said to people, an entry of 'syscalls' has the key 'comment'"
        : "remove it, or say the same in 'syscalls'")
    return nil
  }

  /// Whether a value says something.
  func isThere(_ node: JSONNode) -> Bool { if case .null = node.value { false } else { true } }
}
