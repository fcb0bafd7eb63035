import ClassicBPF

/// The order in which libseccomp asks rules for a call that hold for the same arguments and disagree.
///
/// It is not that of the profile: comparisons are sorted, those for equality first, then those with
/// a smaller value, then those with a greater one, and of the latter two the narrower goes before. See
/// `_db_chain_lt` in `db.c`. It is known here where each rule compares one register, the same, with
/// values of 32 bits; there libseccomp's programs have been found to keep to it.
struct LibseccompOrder {
  /// The rules by their index, the one that is asked first before the others.
  let indices: [Int]

  /// The order of rules; `nil` where it is not known.
  init?(_ rules: [[LibseccompTree.Comparison]], _ actions: [FilterAction]) {
    let comparisons = rules.compactMap { $0.count == 1 ? $0[0].register : nil }
    guard comparisons.count == rules.count, Set(comparisons.map(\.index)).count == 1,
      comparisons.allSatisfy(Self.isShort), !Self.isMixed(comparisons, actions)
    else { return nil }
    let isWide = comparisons.contains { $0.comparison != .maskedEqual && $0.mask == .max }
    // On a 64-bit ABI those under a mask stand apart, before or after the others.
    let firstMasked = comparisons.firstIndex { $0.comparison == .maskedEqual } ?? 0
    let firstPlain = comparisons.firstIndex {
      $0.comparison.kind == 0 && $0.comparison != .maskedEqual
    }
    func key(_ index: Int) -> (Int, Int, UInt64, Int) {
      let comparison = comparisons[index]
      let kind = comparison.comparison.kind
      let isMasked = comparison.comparison == .maskedEqual
      let group = isWide && kind == 0 ? isMasked ? firstMasked : firstPlain ?? 0 : 0
      return (kind, group, kind == 1 ? comparison.value : ~comparison.value, index)
    }
    indices = comparisons.indices.sorted { key($0) < key($1) }
  }

  private static func isShort(_ comparison: RegisterComparison) -> Bool {
    comparison.value >> 32 == 0
      && (comparison.comparison != .maskedEqual || comparison.mask >> 32 == 0)
  }

  /// Whether libseccomp would make one comparison of two that have another place in the order.
  private static func isMixed(_ all: [RegisterComparison], _ actions: [FilterAction]) -> Bool {
    let unequal = zip(all, actions).filter { $0.0.comparison == .notEqual }
    if Set(unequal.map(\.1)).count > 1 { return true }
    var asked: [UInt64: Set<RegisterOperator>] = [:]
    for comparison in all { asked[comparison.value, default: []].insert(comparison.comparison) }
    return asked.values.contains { operators in mixed.contains(where: operators.isSuperset) }
  }

  /// Comparisons with the same value of which libseccomp makes one.
  private static let mixed: [Set<RegisterOperator>] = [
    [.less, .greaterOrEqual], [.lessOrEqual, .greater], [.maskedEqual, .equal],
    [.maskedEqual, .notEqual],
  ]
}

extension RegisterOperator {
  /// The place in libseccomp's order.
  fileprivate var kind: Int {
    switch self {
    case .equal, .notEqual, .maskedEqual: 0
    case .less, .lessOrEqual: 1
    case .greater, .greaterOrEqual: 2
    }
  }
}
