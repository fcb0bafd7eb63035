import ClassicBPF
import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// What stands beside the lists of calls.
extension UnitDecoder {
  /// `kill`, the name of an error, or its number.
  func refusal(_ text: String) -> UnitCallList.Refusal? {
    if text == "kill" { return .kill }
    if ErrnoName.exists(text) { return .named(text) }
    guard let number = UInt16(text), number <= FilterAction.maximumErrno else { return nil }
    return .errno(number)
  }

  /// Remarks what a word says of an error in vain.
  mutating func remarkRefusal(_ text: String, _ inverts: Bool, at range: SourceRange) {
    let isError = refusal(text) != nil
    remark(
      .pointlessErrno, .error, at: range,
      isError
        ? "an error is for calls that are refused, and not for those that pass or are logged: the entry "
          + "is passed over"
        : "\(quoted(text)) is no error, so that the entry is passed over",
      isError && !inverts
        ? "remove it, or list the call behind a '~'" : "write the name of an error, or 'kill'")
  }

  /// `SystemCallErrorNumber=`.
  mutating func refuse(_ words: [Range<Int>], at key: SourceRange) {
    guard let word = words.first else {
      unit.refusal = nil
      return
    }
    let text = String(decoding: source.bytes[word], as: UTF8.self)
    guard words.count == 1, let refusal = refusal(text), refusal != .errno(0) else {
      remark(
        .pointlessErrno, .error, at: SourceRange(word),
        "\(quoted(text)) is no error, and is passed over"
          + suggestion(for: text, among: ErrnoName.all), "write the name of one error, or 'kill'")
      return
    }
    unit.refusal = Located(value: refusal, range: SourceRange(word))
  }

  /// `SystemCallArchitectures=`.
  mutating func architectures(_ words: [Range<Int>]) {
    if words.isEmpty {
      unit.architectures = nil
      return
    }
    for word in words {
      let name = String(decoding: source.bytes[word], as: UTF8.self)
      let abi = Self.architectureNames[name]
      if abi == nil, !Self.elsewhere.contains(name) {
        remark(
          .unknownRequirement, .warning, at: SourceRange(word),
          "\(quoted(name)) is no architecture of systemd's, and is passed over"
            + suggestion(for: name, among: Array(Self.architectureNames.keys)),
          "write 'native', or a name such as 'x86-64'")
        continue
      }
      unit.architectures = (unit.architectures ?? []).union(abi.map { [$0] } ?? [])
    }
  }

  static let architectureNames: [String: ArchitectureName] = [
    "native": .native, "x86": .abi(.i386), "x86-64": .abi(.x86_64), "x32": .abi(.x32),
    "arm": .abi(.arm), "arm64": .abi(.aarch64), "riscv64": .abi(.riscv64),
    "ppc64-le": .abi(.ppc64le), "s390x": .abi(.s390x), "loongarch64": .abi(.loongarch64),
    "mips64-le": .abi(.mips64el),
  ]

  /// What systemd knows and no machine of sekat's serves.
  private static let elsewhere: Set<String> = [
    "mips", "mips64", "mips64-n32", "mips-le", "mips64-le-n32", "parisc", "parisc64", "ppc",
    "ppc64", "s390",
  ]

  // MARK: Other filters

  /// Settings for which systemd installs filters of its own.
  private static let others: Set<String> = [
    "LockPersonality", "MemoryDenyWriteExecute", "PrivateDevices", "ProtectClock",
    "ProtectHostname", "ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables",
    "RestrictAddressFamilies", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID",
  ]

  /// Remarks that the service is more confined than what is read here.
  mutating func remarkOtherSetting(_ key: String, at range: SourceRange, _ words: [Range<Int>]) {
    if key.hasPrefix("SystemCall") {
      let known = [
        "SystemCallFilter", "SystemCallLog", "SystemCallErrorNumber", "SystemCallArchitectures",
      ]
      remark(
        .ignoredKey, .error, at: range,
        "systemd knows no \(quoted(key)), and passes over it" + suggestion(for: key, among: known),
        "correct the name")
    }
    let value = words.first.map { String(decoding: source.bytes[$0], as: UTF8.self) } ?? "no"
    guard Self.others.contains(key),
      !["no", "false", "off", "0", "n", "f"].contains(value.lowercased())
    else { return }
    remark(
      .unreadSetting, .note, at: range,
      "'\(key)=' makes filters of its own, which are not read: the service may do less than is said "
        + "here", "leave it; what is said here is about 'SystemCallFilter=' and its neighbours")
  }
}
