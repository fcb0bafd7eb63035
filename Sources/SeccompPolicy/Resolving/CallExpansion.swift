import ClassicBPF
import LinuxABI
import SourceDiagnostics
import Toolbox

/// What a number means where a list stands.
enum NumberScope: Hashable {
  /// The call of this ABI, the only one that the rule holds on.
  case only(ABI)
  /// Nothing, for the rule holds on several ABIs or on none.
  case ambiguous
  /// Any call: the list is only looked through for mistakes.
  case unchecked
}

/// Works `syscalls` and groups off, from left to right.
struct CallExpansion {
  private let policy: Policy
  /// How often lists may name calls.
  private let mostNamings: Int
  private var namings = 0
  /// The effective `kernel`, at which built-in groups are cut.
  private let kernel: KernelVersion?
  /// The groups that each file defines, by their names.
  private let definitions: [Definitions]
  /// Groups that were expanded, and what became of them.
  private var groups = UniqueList<GroupKey>()
  private var expandedGroups: [ExpandedGroup] = []
  /// How many groups in a row were entered below the list that is being worked off.
  private var height = 0
  private var builtinGroups = UniqueList<SyscallGroup>()
  private var builtinGroupMembers: [[NamedCall]] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var seen: Set<Diagnostic> = []

  /// A group by its file and name, for numbers of one meaning.
  private struct GroupKey: Hashable {
    var file: Int
    var name: String
    var numbers: NumberScope
  }

  private struct Definitions {
    private var names = UniqueList<String>()
    private var groups: [GroupSyntax] = []

    init(_ groups: [GroupSyntax]) {
      // The parser refuses a key that is there twice.
      for group in groups where names.insert(group.name.value) == self.groups.count {
        self.groups.append(group)
      }
    }

    subscript(_ name: String) -> GroupSyntax? { names.index(of: name).map { groups[$0] } }
  }

  private struct ExpandedGroup {
    var calls: [NamedCall]
    /// How many groups name each other in a row from this one on, itself included.
    var height: Int
  }

  /// An expansion of the lists of a policy.
  ///
  /// - Parameters:
  ///   - policy: The policy.
  ///   - kernel: The release at which built-in groups are cut.
  ///   - mostNamings: How often lists may name calls.
  init(_ policy: Policy, kernel: KernelVersion?, mostNamings: Int) {
    self.policy = policy
    self.mostNamings = mostNamings
    self.kernel = kernel
    definitions = policy.syntax.map { Definitions($0.groups) }
  }

  /// The calls that a rule names, without repetition, in the order in which they were added.
  ///
  /// - Parameters:
  ///   - rule: The rule.
  ///   - file: The index in line of its file.
  ///   - numbers: What a number means in the rule.
  /// - Returns: The calls.
  mutating func calls(
    of rule: RuleSyntax, in file: Int, numbers: NumberScope
  ) -> [NamedCall] {
    expand(rule.calls, in: file, numbers: numbers, within: [], whole: rule.callsRange, "the rule")
  }

  /// Expands the groups of all files, also those that no rule uses, for their mistakes.
  mutating func checkGroups() {
    for (file, syntax) in policy.syntax.enumerated() {
      for group in syntax.groups {
        _ = members(
          ofGroup: group.name.value, at: group.name.range, in: file, numbers: .unchecked, [])
      }
    }
  }

  private mutating func expand(
    _ selectors: [Located<CallSelector>], in file: Int, numbers: NumberScope,
    within groups: [GroupKey],
    whole: SourceRange, _ what: String
  ) -> [NamedCall] {
    var calls = OrderedCalls()
    var isFirst = true
    for selector in selectors {
      guard namings <= mostNamings else { return [] }
      if case .not(let removed) = selector.value {
        if isFirst {
          report(file, selector.range, "removes-first", "a list cannot begin with what it removes")
          isFirst = false
          continue
        }
        remove(
          removed, at: selector.range, in: file, numbers: numbers, within: groups, from: &calls)
      } else {
        let named = self.calls(
          selector.value, at: selector.range, in: file, numbers: numbers, within: groups)
        count(named, at: selector.range, in: file)
        calls.add(named)
      }
      isFirst = false
    }
    if calls.isEmpty, calls.hasRemoved {
      report(
        file, whole, "names-nothing", "\(what) names no system call: everything is removed again")
    }
    return calls.all
  }

  private mutating func remove(
    _ selector: CallSelector, at range: SourceRange, in file: Int, numbers: NumberScope,
    within groups: [GroupKey], from calls: inout OrderedCalls
  ) {
    let removed = self.calls(selector, at: range, in: file, numbers: numbers, within: groups)
    count(removed, at: range, in: file)
    var missing = removed.filter { !calls.remove($0) && !isCut($0) }
    if numbers == .unchecked && !missing.isEmpty {
      // What a number means depends on the rule: it may be any call that is there, or not.
      missing = calls.hasNumber ? [] : missing.filter { !$0.isNumber }
    }
    guard let first = missing.first?.name else { return }
    let more = missing.count > 1 ? " (and \(missing.count - 1) more)" : ""
    report(
      file, range, "removes-nothing", "the list does not have '\(first)'\(more), which is removed")
  }

  /// Whether a call is newer than the effective `kernel`, so that groups do not have it.
  ///
  /// A base that takes such a call out of a group is right under every kernel.
  private func isCut(_ call: NamedCall) -> Bool {
    guard case .syscall(let syscall) = call, let kernel, let introduced = syscall.introduced else {
      return false
    }
    return introduced > kernel
  }

