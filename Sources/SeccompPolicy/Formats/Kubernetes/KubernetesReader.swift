import JSONSyntax
import SourceDiagnostics
import Toolbox

/// Reads the resource, and makes the profile of it that the operator writes.
///
/// The server of the API keeps what the schema has, minds the case of letters, and drops the rest without
/// a word: so does this, with a remark.
struct KubernetesReader: ProfileReader {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  var remarks: RemarkList
  var budget: PolicyBudget
  /// What the resource is called.
  private(set) var name: String?

  init(_ source: SourceText, budget: PolicyBudget) {
    self.source = source
    self.budget = budget
    remarks = RemarkList(most: budget.limits.mistakes)
  }

  private static let group = "security-profiles-operator.x-k8s.io"
  private static let versions = ["v1", "v1beta1", "v1alpha1"].map { "\(group)/\($0)" }
  private static let specKeys = [
    "defaultAction", "architectures", "flags", "listenerPath", "listenerMetadata", "syscalls",
  ]
  private static let entryKeys = ["names", "action", "errnoRet", "args"]
  private static let conditionKeys = ["index", "value", "valueTwo", "op"]

  /// The profile of container engines; `nil` where there is none.
  mutating func profile(in root: JSONNode) -> JSONNode? {
    guard let resource = ManifestResource(root) else { return nil }
    name = resource.name
    if !Self.versions.contains(resource.apiVersion), let node = root["apiVersion"] {
      report(
        node, "unknown-api-version",
        "'SeccompProfile' is known as a resource of \(Self.versions.joined(separator: ", ")), not of "
          + quoted(resource.apiVersion))
    }
    guard let spec = member("spec", of: root, in: "the resource"),
      let members = object(spec, for: "spec")
    else { return nil }
    var kept: [JSONMember] = []
    for member in members where !member.value.isNull {
      switch member.key {
      case "syscalls": kept.append(member.with(entries(member.value)))
      case "listenerPath":
        checkListener(member.value)
        kept.append(member)
      case "baseProfileName": checkBase(member.value)
      case "disabled": checkDisabled(member)
      default: if isKept(member, Self.specKeys) { kept.append(member) }
      }
    }
    if !kept.contains(where: { $0.key == "defaultAction" }) {
      report(
        at: openingBrace(of: spec), "profile-without-default",
        "the profile needs 'defaultAction', such as \"SCMP_ACT_ERRNO\"")
      return nil
    }
    return JSONNode(value: .object(kept), range: spec.range)
  }

  // MARK: Rules

  private mutating func entries(_ node: JSONNode) -> JSONNode {
    guard case .array(let elements) = node.value else { return node }
    return node.with(.array(elements.map { entry($0) }))
  }

  private mutating func entry(_ node: JSONNode) -> JSONNode {
    guard case .object(let members) = node.value else { return node }
    var kept: [JSONMember] = []
    for member in members where !member.value.isNull {
      switch member.key {
      case "errnoRet" where isZero(member.value):
        remark(
          .pointlessErrno, .warning, at: member.value.range,
          "the operator takes 0 for nothing, so that calls are answered with the error 1 (EPERM)",
          "write the number of an error, or remove it")
      case "args": kept.append(member.with(conditions(member.value)))
      default: if isKept(member, Self.entryKeys) { kept.append(member) }
      }
    }
    return node.with(.object(kept))
  }

  private mutating func conditions(_ node: JSONNode) -> JSONNode {
    guard case .array(let elements) = node.value else { return node }
    if elements.count > 6 {
      report(
        elements[6], "too-many-conditions",
        "a rule has at most 6 conditions in Kubernetes; make several rules")
    }
    return node.with(.array(elements.map { condition($0) }))
  }

