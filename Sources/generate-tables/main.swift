import Foundation
import TableGenerator

// Run from the root of the package: `swift run generate-tables`.
let facts = "Sources/TableGenerator/Facts"
let texts = try Dictionary(
  uniqueKeysWithValues: TableGenerator.inputs.map {
    ($0, try String(contentsOfFile: "\(facts)/\($0)", encoding: .utf8))
  })
let generator = try TableGenerator(texts: texts)
let unknown = generator.unknownNames
if !unknown.isEmpty {
  for line in unknown { print("\(facts)/\(line)") }
  exit(1)
}
for (path, content) in generator.files {
  try content.write(toFile: "Sources/\(path)", atomically: true, encoding: .utf8)
}
try generator.schema.write(
  toFile: "Policies/policy.schema.json", atomically: true, encoding: .utf8)
try generator.groupPage.write(
  toFile: "Sources/Sekat/Sekat.docc/Groups.md", atomically: true, encoding: .utf8)
