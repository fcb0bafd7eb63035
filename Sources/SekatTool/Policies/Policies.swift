import ArgumentParser
import Sekat
import SourceDiagnostics
import Toolbox

/// `sekat policies`.
struct Policies: ReportingCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the policies that come with sekat.",
    usage: "sekat policies [NAME [--resolved]]",
    discussion: """
      Lists them, or prints one as it is written: with its comments, to be copied.
      With --resolved, what it decides on each ABI once all that it extends is put
      together: calls by their verdicts, and conditions in words.

      \(ExitStatus.table())

      EXAMPLES
        sekat policies
        sekat policies offline
        sekat policies offline --resolved --target aarch64
        sekat policies default >my-policy.json
      """)

  @Argument(
    help: "One of them, with or without 'builtin:'.", completion: .list(BuiltinCatalogue.names))
  var name: String?

  @Flag(help: "What it decides, instead of what is written.")
  var resolved = false

  @Option(
    name: .target, help: "With --resolved, the machine; by default each that it lists.")
  var target: String?

  @OptionGroup(title: "Output") var output: FormatOption
  @OptionGroup(title: "Output") var look: LookOptions

  func validate() throws {
    if resolved && name == nil {
      throw ValidationError("'--resolved' is about one policy: name it")
    }
    if target != nil && !resolved { throw ValidationError("'--target' belongs to '--resolved'") }
    if name != nil && !resolved && output.format == .json {
      throw ValidationError("a policy is JSON as it is; '--format' is for lists and '--resolved'")
    }
  }

  func run() throws {
    guard let name else { return try list() }
    let reference = try BuiltinCatalogue.reference(named: name)
    guard resolved else { return Terminal.write(try BuiltinCatalogue.text(of: reference)) }
    let report = try ResolvedReport(
      on: try BuiltinCatalogue.policy(reference), named: reference, target: target)
    switch output.format {
    case .text: Terminal.print(report.text(color: Terminal.usesColor(on: 1)), terminator: "")
    case .json: Terminal.print(report.json, terminator: "")
    }
  }

  private func list() throws(SekatError) {
    let entries = try BuiltinCatalogue.entries()
    switch output.format {
    case .text:
      let wholes = entries.filter(\.isWhole)
      Terminal.print(
        Self.table(wholes) + "\npieces, for policies that extend them:\n"
          + Self.table(Array(entries.dropFirst(wholes.count))), terminator: "")
    case .json:
      var writer = JSONWriter()
      writer.object { writer in
        writer.array("policies") { writer in
          for entry in entries {
            writer.object(inline: true) { writer in
              writer.member("name", entry.reference)
              writer.member("description", entry.description)
              writer.member("isWhole", entry.isWhole)
            }
          }
        }
      }
      Terminal.print(writer.text, terminator: "")
    }
  }

  private static func table(_ entries: [BuiltinCatalogue.Entry]) -> String {
    let room = Terminal.width.map { $0 - 2 - (entries.map(\.reference.count).max() ?? 0) }
    return TextTable(
      rows: entries.map { entry in
        guard let room, entry.description.count > room else {
          return [entry.reference, entry.description]
        }
        return [entry.reference, entry.description.prefix(max(room - 1, 1)) + "…"]
      }
    ).text
  }
}