  /// The calls that one entry stands for.
  private mutating func calls(
    _ selector: CallSelector, at range: SourceRange, in file: Int, numbers: NumberScope,
    within groups: [GroupKey]
  ) -> [NamedCall] {
    switch selector {
    case .name(let name, let isOptional):
      if let call = Syscall.named(name) { return [.syscall(call)] }
      if !isOptional {
        let near = isWorthSuggesting ? policy.nearestCall(to: name) : nil
        report(
          file, range, "unknown-syscall",
          "unknown system call \(quoted(name))" + didYouMean(near))
      }
      return []
    case .number(let number):
      return calls(numbered: number...number, at: range, in: file, numbers)
    case .numbers(let all): return calls(numbered: all, at: range, in: file, numbers)
    case .group(let name):
      return members(ofGroup: name, at: range, in: file, numbers: numbers, groups)
    case .not:
      preconditionFailure("the decoder admits one '!' only")
    }
  }

  private mutating func calls(
    numbered all: ClosedRange<UInt32>, at range: SourceRange, in file: Int, _ scope: NumberScope
  ) -> [NamedCall] {
    switch scope {
    case .only(let abi):
      var calls: [NamedCall] = []
      for number in all {
        // The greater ones are no better.
        guard let call = call(numbered: number, on: abi, at: range, in: file) else { return [] }
        calls.append(call)
      }
      return calls
    case .ambiguous:
      report(
        file, range, "number-needs-abi",
        "a number means another call on each ABI: the rule needs 'architectures' with one of them"
      )
      return []
    case .unchecked: return all.map { .number($0) }
    }
  }

  private mutating func call(
    numbered number: UInt32, on abi: ABI, at range: SourceRange, in file: Int
  ) -> NamedCall? {
    // x32 numbers are written without their bit; x86_64 numbers end where that bit begins.
    let register = abi == .x32 ? number | ABI.x32Bit : number
    guard abi.numbers.contains(register), abi != .x32 || number < ABI.x32Bit else {
      report(file, range, "number-range", "\(abi.name) has no numbers above \(ABI.x32Bit - 1)")
      return nil
    }
    return Syscall.numbered(register, on: abi).map { .syscall($0) } ?? .number(register)
  }

  private mutating func members(
    ofGroup name: String, at range: SourceRange, in file: Int, numbers: NumberScope,
    _ open: [GroupKey]
  ) -> [NamedCall] {
    for definer in [file] + policy.bases[file] {
      guard let group = definitions[definer][name] else { continue }
      let key = GroupKey(file: definer, name: name, numbers: numbers)
      if let start = open.firstIndex(of: key) {
        let chain = (open[start...].map(\.name) + [name]).map { "'@\($0)'" }
        report(
          file, range, "group-cycle", "groups contain each other: \(chain.joined(separator: " → "))"
        )
        return []
      }
      let known = groups.index(of: key).map { expandedGroups[$0] }
      guard open.count + (known?.height ?? 1) <= PolicyLimits.groupDepth else {
        report(
          file, range, "group-depth",
          "more than \(PolicyLimits.groupDepth) groups name each other in a row")
        return []
      }
      let expanded = known ?? expand(group, key, open)
      if groups.insert(key) == expandedGroups.count { expandedGroups.append(expanded) }
      height = max(height, expanded.height)
      return expanded.calls
    }
    return builtinMembers(ofGroup: name, at: range, in: file)
  }

  private mutating func expand(
    _ group: GroupSyntax, _ key: GroupKey, _ open: [GroupKey]
  ) -> ExpandedGroup {
    let outer = height
    defer { height = outer }
    height = 0
    let calls = expand(
      group.members, in: key.file, numbers: key.numbers, within: open + [key],
      whole: group.name.range, "group '@\(key.name)'")
    return ExpandedGroup(calls: calls, height: height + 1)
  }

  private mutating func builtinMembers(
    ofGroup name: String, at range: SourceRange, in file: Int
  ) -> [NamedCall] {
    guard let group = SyscallGroup.named(name) else {
      let near = isWorthSuggesting ? nearestGroup(to: name, in: file) : nil
      report(
        file, range, "unknown-group",
        "unknown group \(quoted("@" + name))" + didYouMean(near, prefix: "@"))
      return []
    }
    let index = builtinGroups.insert(group)
    if index == builtinGroupMembers.count {
      builtinGroupMembers.append(group.members(upTo: kernel).map { .syscall($0) })
    }
    return builtinGroupMembers[index]
  }

  /// The group that was meant by a name that no group has; not looked for among very many.
  private func nearestGroup(to name: String, in file: Int) -> String? {
    let files = ([file] + policy.bases[file]).map { policy.syntax[$0] }
    let isFew = files.reduce(0) { $0 + $1.groups.count } <= 1000
    let own = isFew ? files.flatMap { $0.groups.map(\.name.value) } : []
    return nearest(to: name, in: own + SyscallGroup.all.map(\.name))
  }

  private var isWorthSuggesting: Bool { diagnostics.count < PolicyLimits.suggestions }

  /// Counts calls that an entry names.
  private mutating func count(_ calls: [NamedCall], at range: SourceRange, in file: Int) {
    let before = namings
    namings += calls.count + 1
    if namings > mostNamings, before <= mostNamings {
      report(
        file, range, "too-many-calls",
        "the lists of the policy name calls more than \(mostNamings) times in all")
    }
  }

  private mutating func report(
    _ file: Int, _ range: SourceRange, _ id: String, _ message: String
  ) {
    if diagnostics.count >= policy.limits.mistakes { return }
    let location = SourceLocation(source: policy.files[file].source, range: range)
    let diagnostic = Diagnostic(.error, id: id, message, at: location)
    // A group is expanded for each rule that uses it, and for each ABI.
    if seen.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }
}
