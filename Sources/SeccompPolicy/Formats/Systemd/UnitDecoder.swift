import JSONSyntax
import LinuxABI
import SourceDiagnostics
import Toolbox

/// Reads what a unit says of system calls, as systemd does: what means nothing is passed over.
struct UnitDecoder: TextReader {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  var remarks: RemarkList
  /// How much this file and those before it have said.
  var budget: PolicyBudget
  /// What the file says so far.
  var unit = UnitFile()
  private var section: String?
  private var isFilterSet = false
  private var firstSection: SourceRange?
  private var startsProgram = false

  init(_ source: SourceText, budget: PolicyBudget) {
    self.source = source
    self.budget = budget
    remarks = RemarkList(most: budget.limits.mistakes)
  }

  /// The sections whose units start programs.
  static let sections = ["Service", "Socket", "Mount", "Swap"]

  /// Reads the whole file.
  mutating func decode(into file: inout PolicyFile) {
    for line in UnitLine.all(of: source.bytes) where diagnostics.isEmpty { read(line) }
    if !isFilterSet {
      report(
        at: firstSection ?? SourceRange(0..<0), "no-profile",
        "the unit filters no system calls: it has neither 'SystemCallFilter=' nor 'SystemCallLog=' "
          + "nor 'SystemCallArchitectures='")
    } else if !startsProgram, let firstSection {
      remark(
        .unreadSetting, .note, at: firstSection,
        "nothing is started here, so that this seems to be a drop-in: it is read by itself, without "
          + "its unit and the other drop-ins",
        "give all of them in one: systemctl cat UNIT | sekat … -p -")
    }
    file.unsettled = unit
    file.remarks = remarks.all
  }

  // MARK: Lines

  private mutating func read(_ line: UnitLine) {
    guard let first = line.parts.first else { return }
    let text = excerpt(first)
    if let name = sectionName(of: first) {
      section = name
      if Self.sections.contains(name) { firstSection = firstSection ?? SourceRange(first) }
      return
    }
    guard let (key, value) = line.assignment(in: source.bytes) else {
      remark(
        .ignoredKey, .warning, at: SourceRange(first),
        "\(text) is no assignment, and is passed over", "remove it, or write KEY=VALUE")
      return
    }
    let name = String(decoding: source.bytes[key], as: UTF8.self)
    guard let section, Self.sections.contains(section) else {
      if name.hasPrefix("SystemCall") {
        remark(
          .ignoredKey, .error, at: SourceRange(key),
          "\(quoted(name)) means nothing outside of [Service] and its like, and is passed over",
          "move it to the section [Service]")
      }
      return
    }
    assign(name, at: SourceRange(key), UnitLine.words(of: value, in: source.bytes))
  }

  /// `Service`, of `[Service]`.
  private func sectionName(of range: Range<Int>) -> String? {
    guard range.count > 2, source.bytes[range.lowerBound] == UInt8(ascii: "["),
      source.bytes[range.upperBound - 1] == UInt8(ascii: "]")
    else { return nil }
    return String(decoding: source.bytes[range.dropFirst().dropLast()], as: UTF8.self)
  }

  private mutating func assign(_ key: String, at range: SourceRange, _ words: [Range<Int>]) {
    switch key {
    case "SystemCallFilter":
      note(range)
      if words.isEmpty { return unit.filter.reset() }
      list(words, into: \.filter, essentials: SyscallGroup.named("default")?.members() ?? [], range)
    case "SystemCallLog":
      note(range)
      if words.isEmpty { return unit.log.reset() }
      list(words, into: \.log, essentials: [], range)
    case "SystemCallErrorNumber": refuse(words, at: range)
    case "SystemCallArchitectures":
      note(range)
      architectures(words)
    case let key where key.hasPrefix("Exec") || key == "Type" || key == "BusName":
      startsProgram = true
    default: remarkOtherSetting(key, at: range, words)
    }
  }

  private mutating func note(_ range: SourceRange) {
    if !isFilterSet { unit.range = range }
    isFilterSet = true
  }

  // MARK: Lists

  private mutating func list(
    _ words: [Range<Int>], into list: WritableKeyPath<UnitFile, UnitCallList>,
    essentials: [Syscall], _ key: SourceRange
  ) {
    let inverts = words.first.map { source.bytes[$0.lowerBound] == UInt8(ascii: "~") } ?? false
    unit[keyPath: list].begin(inverts: inverts, essentials: essentials, at: key)
    for (index, word) in words.enumerated() {
      let word = index == 0 && inverts ? word.dropFirst() : word
      if word.isEmpty { continue }
      guard allowsRule(at: word) else { return }
      let parts = String(decoding: source.bytes[word], as: UTF8.self)
        .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      var refusal: UnitCallList.Refusal?
      if parts.count > 1 {
        guard let found = self.refusal(parts[1]), inverts, list == \.filter else {
          remarkRefusal(parts[1], inverts, at: SourceRange(word))
          continue
        }
        refusal = found
      }
      unit[keyPath: list].apply(
        calls(parts[0], at: SourceRange(word)), inverts: inverts, refusal: refusal,
        at: SourceRange(word))
    }
  }

  /// The calls that a word names; none after a remark.
  private mutating func calls(_ name: String, at range: SourceRange) -> [Syscall] {
    if name == "@known" { return Array(Syscall.all) }
    if name.hasPrefix("@") {
      if let group = SyscallGroup.named(String(name.dropFirst())), !group.name.contains("/") {
        return group.members()
      }
    } else if let call = Syscall.named(name) {
      return [call]
    }
    let isGroup = name.hasPrefix("@")
    let known =
      isGroup ? SyscallGroup.all.map { "@" + $0.name } + ["@known"] : Syscall.all.map(\.name)
    let near = remarks.all.count < mostSuggestions ? suggestion(for: name, among: known) : ""
    remark(
      .unknownName, .warning, at: range,
      "\(quoted(name)) is no \(isGroup ? "group" : "system call"), and is passed over" + near,
      "remove it")
    return []
  }
}
