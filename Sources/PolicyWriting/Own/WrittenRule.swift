import ClassicBPF
import FilterProof
import LinuxABI
import SeccompFilter
import Toolbox

/// What is said of calls in a rule of sekat's own syntax, apart from which calls and ABIs that is.
struct WrittenSaying: Hashable {
  /// The objects of `where`, of which one must hold; none where there are no conditions.
  var conditions: [String]
  /// The action, as it is written.
  var action: String
  /// What calls get that do not meet the conditions; the next rule is asked where it is not said.
  var otherwise: String?
  /// What the author of the rule that it comes from says about it.
  var comment: String?

  /// One that says what both say, where what one of them leaves is just what the other is about.
  static func joined(_ first: WrittenSaying, _ second: WrittenSaying) -> WrittenSaying {
    let isFirstNamed =
      (first.conditions.count, first.action != "\"allow\"" ? 1 : 0)
      <= (second.conditions.count, second.action != "\"allow\"" ? 1 : 0)
    var (joined, other) = isFirstNamed ? (first, second) : (second, first)
    joined.otherwise = other.action
    let comments = [joined.comment, other.comment].compactMap(\.self)
    joined.comment = Set(comments).count == 1 ? comments[0] : joined.comment ?? other.comment
    return joined
  }
}

extension WrittenSaying {
  /// More objects than this are not written for one part.
  private static let mostConditions = 256

  /// What is said of the calls of a part.
  ///
  /// - Parameters:
  ///   - part: The part.
  ///   - call: The call; `nil` for a number that no call has.
  ///   - abi: The ABI.
  ///   - usesNames: Whether values are written by constants.
  /// - Throws: ``WritingError`` where the syntax cannot say that.
  init(
    of part: VerdictRegion.Part, _ call: Syscall?, on abi: ABI, usesNames: Bool
  ) throws(WritingError) {
    var alternatives: [[String]] = [[]]
    for condition in part.conditions {
      guard case .argument(let index) = condition.field,
        let argument = WrittenArgument(at: index, of: call, on: abi, usesNames: usesNames)
      else {
        let what =
          if case .argument(let index) = condition.field {
            "register \(index), in which it has no argument"
          } else { "where a call is made from, and no policy can" }
        throw .unwritable([Unwritable("it looks at \(what)", about: part.call)])
      }
      let own = condition.values.leftOut > 0 ? [] : argument.conditions(for: condition.values)
      guard !own.isEmpty, alternatives.count * own.count <= Self.mostConditions else {
        throw .unwritable(
          [
            Unwritable(
              "its arguments would take more than \(Self.mostConditions) alternatives",
              about: part.call)
          ])
      }
      alternatives = alternatives.flatMap { before in
        own.map { before + ["\"\(argument.name)\": \($0)"] }
      }
    }
    conditions =
      part.conditions.isEmpty ? [] : alternatives.map { "{ \($0.joined(separator: ", ")) }" }
    action = Self.text(of: part.verdicts[0], on: abi)
  }

  /// An action as it is written.
  static func text(of action: FilterAction, on abi: ABI) -> String {
    switch action {
    case .allow, .log, .notify, .killThread, .killProcess, .trap(0), .trace(0):
      "\"\(action.kindName)\""
    case .trap(let data), .trace(let data): "{ \"\(action.kindName)\": \(data) }"
    case .errno(0): "{ \"errno\": 0, \"unsafe\": true }"
    case .errno(let number):
      "{ \"errno\": \(ErrnoName.name(of: number, on: abi).map { "\"\($0)\"" } ?? "\(number)") }"
    }
  }
}

/// A rule of sekat's own syntax.
struct WrittenRule {
  /// The entries of `syscalls`, without their quotes.
  var calls: [String]
  var saying: WrittenSaying
  /// The ABIs that it holds on; none where it holds on all.
  var abis: [ABI] = []

  /// The lines of the rule, without its indentation.
  ///
  /// - Parameters:
  ///   - width: How many columns there are.
  ///   - statesAllow: Whether `allow` must be written.
  /// - Returns: The lines.
  func text(width: Int, statesAllow: Bool) -> String {
    var tail: [String] = []
    if !abis.isEmpty {
      tail.append("\"architectures\": [\(abis.map { "\"\($0.name)\"" }.joined(separator: ", "))]")
    }
    switch saying.conditions.count {
    case 0: break
    case 1: tail.append("\"where\": \(saying.conditions[0])")
    default: tail.append("\"where\": [\(saying.conditions.joined(separator: ", "))]")
    }
    if statesAllow || saying.action != "\"allow\"" { tail.append("\"action\": \(saying.action)") }
    if let otherwise = saying.otherwise { tail.append("\"else\": \(otherwise)") }
    if let comment = saying.comment {
      var json = JSONWriter(.compact)
      json.value(comment)
      tail.append("\"comment\": \(json.text.dropLast())")
    }
    let names = calls.map { "\"\($0)\"" }
    let line = (["\"syscalls\": [\(names.joined(separator: ", "))]"] + tail).joined(separator: ", ")
    if line.count + 4 <= width { return "{ \(line) }" }
    return lines(names, tail, width)
  }

  private func lines(_ names: [String], _ tail: [String], _ width: Int) -> String {
    let commas = names.dropLast().map { $0 + "," } + names.suffix(1)
    let short = "  \"syscalls\": [\(commas.joined(separator: " "))]"
    var text = "{\n"
    if short.count < width {
      text += short
    } else {
      let list = wrapped(commas, width: width, first: "    ", indent: 4)
      text += "  \"syscalls\": [\n\(list)  ]"
    }
    for member in tail { text += ",\n  " + member }
    return text + "\n}"
  }
}
