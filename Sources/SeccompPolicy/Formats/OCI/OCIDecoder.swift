import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Reads a profile as Go's loaders do, but for what they leave to chance, and collects every mistake.
///
/// They pass over keys that they do not know, and do not mind the case of letters: that is remarked.
/// What is there twice is refused, since the last one would count without a word.
struct OCIDecoder: ProfileReader, FileDecoder {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  var remarks: RemarkList
  /// How much this file and those before it have said.
  var budget: PolicyBudget

  init(_ source: SourceText, budget: PolicyBudget) {
    self.source = source
    self.budget = budget
    remarks = RemarkList(most: budget.limits.mistakes)
  }

  /// Reads the whole file.
  mutating func decode(_ root: JSONNode, into file: inout PolicyFile) -> Bool {
    guard let node = profile(in: root) else { return false }
    return decode(profile: node, into: &file)
  }

  /// Reads the profile itself; says whether it is one.
  mutating func decode(profile node: JSONNode, into file: inout PolicyFile) -> Bool {
    let keys = members(of: node, Self.keys)
    let range = openingBrace(of: node)
    let action = defaultAction(keys, at: range)
    let architectures = architectures(keys)
    let entries = entries(keys["syscalls"])
    file.flags = flags(keys["flags"], or: range)
    remarkListener(keys)
    file.remarks = remarks.all
    guard let action, !diagnostics.containsErrors else { return false }
    let profile = OCIProfile(
      range: range, defaultAction: action, architectures: architectures, entries: entries)
    file.unsettled = profile
    file.architectures = listed(profile)
    return true
  }

  static let keys = [
    "defaultAction", "defaultErrnoRet", "defaultErrno", "architectures", "archMap", "flags",
    "listenerPath", "listenerMetadata", "syscalls",
  ]

  /// The profile itself: the file, or `linux.seccomp` in it.
  private mutating func profile(in root: JSONNode) -> JSONNode? {
    guard !OCIFormat.isProfile(root), let linux = part("linux", of: root) else { return root }
    if let profile = part("seccomp", of: linux), !profile.isNull { return profile }
    report(
      linux, "no-profile",
      "the container's configuration has no 'linux.seccomp', so that nothing is filtered")
    return nil
  }

  /// The value of a key of the configuration around a profile, most of which is not about calls.
  private mutating func part(_ key: String, of node: JSONNode) -> JSONNode? {
    var found: [String: JSONNode] = [:]
    for member in node.members(foldedTo: key) { take(member, for: key, into: &found) }
    return found[key]
  }

  private mutating func defaultAction(
    _ keys: [String: JSONNode], at range: SourceRange
  ) -> Located<OCIAction>? {
    guard let node = keys["defaultAction"] else {
      let rules =
        if case .array(let rules)? = keys["syscalls"]?.value { rules } else { [JSONNode]() }
      report(
        at: range, "profile-without-default",
        rules.isEmpty
          ? "the profile has neither 'defaultAction' nor rules, so that container engines filter "
            + "nothing; write \"defaultAction\": \"SCMP_ACT_ERRNO\", and what is allowed"
          : "the profile needs 'defaultAction', such as \"SCMP_ACT_ERRNO\"")
      return nil
    }
    let found = action(
      node, errno: keys["defaultErrno"], errnoRet: keys["defaultErrnoRet"], "defaultErrnoRet")
    if found?.value.kind == .notify {
      report(
        node, "notify-as-default",
        "SCMP_ACT_NOTIFY cannot be the default: nobody could hand the descriptor over that the "
          + "calls are notified by")
    }
    return found
  }

  private mutating func remarkListener(_ keys: [String: JSONNode]) {
    for key in ["listenerPath", "listenerMetadata"] {
      guard let node = keys[key], let text = string(node, for: key), !text.isEmpty else { continue }
      remark(
        .pointlessSetting, .warning, at: node.range,
        "'\(key)' is for a container engine, which hands notified calls to a process there; "
          + "nobody does so here", "remove it, or run the profile in a container")
    }
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
      guard let key = key(member, among: keys), !member.value.isNull else { continue }
      take(member, for: key, into: &found)
    }
    return found
  }

  /// Takes the value of a member that is one for a key, once.
  private mutating func take(
    _ member: JSONMember, for key: String, into found: inout [String: JSONNode]
  ) {
    if member.key != key {
      remark(
        .foldedKey, .warning, at: member.keyRange,
        "\(quoted(member.key)) is read by Docker and runc, which take it for '\(key)', and not "
          + "by loaders that mind the case of letters", "write \"\(key)\"")
    }
    if found.updateValue(member.value, forKey: key) != nil {
      report(
        at: member.keyRange, "duplicate-key",
        "'\(key)' is there twice; loaders take the last one without a word, so keep one")
    }
  }

  private mutating func key(_ member: JSONMember, among keys: [String]) -> String? {
    if keys.contains(member.key) { return member.key }
    if let folded = keys.first(where: { member.key.folds(to: $0) }) { return folded }
    let isComment = ["$schema", "comment", "description"].contains(member.key.lowercased())
    if isComment { return nil }
    let isPrivate = member.key.hasPrefix("_")
    let near = isPrivate ? "" : remarkedSuggestion(for: member.key, among: keys)
    remark(
      .ignoredKey, isPrivate ? .note : .warning, at: member.keyRange,
      "no loader knows the key \(quoted(member.key)), so that what it says is ignored\(near)",
      isPrivate
        ? "for what is said to people, an entry of 'syscalls' has the key 'comment'"
        : "remove it, or say the same in 'syscalls'")
    return nil
  }

  /// What was meant by a word: the one that has it behind the prefix of libseccomp's names, or a near one.
  func suggestion(
    for word: String, behind prefix: String, among names: [String]
  ) -> String {
    let whole = prefix + word.uppercased()
    return names.contains(whole) ? didYouMean(whole) : suggestion(for: word, among: names)
  }
}
