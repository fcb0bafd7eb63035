import Foundation
import TableGenerator
import Testing

@Suite struct GeneratedTablesTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../..").standardized

  @Test func `the tables are what the facts say`() throws {
    let facts = Self.root.appending(path: "Sources/TableGenerator/Facts")
    let texts = try Dictionary(
      uniqueKeysWithValues: TableGenerator.inputs.map {
        ($0, try String(contentsOf: facts.appending(path: $0), encoding: .utf8))
      })
    let generator = try TableGenerator(texts: texts)
    for (target, outputs) in [
      ("LinuxABI", generator.outputs), ("TraceReplay", generator.traceOutputs),
      ("PolicyLint", generator.lintOutputs), ("Sekat", generator.applicationOutputs),
    ] {
      for (name, content) in outputs {
        let file = Self.root.appending(path: "Sources/\(target)/Generated").appending(path: name)
        let found = try String(contentsOf: file, encoding: .utf8)
        #expect(found == content, "\(name) is out of date; run: swift run generate-tables")
      }
    }
    let schema = Self.root.appending(path: "Policies/policy.schema.json")
    #expect(
      try String(contentsOf: schema, encoding: .utf8) == generator.schema,
      "the schema is out of date; run: swift run generate-tables")
  }

  @Test func `a table with a missing cell is refused with its line`() {
    #expect {
      _ = try TableGenerator(
        texts: [
          "syscalls.tsv": "name\targs\nread\n", "registers.tsv": "a\n", "vocabularies.tsv": "a\n",
          "constants.tsv": "a\n", "groups.tsv": "a\n",
        ])
    } throws: { "\($0)" == "syscalls.tsv:2: 1 cells, not 2" }
  }
}
