import TestSupport

/// A process that confines itself and goes on.
enum ConfinedProbe {
  /// Runs it.
  ///
  /// - Parameters:
  ///   - policy: The text of its policy.
  ///   - checksNeeds: Whether it is confined for all that the runtime needs, or for nothing.
  ///   - work: What it does then.
  ///   - timeout: How long it may take.
  /// - Returns: How it ended, and what it wrote: the name of all work that was done.
  /// - Throws: `SpawnError` if it cannot be started.
  static func run(
    under policy: String, checksNeeds: Bool = true, _ work: String...,
    timeout: Duration = .seconds(30)
  ) throws -> ProcessResult {
    try TestSupport.run(
      builtProduct("confined-probe"), [policy, checksNeeds ? "all" : "none"] + work,
      environment: ["SWIFT_BACKTRACE=enable=no", "PATH=/usr/bin:/bin"], timeout: timeout)
  }

  /// A policy that allows everything but what some rules say.
  static func allowing(but rules: String...) -> String {
    #"{ "default": "allow", "rules": [\#(rules.joined(separator: ", "))] }"#
  }

  /// A rule about a call, whatever its arguments are.
  static func rule(_ calls: String..., action: String) -> String {
    let names = calls.map { "\"\($0)\"" }.joined(separator: ", ")
    return #"{ "syscalls": [\#(names)], "action": \#(action) }"#
  }
}