  private mutating func condition(_ node: JSONNode) -> JSONNode {
    guard case .object(let members) = node.value else { return node }
    var kept: [JSONMember] = []
    for member in members where !member.value.isNull && isKept(member, Self.conditionKeys) {
      let isValue = member.key == "value" || member.key == "valueTwo"
      kept.append(isValue ? member.with(value(member.value, for: member.key)) : member)
    }
    if !kept.contains(where: { $0.key == "index" }) {
      report(node, missing(["index"], in: "a condition"))
    }
    return node.with(.object(kept))
  }

  /// A value as the register carries it: Kubernetes has numbers of 64 bits with a sign only.
  private mutating func value(_ node: JSONNode, for key: String) -> JSONNode {
    guard case .number(let number) = node.value, let integer = number.integer else { return node }
    if integer.isNegative {
      remark(
        .otherDialect, .warning, at: node.range,
        "the operator takes \(integer) for \(integer.bits), and its newer releases refuse it",
        "compare the lower bits alone, with SCMP_CMP_MASKED_EQ")
      return node.with(.number(JSONNumber(JSONInteger(integer.bits))))
    }
    if integer.magnitude > UInt64(Int64.max) {
      report(
        node, "value-range",
        "'\(key)' is at most \(Int64.max) in Kubernetes; for the upper bits compare the lower ones alone, "
          + "with SCMP_CMP_MASKED_EQ")
      return node.with(.number(JSONNumber(JSONInteger(UInt64(0)))))
    }
    return node
  }

  // MARK: Settings

  private mutating func checkListener(_ node: JSONNode) {
    let folder = "/var/run/security-profiles-operator/"
    guard case .string(let path) = node.value, !path.isEmpty else { return }
    let name = path.dropFirst(folder.count)
    let isRight =
      path.hasPrefix(folder) && !name.isEmpty && path.utf8.count <= 107
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-.".contains($0)) }
    if isRight { return }
    remark(
      .pointlessSetting, .warning, at: node.range,
      "the operator refuses a path that is not in \(folder), or is longer than 107 bytes",
      "write \(folder) and the name of a socket")
  }

  private mutating func checkBase(_ node: JSONNode) {
    guard let base = string(node, for: "baseProfileName"), !base.isEmpty else { return }
    if base.hasPrefix("oci://") {
      report(
        node, "base-profile",
        "nothing is fetched from a registry: pull \(quoted(base)) (oras pull), and unite the profiles "
          + "in one")
      return
    }
    report(
      node, "base-profile",
      "the union with \(quoted(base)) is made in the cluster, by releases that differ about conditions; "
        + "put its 'syscalls' into this profile")
  }

  private mutating func checkDisabled(_ member: JSONMember) {
    guard let isDisabled = bool(member.value, for: "disabled"), isDisabled else { return }
    remark(
      .pointlessSetting, .warning, at: member.keyRange,
      "the profile is disabled, so that the operator installs it nowhere", "remove 'disabled'")
  }

  // MARK: Members

  /// Whether the schema has a key; if not, it is remarked that it is dropped.
  private mutating func isKept(_ member: JSONMember, _ keys: [String]) -> Bool {
    if keys.contains(member.key) { return true }
    let near = remarkedSuggestion(for: member.key, among: keys)
    remark(
      .ignoredKey, .warning, at: member.keyRange,
      "\(quoted(member.key)) is not in the schema of the resource, and is dropped\(near)",
      member.key == "defaultErrnoRet" || member.key == "defaultErrno"
        ? "calls without a rule are answered with the error 1 (EPERM); write rules with 'errnoRet'"
        : "remove it, or say the same with \(keys.joined(separator: ", "))")
    return false
  }

  private func isZero(_ node: JSONNode) -> Bool {
    if case .number(let number) = node.value { number.integer?.magnitude == 0 } else { false }
  }
}

extension JSONNode {
  /// Another value in the same place.
  fileprivate func with(_ value: Value) -> JSONNode { JSONNode(value: value, range: range) }
}

extension JSONMember {
  /// Another value for the same key.
  fileprivate func with(_ value: JSONNode) -> JSONMember {
    JSONMember(key: key, keyRange: SourceRange(keyRange.range), value: value)
  }
}
