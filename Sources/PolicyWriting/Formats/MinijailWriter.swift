import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Toolbox

/// Writes policies of minijail, which both of its readers take for the same where they read them.
package struct MinijailWriter: PolicyWriter {
  package init() {}

  package func drafts(of meaning: PolicyMeaning) throws(WritingError) -> [String] {
    var lines: [String] = []
    var unwritable: [Unwritable] = []
    let abi = meaning.machine.abi
    if meaning.standard != .killThread {
      guard let word = Self.defaults[meaning.standard] else {
        throw .unwritable([
          Unwritable("what no line decides can only be killed, trapped, or left to a supervisor")
        ])
      }
      lines.append("@default \(word)")
    }
    for call in meaning.saidCallsOfMachine {
      do throws(WritingError) {
        lines.append("\(call.syscall.name): \(try Self.filter(call.parts, on: abi))")
      } catch {
        guard case .unwritable(let more) = error else { throw error }
        unwritable += more
      }
    }
    if !unwritable.isEmpty { throw .unwritable(unwritable) }
    return [lines.map { $0 + "\n" }.joined()]
  }

  /// What may become of a call that no line decides, if not that its thread ends.
  private static let defaults: [FilterAction: String] = [
    .killProcess: "kill-process", .trap(0): "trap", .notify: "user-notify",
  ]

  /// What stands behind the colon: an action, or the conditions of what is allowed.
  private static func filter(
    _ parts: [VerdictRegion.Part], on abi: ABI
  ) throws(WritingError) -> String {
    if parts.count == 1, parts[0].conditions.isEmpty {
      if let word = word(for: parts[0].verdicts[0], on: abi) { return word }
      let action = parts[0].verdicts[0].text(on: abi)
      throw .unwritable([Unwritable("there is no word for \(action)", about: parts[0].call)])
    }
    let style = QuestionStyle(joinsSameRegister: true)
    var alternatives: [String] = []
    for part in parts {
      guard part.verdicts[0] == .allow else {
        throw .unwritable(
          [
            Unwritable(
              "its readers disagree about \(part.verdicts[0].text(on: abi)) behind a condition",
              about: part.call)
          ])
      }
      for questions in try style.alternatives(for: part) {
        alternatives.append(questions.flatMap(\.minijailAtoms).joined(separator: " && "))
      }
    }
    return alternatives.joined(separator: " || ")
  }

  private static func word(for action: FilterAction, on abi: ABI) -> String? {
    switch action {
    case .allow: "1"
    case .errno(let number): "return \(ErrnoName.name(of: number, on: abi) ?? "\(number)")"
    case .killThread: "kill-thread"
    case .killProcess: "kill-process"
    case .trap(0): "trap"
    case .log: "log"
    case .trace(0): "trace"
    case .notify: "user-notify"
    case .trap, .trace: nil
    }
  }
}

extension RegisterQuestion {
  /// The comparisons that all hold where the answer is yes.
  fileprivate var minijailAtoms: [String] {
    let name = "arg\(index)"
    switch comparison {
    case .equal: return ["\(name) == \(hexadecimal(value))"]
    case .notEqual: return ["\(name) != \(hexadecimal(value))"]
    case .less: return ["\(name) < \(hexadecimal(value))"]
    case .lessOrEqual: return ["\(name) <= \(hexadecimal(value))"]
    case .greater: return ["\(name) > \(hexadecimal(value))"]
    case .greaterOrEqual: return ["\(name) >= \(hexadecimal(value))"]
    case .maskedEqual:
      // '&' asks whether any of some bits is there, and 'in' whether no others are.
      let bits = (0..<64).map { UInt64(1) << UInt64($0) }.filter { value & $0 != 0 }
      let absent = mask & ~value
      return bits.map { "\(name) & \(hexadecimal($0))" }
        + (absent == 0 ? [] : ["\(name) in \(hexadecimal(~absent))"])
    }
  }
}
