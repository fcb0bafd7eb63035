import Foundation
import Sekat
import SourceDiagnostics
import TestSupport
import Testing

@testable import SekatTool

/// The page of diagnostics has every identifier, and each of them has been tried.
@Suite struct DiagnosticsPageTests {
  /// What the page says about one identifier.
  struct Entry: CustomTestStringConvertible, Sendable {
    var id: String
    var examples: [ManualExample] = []
    var testDescription: String { id }
  }

  static let entries: [Entry] = {
    var entries: [(id: String, blocks: [MarkdownBlock])] = []
    for block in (try? ManualPage.named("diagnostics").blocks) ?? [] {
      if case .heading(3, let id) = block {
        entries.append((id, []))
      } else if !entries.isEmpty {
        entries[entries.count - 1].blocks.append(block)
      }
    }
    return entries.map { Entry(id: $0.id, examples: ManualExample.examples(of: $0.blocks)) }
  }()

  /// The identifiers in the sources of all modules but the linter, which has a catalogue of its own.
  private static func reported() throws -> Set<String> {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources").standardized
    let files = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
    var ids: Set<String> = []
    for file in files ?? [] where file.hasSuffix(".swift") && !file.hasPrefix("PolicyLint/") {
      let text = try String(contentsOf: root.appending(path: file), encoding: .utf8)
      ids.formUnion(text.matches(of: /[^a-z]id(?::| =) "([a-z][a-z0-9-]*)"/).map { String($0.1) })
      // The first text in what is handed to a function that reports.
      let calls = text.matches(
        of: /(?:report|error|allows|NodeMistake)\((?:[^"()]|\([^()"]*\))*?"([a-z][a-z0-9-]*)"\s*,/)
      ids.formUnion(calls.map { String($0.1) })
      ids.formUnion(text.matches(of: /"((?:json|yaml)-[a-z-]+)"/).map { String($0.1) })
    }
    return ids
  }

  @Test func `the page has each identifier once, and no other`() throws {
    let ids = Self.entries.map(\.id)
    #expect(ids.count > 80)
    #expect(Set(ids).count == ids.count)
    let reported = try Self.reported()
    #expect(reported.subtracting(ids).sorted() == [])
    #expect(Set(ids).subtracting(reported).sorted() == [])
  }

  @Test(arguments: entries.filter { !$0.examples.isEmpty })
  func `what is not so is refused for that, and what is so is not`(entry: Entry) throws {
    try #require(entry.examples.count == 2)
    #expect(Set(entry.examples[0].mistakes.map(\.id)) == [entry.id])
    #expect(entry.examples[1].mistakes.map(\.message) == [])
  }

  @Test(arguments: entries.filter { $0.examples.isEmpty })
  func `what takes no short example has been tried too`(entry: Entry) throws {
    let attempt = try #require(DiagnosticAttempts.all[entry.id], "nobody tries it")
    let found = try attempt()
    #expect(found == [entry.id])
  }
}
