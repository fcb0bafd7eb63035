import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox

/// A line of JSON about one call.
struct CallLine {
  private let verdicts: ClassVerdicts
  private var texts: [CallClass.Index: Texts] = [:]

  /// What is said of all calls of one class.
  private struct Texts {
    var verdict: String?
    var possible: [String]
    var rules: [String]
  }

  init(_ verdicts: ClassVerdicts) { self.verdicts = verdicts }

  /// The line, with its end.
  mutating func line(_ call: ObservedCall) -> String {
    let kind = verdicts.book[call.callClass]
    let texts =
      self.texts[call.callClass]
      ?? Texts(
        verdict: kind.outcome.verdict?.text(on: kind.abi),
        possible: kind.outcome.actions.map { $0.text(on: kind.abi) },
        rules: kind.outcome.phrases(verdicts.engine, on: kind.abi)
      )
    self.texts[call.callClass] = texts
    var json = JSONWriter(.compact)
    json.object { json in
      json.member("file", call.location.file)
      json.member("line", call.location.line)
      json.member("pid", call.location.thread == 0 ? Int32?.none : call.location.thread)
      if let command = call.origin?.command { json.member("comm", command) }
      json.member("abi", call.abi.name)
      json.member("syscall", kind.shownName)
      json.member("nr", call.number)
      json.array("args") { json in
        for index in 0..<6 {
          json.array { json in
            json.value(hexadecimal(call.registers.value[index]))
            json.value(hexadecimal(call.registers.known[index]))
          }
        }
      }
      json.member(
        "verdict", call.isAfterDeath ? "after-death" : texts.verdict ?? "undecided")
      json.array("possible") { json in texts.possible.forEach { json.value($0) } }
      json.array("rule") { json in texts.rules.forEach { json.value($0) } }
      if let verdicts = call.origin?.verdicts, !verdicts.isEmpty {
        json.array("recorded") { json in
          verdicts.map(\.kindName).sorted().forEach { json.value($0) }
        }
      }
      if call.isUnderFilter { json.member("underFilter", true) }
      if call.isLaunch { json.member("launch", true) }
    }
    return json.text
  }
}

extension ReplayReport {
  /// How often each call was made, as JSON: names and numbers for each ABI.
  public var profile: String {
    var counts: [String: [String: Int]] = [:]
    for call in calls + fallbacks {
      counts[call.abi, default: [:]][call.syscall, default: 0] += call.count
    }
    var json = JSONWriter()
    json.object { json in
      for (abi, calls) in counts.sorted(by: { $0.key < $1.key }) {
        json.object(abi) { json in
          for (name, count) in calls.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            json.member(name, count)
          }
        }
      }
    }
    return json.text
  }
}
