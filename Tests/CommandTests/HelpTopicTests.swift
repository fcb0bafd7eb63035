import ArgumentParser
import Foundation
import PolicyLint
import TestSupport
import Testing

@testable import SekatTool

/// `sekat help` about something else than a command.
@Suite struct HelpTopicTests {
  private func help(_ words: String..., status: Int32 = 0) throws -> ProcessResult {
    let result = try run(builtProduct("sekat"), ["help"] + words)
    #expect(result.ending == .exit(status), "\(result)")
    return result
  }

  @Test(arguments: ManualPage.all.map(\.topic))
  func `a page is printed in lines of 80 columns`(topic: String) throws {
    let text = try help(topic).output
    let title = try #require(try ManualPage.named(topic).text.split(separator: "\n").first)
    #expect(text.hasPrefix("\(title.dropFirst(2))\n==="))
    #expect(text.count > 1000)
    for line in text.split(separator: "\n") where !line.hasPrefix("    ") {
      let isLong = line.count > 80
      #expect(!isLong, "\(line)")
    }
    for mark in ["<doc:", "**", "``", "\u{1b}", "\n#"] { #expect(!text.contains(mark), "\(mark)") }
  }

  @Test func `no topic is the name of a command, and each page is there`() {
    let commands = SekatCommand.configuration.subcommands.map { $0._commandName }
    #expect(Set(commands).isDisjoint(with: ManualPage.all.map(\.topic)))
    for page in ManualPage.all {
      let file = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Sources/Sekat/Sekat.docc/\(page.name).md").standardized
      #expect((try? String(contentsOf: file, encoding: .utf8)) == page.text)
    }
  }

  @Test func `the identifier of a message is explained`() throws {
    expectGolden(try help("removes-nothing").output, "help-removes-nothing.txt")
  }

  @Test func `a rule of the linter is explained as the linter does`() throws {
    for id in Linter.rules.prefix(2).map({ $0.about.id }) {
      let explained = try run(builtProduct("sekat"), ["lint", "--explain", id]).output
      #expect(try help(id).output == explained)
    }
  }

  @Test(arguments: ["unreadable", "json-mismatch", "unknown-action", "unusable-input"])
  func `an entry ends where the next one begins`(id: String) throws {
    let printer = MarkdownPrinter(width: 80, isStyled: false) { $0 }
    let text = try HelpTopic.text(on: id, commands: [], printer)
    #expect(text.contains("\(id)\n~~~"))
    #expect(text.count(where: { $0 == "~" }) == id.count)
  }

  @Test func `an unknown topic is a mistake, which lists the topics`() throws {
    let result = try help("polcy", status: 2)
    expectGolden(result.errors, "help-unknown.txt")
    #expect(result.output.isEmpty)
    #expect(try help("x", status: 2).errors.hasPrefix("sekat: unknown topic 'x'\nTopics are"))
    #expect(try help("quer", status: 2).errors.contains("did you mean 'query'?"))
    #expect(try help("unknown-syscal", status: 2).errors.contains("'unknown-syscall'?"))
    #expect(
      try help("openat", status: 2).errors
        == "sekat: 'openat' is a system call; 'sekat syscalls openat' shows it\n")
    #expect(
      try help("policy", "x", status: 2).errors
        == "sekat: 'sekat help' takes one topic; 'x' is too much\n")
  }
}
