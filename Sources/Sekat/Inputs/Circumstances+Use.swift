package import SeccompPolicy

extension Circumstances {
  /// Complains of an option for which no file has a use, before it is passed over without a word.
  ///
  /// - Parameter policies: All that the options are for.
  /// - Throws: ``SekatError`` with the option.
  package func requireUse(by policies: [Policy]) throws(SekatError) {
    try requireUse(of: policies.reduce(into: []) { $0.formUnion($1.askedCircumstances) })
  }

  /// Complains of an option for which no file has a use.
  ///
  /// - Parameter asked: What files ask for.
  /// - Throws: ``SekatError`` with the option.
  package func requireUse(of asked: Set<Circumstance>) throws(SekatError) {
    let idle = named.subtracting(asked)
    guard let first = Circumstance.allCases.first(where: idle.contains) else { return }
    throw SekatError(
      "'--\(first.option)' is for \(first.files), and none is among what was given; leave it out")
  }
}

extension Circumstance {
  /// The name of the option.
  fileprivate var option: String {
    switch self {
    case .capabilities: "caps"
    case .kernel: "kernel"
    case .filterName: "thread"
    case .dialect, .minijailReader: "dialect"
    }
  }

  /// The files that ask for it.
  fileprivate var files: String {
    switch self {
    case .capabilities, .kernel: "profiles of container engines"
    case .minijailReader: "policies of minijail, with this value"
    case .filterName, .dialect: "files of filters by name, as seccompiler and Firecracker have them"
    }
  }
}
