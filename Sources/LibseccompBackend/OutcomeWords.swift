import ClassicBPF
import SeccompFilter

/// The words that stand for outcomes while libseccomp has them.
///
/// An action's word is what a filter returns for it; libseccomp's `SCMP_ACT_…` are the same words.
/// Outcomes that it has no action for (traps with data, the error number 4095, another context)
/// travel as trace data that no verdict of the filter uses.
struct OutcomeWords {
  private var words: [FilterPlan.Outcome: UInt32] = [:]
  private var outcomes: [UInt32: FilterPlan.Outcome] = [:]

  /// The word for an action that libseccomp has no name for comes from here, downwards.
  private static let firstSpare: UInt32 = FilterAction.trace(.max).returnValue

  /// Finds words for all outcomes of some contexts.
  ///
  /// - Parameter contexts: The contexts.
  init(_ contexts: [FilterPlan.Context]) {
    let outcomes = contexts.flatMap { [$0.defaultOutcome] + $0.rules.map(\.outcome) }
    for outcome in outcomes {
      if let word = Self.ownWord(of: outcome) { assign(word, to: outcome) }
    }
    var spare = Self.firstSpare
    for outcome in outcomes where words[outcome] == nil {
      while self.outcomes[spare] != nil { spare -= 1 }
      assign(spare, to: outcome)
    }
  }

  private mutating func assign(_ word: UInt32, to outcome: FilterPlan.Outcome) {
    words[outcome] = word
    outcomes[word] = outcome
  }

  /// The word for an outcome of the contexts.
  func word(for outcome: FilterPlan.Outcome) -> UInt32 {
    guard let word = words[outcome] else { preconditionFailure("the outcome is of other contexts") }
    return word
  }

  /// The outcome that a returned word stands for, if it is one of theirs.
  func outcome(of word: UInt32) -> FilterPlan.Outcome? { outcomes[word] }

  /// The word of an action that libseccomp knows.
  private static func ownWord(of outcome: FilterPlan.Outcome) -> UInt32? {
    guard case .verdict(let action) = outcome else { return nil }
    return switch action {
    case .allow, .log, .notify, .killThread, .killProcess, .trace, .trap(0): action.returnValue
    case .errno(let number): number < FilterAction.maximumErrno ? action.returnValue : nil
    case .trap: nil
    }
  }
}
