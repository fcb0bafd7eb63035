import Foundation
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Sekat
import SourceDiagnostics
import Testing

@testable import SekatTool

/// An example of a page: a policy or a part of one, and what the page says of it.
struct ManualExample: CustomTestStringConvertible, Sendable {
  /// What the page shows.
  var shown: String
  /// Lines of a grid of expectations.
  var expectations: String?
  /// What is said about it, without places.
  var refusals: [String]?

  var testDescription: String { shown }

  /// The examples of some blocks: a policy in one of the formats, and after it `expect` or `refused`.
  static func examples(of blocks: some Sequence<MarkdownBlock>) -> [ManualExample] {
    var examples: [ManualExample] = []
    for case .code(let language, let lines) in blocks {
      switch language {
      case "json", "minijail", "ini", "kafel":
        examples.append(ManualExample(shown: lines.joined(separator: "\n")))
      case "expect": examples[examples.count - 1].expectations = lines.joined(separator: "\n")
      case "refused": examples[examples.count - 1].refusals = lines
      default: break
      }
    }
    return examples
  }

  /// The whole policy: a rule, or a list of rules, stands in the one that the page shows.
  var policy: String {
    let value = try? JSONSerialization.jsonObject(with: Data(shown.utf8))
    let isRule = (value as? [String: Any]).map { object in
      object["default"] == nil && object["defaultAction"] == nil
        && (object["syscalls"] ?? object["action"]) != nil
    }
    let around = #"{ "architectures": ["x86_64"], "default": { "errno": "EPERM" }, "rules": "#
    if value is [Any] { return around + shown + " }" }
    return isRule == true ? around + "[" + shown + "] }" : shown
  }

  /// Reads the policy as a file.
  func load(_ diagnostics: inout [Diagnostic]) -> Policy? {
    let source = SourceText(name: "policy.json", bytes: Array(policy.utf8))
    return PolicyLoader.load(
      Policy.File(source, trust: nil), builtins: .shipped, diagnostics: &diagnostics)
  }

  /// What is wrong with it on all of its machines.
  var mistakes: [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    guard let policy = load(&diagnostics) else { return diagnostics }
    for machine in policy.machines {
      var found: [Diagnostic] = []
      _ = policy.resolve(for: machine, diagnostics: &found)
      diagnostics += found.filter { !diagnostics.contains($0) }
    }
    return diagnostics
  }

  /// The lines below it that do not hold, that nothing was held against, or that cannot be read.
  func failures() throws -> [String] {
    var diagnostics: [Diagnostic] = []
    let loaded = load(&diagnostics)
    let policy = try #require(loaded, "\(diagnostics)")
    let source = SourceText(name: "expect", bytes: Array((expectations ?? "").utf8))
    let grid = ExpectationGrid(source, diagnostics: &diagnostics)
    var failures: [String] = []
    var unserved = Set(grid.lines.indices)
    for machine in policy.machines {
      let found = policy.resolve(for: machine, diagnostics: &diagnostics)
      let resolved = try #require(found, "\(diagnostics)")
      let outcome = try grid.run(against: resolved, diagnostics: &diagnostics)
      failures += outcome.failures.map {
        "\($0.line.words): \($0.decision.action.text(on: $0.abi))"
      }
      unserved = unserved.filter { grid.lines[$0].abi.map(machine.abis.contains) == false }
    }
    if grid.lines.isEmpty { failures.append("there is no line") }
    return failures + unserved.map { "\(grid.lines[$0].words)" } + diagnostics.map(\.message)
  }
}

extension ManualPage {
  /// The page of a topic.
  static func named(_ topic: String) throws -> ManualPage {
    try #require(all.first { $0.topic == topic })
  }

  /// The parts of the page.
  var blocks: [MarkdownBlock] { MarkdownReader.blocks(of: text) }
}
