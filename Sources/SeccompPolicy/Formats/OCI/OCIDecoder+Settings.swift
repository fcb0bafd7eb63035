import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Actions, architectures and flags.
extension OCIDecoder {
  // MARK: Actions

  /// An action with its error, which containers/common may name, and that counts more there.
  mutating func action(
    _ node: JSONNode, errno name: JSONNode?, errnoRet number: JSONNode?, _ numberKey: String
  ) -> Located<OCIAction>? {
    let kind = actionKind(node)
    let found = errno(named: name, number: number, numberKey)
    guard let kind, found.isRight else { return nil }
    var action = OCIAction(kind: kind.value, errno: found.errno)
    if let node = name ?? number, !kind.value.takesErrno {
      remark(
        .pointlessErrno, .warning, at: node.range,
        "\(kind.value.rawValue) answers with no error, so that this one is ignored by runc, and "
          + "refused by crun", "remove it, or write \"action\": \"SCMP_ACT_ERRNO\"")
      action.errno = nil
    } else if kind.value == .errno, action.errno == .number(0), let node = name ?? number {
      remark(
        .pointlessErrno, .warning, at: node.range,
        "error 0 makes calls succeed without being executed",
        "write the number of an error, such as 1 (EPERM)")
    }
    return Located(value: action, range: kind.range)
  }

  private mutating func actionKind(_ node: JSONNode) -> Located<OCIAction.Kind>? {
    guard let word = string(node, for: "an action") else { return nil }
    if let kind = OCIAction.Kind(rawValue: word) { return Located(value: kind, range: node.range) }
    let names = OCIAction.Kind.allCases.map(\.rawValue)
    report(
      at: node.range, "unknown-action",
      "unknown action \(quoted(word))"
        + suggestion(for: word, behind: "SCMP_ACT_", among: names),
      notes: [.init("the actions are \(names.joined(separator: ", "))")])
    return nil
  }

  /// The error that is named, or has a number; whether neither is wrong.
  private mutating func errno(
    named name: JSONNode?, number: JSONNode?, _ numberKey: String
  ) -> (errno: OCIAction.Errno?, isRight: Bool) {
    var found: OCIAction.Errno?
    var isRight = true
    if let number {
      found = errno(number, for: numberKey).map { .number($0) }
      isRight = found != nil
    }
    if let name, let text = string(name, for: "an error"), !text.isEmpty {
      found = errno(named: text, at: name)
      isRight = isRight && found != nil
    }
    return (found, isRight)
  }

  private mutating func errno(_ node: JSONNode, for key: String) -> UInt16? {
    guard let number = count(node, for: key) else { return nil }
    guard number <= Int(FilterAction.maximumErrno) else {
      report(node, "errno-range", "an error number is at most 4095, not \(number)")
      return nil
    }
    return UInt16(number)
  }

  private mutating func errno(named text: String, at node: JSONNode) -> OCIAction.Errno? {
    if let number = UInt16(text), number <= FilterAction.maximumErrno { return .number(number) }
    if ErrnoName.exists(text) { return .name(text) }
    report(
      node, "unknown-errno",
      "unknown error \(quoted(text))\(suggestion(for: text, among: ErrnoName.all))")
    return nil
  }

  // MARK: Architectures

  mutating func architectures(_ keys: [String: JSONNode]) -> OCIProfile.Architectures {
    let listed = keys["architectures"].map { node in
      list(node, for: "architectures", mayBeEmpty: true) { $0.architecture($1) }
    }
    let mapped = keys["archMap"].map { node in
      list(node, for: "archMap", mayBeEmpty: true) { $0.mapEntry($1) }
    }
    if let listed, let mapped, !listed.isEmpty, !mapped.isEmpty, let node = keys["archMap"] {
      report(
        node, "two-architectures",
        "'architectures' and 'archMap' exclude each other; remove one of them")
    }
    if let mapped, !mapped.isEmpty { return .mapped(mapped) }
    if let listed, !listed.isEmpty { return .listed(listed) }
    return .none
  }

