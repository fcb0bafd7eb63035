import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import SeccompPolicy
import Toolbox

/// Writes policies in kafel's language.
package struct KafelWriter: PolicyWriter {
  package init() {}

  package func drafts(of meaning: PolicyMeaning) throws(WritingError) -> [String] {
    var order: [FilterAction] = []
    var rules: [FilterAction: [String]] = [:]
    var unwritable: [Unwritable] = []
    for call in meaning.saidCallsOfMachine {
      for part in call.parts {
        do throws(WritingError) {
          let rule = try Self.rule(for: part, call.syscall, on: meaning.machine.abi)
          let action = part.verdicts[0]
          if rules[action] == nil { order.append(action) }
          rules[action, default: []].append(rule)
        } catch {
          guard case .unwritable(let more) = error else { throw error }
          unwritable += more
        }
      }
    }
    if !unwritable.isEmpty { throw .unwritable(unwritable) }
    let blocks = order.map { action in
      "\(Self.word(for: action)) {\n"
        + (rules[action] ?? []).map { "  " + $0 }.joined(separator: ",\n") + "\n}\n"
    }
    return [blocks.joined() + "DEFAULT \(Self.word(for: meaning.standard))\n"]
  }

  private static func rule(
    for part: VerdictRegion.Part, _ call: Syscall, on abi: ABI
  ) throws(WritingError) -> String {
    if part.conditions.isEmpty { return call.name }
    guard let signature = call.arguments(on: abi) else {
      throw .unwritable([Unwritable("its arguments have no names", about: part.call)])
    }
    let style = QuestionStyle(words: .everything, joinsSameRegister: true)
    var alternatives: [String] = []
    for questions in try style.alternatives(for: part) {
      var atoms: [String] = []
      for question in questions {
        guard let argument = signature.first(where: { $0.index == question.index }) else {
          throw .unwritable(
            [Unwritable("it has no argument in register \(question.index)", about: part.call)])
        }
        atoms.append(question.kafelText(isNarrow: argument.width(on: abi) == 32))
      }
      alternatives.append(atoms.joined(separator: " && "))
    }
    let names = signature.map { "a\($0.index)" }.joined(separator: ", ")
    return "\(call.name)(\(names)) { \(alternatives.joined(separator: " || ")) }"
  }

  private static func word(for action: FilterAction) -> String {
    switch action {
    case .allow: "ALLOW"
    case .log: "LOG"
    case .notify: "USER_NOTIF"
    case .killThread: "KILL_THREAD"
    case .killProcess: "KILL_PROCESS"
    case .errno(let number): "ERRNO(\(number))"
    case .trap(let data): "TRAP(\(data))"
    case .trace(let data): "TRACE(\(data))"
    }
  }
}

extension RegisterQuestion {
  /// The comparison, of an argument that has 32 bits or more.
  fileprivate func kafelText(isNarrow: Bool) -> String {
    let whole = isWord && !isNarrow ? "(a\(index) & 0xffffffff)" : "a\(index)"
    let number = hexadecimal(value)
    return switch comparison {
    case .equal: "\(whole) == \(number)"
    case .notEqual: "\(whole) != \(number)"
    case .less: "\(whole) < \(number)"
    case .lessOrEqual: "\(whole) <= \(number)"
    case .greater: "\(whole) > \(number)"
    case .greaterOrEqual: "\(whole) >= \(number)"
    case .maskedEqual: "(a\(index) & \(hexadecimal(mask))) == \(number)"
    }
  }
}
