import ClassicBPF
public import LinuxABI
import SeccompFilter
public import SourceDiagnostics

extension Policy {
  /// Makes the policy ready for one machine.
  ///
  /// All ABIs that the policy lists are looked at, so that a mistake for one of them comes out on
  /// every machine.
  ///
  /// - Parameters:
  ///   - machine: The machine.
  ///   - diagnostics: Where mistakes are reported.
  /// - Returns: The resolved policy, or `nil` where there was a mistake.
  public func resolve(
    for machine: Machine, diagnostics: inout [Diagnostic]
  ) -> ResolvedPolicy? {
    var mistakes: [Diagnostic] = []
    let resolver = PolicyResolver(
      settled(for: machine, diagnostics: &mistakes), machine: machine)
    let resolved = resolver.resolve()
    mistakes += resolver.diagnostics
    diagnostics += mistakes
    return hasMistakes || mistakes.containsErrors ? nil : resolved
  }
}

/// Turns the files of a policy into a filter for one machine.
final class PolicyResolver {
  let policy: Policy
  let machine: Machine
  /// The ABIs that the policy lists.
  let listed: [ABI]
  /// What the entries of rules stand for.
  var calls: CallExpansion
  /// The mistakes that are not about such entries.
  private(set) var own: [Diagnostic] = []
  private var seen: Set<Mistake> = []
  /// How many comparisons there are, for each call and ABI.
  private var comparisonCount = 0

  /// What tells one mistake from another: the same one on several ABIs, or in several calls of a
  /// rule, is reported for the first of them.
  private struct Mistake: Hashable {
    var location: SourceLocation
    var id: String
  }

  init(_ policy: Policy, machine: Machine) {
    self.policy = policy
    self.machine = machine
    listed = policy.listedABIs(on: machine)
    calls = CallExpansion(
      policy, kernel: policy.first({ $0.kernel })?.value.value,
      mostNamings: policy.limits.namings)
  }

  /// All mistakes, in the order of files and lines.
  var diagnostics: [Diagnostic] {
    if own.isEmpty && calls.diagnostics.isEmpty { return [] }
    let order = Dictionary(
      uniqueKeysWithValues: policy.files.enumerated().map { ($1.source, $0) })
    func key(_ diagnostic: Diagnostic) -> (Int, Int) {
      guard let location = diagnostic.location else { return (-1, 0) }
      return (order[location.source] ?? 0, location.range.lowerBound)
    }
    return (own + calls.diagnostics).sorted { key($0) < key($1) }
  }

  func resolve() -> ResolvedPolicy? {
    let settings = settings()
    calls.checkGroups()
    var rules: [PolicyRule] = []
    var parts = listed.map { ABIPart(abi: $0) }
    for (file, syntax) in policy.syntax.enumerated() {
      for rule in syntax.rules {
        let file = rule.source.flatMap(index) ?? file
        let origin = RuleOrigin(rules.count)
        rules.append(
          PolicyRule(
            location: location(file, rule.range), comment: rule.comment, file: file, syntax: rule)
        )
        resolve(rule, in: file, origin, settings, into: &parts)
      }
    }
    if !own.isEmpty || !calls.diagnostics.isEmpty { return nil }
    let served = machine.abis.compactMap { abi in parts.first { $0.abi == abi } }
    return ResolvedPolicy(
      source: policy,
      filter: Filter(
        machine: machine,
        abis: served.map { part in
          ABIFilter(
            abi: part.abi, newer: newer(on: part.abi, named: part.named, settings),
            rules: part.rules, defaultAction: number(of: settings.defaultAction, on: part.abi))
        },
        foreign: settings.foreign, skipped: settings.skipped),
      rules: rules, flags: policy.first { $0.flags }?.value.value ?? [],
      defaultLocation: settings.defaultLocation,
      foreignLocation: policy.first { $0.foreign }.map { location($0.file, $0.value.range) },
      newerLocation: policy.first { $0.newer }.map { location($0.file, $0.value.range) }
        ?? policy.first { $0.kernel }.map { location($0.file, $0.value.range) }
        ?? policy.first { $0.beyond }.map { location($0.file, $0.value.action.range) },
      tests: served.map(\.tests))
  }

  /// The index in line of a text.
  private func index(of source: SourceText) -> Int? {
    policy.files.firstIndex { $0.source == source }
  }

  /// What the rules of one ABI have become so far.
  struct ABIPart {
    var abi: ABI
    var rules: [Rule] = []
    var tests: [[[SourceLocation]]] = []
    var named: [UInt32] = []
  }

  /// Counts comparisons that a rule makes for one call; says whether there is room for them.
  func countComparisons(_ count: Int, of rule: RuleSyntax, in file: Int) -> Bool {
    comparisonCount += count
    if comparisonCount <= policy.limits.comparisons { return true }
    report(
      file, rule.range, "too-many-comparisons",
      "the rules compare more than \(policy.limits.comparisons) values in all, for each of their "
        + "calls on each ABI")
    return false
  }

  // MARK: Reports

  /// A part of a file, which is told by its index in line.
  func location(_ file: Int, _ range: SourceRange) -> SourceLocation {
    SourceLocation(source: policy.files[file].source, range: range)
  }

  /// Reports a mistake, once for all ABIs and calls for which it is the same.
  func report(
    _ file: Int, _ range: SourceRange, _ id: String, _ message: @autoclosure () -> String,
    note: Diagnostic.Note? = nil
  ) {
    if own.count >= policy.limits.mistakes { return }
    let location = location(file, range)
    guard seen.insert(Mistake(location: location, id: id)).inserted else { return }
    own.append(
      Diagnostic(.error, id: id, message(), at: location, notes: note.map { [$0] } ?? []))
  }
}
