import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics
public import Toolbox

extension LintReport {
  /// Writes the members of a JSON object that say what was found.
  ///
  /// - Parameter json: Where to.
  public func write(to json: inout JSONWriter) {
    json.array("findings") { json in
      for finding in findings { json.object { finding.write(to: &$0) } }
    }
    json.array("suppressed") { json in
      for (finding, reason) in suppressed {
        json.object { json in
          json.member("reason", reason)
          finding.write(to: &json)
        }
      }
    }
  }
}

extension Finding {
  /// Writes the members of a JSON object.
  func write(to json: inout JSONWriter) {
    json.member("rule", rule)
    json.member("severity", severity.rawValue)
    json.member("problem", problem)
    json.member("advice", advice)
    location?.writeMember(to: &json)
    if let witness {
      json.object("witness") { json in
        let call = witness.call
        json.member("call", call.text)
        json.member("verdict", witness.action.text(on: call.abi ?? .native ?? .x86_64))
        json.member("abi", call.abi?.name)
        json.member("arch", hexadecimal(UInt64(call.auditArchitecture)))
        json.member("number", call.number)
        json.array("args", inline: true) { json in
          for index in 0..<6 { json.value(hexadecimal(call.arguments[index])) }
        }
      }
    }
    if !notes.isEmpty {
      json.array("notes") { json in
        for note in notes {
          json.object { json in
            json.member("message", note.message)
            note.location?.writeMember(to: &json)
          }
        }
      }
    }
    if let fix {
      json.object("fix") { json in
        json.member("summary", fix.summary)
        json.array("edits") { json in
          for edit in fix.edits {
            json.object { json in
              edit.location.writeMember(to: &json)
              json.member("text", edit.text)
            }
          }
        }
      }
    }
  }
}
