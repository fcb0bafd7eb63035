import Foundation
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Testing

@testable import SekatTool

/// What the page of the policy format says is so.
@Suite struct PolicyPageTests {
  private static let blocks = (try? ManualPage.named("policy").blocks) ?? []
  static let examples = ManualExample.examples(of: blocks)

  @Test(arguments: examples.filter { $0.expectations != nil })
  func `an example decides what stands below it`(example: ManualExample) throws {
    #expect(try example.failures() == [])
  }

  @Test(arguments: examples.filter { $0.refusals != nil })
  func `an example is refused as stands below it`(example: ManualExample) {
    let found = example.mistakes.map { "error: \($0.message) [\($0.id)]" }
    #expect(found == example.refusals)
  }

  @Test(arguments: examples.filter { $0.refusals == nil })
  func `the other examples are without a mistake`(example: ManualExample) {
    #expect(example.mistakes.map(\.message) == [])
  }

  @Test func `the page shows the policy around its examples`() {
    #expect(Self.examples.count > 25)
    let around = ManualExample(shown: "[]").policy
    #expect(Self.examples.contains { $0.shown == around })
  }

  @Test(arguments: [PolicyLimits.standard.rules, PolicyLimits.standard.values])
  func `the limits are those of the program`(limit: Int) throws {
    let number = limit.formatted(.number.locale(Locale(identifier: "en_US")))
    for topic in ["policy", "bounds"] {
      #expect(try ManualPage.named(topic).text.contains(number), "\(number)")
    }
  }

  // MARK: Nothing is left out

  /// Everything that is written as code in the text and the tables of the page, word by word.
  private static var named: Set<String> {
    var words: Set<String> = []
    func take(_ text: String) {
      let parts = text.split(separator: "`", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() where index % 2 == 1 {
        words.formUnion(
          part.split { !($0.isLetter || $0.isNumber || "$_-".contains($0)) }.map(String.init))
      }
    }
    for block in blocks {
      switch block {
      case .heading(_, let text), .paragraph(let text): take(text)
      case .list(let entries): entries.forEach { take($0.text) }
      case .table(let rows): rows.joined().forEach(take)
      case .code: break
      }
    }
    return words
  }

  /// What the schema lists, which agrees with the program: keys, and words that may be values.
  private static func vocabulary() throws -> (keys: Set<String>, words: Set<String>) {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
    let file = root.appending(path: "../../../Policies/policy.schema.json").standardized
    let schema = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    var keys: Set<String> = []
    var words: Set<String> = []
    func walk(_ value: Any) {
      if let list = value as? [Any] { list.forEach(walk) }
      guard let object = value as? [String: Any] else { return }
      if let properties = object["properties"] as? [String: Any] { keys.formUnion(properties.keys) }
      for word in object["enum"] as? [Any] ?? [] { words.insert("\(word)") }
      if let word = object["const"] as? String { words.insert(word) }
      for (key, part) in object where !["conditions", "call", "group", "errno"].contains(key) {
        walk(part)
      }
    }
    walk(schema)
    return (keys, words)
  }

  @Test func `every key and every word of the format is named`() throws {
    let (keys, words) = try Self.vocabulary()
    #expect(keys.isSuperset(of: ["syscalls", "hasNone", "mask", "unsafe", "from", "reason"]))
    #expect(words.isSuperset(of: ["kill-thread", "wait-killable", "mips64el", "native"]))
    let missing = keys.union(words).union(BuiltinPolicies.shipped.names).subtracting(Self.named)
    #expect(missing.sorted() == [])
  }

  @Test func `every key and every action is in an example, and each form of an entry`() throws {
    let good = Self.examples.filter { $0.refusals == nil }.map(\.policy).joined(separator: "\n")
    let (keys, words) = try Self.vocabulary()
    for key in keys { #expect(good.contains("\"\(key)\":"), "\(key)") }
    let actions = ["allow", "log", "trap", "trace", "notify", "kill-thread", "kill-process"]
    #expect(words.isSuperset(of: actions))
    for action in actions { #expect(good.contains(": \"\(action)\""), "\(action)") }
    for form in [/"[a-z_0-9]+"/, /"[a-z_0-9]+\?"/, /"@[a-z-]+"/, /"#[0-9]+"/, /"![a-z]+"/] {
      #expect(good.contains(form))
    }
  }
}
