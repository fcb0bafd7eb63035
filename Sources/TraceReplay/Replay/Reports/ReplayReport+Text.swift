import SourceDiagnostics
import Toolbox

extension ReplayReport {
  /// The report for people.
  ///
  /// - Parameters:
  ///   - width: How many columns there are.
  ///   - cutsLines: Whether lines that quote a log are cut there; others go on in the next line.
  ///   - isVerbose: Whether rules are listed that decided no call, and all calls by their names.
  ///   - color: Whether to colour with ANSI escape sequences.
  ///   - quotation: What is written at the place of a rule, about a call and in so many columns, if
  ///     somebody knows it.
  /// - Returns: The report, each line with its end.
  public func text(
    width: Int, cutsLines: Bool, isVerbose: Bool = false, color: Bool = false,
    quoting quotation: (_ rule: String, _ call: String, _ width: Int) -> String? = { _, _, _ in nil
    }
  ) -> String {
    var quoted: Set<String> = []
    return text(
      Layout(width: width, cutsLines: cutsLines, isVerbose: isVerbose, color: color)
    ) { rule, call in
      guard quoted.insert(rule).inserted, let text = quotation(rule, call, width - 8) else {
        return ""
      }
      return "        \(text)\n"
    }
  }

  private func text(_ layout: Layout, quoting: (_ rule: String, _ call: String) -> String) -> String
  {
    var counts = "\(Self.number(callCount)) \(callCount == 1 ? "call" : "calls") in "
    counts += "\(Self.number(lines.all)) \(isFollowed ? "record" : "line")"
    if lines.all != 1 { counts += "s" }
    if logs.count > 1 { counts += " of \(logs.count) logs" }
    let names = filters.map { escaped($0.name) }.joined(separator: ", ")
    var text = Self.wrapped("", ["against \(names): \(counts)"], indent: 0, layout)
    text += totals
    if let sentence = missingChildren.sentence(about: logs) {
      text += "\n" + Self.wrapped("note: ", [sentence], indent: 0, layout)
    }
    text += filterEvidence(layout)
    text += section("killed", denied.filter(\.kills), .error, layout, quoting)
    text += first(layout)
    text += section("denied", denied.filter { !$0.kills }, .error, layout, quoting)
    text += section("undecided", calls.filter(\.isUndecided), .warning, layout, quoting)
    text += section(
      "answered ENOSYS, on which a C library falls back to an older call",
      fallbacks, .note, layout
    ) { _, _ in "" }
    text += rules(layout)
    text += launch(layout)
    text += examples(unreadableTitle, unreadable, layout)
    text += examples(
      unknownTexts.count == 1
        ? "argument that is not understood" : "arguments that are not understood", unknownTexts,
      layout)
    text += notes(layout)
    text += remedy(layout)
    return text
  }

  /// The calls by verdict.
  private var totals: String {
    var counts: [String: Int] = [:]
    for call in calls + fallbacks {
      counts[call.isUndecided ? "undecided" : call.verdicts[0], default: 0] += call.count
    }
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var rows = order.map { [Self.number($0.value), $0.key] }
    if afterDeath > 0 { rows.append([Self.number(afterDeath), "after the death of the process"]) }
    return TextTable(rows: rows, indent: 2, rightAligned: [0]).text
  }

  /// Where judging begins, and what the logs themselves show.
  private func filterEvidence(_ layout: Layout) -> String {
    var text = ""
    if let beginning {
      text +=
        "\n" + Self.wrapped("", [beginning + "; '--from-start' judges all"], indent: 0, layout)
    }
    if evidence.isEmpty { return text }
    text += "\nthe log shows it:\n"
    for entry in evidenceLines {
      let lines = entry.split(separator: "\n").map(String.init)
      text += Self.wrapped("", [lines[0]], indent: 2, layout)
      text += Self.fitted("      \(lines[1])", layout)
    }
    return text
  }

  // MARK: - Calls

