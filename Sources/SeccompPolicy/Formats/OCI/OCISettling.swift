import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics
import Toolbox

/// Puts the rules of a profile that are in force on a machine together.
struct OCISettling {
  let profile: OCIProfile
  let machine: Machine
  let abis: [ABI]
  let source: SourceText
  let limits: PolicyLimits
  let standard: FilterAction
  private(set) var remarks: RemarkList
  /// The entries that are in force.
  private var entries: [Int] = []
  /// The first entry in force for each name whose action is not the default's.
  private(set) var deciders: [String: Int] = [:]
  /// The calls that rules in force name, by name.
  private var calls: [String: Syscall] = [:]

  init(
    _ profile: OCIProfile, on machine: Machine, _ abis: [ABI], source: SourceText,
    within limits: PolicyLimits
  ) {
    self.profile = profile
    self.machine = machine
    self.abis = abis
    self.source = source
    self.limits = limits
    remarks = RemarkList(most: limits.mistakes)
    standard = profile.defaultAction.value.action(on: machine.abi)
  }

  /// Adds an entry that is in force.
  mutating func add(_ entry: OCIProfile.Entry, at index: Int) {
    entries.append(index)
    if entry.action.value.action(on: machine.abi) != standard {
      for name in entry.names where deciders[name.value] == nil { deciders[name.value] = index }
    }
    for name in entry.names where calls[name.value] == nil {
      calls[name.value] = Syscall.named(name.value)
    }
  }

  /// The numbers that runc answers with `ENOSYS` before the rules are asked: those above all that the
  /// rules name, on ABIs that the profile lists.
  ///
  /// Rules that come to nothing count, and calls that can be made through `socketcall` or `ipc` do not,
  /// since libseccomp has no positive number for them. See `findLastSyscalls` in runc's `patchbpf`.
  func beyond(on listed: [ABI]) -> BeyondSyntax {
    var numbers: [ABI: IntervalSet<UInt32>] = [:]
    for abi in listed {
      let newest = calls.values
        .filter { MultiplexedCall.form(of: $0, on: abi) == nil }
        .compactMap { $0.number(on: abi) }.max()
      // Nothing is added where there is no number but 0.
      guard let newest, newest > 0, newest < abi.numbers.upperBound else { continue }
      numbers[abi] = IntervalSet(newest + 1...abi.numbers.upperBound)
    }
    return BeyondSyntax(
      numbers: numbers,
      action: Located(value: .errno(named: "ENOSYS"), range: profile.defaultAction.range))
  }

  /// The rules of the filter, as rules of which the first that holds decides.
  ///
  /// - Parameters:
  ///   - beyond: The numbers that are answered before.
  ///   - diagnostics: Where mistakes are reported.
  /// - Returns: The rules.
  mutating func rules(
    besides beyond: BeyondSyntax?, _ diagnostics: inout [Diagnostic]
  ) -> [RuleSyntax] {
    guard areFew(&diagnostics) else { return [] }
    var plan = RulePlan()
    for abi in abis {
      let tree = LibseccompTree(added(on: abi), mostPairs: limits.comparisons * Self.pairs)
      report(tree.conflicts, &diagnostics)
      remarkLosses(tree.lost)
      for rule in tree.rules {
        remarkWidening(by: rule, on: abi)
        // Nobody asks for numbers that are answered before.
        if let number = rule.call.number(on: abi), beyond?.numbers[abi]?.contains(number) == true {
          continue
        }
        plan.add(rule, on: abi)
      }
    }
    return plan.rules(of: profile, on: abis)
  }

  /// Of one comparison so many pairs with others are looked at.
  private static let pairs = 5

