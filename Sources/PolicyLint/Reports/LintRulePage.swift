import SourceDiagnostics
import Toolbox

/// The documentation of all rules, as one page.
public enum LintRulePage {
  /// The page, in the markup of DocC.
  public static var text: String {
    var text = """
      # Lint rules

      What `sekat lint` looks for, and what to write instead.

      Made by `swift run generate-lint-page` from the rules; do not edit.

      Each finding names the place, what is wrong, what to write instead, and where it is about what
      a policy decides a call that shows it, which `sekat query` confirms. A finding that is right and
      does not matter is ignored beside its cause, on a rule or on a whole file:

      ```json
      { "syscalls": ["ptrace"], "lint": { "ignore": ["grants-tracing"], "reason": "this runs a debugger" } }
      ```

      | rule | severity | what is found |
      |---|---|---|

      """
    for about in Linter.rules.map({ $0.about }) {
      text += "| `\(about.id)` | \(about.severity.rawValue) | \(about.title) |\n"
    }
    for family in LintRuleDescription.Family.allCases {
      text += "\n## \(family.rawValue)\n"
      for about in Linter.rules.map({ $0.about }) where about.family == family {
        text += "\n" + section(about, level: 3)
      }
    }
    text += """

      ## Every known trap

      | trap | found by |
      |---|---|

      """
    for (trap, answer) in LintCatalogue.rows { text += "| \(trap) | \(answer) |\n" }
    return text
  }

  /// What there is to say about one rule.
  static func section(_ about: LintRuleDescription, level: Int) -> String {
    var text = String(repeating: "#", count: level) + " \(about.id)\n\n"
    text += "*\(about.severity.rawValue): \(about.title)*\n\n\(about.problem) \(about.advice)\n"
    if !about.bad.isEmpty {
      text += "\nNot so:\n\n```\n\(shortened(about.bad))\n```\n"
      text += "\nBut so:\n\n```\n\(shortened(about.good))\n```\n"
    }
    if !about.references.isEmpty {
      text += "\nSee \(about.references.map(link).joined(separator: ", ")).\n"
    }
    return text
  }

  private static func link(_ reference: String) -> String {
    reference.hasPrefix("https://") ? "<\(reference)>" : reference
  }

  /// The lines of an example, none of them endless.
  private static func shortened(_ example: String) -> String {
    example.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.count > 160 ? line.prefix(120) + " …" : String(line)
    }.joined(separator: "\n")
  }

  /// What there is to say about one rule, as plain text.
  ///
  /// - Parameter about: The rule's description.
  /// - Returns: Whole lines.
  public static func plain(_ about: LintRuleDescription) -> String {
    var text = "\(about.id) (\(about.severity.rawValue)): \(about.title)\n\n"
    text +=
      wrapped(about.problem.split(separator: " ")) + "\n"
      + wrapped(about.advice.split(separator: " "))
    if !about.bad.isEmpty {
      text += "\nNot so:\n\(indented(shortened(about.bad)))\nBut so:\n"
      text += indented(shortened(about.good))
    }
    if !about.references.isEmpty { text += "\nSee:\n" }
    for reference in about.references { text += "  \(reference)\n" }
    return text
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "  \($0)\n" }.joined()
  }
}
