package import LinuxABI
package import SourceDiagnostics

/// What a file says that depends on the system: on capabilities, on the kernel, on the machine.
///
/// A decoder leaves it in ``PolicyFile/unsettled``, and ``Policy/settled(for:diagnostics:)`` puts
/// plain rules into the file in its place.
package protocol UnsettledSyntax: Sendable {
  /// What of the circumstances files of this format ask for.
  var circumstances: Set<Circumstance> { get }

  /// Puts what is in force into a file.
  ///
  /// - Parameters:
  ///   - file: The file; what does not depend on the system is there already.
  ///   - machine: The machine on which it is to be in force.
  ///   - circumstances: The system.
  ///   - limits: How much the policy may say.
  ///   - diagnostics: Where mistakes are reported.
  func settle(
    _ file: inout PolicyFile, for machine: Machine, in circumstances: Circumstances,
    within limits: PolicyLimits, diagnostics: inout [Diagnostic])
}

extension Policy {
  /// The policy without conditions on the system: what is in force on a machine.
  ///
  /// It comes before everything else that looks at rules. No other place knows such conditions.
  ///
  /// - Parameters:
  ///   - machine: The machine.
  ///   - diagnostics: Where mistakes are reported.
  /// - Returns: The policy, whose files say what holds there.
  func settled(for machine: Machine, diagnostics: inout [Diagnostic]) -> Policy {
    guard syntax.contains(where: { $0.unsettled != nil }) else { return self }
    var files = syntax
    for index in files.indices {
      guard let unsettled = files[index].unsettled else { continue }
      files[index].unsettled = nil
      unsettled.settle(
        &files[index], for: machine, in: circumstances, within: limits,
        diagnostics: &diagnostics)
    }
    return Policy(self, saying: files)
  }
}
