import Foundation
import SourceDiagnostics
import Testing

@testable import PolicyLint

/// The log held against the schema of SARIF, as far as it uses it.
@Suite struct SARIFSchemaTests {
  /// A kind of object of the schema: its members with their kinds, and those that must be there.
  ///
  /// No kind admits other members; the schema says so of each.
  private struct Kind: Sendable {
    var required: Set<String> = []
    var members: [String: Member]
  }

  /// What a member holds.
  private indirect enum Member: Sendable {
    case string, number, flag
    /// One of some words.
    case oneOf(Set<String>)
    case object(String)
    case array(Member)
    /// Anything: a bag of properties.
    case bag
  }

  private static let level = Member.oneOf(["none", "note", "warning", "error"])

  /// From the schema of version 2.1.0, errata 01.
  private static let kinds: [String: Kind] = [
    "log": Kind(
      required: ["version", "runs"],
      members: ["$schema": .string, "version": .oneOf(["2.1.0"]), "runs": .array(.object("run"))]),
    "run": Kind(
      required: ["tool"],
      members: [
        "tool": .object("tool"), "results": .array(.object("result")),
        "invocations": .array(.object("invocation")),
        "columnKind": .oneOf(["utf16CodeUnits", "unicodeCodePoints"]),
      ]),
    "tool": Kind(required: ["driver"], members: ["driver": .object("component")]),
    "component": Kind(
      required: ["name"],
      members: [
        "name": .string, "semanticVersion": .string, "rules": .array(.object("descriptor")),
      ]
    ),
    "descriptor": Kind(
      required: ["id"],
      members: [
        "id": .string, "shortDescription": .object("text"), "fullDescription": .object("text"),
        "help": .object("text"), "defaultConfiguration": .object("configuration"),
        "properties": .bag,
      ]),
    "text": Kind(required: ["text"], members: ["text": .string, "markdown": .string]),
    "message": Kind(members: ["text": .string, "markdown": .string]),
    "configuration": Kind(members: ["level": level]),
    "invocation": Kind(
      required: ["executionSuccessful"],
      members: [
        "executionSuccessful": .flag, "toolExecutionNotifications": .array(.object("notification")),
      ]),
    "notification": Kind(
      required: ["message"],
      members: [
        "descriptor": .object("reference"), "level": level, "message": .object("message"),
        "locations": .array(.object("location")),
      ]),
    "reference": Kind(members: ["id": .string]),
    "result": Kind(
      required: ["message"],
      members: [
        "ruleId": .string, "ruleIndex": .number, "level": level, "message": .object("message"),
        "locations": .array(.object("location")), "relatedLocations": .array(.object("location")),
        "partialFingerprints": .bag, "fixes": .array(.object("fix")),
        "suppressions": .array(.object("suppression")),
      ]),
    "location": Kind(
      members: ["message": .object("message"), "physicalLocation": .object("place")]),
    "place": Kind(members: ["artifactLocation": .object("artifact"), "region": .object("region")]),
    "artifact": Kind(members: ["uri": .string]),
    "region": Kind(
      members: [
        "startLine": .number, "startColumn": .number, "endLine": .number, "endColumn": .number,
        "byteOffset": .number, "byteLength": .number,
      ]),
    "fix": Kind(
      required: ["artifactChanges"],
      members: ["description": .object("message"), "artifactChanges": .array(.object("change"))]),
    "change": Kind(
      required: ["artifactLocation", "replacements"],
      members: [
        "artifactLocation": .object("artifact"), "replacements": .array(.object("replacement")),
      ]),
    "replacement": Kind(
      required: ["deletedRegion"],
      members: ["deletedRegion": .object("region"), "insertedContent": .object("content")]),
    "content": Kind(members: ["text": .string]),
    "suppression": Kind(
      required: ["kind"],
      members: ["kind": .oneOf(["inSource", "external"]), "justification": .string]),
  ]

  private func check(_ value: Any, is member: Member, _ path: String) {
    switch member {
    case .string: #expect(value is String, "\(path)")
    case .number: #expect((value as? Int).map { $0 >= 0 } == true, "\(path)")
    case .flag: #expect(value is Bool, "\(path)")
    case .oneOf(let words): #expect((value as? String).map(words.contains) == true, "\(path)")
    case .bag: #expect(value is [String: Any], "\(path)")
    case .array(let element):
      guard let list = value as? [Any] else {
        Issue.record("\(path) is no array")
        return
      }
      for (place, value) in list.enumerated() { check(value, is: element, "\(path)[\(place)]") }
    case .object(let name):
      guard let object = value as? [String: Any], let kind = Self.kinds[name] else {
        Issue.record("\(path) is no \(name)")
        return
      }
      #expect(kind.required.isSubset(of: object.keys), "\(path)")
      for (key, value) in object {
        guard let member = kind.members[key] else {
          Issue.record("\(path) has '\(key)', which a \(name) has not")
          continue
        }
        check(value, is: member, "\(path).\(key)")
      }
    }
  }

  @Test func `it has no member that the schema lacks, and lacks none that it requires`() throws {
    let suppressed = rules(
      """
      { "syscalls": ["kill"], "action": "kill-thread",
        "lint": { "ignore": ["kill-thread"], "reason": "nobody holds a lock" } }
      """)
    let texts =
      [suppressed, #"{ "extends": ["builtin:pure-compute"] }"#]
      + Linter.rules.map { $0.about }.filter { $0.family != .programs }.map(\.bad)
    var all = LintReport()
    for text in texts where !text.isEmpty {
      all.append(try LintOutcome(text).report)
    }
    #expect(all.findings.contains { $0.fix != nil } && !all.suppressed.isEmpty)
    let mistakes = [
      Diagnostic(.error, id: "unreadable", "there is none", at: nil),
      Diagnostic(.error, id: "unknown-key", "a {", at: all.findings[0].location),
    ]
    for reports in [[], [all]] {
      let log = SARIFLog(reports, mistakes: mistakes, version: "1.2.3").text
      check(try JSONSerialization.jsonObject(with: Data(log.utf8)), is: .object("log"), "log")
    }
  }
}
