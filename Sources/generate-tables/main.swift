import Foundation
import TableGenerator

// Run from the root of the package: `swift run generate-tables`.
let facts = "Sources/TableGenerator/Facts"
let tables = "Sources/LinuxABI/Generated"
let texts = try Dictionary(
  uniqueKeysWithValues: TableGenerator.inputs.map {
    ($0, try String(contentsOfFile: "\(facts)/\($0)", encoding: .utf8))
  })
let generator = try TableGenerator(texts: texts)
for (name, content) in generator.outputs {
  try content.write(toFile: "\(tables)/\(name)", atomically: true, encoding: .utf8)
}
try generator.schema.write(
  toFile: "Policies/policy.schema.json", atomically: true, encoding: .utf8)
