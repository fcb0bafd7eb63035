import ClassicBPF
import SystemPackage

extension KernelSupport {
  /// Refuses filters that cannot be installed, or would do something else than they say.
  func check(_ filters: [InstalledFilter]) throws(LaunchError) {
    let wanted = filters.reduce(into: FilterFlags()) { $0.formUnion($1.flags) }
    if wanted.contains(.waitKillable) && !wanted.contains(.newListener) {
      throw LaunchError(
        .checkKernel, .invalidArgument,
        "the filter flag 'wait-killable' needs a supervisor that receives notifications,"
          + " and this launcher has none; remove the flag")
    }
    switch interface {
    case .seccomp: break
    case .none(let errno):
      throw LaunchError(
        .checkKernel, errno,
        "cannot install a filter: this kernel has none, or \(ProcessStatus.current.filters)"
          + " does not permit it")
    case .prctl(let errno):
      let need =
        if filters.count > 1 {
          "\(filters.count) filters need seccomp(2)"
        } else if wanted.contains(.newListener) {
          "a supervisor needs seccomp(2)"
        } else if let flag = FilterFlags.known.first(where: { wanted.contains($0.flag) }) {
          "the filter flag '\(flag.name)' needs seccomp(2)"
        } else {
          nil as String?
        }
      if let need {
        let status = ProcessStatus.current
        let reason =
          status.isFiltered ? "\(status.filters) refuses it" : "this kernel does not have it"
        throw LaunchError(.checkKernel, errno, "\(need), and \(reason)")
      }
    }
    for flag in FilterFlags.known where wanted.contains(flag.flag) && !flags.contains(flag.flag) {
      throw LaunchError(
        .checkKernel, .invalidArgument,
        "this kernel does not know the filter flag '\(flag.name)', which came with"
          + " Linux \(flag.since)")
    }
    for (index, filter) in filters.enumerated() {
      let unknown = filter.program.actionKinds.subtracting(actions)
      for action in ActionKinds.known where unknown.contains(action.kind) {
        throw LaunchError(
          .checkKernel, .notSupportedOnSocket,
          "\(filter.title(index)) may answer '\(action.name)', which this kernel does not know;"
            + " it came with Linux \(action.since)")
      }
    }
  }
}
