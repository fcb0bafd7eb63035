import CallDecoding
import LinuxABI
import PolicyLint
import SandboxLauncher
import SeccompPolicy
import SourceDiagnostics
import Toolbox

extension DenialReport {
  /// How it ended and what was denied, for machines.
  func summaryJSON(_ ending: ChildEnding, isTimedOut: Bool) -> String {
    var json = JSONWriter(options.format == .json ? .indented : .compact)
    json.object { json in
      switch ending {
      case .exit(let status): json.member("status", status)
      case .signal(let number): json.member("signal", number)
      }
      json.member("isTimedOut", isTimedOut)
      json.member("isTraced", isTraced)
      json.array("denials") { json in
        for denial in denials {
          json.object { json in
            denial.write(to: &json)
            json.member("suspicion", "\(denial.suspicion)")
            json.array("evidence") { json in denial.evidence.forEach { json.value($0) } }
          }
        }
      }
      json.member("others", tallies.others)
      json.member("droppedLines", droppedLines())
      json.array("unlistedABIs", inline: true) { json in
        unlistedABIs.forEach { json.value($0.name) }
      }
      json.array("rules") { json in rules.forEach { json.value($0) } }
      json.array("changes") { json in
        for case let changes? in policyAdvice.map(\.changes?.changes) {
          write(changes, to: &json)
        }
      }
    }
    return json.text
  }

  /// Writes what is to be changed in a policy's own file.
  private func write(_ changes: PolicyChanges, to json: inout JSONWriter) {
    json.object { json in
      json.member("file", changes.file.source.name)
      json.array("front") { json in changes.front.forEach { json.value($0) } }
      json.array("rules") { json in
        for (index, outcome) in changes.sorted {
          json.object { json in
            json.member("index", index)
            json.member("line", changes.line(of: index))
            switch outcome {
            case .instead(let rules):
              json.array("instead") { json in rules.forEach { json.value($0) } }
            case .leavingOut(let names):
              json.array("leaveOut", inline: true) { json in names.forEach { json.value($0) } }
            }
          }
        }
      }
    }
  }
}
