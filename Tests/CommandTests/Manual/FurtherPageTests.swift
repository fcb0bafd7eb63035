import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import SekatTool

/// What other pages say is so.
@Suite struct FurtherPageTests {
  @Test func `the grid of the page on grids holds`() throws {
    let examples = ManualExample.examples(of: try ManualPage.named("grids").blocks)
    let example = try #require(examples.first)
    #expect(examples.count == 1)
    #expect(try example.failures() == [])
  }

  @Test func `a line that does not hold is reported as the page on grids shows it`() throws {
    let blocks = try ManualPage.named("grids").blocks
    let policy = try #require(ManualExample.examples(of: blocks).first?.policy)
    let consoles = blocks.compactMap { block -> [String]? in
      if case .code("console", let lines) = block { lines } else { nil }
    }
    let shown = try #require(consoles.first)
    let line = try #require(shown.first)
    let command = try #require(line.wholeMatch(of: /\$ echo '(.*)' \| sekat (.*)/))
    let folder = try TemporaryFolder()
    try folder.write("policy.json", policy)
    let result = try run(
      builtProduct("sekat"), command.2.split(separator: " ").map(String.init),
      input: Array("\(command.1)\n".utf8), directory: folder.path)
    #expect(result.ending == .exit(1))
    #expect(result.output == shown.dropFirst().map { $0 + "\n" }.joined())
  }

  @Test func `the page on the command line has each command, and how it ends`() throws {
    let tables = try ManualPage.named("commands").blocks.compactMap { block -> [[String]]? in
      if case .table(let rows) = block { rows } else { nil }
    }
    let commands = SekatCommand.configuration.subcommands.map { $0._commandName } + ["help"]
    try #require(tables.count == 3)
    for row in Set(tables[0].dropFirst().map { $0[0] })
      .symmetricDifference(commands.map { "`sekat \($0)`" })
    {
      Issue.record(
        "\(row) is a command, or a row of the first table of CommandLine.md, but not both")
    }
    let ends = Set(tables[1].dropFirst().map { $0[0] } + ["`run`"])
    for row in ends.symmetricDifference(commands.map { "`\($0)`" }) {
      Issue.record("\(row) is a command, or a row of the table of exit statuses, but not both")
    }
    let statuses = (tables[1].first ?? []).compactMap { Int32($0) } + [125]
    #expect(Set(statuses.compactMap(ExitStatus.init)).count == statuses.count)
    #expect(tables[2].map { $0[0] } == ["status", "125", "126", "127"])
  }
}
