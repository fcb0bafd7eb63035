import Foundation
import Testing

@testable import PolicyLint

/// All rules together: their names, examples and tests.
@Suite struct RegistryTests {
  private static var tests: URL { URL(filePath: #filePath).deletingLastPathComponent() }

  private static var sources: URL {
    tests.appending(path: "../../Sources/PolicyLint/Rules").standardized
  }

  @Test func `names are kebab case and unique`() {
    let ids = Linter.rules.map { $0.about.id }
    #expect(Set(ids).count == ids.count)
    for id in ids { #expect(id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)+/) != nil, "\(id)") }
  }

  @Test func `every rule has a file of its own, and one of tests`() throws {
    let files = FileManager.default.enumerator(atPath: Self.sources.path)?.compactMap {
      $0 as? String
    }
    let types = Set(
      (files ?? []).filter { $0.hasSuffix(".swift") }
        .map { URL(filePath: $0).deletingPathExtension().lastPathComponent })
    let listed = Set(Linter.rules.map { "\($0)" })
    for type in types.symmetricDifference(listed).sorted() {
      Issue.record(
        "\(type) has a file among the rules, or is in 'Linter.rules' (Linter+Rules.swift), but not both"
      )
    }
    for rule in Linter.rules {
      let file = Self.tests.appending(path: "Rules/\(rule)Tests.swift")
      let text = try? String(contentsOf: file, encoding: .utf8)
      guard let text else {
        Issue.record("\(rule.about.id) is not tested: there is no \(file.lastPathComponent)")
        continue
      }
      // Marked text where there is a policy, a listing or a manifest where there is none.
      let isOther = [.programs, .host, .manifests].contains(rule.about.family)
      #expect(isOther || text.contains("1️⃣"), "\(file.lastPathComponent) marks no finding")
      #expect(text.contains("\(rule).self"), "\(file.lastPathComponent) tests another rule")
    }
  }

  @Test func `the page is what the rules say`() throws {
    let page = Self.tests.appending(path: "../../Sources/Sekat/Sekat.docc/LintRules.md")
      .standardized
    let found = try? String(contentsOf: page, encoding: .utf8)
    #expect(
      found == LintRulePage.text, "the page is out of date; run: swift run generate-lint-page")
  }

  @Test func `what the list of traps names is there`() throws {
    let ids = Set(Linter.rules.map { $0.about.id })
    let loader = Self.tests.appending(path: "../../Sources").standardized
    var reported = ""
    for module in ["SeccompPolicy", "JSONSyntax"] {
      let folder = loader.appending(path: module)
      let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
      for file in files ?? [] where file.hasSuffix(".swift") {
        reported += try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      }
    }
    var named: Set<String> = []
    for (trap, answer) in LintCatalogue.rows {
      for word in answer.matches(of: /`([a-z0-9]+(-[a-z0-9]+)+)`/).map({ String($0.1) }) {
        #expect(ids.contains(word) || reported.contains("\"\(word)\""), "\(trap): \(word)")
        named.insert(word)
      }
      let isAnswered = answer.contains("`") || answer.contains("no rule: ")
      #expect(isAnswered, "\(trap)")
    }
    for id in ids.subtracting(named).subtracting(["unused-suppression"]).sorted() {
      Issue.record(
        "'\(id)' answers no trap: add it to a row of LintCatalogue.swift, or add the trap")
    }
  }

  @Test func `explanations are whole sentences`() {
    for about in Linter.rules.map({ $0.about }) {
      #expect(about.problem.hasSuffix(".") && about.advice.hasSuffix("."), "\(about.id)")
      #expect(about.title.last != "." && !about.title.isEmpty, "\(about.id)")
      #expect(about.problem.count < 420, "\(about.id) talks too much")
    }
  }

  @Test(
    arguments: Linter.rules.filter {
      !["programs", "host", "manifests"].contains("\($0.about.family)")
    }
    .map { $0.about.id })
  func `the examples are what they say`(id: String) throws {
    let rule = try #require(Linter.rule(named: id))
    let bad = try LintOutcome(rule.about.bad)
    #expect(!bad.findings(of: rule).isEmpty, "the bad example has no such finding")
    let good = try LintOutcome(rule.about.good)
    #expect(good.findings(of: rule).isEmpty, "\(good.findings(of: rule).map(\.problem))")
  }
}