  private mutating func mapEntry(_ node: JSONNode) -> [Located<OCIArchitecture>]? {
    guard object(node, for: "an entry of 'archMap'") != nil else { return nil }
    let keys = members(of: node, ["architecture", "subArchitectures"])
    guard let own = keys["architecture"] else {
      report(node, missing(["architecture"], in: "an entry of 'archMap'"))
      return nil
    }
    let sub = keys["subArchitectures"].map { node in
      list(node, for: "subArchitectures", mayBeEmpty: true) { $0.architecture($1) }
    }
    return architecture(own).map { [$0] + (sub ?? []) }
  }

  private mutating func architecture(_ node: JSONNode) -> Located<OCIArchitecture>? {
    guard let name = string(node, for: "an architecture") else { return nil }
    if let architecture = Self.architectures[name] {
      return Located(value: architecture, range: node.range)
    }
    let known = Self.architectures.keys.sorted()
    let meant = ABI.meant(by: name).flatMap { abi in
      known.first { Self.architectures[$0] == .abi(abi) }
    }
    report(
      node, "unknown-architecture",
      "unknown architecture \(quoted(name))"
        + (meant.map { didYouMean($0) }
          ?? suggestion(for: name, behind: "SCMP_ARCH_", among: known)))
    return nil
  }

  static let architectures: [String: OCIArchitecture] = [
    "SCMP_ARCH_NATIVE": .native, "SCMP_ARCH_X86": .abi(.i386), "SCMP_ARCH_X86_64": .abi(.x86_64),
    "SCMP_ARCH_X32": .abi(.x32), "SCMP_ARCH_ARM": .abi(.arm), "SCMP_ARCH_AARCH64": .abi(.aarch64),
    "SCMP_ARCH_LOONGARCH64": .abi(.loongarch64), "SCMP_ARCH_MIPSEL64": .abi(.mips64el),
    "SCMP_ARCH_PPC64LE": .abi(.ppc64le), "SCMP_ARCH_RISCV64": .abi(.riscv64),
    "SCMP_ARCH_S390X": .abi(.s390x), "SCMP_ARCH_M68K": .elsewhere, "SCMP_ARCH_MIPS": .elsewhere,
    "SCMP_ARCH_MIPS64": .elsewhere, "SCMP_ARCH_MIPS64N32": .elsewhere,
    "SCMP_ARCH_MIPSEL": .elsewhere, "SCMP_ARCH_MIPSEL64N32": .elsewhere,
    "SCMP_ARCH_PPC": .elsewhere, "SCMP_ARCH_PPC64": .elsewhere, "SCMP_ARCH_S390": .elsewhere,
    "SCMP_ARCH_PARISC": .elsewhere, "SCMP_ARCH_PARISC64": .elsewhere, "SCMP_ARCH_SH": .elsewhere,
    "SCMP_ARCH_SHEB": .elsewhere,
  ]

  // MARK: Flags

  /// The flags of the filter; where the key is missing, runc leaves speculation alone.
  mutating func flags(_ node: JSONNode?, or range: SourceRange) -> Located<[PolicyFlag]> {
    guard let node else { return Located(value: [.specAllow], range: range) }
    let flags = list(node, for: "flags", mayBeEmpty: true) { decoder, entry -> PolicyFlag? in
      guard let name = decoder.string(entry, for: "a flag") else { return nil }
      if name == "SECCOMP_FILTER_FLAG_TSYNC" {
        decoder.remark(
          .pointlessSetting, .note, at: entry.range,
          "the filter is installed where there is one thread, so that there is nothing to "
            + "synchronize", "remove the flag")
        return nil
      }
      if let flag = Self.flags[name] { return flag }
      decoder.report(
        entry, "unknown-flag",
        "unknown flag \(quoted(name))"
          + decoder.suggestion(for: name, among: Self.flags.keys.sorted()))
      return nil
    }
    return Located(value: flags, range: node.range)
  }

  static let flags: [String: PolicyFlag] = [
    "SECCOMP_FILTER_FLAG_LOG": .log, "SECCOMP_FILTER_FLAG_SPEC_ALLOW": .specAllow,
    "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV": .waitKillable,
  ]
}
