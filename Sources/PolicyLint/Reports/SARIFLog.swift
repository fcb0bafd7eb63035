import ClassicBPF
import LinuxABI
public import SourceDiagnostics
import Toolbox

/// Findings in the format that code-hosting sites read: SARIF 2.1.0.
///
/// See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
public struct SARIFLog {
  private let reports: [LintReport]
  private let mistakes: [Diagnostic]
  private let version: String
  private let listings: Set<SourceText>

  /// A log of one run.
  ///
  /// - Parameters:
  ///   - reports: What was found in each input.
  ///   - mistakes: Why other inputs could not be looked at.
  ///   - version: The version of the program.
  public init(_ reports: [LintReport], mistakes: [Diagnostic] = [], version: String) {
    self.reports = reports
    self.mistakes = mistakes
    self.version = version
    listings = reports.reduce(into: []) { $0.formUnion($1.listings) }
  }

  /// The log as JSON.
  public var text: String {
    var fingerprints = Fingerprints()
    var json = JSONWriter()
    json.object { json in
      json.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
      json.member("version", "2.1.0")
      json.array("runs") { json in
        json.object { json in
          json.object("tool") { json in
            json.object("driver") { json in
              json.member("name", "sekat")
              json.member("semanticVersion", version)
              json.array("rules") { json in
                for rule in Linter.rules { Self.write(rule.about, to: &json) }
              }
            }
          }
          json.array("invocations") { json in
            json.object { json in
              json.member("executionSuccessful", mistakes.isEmpty)
              if mistakes.isEmpty { return }
              json.array("toolExecutionNotifications") { json in
                for mistake in mistakes { write(mistake, to: &json) }
              }
            }
          }
          json.member("columnKind", "unicodeCodePoints")
          json.array("results") { json in
            for report in reports {
              for finding in report.findings {
                write(finding, nil, &fingerprints, to: &json)
              }
              for (finding, reason) in report.suppressed {
                write(finding, reason, &fingerprints, to: &json)
              }
            }
          }
        }
      }
    }
    return json.text
  }

  // MARK: Rules

  private static func write(_ about: LintRuleDescription, to json: inout JSONWriter) {
    json.object { json in
      json.member("id", about.id)
      json.object("shortDescription", inline: true) { $0.member("text", about.title) }
      json.object("fullDescription", inline: true) { $0.member("text", about.problem) }
      json.object("help") { json in
        json.member("text", about.problem + " " + about.advice)
        json.member("markdown", LintRulePage.section(about, level: 1))
      }
      json.object("defaultConfiguration", inline: true) {
        $0.member("level", about.severity.rawValue)
      }
      json.object("properties", inline: true) { json in
        json.array("tags", inline: true) { $0.value(about.family.rawValue) }
      }
    }
  }

  // MARK: Results

  private func write(
    _ finding: Finding, _ reason: String?, _ fingerprints: inout Fingerprints,
    to json: inout JSONWriter
  ) {
    json.object { json in
      json.member("ruleId", finding.rule)
      json.member("ruleIndex", Linter.rules.firstIndex { $0.about.id == finding.rule })
      json.member("level", finding.severity.rawValue)
      let witness = finding.witness.map { ". For example: \($0.text)" } ?? ""
      Self.writeMessage("\(finding.problem); \(finding.advice)\(witness)", to: &json)
      json.array("locations") { json in
        if let location = finding.location { write(location, to: &json) }
      }
      let related = finding.notes.compactMap { note in note.location.map { (note.message, $0) } }
      if !related.isEmpty {
        json.array("relatedLocations") { json in
          for (message, location) in related { write(location, message, to: &json) }
        }
      }
      json.object("partialFingerprints", inline: true) {
        $0.member("sekatFinding/v1", fingerprints.next(for: finding))
      }
      if let fix = finding.fix { write(fix, to: &json) }
      if let reason {
        json.array("suppressions") { json in
          json.object(inline: true) {
            $0.member("kind", "inSource")
            $0.member("justification", reason)
          }
        }
      }
    }
  }

