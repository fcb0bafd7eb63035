import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// The elements of `syscalls`.
extension OCIDecoder {
  private static let entryKeys = [
    "names", "name", "action", "args", "comment", "includes", "excludes", "errnoRet", "errno",
  ]

  mutating func entries(_ node: JSONNode?) -> [OCIProfile.Entry] {
    guard let node else { return [] }
    guard allowsRules(in: node) else { return [] }
    return list(node, for: "syscalls", mayBeEmpty: true) { $0.entry($1) }
  }

  private mutating func entry(_ node: JSONNode) -> OCIProfile.Entry? {
    guard object(node, for: "a rule") != nil else { return nil }
    let keys = members(of: node, Self.entryKeys)
    let names = names(keys, of: node)
    let action = keys["action"].flatMap { node in
      self.action(node, errno: keys["errno"], errnoRet: keys["errnoRet"], "errnoRet")
    }
    if keys["action"] == nil { report(node, missing(["action"], in: "a rule")) }
    if action?.value.kind == .notify, let write = names.first(where: { $0.value == "write" }) {
      report(
        at: write.range, "notify-on-write",
        "SCMP_ACT_NOTIFY cannot be for 'write', which the descriptor is handed over with that the "
          + "calls are notified by")
    }
    let comparisons = keys["args"].map { self.comparisons($0, of: action?.value.kind) } ?? []
    var requirements: [OCIProfile.Requirement] = []
    for (key, excludes) in [("excludes", true), ("includes", false)] {
      guard let node = keys[key] else { continue }
      requirements += self.requirements(node, excludes: excludes)
    }
    let comment = keys["comment"].flatMap { string($0, for: "comment") }
    guard let action else { return nil }
    return OCIProfile.Entry(
      range: node.range, names: names, namesRange: (keys["names"] ?? keys["name"] ?? node).range,
      action: action, comparisons: comparisons, requirements: requirements,
      comment: comment.flatMap { $0.isEmpty ? nil : $0 })
  }

  private mutating func names(_ keys: [String: JSONNode], of node: JSONNode) -> [Located<String>] {
    let names = keys["names"].map { names in
      list(names, for: "names", mayBeEmpty: true) { $0.name($1) }
    }
    let single = keys["name"].flatMap { name -> Located<String>? in
      if case .string("") = name.value { return nil }
      return self.name(name)
    }
    if let single, let names, !names.isEmpty {
      report(
        at: single.range, "two-names", "'name' and 'names' exclude each other; remove one of them")
    }
    if single == nil, names == nil || isEmptyList(keys["names"]) {
      report(node, "empty", "a rule needs 'names'")
    }
    return single.map { [$0] } ?? names ?? []
  }

  private func isEmptyList(_ node: JSONNode?) -> Bool {
    if case .array(let elements)? = node?.value { elements.isEmpty } else { false }
  }

  private mutating func name(_ node: JSONNode) -> Located<String>? {
    guard let name = string(node, for: "a system call") else { return nil }
    if name.isEmpty {
      report(node, "empty", "the name of a system call is missing")
      return nil
    }
    if Syscall.named(name) == nil {
      let near = remarkedSuggestion(for: name, among: Syscall.all.map(\.name))
      remark(
        .unknownName, .warning, at: node.range,
        "\(quoted(name)) is no system call, and is passed over" + near, "remove it")
    }
    return Located(value: name, range: node.range)
  }

  // MARK: Requirements

  private mutating func requirements(
    _ node: JSONNode, excludes: Bool
  ) -> [OCIProfile.Requirement] {
    let keys = members(of: node, ["caps", "arches", "minKernel"])
    var requirements: [OCIProfile.Requirement] = []
    func add(_ subject: OCIProfile.Requirement.Subject) {
      requirements.append(OCIProfile.Requirement(subject: subject, excludes: excludes))
    }
    if let arches = keys["arches"] {
      let names = list(arches, for: "arches", mayBeEmpty: true) { decoder, entry in
        decoder.requirement(
          entry, "architecture", isKnown: { Self.machineNames.contains($0) },
          meant: { name in ABI.meant(by: name).flatMap(\.containerName) })
      }
      if !names.isEmpty { add(.architectures(names)) }
    }
    if let caps = keys["caps"] {
      let names = list(caps, for: "caps", mayBeEmpty: true) { decoder, entry in
        decoder.requirement(
          entry, "capability", isKnown: { Capability($0) != nil },
          meant: { Capability(spelt: $0)?.name })
      }
      if !names.isEmpty { add(.capabilities(names)) }
    }
    if let kernel = keys["minKernel"], let release = minimumKernel(kernel) { add(.kernel(release)) }
    return requirements
  }

  /// A name in a condition; one that nothing has is compared all the same, and in vain.
  private mutating func requirement(
    _ node: JSONNode, _ what: String, isKnown: (String) -> Bool, meant: (String) -> String?
  ) -> String? {
    guard let name = string(node, for: "a name of a condition") else { return nil }
    if !isKnown(name) {
      let meant = meant(name)
      remark(
        .unknownRequirement, .warning, at: node.range,
        "\(quoted(name)) is the name of no \(what), so that none is ever taken for it",
        meant.map { "write \"\($0)\"" } ?? "remove it")
    }
    return name
  }

  /// What container engines call machines: libseccomp's names.
  private static let machineNames: Set<String> = [
    "amd64", "x86", "x32", "arm", "arm64", "loongarch64", "mips", "mipsel", "mips64", "mipsel64",
    "mips64n32", "mipsel64n32", "mips3l64n32", "ppc", "ppc64", "ppc64le", "riscv64", "s390",
    "s390x", "parisc", "parisc64", "m68k", "sh", "sheb",
  ]

  /// `major.minor`; an empty text asks for nothing.
  private mutating func minimumKernel(_ node: JSONNode) -> KernelVersion? {
    guard let text = string(node, for: "minKernel"), !text.isEmpty else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map {
      // Docker takes no sign before a number.
      $0.first?.isWholeNumber == true ? UInt8($0) : nil
    }
    guard parts.count == 2, let major = parts[0], let minor = parts[1], major != 0 || minor != 0
    else {
      report(
        node, "invalid-kernel",
        "\(quoted(text)) is no release of a kernel such as \"4.8\", two numbers up to 255")
      return nil
    }
    return KernelVersion(Int(major), Int(minor))
  }
}

extension ABI {
  /// What container engines call the machine in `includes` and `excludes`.
  var containerName: String? {
    switch self {
    case .x86_64: "amd64"
    case .x32: "x32"
    case .i386: "x86"
    case .aarch64: "arm64"
    case .arm, .riscv64, .ppc64le, .s390x, .loongarch64: name
    case .mips64el: "mipsel64"
    }
  }
}
