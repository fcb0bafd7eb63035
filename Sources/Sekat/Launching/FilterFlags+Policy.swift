package import SandboxLauncher
package import SeccompPolicy

extension FilterFlags {
  /// The bits of seccomp(2) for the flags of a policy.
  package init(_ flags: [PolicyFlag]) {
    self = flags.reduce(into: []) { set, flag in
      switch flag {
      case .log: set.insert(.log)
      case .specAllow: set.insert(.specAllow)
      case .waitKillable: set.insert(.waitKillable)
      }
    }
  }
}
