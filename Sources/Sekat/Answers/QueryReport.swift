package import ClassicBPF
package import FilterProof
package import LinuxABI
import SeccompFilter
package import SeccompPolicy
import SourceDiagnostics
import Toolbox

/// The answers of all policies of a stack.
package struct QueryReport {
  package let call: [String]
  package let pattern: CallPattern
  package let answers: [QueryAnswer]

  /// The verdicts of all filters together.
  package let verdicts: Set<FilterAction>

  /// Asks policies and compiled filters in the order of their installation.
  package init(
    call: [String], pattern: CallPattern,
    asking asked: [(name: String, content: QueryAnswer.Content)], on machine: Machine
  ) throws(ProofError) {
    self.call = call
    self.pattern = pattern
    var answers: [QueryAnswer] = []
    for (name, content) in asked {
      answers.append(try QueryAnswer(to: pattern, by: content, on: machine, named: name))
    }
    self.answers = answers
    if answers.count == 1 {
      verdicts = Set(answers[0].verdicts.map(\.action))
    } else {
      var map = VerdictMap(of: .stack(asked.map(\.content.subject)), on: machine)
      verdicts = Set(
        try map.verdicts(on: pattern.number, of: pattern.abi, where: pattern.tests).map(\.action))
    }
  }

  /// The verdict, where it is the same whatever is not given.
  private var verdict: FilterAction? { verdicts.count == 1 ? verdicts.first : nil }

  /// The call as it was written, with the name that belongs to a number.
  private var title: String {
    var words = call
    let name = pattern.call?.name
    if words[0] != name {
      if !words[0].hasPrefix("#") { words[0] = "#" + words[0] }
      if let name { words[0] += " (\(name))" }
    }
    return escaped(words.joined(separator: " "))
  }

  /// The report for people.
  ///
  /// - Parameter width: The columns in which a rule is quoted.
  /// - Returns: The report, each line with its end.
  package func text(width: Int) -> String {
    let abi = pattern.abi
    var text = "\(title) on \(abi.name): "
    text +=
      verdict?.text(on: abi)
      ?? (verdicts.isEmpty ? "there is no such call" : "depends on arguments that are not given")
    text += "\n"
    for answer in answers {
      if answers.count > 1 { text += "\(escaped(answer.name)):\n" }
      text += answer.verdicts.table(on: abi, indent: 2, width: width)
      // Several verdicts may be those of one rule.
      let comments = answer.verdicts.compactMap(\.comment)
      for comment in comments.unrepeated { text += "  comment: \(escaped(comment))\n" }
      if let other = answer.nearest { text += Self.text(other, on: abi) }
      text += answer.advice
    }
    return text
  }

  private static func text(_ other: QueryAnswer.OtherRule, on abi: ABI) -> String {
    var text = "  nearest other rule: \(other.rule.place), \(other.action.text(on: abi))\n"
    for location in other.failed {
      text += "    does not hold: \(location.excerpt) (\(location))\n"
    }
    return text
  }

  package var json: String {
    let abi = pattern.abi
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("abi", abi.name)
      writer.member("syscall", pattern.call?.name)
      writer.member("number", pattern.number)
      writer.member("verdict", verdict?.text(on: abi))
      writer.array("policies") { writer in
        for answer in answers {
          writer.object { writer in
            writer.member("policy", answer.name)
            writer.array("decisions") { writer in
              for verdict in answer.verdicts {
                writer.object(inline: true) { writer in
                  writer.member("verdict", verdict.action.text(on: abi))
                  writer.member("rule", verdict.location.map { "\($0)" })
                  writer.member("because", verdict.because)
                  writer.member("text", verdict.rule?.text)
                }
              }
            }
            if let other = answer.nearest {
              writer.object("nearest") { writer in
                writer.member("verdict", other.action.text(on: abi))
                writer.member("rule", "\(other.rule.location)")
                writer.array("failed") { for location in other.failed { $0.value("\(location)") } }
              }
            }
          }
        }
      }
    }
    return writer.text
  }
}

extension QueryAnswer {
  /// What to write where no rule speaks of the call: a line, or nothing.
  var advice: String {
    missingRule.map { "  no rule names it; this one would allow it: \($0)\n" } ?? ""
  }
}

extension [QueryAnswer.Verdict] {
  /// A line for each verdict, and below it what it rests on, once where several rest on the same.
  ///
  /// - Parameters:
  ///   - abi: The ABI whose names errors have.
  ///   - indent: How many blanks a line begins with.
  ///   - width: The columns in which a rule is quoted.
  /// - Returns: The lines, each with its end.
  func table(on abi: ABI, indent: Int, width: Int) -> String {
    let rows = TextTable(rows: map { [$0.action.text(on: abi), $0.because] }, indent: indent)
      .text.split(separator: "\n")
    let margin = String(repeating: " ", count: indent + 2)
    var text = ""
    for (place, row) in rows.enumerated() {
      text += row + "\n"
      guard let rule = self[place].rule else { continue }
      if place + 1 < count, self[place + 1].rule == rule { continue }
      text += margin + rule.shortened(to: width - margin.count) + "\n"
    }
    return text
  }
}

extension SourceLocation {
  /// The text there on one line, up to the comma or the brace that ends it.
  var excerpt: String {
    let limit = 200
    let rest = source.bytes[range.lowerBound...].prefix(limit)
    var (depth, end, isInString, isEscaped) = (0, rest.startIndex, false, false)
    scanning: while end < rest.endIndex {
      let byte = rest[end]
      if isInString {
        isInString = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      } else {
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
        default: break
        }
        if depth < 0 || depth == 0 && byte == UInt8(ascii: ",") { break scanning }
      }
      end += 1
    }
    let words = rest[..<end].split { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return words.map { escaped($0) }.joined(separator: " ")
      + (end == rest.endIndex && rest.count == limit ? "…" : "")
  }
}