  private func write(_ mistake: Diagnostic, to json: inout JSONWriter) {
    json.object { json in
      json.object("descriptor", inline: true) { $0.member("id", mistake.id) }
      json.member("level", mistake.severity.rawValue)
      Self.writeMessage(mistake.message, to: &json)
      if let location = mistake.location {
        json.array("locations") { write(location, to: &$0) }
      }
    }
  }

  /// Writes a message, in which braces are doubled: by themselves they would stand for arguments
  /// (section 3.11.5 of the specification).
  private static func writeMessage(
    _ text: String, to json: inout JSONWriter, as key: String = "message"
  ) {
    let escaped = text.replacing("{", with: "{{").replacing("}", with: "}}")
    json.object(key, inline: true) { $0.member("text", escaped) }
  }

  private func write(
    _ location: SourceLocation, _ message: String? = nil, to json: inout JSONWriter
  ) {
    json.object { json in
      if let message { Self.writeMessage(message, to: &json) }
      json.object("physicalLocation") { json in
        Self.writeArtifact(location.source, to: &json)
        writeRegion(location, named: "region", to: &json)
      }
    }
  }

  private func write(_ fix: Fix, to json: inout JSONWriter) {
    json.array("fixes") { json in
      json.object { json in
        Self.writeMessage(fix.summary, to: &json, as: "description")
        json.array("artifactChanges") { json in
          // A fix changes one file.
          guard let source = fix.edits.first?.location.source else { return }
          json.object { json in
            Self.writeArtifact(source, to: &json)
            json.array("replacements") { json in
              for edit in fix.edits {
                json.object { json in
                  writeRegion(edit.location, named: "deletedRegion", to: &json)
                  json.object("insertedContent", inline: true) { $0.member("text", edit.text) }
                }
              }
            }
          }
        }
      }
    }
  }

  private static func writeArtifact(_ source: SourceText, to json: inout JSONWriter) {
    json.object("artifactLocation", inline: true) { $0.member("uri", uri(of: source.name)) }
  }

  private func writeRegion(
    _ location: SourceLocation, named key: String, to json: inout JSONWriter
  ) {
    let start = location.start
    let end = location.source.position(of: location.range.range.upperBound)
    json.object(key, inline: true) {
      $0.member("startLine", start.line)
      $0.member("startColumn", start.column)
      $0.member("endLine", end.line)
      $0.member("endColumn", end.column)
      // Of a compiled filter lines are numbers of instructions, which is what people see.
      let isListing = listings.contains(location.source)
      let size = BPFInstruction.size
      $0.member("byteOffset", isListing ? (start.line - 1) * size : location.range.lowerBound)
      $0.member("byteLength", isListing ? size : location.range.range.count)
    }
  }

  /// The name of a file as a URI: relative paths stay so, other characters are escaped.
  static func uri(of name: String) -> String {
    if name.hasPrefix("builtin:") { return name }
    let escaped = name.utf8.map { byte -> String in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
        return String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        return digits.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }.joined()
    return escaped.hasPrefix("/") ? "file://" + escaped : escaped
  }
}

/// What makes a finding the same one tomorrow, when lines have moved: the rule, the file and the
/// text that it is about, and of equal ones the index among them.
struct Fingerprints {
  private var counts: [String: Int] = [:]

  /// The fingerprint of the next finding.
  mutating func next(for finding: Finding) -> String {
    var text = finding.rule
    if let location = finding.location {
      let bytes = location.source.bytes[location.range.range]
      let visible = bytes.filter { !(9...13).contains($0) && $0 != 0x20 }
      text += "\u{0}\(location.source.name)\u{0}\(String(decoding: visible, as: UTF8.self))"
    }
    let index = counts[text, default: 0]
    counts[text] = index + 1
    // FNV-1a: nobody gains by making two findings alike.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in (text + "\u{0}\(index)").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
