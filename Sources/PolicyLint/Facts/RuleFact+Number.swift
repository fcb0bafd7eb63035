import ClassicBPF
import FilterProof

extension FilterFacts.RuleFact {
  /// The same facts with a certain number in every call.
  func numbered(_ number: UInt32) -> Self {
    func numbered(_ call: SeccompData?) -> SeccompData? {
      guard var call else { return nil }
      call.number = number
      return call
    }
    var fact = self
    fact.decides = numbered(decides)
    fact.matters = numbered(matters)
    fact.conditionMatters = numbered(conditionMatters)
    for index in fact.overlaps.indices { fact.overlaps[index].call.number = number }
    return fact
  }
}