  /// Whether the entries in force are no more rules for single calls than there may be; where an argument
  /// is named twice, that is one for each call and each condition.
  private func areFew(_ diagnostics: inout [Diagnostic]) -> Bool {
    var (namings, comparisons) = (0, 0)
    for entry in entries.lazy.map({ profile.entries[$0] })
    where entry.action.value.action(on: machine.abi) != standard {
      let count = entry.names.count { calls[$0.value] != nil } * abis.count
      comparisons += count * entry.comparisons.count
      namings += count * (entry.isSplit ? entry.comparisons.count : 1)
      if comparisons > limits.comparisons {
        diagnostics.append(
          error(
            at: entry.range, "too-many-comparisons",
            "the rules compare more than \(limits.comparisons) values in all, for each of their "
              + "calls on each ABI"))
        return false
      }
      if namings > limits.namings {
        diagnostics.append(
          error(
            at: entry.namesRange, "too-many-calls",
            "the rules name calls more than \(limits.namings) times in all, on each ABI anew"))
        return false
      }
    }
    return true
  }

  /// The rules in the order in which runc adds them.
  private mutating func added(on abi: ABI) -> [LibseccompTree.Rule] {
    var added: [LibseccompTree.Rule] = []
    let width = RegisterComparison.width(on: abi)
    for index in entries {
      let entry = profile.entries[index]
      let action = entry.action.value.action(on: machine.abi)
      if action == standard {
        remarkEqual(entry)
        continue
      }
      let alternatives = alternatives(of: entry, width: width)
      for name in entry.names {
        guard let call = calls[name.value] else { continue }
        remarkArguments(of: entry, call, on: abi)
        for comparisons in alternatives {
          if let form = MultiplexedCall.form(of: call, on: abi) {
            // libseccomp puts the choice in the place of the comparison of the first argument.
            let choice = RegisterComparison(index: 0, equals: form.selector, width: width)
            added.append(
              LibseccompTree.Rule(
                entry: index, name: name, call: form.multiplexer,
                comparisons: [LibseccompTree.Comparison(register: choice, element: -1)]
                  + comparisons.filter { $0.register.index != 0 },
                action: action))
          }
          if call.number(on: abi) != nil {
            added.append(
              LibseccompTree.Rule(
                entry: index, name: name, call: call, comparisons: comparisons, action: action))
          }
        }
      }
    }
    return added
  }

  /// The comparisons of an entry, all of which must hold: once, or of each by itself where an argument
  /// is named twice.
  private func alternatives(
    of entry: OCIProfile.Entry, width: Int
  ) -> [[LibseccompTree.Comparison]] {
    let comparisons = entry.comparisons.enumerated().map { element, written in
      RegisterComparison(
        index: written.index, written.comparison, mask: written.mask, value: written.value,
        width: width
      ).map { LibseccompTree.Comparison(register: $0, element: element) }
    }
    if entry.isSplit { return comparisons.map { $0.map { [$0] } ?? [] } }
    return [comparisons.compactMap { $0 }.sorted { $0.register.index < $1.register.index }]
  }

  // MARK: Reports

  private func report(_ conflicts: [LibseccompTree.Conflict], _ diagnostics: inout [Diagnostic]) {
    for conflict in conflicts {
      let name = conflict.rule.name
      let diagnostic =
        switch conflict.kind {
        case .same, .overlapping:
          error(
            at: name.range, "conflicting-rules",
            "two rules of '\(name.value)' with different actions hold for the same arguments"
              + (conflict.kind == .same
                ? ", and libseccomp refuses the second one"
                : "; which of them counts is up to libseccomp: make their conditions exclude each other"),
            notes: [
              .init(
                "the other one",
                at: SourceLocation(source: source, range: conflict.earlier.name.range))
            ])
        case .undecided:
          error(
            at: name.range, "undecided-rules",
            "there are so many rules with conditions and different actions that it cannot be told in "
              + "time whether two of '\(name.value)' hold for the same arguments; give them one action, "
              + "or put conditions together")
        }
      if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
    }
  }

  private func error(
    at range: SourceRange, _ id: String, _ message: String, notes: [Diagnostic.Note] = []
  ) -> Diagnostic {
    Diagnostic(
      .error, id: id, message, at: SourceLocation(source: source, range: range), notes: notes)
  }

  mutating func remark(
    _ kind: PolicyRemark.Kind, _ severity: Diagnostic.Severity, at range: SourceRange,
    _ problem: String, _ advice: String
  ) {
    remarks.add(
      PolicyRemark(
        kind: kind, severity: severity, range: range, problem: problem, advice: advice))
  }
}
