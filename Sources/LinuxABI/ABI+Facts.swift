extension ABI {
  /// The ABIs that a cell of the facts names: `*`, `32-bit`, `64-bit`, or a list.
  package static func listed(in text: String) -> Set<ABI> {
    switch text {
    case "*": Set(allCases)
    case "32-bit": Set(allCases.filter { $0.registerWidth == 32 })
    case "64-bit": Set(allCases.filter { $0.registerWidth == 64 })
    default: Set(text.split(separator: ",").compactMap { ABI(name: String($0)) })
    }
  }
}
