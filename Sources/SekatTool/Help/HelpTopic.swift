import LinuxABI
import PolicyLint
import Sekat
import SourceDiagnostics
import Toolbox

/// `sekat help` with something else than a command: a page, or the identifier of a message.
enum HelpTopic {
  /// The topic of a command line, unless it asks for help about commands.
  ///
  /// - Parameters:
  ///   - words: The words of the command line.
  ///   - commands: The names of all commands.
  /// - Returns: The topic, or `nil`.
  /// - Throws: `SekatError` where there is more than one.
  static func topic(in words: [String], commands: [String]) throws(SekatError) -> String? {
    guard words.count > 1, words[0] == "help", !words[1].hasPrefix("-"),
      !commands.contains(words[1])
    else { return nil }
    guard words.count == 2 else {
      throw SekatError("'sekat help' takes one topic; \(quoted(words[2])) is too much")
    }
    return words[1]
  }

  /// What there is to say on a topic.
  ///
  /// - Parameters:
  ///   - topic: The name of a page, or an identifier.
  ///   - commands: The names of all commands, one of which may have been meant.
  ///   - printer: How it is printed.
  /// - Returns: Whole lines.
  /// - Throws: `SekatError` where nothing has this name.
  static func text(
    on topic: String, commands: [String], _ printer: MarkdownPrinter
  ) throws(SekatError) -> String {
    if let page = ManualPage.all.first(where: { $0.topic == topic }) {
      return printer.text(MarkdownReader.blocks(of: page.text))
    }
    // A linter's rule and a mistake may have the same name.
    var parts: [String] = []
    if let rule = Linter.rule(named: topic) { parts.append(LintRulePage.plain(rule.about)) }
    let section = section(on: topic)
    if !section.isEmpty { parts.append(printer.text(section)) }
    guard parts.isEmpty else { return parts.joined(separator: "\n") }
    let names = commands + ManualPage.all.map(\.topic) + identifiers
    if Syscall.named(topic) != nil {
      throw SekatError("\(quoted(topic)) is a system call; 'sekat syscalls \(topic)' shows it")
    }
    throw SekatError(
      "unknown topic \(quoted(topic))\(suggestion(for: topic, among: names))\n" + list(commands))
  }

  /// What can be asked for, in whole sentences.
  private static func list(_ commands: [String]) -> String {
    let sentences = """
      Topics are \(ManualPage.all.map { "'\($0.topic)'" }.joined(separator: ", ")), the commands \
      \(commands.map { "'\($0)'" }.joined(separator: ", ")), and the identifiers that stand in \
      brackets after messages.
      """
    return String(wrapped(sentences.split(separator: " ")).dropLast())
  }

  /// The identifiers of all messages.
  private static var identifiers: [String] {
    let mistakes = diagnostics.compactMap { block -> String? in
      if case .heading(3, let id) = block { id } else { nil }
    }
    return mistakes + Linter.rules.map { $0.about.id }
  }

  private static var diagnostics: [MarkdownBlock] {
    let page = ManualPage.all.first { $0.name == "Diagnostics" }
    return MarkdownReader.blocks(of: page?.text ?? "")
  }

  /// What the page of diagnostics says about one of them, its heading included.
  private static func section(on id: String) -> ArraySlice<MarkdownBlock> {
    let blocks = diagnostics
    guard let start = blocks.firstIndex(of: .heading(level: 3, id)) else { return [] }
    let end = blocks[(start + 1)...].firstIndex { block in
      if case .heading = block { true } else { false }
    }
    return blocks[start..<(end ?? blocks.endIndex)]
  }
}
