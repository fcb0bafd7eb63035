public import SourceDiagnostics
import Toolbox

extension NodeReader {
  /// Reports a mistake in a value.
  ///
  /// - Parameters:
  ///   - node: The value.
  ///   - mistake: What is wrong with it.
  public mutating func report(_ node: JSONNode, _ mistake: NodeMistake) {
    report(at: node.range, mistake.id, mistake.message)
  }

  /// Reports a mistake in a value.
  ///
  /// - Parameters:
  ///   - node: The value.
  ///   - id: The name of the mistake, in kebab case.
  ///   - message: A sentence without a full stop.
  public mutating func report(_ node: JSONNode, _ id: String, _ message: String) {
    report(at: node.range, id, message)
  }

  /// Reports a mistake in a part of the text.
  ///
  /// - Parameters:
  ///   - range: The part.
  ///   - id: The name of the mistake, in kebab case.
  ///   - message: A sentence without a full stop.
  ///   - notes: Other parts that matter.
  public mutating func report(
    at range: SourceRange, _ id: String, _ message: String, notes: [Diagnostic.Note] = []
  ) {
    report([
      Diagnostic(
        .error, id: id, message, at: SourceLocation(source: source, range: range), notes: notes)
    ])
  }

  /// Takes up mistakes, unless there were very many; what is wrong then has been said.
  ///
  /// - Parameter mistakes: The mistakes.
  public mutating func report(_ mistakes: [Diagnostic]) {
    diagnostics += mistakes.prefix(max(mostMistakes - diagnostics.count, 0))
  }

  /// Reports a member whose key means nothing.
  ///
  /// - Parameters:
  ///   - member: The member.
  ///   - keys: The keys that the object may have.
  public mutating func unknown(_ member: JSONMember, among keys: [String]) {
    let meant = meantKey(member.key, among: keys).map { didYouMean($0) }
    let end = meant ?? suggestion(for: member.key, among: keys)
    let choices = keys.map { "'\($0)'" }.joined(separator: ", ")
    report(
      at: member.keyRange, "unknown-key", "unknown key \(quoted(member.key))" + end,
      notes: end.isEmpty ? [.init("the keys are \(choices)")] : [])
  }

  /// What was meant by a word that means nothing, as the end of a sentence.
  ///
  /// - Parameters:
  ///   - word: The word.
  ///   - candidates: The words that mean something.
  /// - Returns: A question, or nothing where no candidate is near, or where too much is wrong.
  public func suggestion(for word: String, among candidates: [String]) -> String {
    guard diagnostics.count < mostSuggestions else { return "" }
    return Toolbox.suggestion(for: word, among: candidates)
  }
}
