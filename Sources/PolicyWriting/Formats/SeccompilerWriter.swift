import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
package import SeccompPolicy
import Toolbox

/// Writes a file of filters by name with one filter in it, as seccompiler and Firecracker read it.
package struct SeccompilerWriter: PolicyWriter {
  private let name: String
  private let dialect: SeccompilerDialect

  /// A writer.
  ///
  /// - Parameters:
  ///   - name: The name of the filter.
  ///   - dialect: Who is to read it.
  package init(name: String, for dialect: SeccompilerDialect) {
    (self.name, self.dialect) = (name, dialect)
  }

  private var style: QuestionStyle {
    switch dialect {
    case .seccompiler: QuestionStyle(words: .everything, joinsSameRegister: true)
    case .firecracker: QuestionStyle(words: .equality)
    }
  }

  package func drafts(of meaning: PolicyMeaning) throws(WritingError) -> [String] {
    let said = meaning.saidCallsOfMachine
    let action = try action(of: said, beside: meaning.standard)
    var rules: [(name: String, questions: [RegisterQuestion])] = []
    var unwritable: [Unwritable] = []
    for call in said {
      for part in call.parts {
        if part.verdicts[0] != action {
          unwritable.append(
            Unwritable(
              "a filter has two actions, \(text(meaning.standard, meaning)) and "
                + "\(text(action, meaning)), and none is left for "
                + text(part.verdicts[0], meaning), about: part.call))
          continue
        }
        do throws(WritingError) {
          rules += try style.alternatives(for: part).map { (call.syscall.name, $0) }
        } catch {
          guard case .unwritable(let more) = error else { throw error }
          unwritable += more
        }
      }
    }
    for verdict in [meaning.standard, action] where !Self.canSay(verdict) {
      unwritable.insert(
        Unwritable("a filter cannot have the action \(text(verdict, meaning))"), at: 0)
    }
    if !unwritable.isEmpty { throw .unwritable(unwritable) }
    return [draft(meaning.standard, action, rules)]
  }

  private func text(_ action: FilterAction, _ meaning: PolicyMeaning) -> String {
    action.text(on: meaning.machine.abi)
  }

  /// The action of most rules; where there is none, one that is not the default's.
  private func action(
    of calls: [SaidCall], beside standard: FilterAction
  ) throws(WritingError) -> FilterAction {
    var counts: [FilterAction: Int] = [:]
    for part in calls.flatMap(\.parts) { counts[part.verdicts[0], default: 0] += 1 }
    let most = counts.max { ($0.value, $1.key.returnValue) < ($1.value, $0.key.returnValue) }
    return most?.key ?? (standard == .allow ? .killProcess : .allow)
  }

  private static func canSay(_ action: FilterAction) -> Bool {
    switch action {
    case .allow, .log, .trace, .errno, .trap(0), .killThread, .killProcess: true
    case .notify, .trap: false
    }
  }

  private func draft(
    _ standard: FilterAction, _ action: FilterAction,
    _ rules: [(name: String, questions: [RegisterQuestion])]
  ) -> String {
    var json = JSONWriter()
    json.object { json in
      json.object(name) { json in
        Self.write(
          standard, as: dialect == .firecracker ? "default_action" : "mismatch_action", to: &json)
        Self.write(
          action, as: dialect == .firecracker ? "filter_action" : "match_action", to: &json)
        json.array("filter") { json in
          for rule in rules {
            json.object(inline: rule.questions.isEmpty) { json in
              json.member("syscall", rule.name)
              if rule.questions.isEmpty { return }
              json.array("args") { json in
                for question in rule.questions { question.writeForSeccompiler(to: &json) }
              }
            }
          }
        }
      }
    }
    return json.text
  }

  private static func write(_ action: FilterAction, as key: String, to json: inout JSONWriter) {
    switch action {
    case .errno(let number): json.object(key, inline: true) { $0.member("errno", number) }
    case .trace(let data): json.object(key, inline: true) { $0.member("trace", data) }
    case .killThread: json.member(key, "kill_thread")
    case .killProcess: json.member(key, "kill_process")
    case .allow, .log, .notify, .trap: json.member(key, action.kindName)
    }
  }
}

extension RegisterQuestion {
  /// Writes the question as an element of `args`.
  fileprivate func writeForSeccompiler(to json: inout JSONWriter) {
    json.object(inline: true) { json in
      json.member("index", index)
      json.member("type", isWord ? "dword" : "qword")
      if comparison == .maskedEqual {
        json.object("op") { $0.member(comparison.rawValue, mask) }
      } else {
        json.member("op", comparison.rawValue)
      }
      json.member("val", value)
    }
  }
}