  private func section(
    _ title: String, _ calls: [CallTally], _ style: TextStyle, _ layout: Layout,
    _ quoting: (_ rule: String, _ call: String) -> String
  ) -> String {
    if calls.isEmpty { return "" }
    let abis = Set(self.calls.map(\.abi))
    var text = "\n\(style.applied(to: title + ":", layout.color))\n"
    for call in calls {
      let name = abis.count > 1 ? "\(call.abi) \(call.syscall)" : call.syscall
      let verdict = call.verdicts.joined(separator: " or ")
      text += Self.fitted("  \(Self.number(call.count)) × \(escaped(name)): \(verdict)", layout)
      if !call.rules.isEmpty {
        text += Self.wrapped(
          "by ", [call.rules.map { escaped($0) }.joined(separator: "; ")], indent: 6, layout)
        text += call.rules.map { quoting($0, call.syscall) }.joined()
      }
      if !call.dependsOn.isEmpty {
        text += Self.wrapped("depends on ", call.dependsOn, indent: 6, layout)
      }
      for location in call.locations {
        let thread = location.thread == 0 ? "" : " [\(location.thread)]"
        text += Self.fitted(
          "      \(escaped(location.file)):\(location.line)\(thread) \(escaped(location.text))",
          layout)
      }
    }
    return text
  }

  /// The first call that is denied, where that is not the first one of the only kind.
  private func first(_ layout: Layout) -> String {
    guard let call = firstDenied, let location = call.locations.first, denied.count > 1 else {
      return ""
    }
    let thread = location.thread == 0 ? "" : " [\(location.thread)]"
    return "\n\(TextStyle.bold.applied(to: "first denied:", layout.color))\n"
      + Self.fitted(
        "  \(escaped(location.file)):\(location.line)\(thread) \(escaped(location.text))", layout)
      + Self.wrapped(
        call.verdicts.joined() + (call.rules.isEmpty ? "" : " by "),
        [call.rules.map { escaped($0) }.joined(separator: "; ")], indent: 6, layout)
  }

  /// What would let the denied calls through, with command lines that are left in one piece.
  private func remedy(_ layout: Layout) -> String {
    guard let remedy else { return "" }
    let shown = layout.isVerbose ? remedy.calls.count : Self.shownCalls
    var calls = remedy.calls.prefix(shown).map { escaped($0) }.joined(separator: ", ")
    if remedy.calls.count > shown {
      calls += " and \(Self.number(remedy.calls.count - shown)) more"
    }
    if afterDeath > 0 { calls += ", and what follows the death of the process" }
    var text = "\n" + Self.wrapped("to allow ", [calls + ":"], indent: 0, layout)
    for command in remedy.commands { text += "  \(command)\n" }
    for remark in remedy.remarks { text += Self.wrapped("", [remark], indent: 2, layout) }
    return text
  }

  /// How many calls are named that would have to be allowed.
  private static let shownCalls = 8

  // MARK: - Rules

  private func rules(_ layout: Layout) -> String {
    var text = ""
    for filter in filters where !filter.rules.isEmpty {
      let used = filter.rules.filter { $0.decided + $0.possible > 0 }
        .sorted { ($1.decided, $1.possible, $0.location) < ($0.decided, $0.possible, $1.location) }
      let idle = filter.rules.filter { $0.decided + $0.possible == 0 && $0.kind == "rule" }
      if used.isEmpty, !layout.isVerbose || idle.isEmpty { continue }
      let title = filters.count > 1 ? "rules of \(escaped(filter.name)):" : "rules:"
      text += "\n\(TextStyle.bold.applied(to: title, layout.color))\n"
      text +=
        TextTable(
          rows: used.map {
            let possible = $0.possible == 0 ? "" : "and perhaps \(Self.number($0.possible))"
            return [Self.number($0.decided), escaped($0.location), possible]
          }, indent: 2, rightAligned: [0]
        ).text
      if layout.isVerbose, !idle.isEmpty {
        text += Self.wrapped(
          "decided nothing: ", idle.map { escaped($0.location) }, indent: 2, layout)
      }
    }
    return text
  }

  // MARK: - Notes

  private func launch(_ layout: Layout) -> String {
    if launches.isEmpty { return "" }
    var text = "\nstart:\n"
    let raw = Set(filters.filter(\.isRaw).map(\.name))
    for launch in launches {
      let verdict = launch.verdicts.joined(separator: " or ")
      let sentence: String
      if launch.passes {
        sentence = "\(launch.syscall), with which the program starts, is let through"
      } else if let filter = launch.rules.first(where: raw.contains) {
        sentence =
          "'sekat run' would refuse to start the program: "
          + "\(escaped(filter)) answers its \(launch.syscall) with \(verdict)"
      } else {
        sentence =
          "the program starts, since sekat's own \(launch.syscall) needs no rule; "
          + "by itself the call gets \(verdict)"
      }
      text += Self.wrapped("", [sentence], indent: 2, layout)
    }
    return text
  }

