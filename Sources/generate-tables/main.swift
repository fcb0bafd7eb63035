import Foundation
import TableGenerator

// Run from the root of the package: `swift run generate-tables`.
let facts = "Sources/TableGenerator/Facts"
let texts = try Dictionary(
  uniqueKeysWithValues: TableGenerator.inputs.map {
    ($0, try String(contentsOfFile: "\(facts)/\($0)", encoding: .utf8))
  })
let generator = try TableGenerator(texts: texts)
for (target, outputs) in [
  ("LinuxABI", generator.outputs), ("TraceReplay", generator.traceOutputs),
  ("PolicyLint", generator.lintOutputs), ("Sekat", generator.applicationOutputs),
] {
  for (name, content) in outputs {
    try content.write(
      toFile: "Sources/\(target)/Generated/\(name)", atomically: true, encoding: .utf8)
  }
}
try generator.schema.write(
  toFile: "Policies/policy.schema.json", atomically: true, encoding: .utf8)
