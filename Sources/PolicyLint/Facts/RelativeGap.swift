import LinuxABI
import SeccompPolicy
import SourceDiagnostics

/// What a rule denies, and the calls that do it all the same.
struct RelativeGap {
  /// A call that has an effect which is denied to others.
  struct Open {
    var call: Syscall
    var witness: Finding.Witness
    /// The uses of it that have the effect; none where all have.
    var uses: [CallUse]
    /// Whether nobody can tell its uses apart.
    var isHidden: Bool

    /// How it is told from other uses, as policies write it.
    var condition: String { CallUse.condition(of: uses) }
    /// Whether the use can be denied alone.
    var isPart: Bool { !uses.isEmpty && !isHidden }
    /// Whether all uses are to be denied.
    var isWhole: Bool { uses.isEmpty && !isHidden }
  }

  var location: SourceLocation?
  var kind: Effect.Kind
  /// What cannot be done, and the uses of it that are meant.
  var effects: [(name: String, detail: String?)]
  var denied: [String]
  var denial: Finding.Witness
  var open: [Open]

  /// What to do about the calls that are open, after a beginning and before an end of the sentence.
  func advice(_ beginning: String = "", _ end: String = "", in file: SourceText?) -> Advice {
    func whole(_ advice: String) -> String { beginning + advice + end }
    return Advice(whole(ownAdvice), words: whole(adviceInWords), in: file)
  }

  private var adviceInWords: String {
    let denied = open.filter { !$0.isHidden }.map(\.call.name)
    let hidden = open.filter(\.isHidden).map(\.call.name)
    let sentences = [
      denied.isEmpty ? nil : "deny \(enumeration(denied)) too, in the uses that do the same",
      hidden.isEmpty ? nil : "answer \(enumeration(hidden)) with ENOSYS",
    ]
    return sentences.compactMap { $0 }.joined(separator: ", and ")
  }

  private var ownAdvice: String {
    let whole = open.filter(\.isWhole).map(\.call.name)
    let hidden = open.filter(\.isHidden).map(\.call.name)
    var sentences: [String] = []
    if !whole.isEmpty { sentences.append("deny \(enumeration(whole)) too") }
    if !parts.isEmpty {
      let texts = parts.map { "\(enumeration($0.calls.map(\.name))) where \($0.condition)" }
      sentences.append("deny \(texts.joined(separator: " and ")) too")
    }
    if !hidden.isEmpty {
      sentences.append("answer \(enumeration(hidden)) with \(NewRule.noCall)")
    }
    return sentences.joined(separator: ", and ")
  }

  /// The calls of which a part is to be denied, those with the same condition together.
  var parts: [(condition: String, calls: [Syscall])] {
    var parts: [(condition: String, calls: [Syscall])] = []
    for open in open where open.isPart {
      let condition = open.condition
      if let known = parts.firstIndex(where: { $0.condition == condition }) {
        parts[known].calls.append(open.call)
      } else {
        parts.append((condition, [open.call]))
      }
    }
    return parts
  }

  /// What cannot be done, as a phrase.
  var phrase: String {
    var phrases: [(name: String, details: [String])] = []
    for effect in effects {
      let detail = [effect.detail].compactMap { $0 }
      if let known = phrases.firstIndex(where: { $0.name == effect.name }) {
        phrases[known].details += detail
      } else {
        phrases.append((effect.name, detail))
      }
    }
    return phrases.map { phrase in
      let shown = phrase.details.prefix(Self.mostDetails).joined(separator: ", ")
      let rest = phrase.details.count - Self.mostDetails
      let details = rest > 0 ? "\(shown) and \(rest) more" : shown
      return details.isEmpty ? phrase.name : "\(phrase.name) \(details)"
    }.joined(separator: ", or ")
  }

  /// The calls that are open; of a call that is denied in one use, the other one.
  var openPhrase: String {
    let names = open.filter { !denied.contains($0.call.name) }.map(\.call.name)
    let others = open.filter { denied.contains($0.call.name) }
      .map { "'\($0.call)' where \($0.condition)" }
    return (others + [enumeration(names)].filter { !$0.isEmpty }).joined(separator: ", and ")
  }

  private static let mostDetails = 8

  /// Takes in what else the same rule denies.
  mutating func add(_ other: RelativeGap) {
    effects += other.effects.filter { new in
      !effects.contains { $0.name == new.name && $0.detail == new.detail }
    }
    denied += other.denied.filter { !denied.contains($0) }
    for new in other.open { add(new) }
  }

  /// Takes in a call that is open, or another use of it.
  mutating func add(_ new: Open) {
    guard let known = open.firstIndex(where: { $0.call == new.call }) else {
      open.append(new)
      return
    }
    // Of a call that has one effect always, its uses need not be told apart.
    let isWhole = open[known].uses.isEmpty || new.uses.isEmpty
    // Another ABI brings the same ones again, and so does another way to make a use work.
    let more = new.uses.filter { use in !open[known].uses.contains { $0.tests == use.tests } }
    open[known].uses = isWhole ? [] : open[known].uses + more
    open[known].isHidden = open[known].isHidden || new.isHidden
  }
}
