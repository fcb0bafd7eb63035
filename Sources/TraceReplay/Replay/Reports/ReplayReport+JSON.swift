import SourceDiagnostics
public import Toolbox

extension ReplayReport {
  /// The version of the form, which changes when a reader of the old form would go wrong.
  static let formVersion = 1

  /// Writes the report as a JSON object.
  ///
  /// - Parameter json: Where to.
  public func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("version", Self.formVersion)
      json.array("logs", inline: true) { json in logs.forEach { json.value($0) } }
      json.member("machine", machine)
      json.member("abi", abi)
      writeTotals(to: &json)
      writeABIs(to: &json)
      writeMissingChildren(to: &json)
      writeFilters(to: &json)
      json.object("installations") { json in
        json.member("count", installations.count)
        json.array("first") { json in
          installations.first.map { Self.write($0, to: &json) }
        }
      }
      writeEvidence(to: &json)
      if let firstDenied {
        json.object("firstDenied") { json in Self.write(firstDenied, to: &json) }
      }
      Self.write("calls", calls, to: &json)
      Self.write("launches", launches, to: &json)
      Self.write("fallbacks", fallbacks, to: &json)
      Self.write("neverLogged", neverLogged, to: &json)
      Self.write("unreadable", unreadable, to: &json)
      Self.write("unknownArguments", unknownTexts, to: &json)
      if let remedy {
        json.object("remedy") { json in
          json.array("calls", inline: true) { json in remedy.calls.forEach { json.value($0) } }
          json.array("commands") { json in remedy.commands.forEach { json.value($0) } }
          json.array("remarks") { json in remedy.remarks.forEach { json.value($0) } }
        }
      }
    }
  }

  private func writeTotals(to json: inout JSONWriter) {
    json.object("totals") { json in
      json.member("lines", lines.all)
      json.member("signals", lines.signals)
      json.member("remarks", lines.remarks)
      json.member("summary", lines.summary)
      json.member("calls", callCount)
      json.member("denied", deniedCount)
      json.member("fallbacks", fallbackCount)
      json.member("undecided", undecidedCount)
      json.member("afterDeath", afterDeath)
      json.member("resumedFromBefore", resumedFromBefore)
      json.member("unorderedLogs", unorderedLogs)
      json.member("assumedUpperHalves", assumedUpperHalves)
      json.member("leftOut", leftOut)
    }
  }

  private func writeABIs(to json: inout JSONWriter) {
    json.object("assumedABIs", inline: true) { json in
      for (abi, count) in assumedABIs.sorted(by: { $0.key < $1.key }) {
        json.member(abi, count)
      }
    }
    json.object("foreignABIs") { json in
      json.array("taken", inline: true) { json in foreignABIs.taken.forEach { json.value($0) } }
      json.array("possible", inline: true) { json in
        foreignABIs.possible.forEach { json.value($0) }
      }
    }
  }

  private func writeMissingChildren(to json: inout JSONWriter) {
    json.object("missingChildren") { json in
      json.member("count", missingChildren.count)
      json.array("first") { json in
        for child in missingChildren.first {
          json.object(inline: true) { json in
            json.member("file", child.file)
            json.member("line", child.line)
            json.member("pid", child.thread)
          }
        }
      }
    }
  }

  private func writeFilters(to json: inout JSONWriter) {
    json.array("filters") { json in
      for filter in filters {
        json.object { json in
          json.member("name", filter.name)
          json.member("raw", filter.isRaw)
          json.member("program", filter.program)
          json.array("rules") { json in
            for rule in filter.rules {
              json.object(inline: true) { json in
                json.member("place", rule.location)
                json.member("kind", rule.kind)
                json.member("decided", rule.decided)
                json.member("possible", rule.possible)
              }
            }
          }
        }
      }
    }
  }

  private func writeEvidence(to json: inout JSONWriter) {
    json.array("evidence") { json in
      for entry in evidence {
        json.object { json in
          json.member("abi", entry.abi)
          json.member("syscall", entry.syscall)
          json.member("sign", entry.sign)
          json.array("verdicts", inline: true) { json in
            entry.verdicts.forEach { json.value($0) }
          }
          json.member("count", entry.count)
          json.member("line", entry.line)
          json.array("first") { json in Self.write(entry.location, to: &json) }
        }
      }
    }
  }

  private static func write(_ location: Location, to json: inout JSONWriter) {
    json.object(inline: true) { json in
      json.member("file", location.file)
      json.member("line", location.line)
      json.member("pid", location.thread)
      json.member("text", location.text)
    }
  }

  private static func write(_ key: String, _ calls: [CallTally], to json: inout JSONWriter) {
    json.array(key) { json in
      for call in calls { json.object { json in write(call, to: &json) } }
    }
  }

  private static func write(_ call: CallTally, to json: inout JSONWriter) {
    json.member("abi", call.abi)
    json.member("syscall", call.syscall)
    json.member("number", call.number)
    json.array("verdicts", inline: true) { json in call.verdicts.forEach { json.value($0) } }
    json.array("rules", inline: true) { json in call.rules.forEach { json.value($0) } }
    json.array("dependsOn", inline: true) { json in call.dependsOn.forEach { json.value($0) } }
    json.member("count", call.count)
    json.array("places") { json in
      for location in call.locations { write(location, to: &json) }
    }
  }

  private static func write(_ key: String, _ oddities: Oddities, to json: inout JSONWriter) {
    json.object(key) { json in
      json.member("count", oddities.count)
      json.array("first") { json in
        for example in oddities.first {
          json.object(inline: true) { json in
            json.member("file", example.file)
            json.member("line", example.line)
            json.member("reason", example.reason)
            json.member("text", example.text)
          }
        }
      }
    }
  }
}
