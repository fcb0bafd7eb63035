public import LinuxABI
public import SeccompFilter
public import SourceDiagnostics
import Toolbox

/// A policy made ready for one machine.
public struct ResolvedPolicy: Sendable {
  /// The policy that it was made of, without what is not in force on the machine.
  package let source: Policy
  /// What the policy means, in numbers and bits.
  public let filter: Filter
  /// The rules of all files in line; a ``RuleOrigin`` is an index in this list.
  public let rules: [PolicyRule]
  /// The flags for installing the filter.
  public let flags: [PolicyFlag]
  /// Where `default` is set.
  public let defaultLocation: SourceLocation
  /// Where `foreign` is set, if it is.
  public let foreignLocation: SourceLocation?
  /// Where `newer` or else `kernel` is set, if one is.
  public let newerLocation: SourceLocation?
  /// Where each test of each rule was written, in the order of the filter's ABIs and their rules.
  let tests: [[[[SourceLocation]]]]

  /// The rule that a decision rests on.
  ///
  /// - Parameter origin: What the decision names.
  /// - Returns: The rule.
  public func rule(_ origin: RuleOrigin) -> PolicyRule { rules[origin.index] }

  /// Where the verdict of a decision is written.
  ///
  /// - Parameter reason: What the decision rests on.
  /// - Returns: The location, or `nil` where no file says it.
  public func location(of reason: Decision.Reason) -> SourceLocation? {
    switch reason {
    case .skipped, .exception: nil
    case .foreign: foreignLocation
    case .newer: newerLocation
    case .rule(let origin), .otherwise(let origin): rule(origin).location
    case .defaultAction: defaultLocation
    }
  }

  /// What a decision rests on, for people: `policy.json:12`, `policy.json:3, default`.
  ///
  /// - Parameter reason: What the decision rests on.
  /// - Returns: The line, if a file says it, and what stands there.
  public func phrase(for reason: Decision.Reason) -> String {
    let line = location(of: reason).map { "\(escaped($0.source.name)):\($0.start.line)" }
    switch reason {
    case .skipped: return "number -1, a call that a tracer skipped"
    case .foreign: return line.map { "\($0), foreign" } ?? "foreign, by default"
    case .exception: return "sekat's own last calls"
    case .newer: return line.map { "\($0), newer than the policy" } ?? "newer than the policy"
    case .rule: return line ?? ""
    case .otherwise: return "\(line ?? ""), else"
    case .defaultAction: return "\(line ?? ""), default"
    }
  }

  /// Where the tests of a rule of the filter are written.
  ///
  /// - Parameters:
  ///   - index: The index of the rule among those of the ABI.
  ///   - abi: The ABI.
  /// - Returns: For each alternative of the rule's condition, the location of each of its tests.
  public func testLocations(ofRule index: Int, on abi: ABI) -> [[SourceLocation]] {
    filter.abis.firstIndex { $0.abi == abi }.map { tests[$0][index] } ?? []
  }
}

/// A rule of a policy file, for people.
public struct PolicyRule: Sendable {
  /// Where the rule is written.
  public let location: SourceLocation
  /// What the author says about it.
  public let comment: String?
  /// The index in line of its file.
  package let file: Int
  /// The rule as it was written.
  package let syntax: RuleSyntax

  /// The file and the line, such as `policy.json:12`.
  public var place: String { "\(escaped(location.source.name)):\(location.start.line)" }
}
