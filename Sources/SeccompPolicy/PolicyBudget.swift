/// How much the files of a policy have said, of what there is a limit for.
package struct PolicyBudget {
  /// How much they may say.
  let limits: PolicyLimits
  var values = 0
  var rules = 0
  var ignored = 0

  init(_ limits: PolicyLimits) { self.limits = limits }
}
