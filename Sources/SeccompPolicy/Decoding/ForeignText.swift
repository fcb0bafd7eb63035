import LinuxABI

/// A text of another tool that is taken for a policy, told by its lines.
///
/// Formats that are JSON are ``ForeignFormat``'s.
package enum ForeignText {
  case unit
  case lxc
  case kafel
  case nsjail
  case minijail
  case kubernetes
  case log
  case yaml

  /// The kind of text that some bytes are, if they are one of these and do not begin like JSON.
  ///
  /// - Parameter bytes: The file, or its beginning.
  package init?(_ bytes: some Collection<UInt8>) {
    let start = bytes.prefix(Self.lookedAt)
    guard let first = start.first(where: { !Self.blanks.contains($0) }),
      first != UInt8(ascii: "{"), !start.contains(0)
    else { return nil }
    let lines = String(decoding: start, as: UTF8.self)
      .split(whereSeparator: \.isNewline).map(Line.init).filter { !$0.words.isEmpty }
    guard let kind = Self.kinds.first(where: { $0.holds(lines) })?.kind else { return nil }
    self = kind
  }

  /// What it is, and what can be done with it, as a sentence without a full stop.
  package var sentence: String {
    switch self {
    case .unit: "this is a unit of systemd, which sekat does not read; \(Self.own)"
    case .lxc: "this is a seccomp policy of LXC, which sekat does not read; \(Self.own)"
    case .kafel:
      "this is a policy in kafel's language (as nsjail uses), which sekat does not read; \(Self.own)"
    case .nsjail: "this is a configuration of nsjail, which sekat does not read; \(Self.own)"
    case .minijail: "this is a policy of minijail, which sekat does not read; \(Self.own)"
    case .kubernetes:
      "this is a Kubernetes resource in YAML, which sekat does not read; \(Self.own)"
    case .log: "this is a log of strace; 'sekat learn LOG' writes a policy from it"
    case .yaml: "this is YAML, which sekat does not read; \(Self.own)"
    }
  }

  private static let own = "sekat's own policies are JSON objects with 'default' and 'rules'"
  /// So much of a file tells what it is.
  private static let lookedAt = 1 << 16
  private static let blanks = [9, 10, 13, 32].map { UInt8($0) }

  private typealias Kind = (kind: ForeignText, holds: @Sendable ([Line]) -> Bool)

  /// In the order in which they are looked for: what is told by less comes later.
  private static let kinds: [Kind] = [
    (.unit, { $0.first?.isSection == true }),
    (.lxc, { $0.count > 1 && ["1", "2"].contains($0[0].text) && $0[1].isListKind }),
    (.kafel, { $0.contains { $0.words[0] == "POLICY" || $0.isKafelAction } }),
    (.nsjail, { $0.contains { $0.text.hasPrefix("seccomp_") || $0.text.hasPrefix("clone_new") } }),
    (.minijail, { lines in lines.contains(where: \.isMinijailRule) && !isKubernetes(lines) }),
    (.kubernetes, { isKubernetes($0) }),
    (.log, { lines in lines.prefix(50).contains(where: \.isCall) }),
    (.yaml, { $0.first.map { $0.text == "---" || $0.isYAMLKey } == true }),
  ]

  private static func isKubernetes(_ lines: [Line]) -> Bool {
    lines.contains { $0.text.hasPrefix("apiVersion:") }
  }
}

/// A line without its comment.
private struct Line {
  let text: Substring
  let words: [Substring]

  init(_ line: Substring) {
    let end = line.hasPrefix("#") || line.hasPrefix(";") ? line.startIndex : line.endIndex
    text = line[..<end]
    words = text.split { $0 == " " || $0 == "\t" }
  }

  /// `[Service]`.
  var isSection: Bool {
    text.count > 2 && text.hasPrefix("[") && text.hasSuffix("]")
      && text.dropFirst().dropLast().allSatisfy { $0.isLetter || $0 == "-" }
  }

  /// The second line of LXC's policies.
  var isListKind: Bool {
    ["allowlist", "denylist", "whitelist", "blacklist"].contains(words[0])
  }

  /// `ALLOW {`.
  var isKafelAction: Bool {
    text.hasSuffix("{") && words[0].first?.isUppercase == true
      && words[0].allSatisfy { $0.isUppercase || "_()0123456789".contains($0) }
  }

  /// `read: 1`, `ioctl: arg1 == TCGETS`, `@include ./common.policy`.
  var isMinijailRule: Bool {
    if words[0] == "@include" || words[0] == "@default" { return words.count == 2 }
    guard let (name, rest) = keyAndRest, Syscall.named(String(name)) != nil else { return false }
    let verdict = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
    return ["1", "allow", "kill", "kill-process", "kill-thread", "log", "trace", "trap", "return"]
      .contains(verdict) || verdict.hasPrefix("arg") && verdict.count == 4
  }

  /// A word and a colon, with or without something after it.
  var isYAMLKey: Bool {
    guard let (name, _) = keyAndRest else { return false }
    return name.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
  }

  /// `openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3`, with or without more after it.
  var isCall: Bool {
    guard let open = text.firstIndex(of: "("),
      text.contains(") = ") || text.contains(")  ") && text.contains("  = ")
    else { return false }
    return text[..<open].last.map { $0.isLetter || $0.isNumber || $0 == "_" } == true
  }

  private var keyAndRest: (key: Substring, rest: Substring)? {
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
    let rest = text[text.index(after: colon)...]
    guard rest.isEmpty || rest.hasPrefix(" ") else { return nil }
    return (text[..<colon], rest.drop { $0 == " " })
  }
}