  /// What is counted that cannot be read.
  private var unreadableTitle: String {
    let isOne = unreadable.count == 1
    if isFollowed {
      return isOne ? "gap or record that cannot be read" : "gaps or records that cannot be read"
    }
    return isOne ? "line that cannot be read" : "lines that cannot be read"
  }

  private func examples(_ title: String, _ oddities: Oddities, _ layout: Layout) -> String {
    if oddities.count == 0 { return "" }
    var text = "\n\(Self.number(oddities.count)) \(title):\n"
    for example in oddities.first {
      text += Self.fitted(
        "  \(escaped(example.file)):\(example.line): \(escaped(example.reason))", layout)
      if !example.text.isEmpty { text += Self.fitted("      \(escaped(example.text))", layout) }
    }
    if oddities.count > oddities.first.count {
      text += "  … and \(Self.number(oddities.count - oddities.first.count)) more\n"
    }
    return text
  }

  private func notes(_ layout: Layout) -> String {
    var notes: [String] = []
    if let note = foreignABIs.note { notes.append(note) }
    if deniedCount > 0 {
      notes.append(
        "after the first denial a program may go another way than the one in the log")
    }
    if !neverLogged.isEmpty {
      let calls = neverLogged.map { call in
        "\(call.syscall) (\(call.verdicts.joined(separator: " or ")))"
      }
      notes.append(
        "calls that a log need not show, and that are not let through: "
          + calls.joined(separator: ", "))
    }
    if assumedUpperHalves > 0 {
      notes.append(
        (assumedUpperHalves == 1
          ? "1 verdict takes" : "\(Self.number(assumedUpperHalves)) verdicts take")
          + " upper halves of registers, "
          + "which strace does not print, to be zero")
    }
    for (abi, count) in assumedABIs.sorted(by: { $0.key < $1.key }) {
      notes.append(
        (count == 1 ? "1 thread is" : "\(Self.number(count)) threads are")
          + " taken to use \(abi), though no call of \(count == 1 ? "its" : "theirs") tells; "
          + "'strace -n' or '--abi' would")
    }
    if resumedFromBefore > 0 {
      notes.append(
        resumedFromBefore == 1
          ? "1 call had begun before the log did, and is not judged"
          : "\(Self.number(resumedFromBefore)) calls had begun before the log did, and are not judged"
      )
    }
    if unorderedLogs > 0 {
      notes.append(
        (unorderedLogs == 1
          ? "1 log is of a thread" : "\(Self.number(unorderedLogs)) logs are of threads")
          + " whose process is killed in another log; which calls come after that cannot be told, "
          + "and all are taken as made")
    }
    if callCount == 0, launches.isEmpty { notes.append(emptiness) }
    if notes.isEmpty { return "" }
    return "\n" + notes.map { Self.wrapped("note: ", [$0], indent: 0, layout) }.joined()
  }

  /// What is to be said where there are no calls.
  private var emptiness: String {
    if lines.summary > 0 {
      return "the log holds only the table of 'strace -c', which shows no calls"
    }
    let place = logs.count == 1 ? "log" : "logs"
    return (isFollowed ? "the kernel told of no such call" : "no call is in the \(place)")
      + ", so this says nothing of the filter"
  }

  // MARK: - Layout

  /// A number with commas.
  static func number(_ number: Int) -> String {
    var text = ""
    for (index, digit) in "\(number)".reversed().enumerated() {
      if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  /// How much room there is.
  private struct Layout {
    var width: Int
    var cutsLines: Bool
    var isVerbose: Bool
    var color: Bool
  }

  /// A line, cut where there is no more room.
  private static func fitted(_ line: String, _ layout: Layout) -> String {
    !layout.cutsLines || line.count <= layout.width
      ? line + "\n" : line.prefix(max(layout.width - 1, 1)) + "…\n"
  }

  /// Items with commas between them, in as many lines as they need.
  private static func wrapped(
    _ title: String, _ items: [String], indent: Int, _ layout: Layout
  ) -> String {
    Toolbox.wrapped(
      items.joined(separator: ", ").split(separator: " "), width: layout.width,
      first: String(repeating: " ", count: indent) + title, indent: indent + 2)
  }
}

extension ReplayReport.CallTally {
  /// Whether the call is the death of its thread or process.
  fileprivate var kills: Bool {
    verdicts == ["kill-process"] || verdicts == ["kill-thread"]
  }
}
