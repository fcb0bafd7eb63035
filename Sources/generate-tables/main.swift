import Foundation
import TableGenerator

// Run from the root of the package: `swift run generate-tables`.
let facts = "Sources/TableGenerator/Facts"
let tables = "Sources/LinuxABI/Generated"
let texts = try Dictionary(
  uniqueKeysWithValues: TableGenerator.inputs.map {
    ($0, try String(contentsOfFile: "\(facts)/\($0)", encoding: .utf8))
  })
for (name, content) in try TableGenerator(texts: texts).outputs {
  try content.write(toFile: "\(tables)/\(name)", atomically: true, encoding: .utf8)
}
