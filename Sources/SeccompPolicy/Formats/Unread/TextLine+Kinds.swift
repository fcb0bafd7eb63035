import LinuxABI

/// What lines of other tools look like.
extension TextLine {
  /// `[Service]`.
  var isSection: Bool {
    text.count > 2 && text.hasPrefix("[") && text.hasSuffix("]")
      && text.dropFirst().dropLast().allSatisfy { $0.isLetter || $0 == "-" }
  }

  /// The name of a section.
  var section: String? { isSection ? String(text.dropFirst().dropLast()) : nil }

  /// The second line of LXC's policies.
  var isListKind: Bool {
    ["allowlist", "denylist", "whitelist", "blacklist"].contains(words[0])
  }

  /// `POLICY a {`, `ALLOW { read }`, `USE a DEFAULT KILL`.
  var isKafel: Bool {
    let actions = [
      "ALLOW", "LOG", "KILL", "KILL_THREAD", "KILL_PROCESS", "DENY", "USER_NOTIF", "ERRNO", "TRAP",
      "TRACE",
    ]
    func isAction(_ word: Substring) -> Bool {
      actions.contains(String(word.prefix { $0.isUppercase || $0 == "_" }))
    }
    switch words[0] {
    case "POLICY", "USE": return words.count > 1
    case "DEFAULT": return words.count > 1 && isAction(words[1])
    default: return isAction(words[0]) && text.contains("{")
    }
  }

  /// `read: 1`, `ioctl: arg1 == TCGETS`, `{read, write}: allow`, `@include ./common.policy`.
  var isMinijailRule: Bool {
    if words[0] == "@include" || words[0] == "@default" || words[0] == "@frequency" {
      return words.count == 2
    }
    if words[0] == "@denylist" { return words.count == 1 }
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return false }
    let name = text[..<colon].prefix { $0 != "[" && $0 != "," }.drop { $0 == "{" || $0 == " " }
      .prefix { $0 != " " && $0 != "}" }
    guard Syscall.named(String(name)) != nil || IntegerText.number(name) != nil else {
      return false
    }
    let rest = text[text.index(after: colon)...].drop { $0 == " " || $0 == "{" }
    if rest == "\\" { return true }
    let verdict = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" }
    return [
      "1", "allow", "kill", "kill-process", "kill-thread", "log", "trace", "trap", "return",
      "user-notify",
    ].contains(verdict) || verdict.hasPrefix("arg") && verdict.count == 4
  }

  /// A word, perhaps in quotes, and a colon, with or without something after it.
  var isYAMLKey: Bool {
    guard var (name, _) = keyAndRest else { return false }
    if let quote = name.first, quote == "\"" || quote == "'", name.count > 2, name.last == quote {
      name = name.dropFirst().dropLast()
    }
    return name.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
  }

  /// `openat(AT_FDCWD, "/etc/passwd", O_RDONLY) = 3`, with or without more after it.
  var isCall: Bool {
    guard let open = text.firstIndex(of: "("),
      text.contains(") = ") || text.contains(")  ") && text.contains("  = ")
    else { return false }
    return text[..<open].last.map { $0.isLetter || $0.isNumber || $0 == "_" } == true
  }

  /// `audit: type=1326 audit(…): …`, `type=SECCOMP msg=audit(…): …`.
  var isRecord: Bool {
    words.contains { ["type=1326", "type=SECCOMP", "type=1300", "type=SYSCALL"].contains($0) }
  }

  private var keyAndRest: (key: Substring, rest: Substring)? {
    guard let colon = text.firstIndex(of: ":"), colon != text.startIndex else { return nil }
    let rest = text[text.index(after: colon)...]
    guard rest.isEmpty || rest.hasPrefix(" ") else { return nil }
    return (text[..<colon], rest.drop { $0 == " " })
  }
}
