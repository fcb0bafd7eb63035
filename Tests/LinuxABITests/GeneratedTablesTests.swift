import Foundation
import TableGenerator
import Testing

@Suite struct GeneratedTablesTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().appending(path: "../..").standardized

  private static func facts() throws -> [String: String] {
    let facts = root.appending(path: "Sources/TableGenerator/Facts")
    return try Dictionary(
      uniqueKeysWithValues: TableGenerator.inputs.map {
        ($0, try String(contentsOf: facts.appending(path: $0), encoding: .utf8))
      })
  }

  @Test func `the tables are what the facts say`() throws {
    let generator = try TableGenerator(texts: try Self.facts())
    for (path, content) in generator.files {
      let file = Self.root.appending(path: "Sources/\(path)")
      let found = try String(contentsOf: file, encoding: .utf8)
      #expect(found == content, "\(path) is out of date; run: swift run generate-tables")
    }
    let schema = Self.root.appending(path: "Policies/policy.schema.json")
    #expect(
      try String(contentsOf: schema, encoding: .utf8) == generator.schema,
      "the schema is out of date; run: swift run generate-tables")
    let page = Self.root.appending(path: "Sources/Sekat/Sekat.docc/Groups.md")
    #expect(
      try String(contentsOf: page, encoding: .utf8) == generator.groupPage,
      "the page of groups is out of date; run: swift run generate-tables")
  }

  @Test func `every table of facts is read, and listed for readers`() throws {
    let folder = Self.root.appending(path: "Sources/TableGenerator/Facts")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(Set(files) == Set(TableGenerator.inputs).union(["README.md"]))
    let page = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    for name in TableGenerator.inputs { #expect(page.contains("\n| `\(name)` |"), "\(name)") }
  }

  @Test func `every call, argument, constant and ABI that a table names exists`() throws {
    let generator = try TableGenerator(texts: try Self.facts())
    #expect(generator.unknownNames == [])
  }

  @Test(arguments: [
    ("needs.tsv", "futex\tlibrary", "futx\tlibrary", "there is no call 'futx'"),
    ("start-up.tsv", "ARCH_SET_FS", "ARCH_SET_FZ", "there is no constant 'ARCH_SET_FZ'"),
    ("start-up.tsv", "mmap2,mmap", "mmap2,mmop", "there is no call 'mmop'"),
    ("risky-values.tsv", "AF_ALG", "AF_ALF", "there is no constant 'AF_ALF'"),
    ("vdso.tsv", "i386,arm", "i386,amr", "there is no ABI 'amr'"),
    (
      "memory.tsv", "connect\tuservaddr", "connect\tuserbaddr",
      "'connect' has no argument 'userbaddr'"
    ),
    ("memory.tsv", "sockaddr\taddrlen", "sockaddr\tlength", "'bind' has no argument 'length'"),
    ("memory.tsv", "option=PR_SET_NAME", "op=PR_SET_NAME", "'prctl' has no argument 'op'"),
    ("memory.tsv", "=PR_SET_NAME", "=PR_SET_NAM", "there is no constant 'PR_SET_NAM'"),
    (
      "chosen-vocabularies.tsv", "value\tinet_protocols", "value\tinet_protocol",
      "there is no set of constants 'inet_protocol'"
    ),
    ("abilities.tsv", "has CLONE_THREAD", "has CLONE_THRED", "there is no constant 'CLONE_THRED'"),
  ])
  func `a typing error is found`(file: String, right: String, wrong: String, found: String) throws {
    var texts = try Self.facts()
    let text = try #require(texts[file])
    let place = try #require(text.firstRange(of: right))
    let line = text[..<place.lowerBound].count { $0 == "\n" } + 1
    texts[file] = text.replacingCharacters(in: place, with: wrong)
    let generator = try TableGenerator(texts: texts)
    #expect(generator.unknownNames == ["\(file):\(line): \(found)"])
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
