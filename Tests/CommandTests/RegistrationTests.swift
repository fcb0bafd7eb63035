import ArgumentParser
import Foundation
import Testing

@testable import SeccompPolicy
@testable import SekatTool

/// What has been written is asked, too: a type that is in no list compiles, and does nothing.
@Suite struct RegistrationTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Sources").standardized

  /// The types in a folder that are declared to have one of some protocols.
  private static func types(in folder: String, being protocols: [String]) throws -> [String] {
    let root = sources.appending(path: folder)
    let files = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    let declaration = /(?m)^(?:package |public )?struct (\w+): ([\w, ]+) \{/
    return try (files ?? []).filter { $0.hasSuffix(".swift") }.flatMap { file in
      try String(contentsOf: root.appending(path: file), encoding: .utf8)
        .matches(of: declaration)
        .filter { match in match.2.split(separator: ", ").contains { protocols.contains("\($0)") } }
        .map { String($0.1) }
    }.sorted()
  }

  @Test func `every command is in the list of commands`() throws {
    let commands = try Self.types(
      in: "SekatTool", being: ["ReportingCommand", "ParsableCommand"]
    ).filter { $0 != "SekatCommand" }
    let listed = SekatCommand.configuration.subcommands.map { "\($0)" }
    #expect(commands.count > 10, "the commands were not found")
    for command in commands where !listed.contains(command) {
      Issue.record("\(command) is no subcommand: add it to the list in SekatCommand.swift")
    }
  }

  @Test func `every format of policies is in the list of formats`() throws {
    let formats = try Self.types(
      in: "SeccompPolicy/Formats", being: ["PolicyFormat", "DecodedFormat"])
    let listed = PolicyFormats.standard.names
    #expect(formats.contains("SekatFormat"), "the formats were not found")
    for format in formats where !listed.contains(format) {
      Issue.record("\(format) is never asked: add it to the list in PolicyFormats.swift")
    }
  }
}
