import Foundation
import PolicyLint

// Run from the root of the package: `swift run generate-lint-page`.
try LintRulePage.text.write(
  toFile: "Sources/Sekat/Sekat.docc/LintRules.md", atomically: true, encoding: .utf8)
