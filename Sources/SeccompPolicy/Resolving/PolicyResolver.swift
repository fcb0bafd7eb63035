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
    let resolver = PolicyResolver(self, machine: machine)
    let resolved = resolver.resolve()
    diagnostics += resolver.diagnostics
    return hasMistakes || resolver.diagnostics.containsErrors ? nil : resolved
  }
}

/// Turns the files of a policy into a filter for one machine.
final class PolicyResolver {
  private let policy: Policy
  private let machine: Machine
  private let listed: [ABI]
  private var calls: CallExpansion
  private var seen: Set<Mistake> = []

  /// What tells one mistake from another: the same one on several ABIs, or in several calls of a
  /// rule, is reported for the first of them.
  private struct Mistake: Hashable {
    var location: SourceLocation
    var id: String
  }

  private var own: [Diagnostic] = []

  init(_ policy: Policy, machine: Machine) {
    self.policy = policy
    self.machine = machine
    listed = policy.listedABIs(on: machine)
    calls = CallExpansion(policy, kernel: policy.first({ $0.kernel })?.value.value)
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
    for (place, file) in policy.syntax.enumerated() {
      for rule in file.rules {
        let origin = RuleOrigin(rules.count)
        rules.append(
          PolicyRule(
            location: location(place, rule.range), comment: rule.comment, file: place, syntax: rule)
        )
        resolve(rule, in: place, origin, settings, into: &parts)
      }
    }
    if !own.isEmpty || !calls.diagnostics.isEmpty { return nil }
    let served = machine.abis.compactMap { abi in parts.first { $0.abi == abi } }
    return ResolvedPolicy(
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
      foreignLocation: policy.first { $0.foreign }.map { location($0.place, $0.value.range) },
      newerLocation: policy.first { $0.newer }.map { location($0.place, $0.value.range) }
        ?? policy.first { $0.kernel }.map { location($0.place, $0.value.range) },
      tests: served.map(\.tests))
  }

  /// What the rules of one ABI have become so far.
  private struct ABIPart {
    var abi: ABI
    var rules: [Rule] = []
    var tests: [[[SourceLocation]]] = []
    var named: [UInt32] = []
  }

  // MARK: Settings

  private struct Settings {
    var defaultAction: ActionSyntax
    var defaultLocation: SourceLocation
    /// Whether calls that no rule decides are executed.
    var defaultAllows: Bool
    var foreign: FilterAction
    var skipped: FilterAction
    var newer: ActionSyntax
    var kernel: KernelVersion?
  }

  private func settings() -> Settings {
    checkArchitectures()
    let kernel = policy.first { $0.kernel }
    let newer = policy.first { $0.newer }
    if let newer, kernel == nil {
      report(
        newer.place, newer.value.range, "newer-without-kernel",
        "'newer' needs 'kernel', which says what is newer")
    }
    let nowhere = SourceRange(0..<0)
    let set = policy.first { $0.defaultAction }
    if set == nil {
      report(0, nowhere, "missing-default", "neither the policy nor a base sets 'default'")
    }
    let found = set ?? (0, Located(value: .fixed(.killProcess), range: nowhere))
    let noSystemCall = ActionSyntax.errno(named: "ENOSYS")
    check(found.value, in: found.place)
    let foreign = policy.first { $0.foreign }.map {
      action($0.value.value, on: machine.abi, in: $0.place, at: $0.value.range)
    }
    if let newer { check(newer.value, in: newer.place) }
    return Settings(
      defaultAction: found.value.value, defaultLocation: location(found.place, found.value.range),
      defaultAllows: found.value.value == .fixed(.allow) || found.value.value == .fixed(.log),
      foreign: foreign ?? .killProcess, skipped: number(of: noSystemCall, on: machine.abi),
      newer: newer?.value.value ?? noSystemCall, kernel: kernel?.value.value)
  }

  private func checkArchitectures() {
    guard !listed.contains(machine.abi) else { return }
    let place = policy.first { $0.architectures }
    report(
      place?.place ?? 0, place?.value.range ?? SourceRange(0..<0), "machine-not-listed",
      "the policy does not list \(machine.abi.name), the ABI of the machine it is wanted for")
  }

  /// Reports an action that one of the ABIs lacks.
  private func check(_ syntax: Located<ActionSyntax>, in place: Int) {
    for abi in listed { _ = action(syntax.value, on: abi, in: place, at: syntax.range) }
  }

  private func action(
    _ syntax: ActionSyntax, on abi: ABI, in place: Int, at range: SourceRange
  ) -> FilterAction {
    if case .errno(let name) = syntax, ErrnoName.number(of: name, on: abi) == nil {
      report(place, range, "missing-constant", "\(abi.name) has no error '\(name)'")
    }
    return number(of: syntax, on: abi)
  }

  private func number(of syntax: ActionSyntax, on abi: ABI) -> FilterAction {
    switch syntax {
    case .fixed(let action): action
    case .errno(let name): .errno(ErrnoName.number(of: name, on: abi) ?? FilterAction.maximumErrno)
    }
  }

  /// Calls that came after `kernel`, and numbers that no table knows, unless a rule names them.
  private func newer(
    on abi: ABI, named: [UInt32], _ settings: Settings
  ) -> NewerCalls? {
    guard let kernel = settings.kernel else { return nil }
    var old: [UInt32] = []
    for call in Syscall.all {
      guard let number = call.number(on: abi) else { continue }
      if let introduced = call.introduced, introduced > kernel { continue }
      old.append(number)
    }
    let newer = IntervalSet(elements: old).complement(in: abi.numbers)
    let named = IntervalSet(elements: named)
    return NewerCalls(
      numbers: newer.subtracting(named), exempt: newer.intersection(named),
      action: number(of: settings.newer, on: abi))
  }

  // MARK: Rules

  private func resolve(
    _ rule: RuleSyntax, in place: Int, _ origin: RuleOrigin, _ settings: Settings,
    into parts: inout [ABIPart]
  ) {
    if rule.action == nil && settings.defaultAllows {
      report(
        place, rule.range, "missing-action",
        "'default' lets calls through, so a rule must say its 'action'")
    }
    let abis =
      rule.architectures.map { names in
        listed.filter { abi in names.contains { $0.value == abi } }
      } ?? listed
    let numbers: NumberScope =
      switch abis.count {
      case 0: .unchecked
      case 1: .only(abis[0])
      default: .ambiguous
      }
    let named = calls.calls(of: rule, in: place, numbers: numbers)
    checkRegisters(of: rule, in: place, abis)
    for index in parts.indices where abis.contains(parts[index].abi) {
      let abi = parts[index].abi
      let action = rule.action.map { self.action($0.value, on: abi, in: place, at: $0.range) }
      let otherwise = rule.otherwise.map {
        self.action($0.value, on: abi, in: place, at: $0.range)
      }
      let template = RuleTemplate(
        abi: abi, action: action ?? .allow, otherwise: otherwise, origin: origin)
      resolve(rule, template, naming: named, in: place, into: &parts[index])
    }
  }

  /// What the rules of the filter that come from one rule of the policy have in common.
  private struct RuleTemplate {
    var abi: ABI
    var action: FilterAction
    var otherwise: FilterAction?
    var origin: RuleOrigin

    func rule(_ numbers: IntervalSet<UInt32>, _ condition: Condition) -> Rule {
      Rule(
        numbers: numbers, condition: condition, action: action,
        otherwise: condition.isUnconditional ? nil : otherwise, origin: origin)
    }
  }

  /// `arg0` to `arg5` mean registers, and registers hold other arguments on other ABIs.
  private func checkRegisters(of rule: RuleSyntax, in place: Int, _ abis: [ABI]) {
    guard abis.count > 1 else { return }
    for condition in (rule.alternatives ?? []).flatMap({ $0 }) {
      let name = condition.argument.value
      guard ConditionResolver.register(name) != nil, !isArgument(name, of: rule, in: place, abis)
      else { continue }
      report(
        place, condition.argument.range, "register-needs-abi",
        "'\(name)' is a register, which holds another argument on each ABI: use the argument's "
          + "name, or 'architectures' with one ABI")
    }
  }

  /// Whether all calls of a rule have an argument that is called so, as prctl's `arg2`.
  private func isArgument(
    _ name: String, of rule: RuleSyntax, in place: Int, _ abis: [ABI]
  ) -> Bool {
    calls.calls(of: rule, in: place, numbers: .unchecked).allSatisfy { call in
      guard case .syscall(let syscall) = call else { return false }
      return abis.allSatisfy { abi in
        syscall.number(on: abi) == nil
          || syscall.arguments(on: abi)?.contains { $0.isNamed(name) } == true
      }
    }
  }

  private func resolve(
    _ rule: RuleSyntax, _ template: RuleTemplate, naming calls: [NamedCall], in place: Int,
    into part: inout ABIPart
  ) {
    let abi = template.abi
    var numbered: [(call: NamedCall, number: UInt32)] = []
    for call in calls {
      switch call {
      case .syscall(let syscall):
        if let number = syscall.number(on: abi) { numbered.append((call, number)) }
      case .number(let number): numbered.append((call, number))
      }
    }
    part.named += numbered.map(\.number)
    if let alternatives = rule.alternatives {
      resolve(alternatives, template, of: numbered, in: place, into: &part)
    } else if !numbered.isEmpty {
      part.rules.append(
        template.rule(IntervalSet(elements: numbered.map(\.number)), .always))
      part.tests.append([[]])
    }
    addMultiplexed(rule, template, of: calls, in: place, into: &part)
  }

  /// Resolves the conditions for each call, and puts calls together whose registers agree.
  private func resolve(
    _ alternatives: [[ConditionSyntax]], _ template: RuleTemplate,
    of calls: [(call: NamedCall, number: UInt32)], in place: Int, into part: inout ABIPart
  ) {
    // The arguments of the calls of a rule are in few different registers, so there are few groups.
    var groups: [(numbers: [UInt32], condition: Condition, tests: [[SourceLocation]])] = []
    for (call, number) in calls {
      guard
        let (condition, tests) = condition(alternatives, of: call, on: template.abi, in: place)
      else { continue }
      if let group = groups.firstIndex(where: { $0.condition == condition }) {
        groups[group].numbers.append(number)
      } else {
        groups.append(([number], condition, tests))
      }
    }
    for group in groups {
      part.rules.append(template.rule(IntervalSet(elements: group.numbers), group.condition))
      part.tests.append(group.tests)
    }
  }

  private func condition(
    _ alternatives: [[ConditionSyntax]], of call: NamedCall, on abi: ABI, in place: Int
  ) -> (Condition, [[SourceLocation]])? {
    let resolver = ConditionResolver(
      abi: abi,
      report: { [unowned self] range, id, message in
        report(place, range, id, message())
      },
      // Many unknown names are no typing mistakes, and looking for each takes time.
      suggests: { [unowned self] in own.count < 100 })
    var condition: [[ArgumentTest]] = []
    var locations: [[SourceLocation]] = []
    var isComplete = true
    for conditions in alternatives {
      var tests: [ArgumentTest] = []
      var places: [SourceLocation] = []
      var byRegister = [Located<String>?](repeating: nil, count: 6)
      for syntax in conditions {
        let argument: ResolvedArgument
        do throws(ConditionResolver.NoArgument) {
          argument = try ConditionResolver.argument(
            named: syntax.argument.value, of: call, on: abi)
        } catch {
          report(place, syntax.argument.range, "no-such-argument", error.sentence)
          isComplete = false
          continue
        }
        if let first = byRegister[argument.index] {
          report(
            place, syntax.argument.range, "same-argument",
            "'\(syntax.argument.value)' and '\(first.value)' are the same argument",
            note: .init("first here", at: location(place, first.range)))
        }
        byRegister[argument.index] = syntax.argument
        guard let found = resolver.tests(syntax, on: argument) else {
          isComplete = false
          continue
        }
        tests += found
        places += found.map { _ in location(place, syntax.argument.range) }
      }
      condition.append(tests)
      locations.append(places)
    }
    return isComplete ? (Condition(anyOf: condition), locations) : nil
  }

  /// Lets a rule speak for the forms of its calls that go through `socketcall` or `ipc`.
  ///
  /// Their arguments are out of sight. What would let a call through on a condition is therefore
  /// left to later rules, and what would not takes effect.
  private func addMultiplexed(
    _ rule: RuleSyntax, _ template: RuleTemplate, of calls: [NamedCall], in place: Int,
    into part: inout ABIPart
  ) {
    guard MultiplexedCall.exist(on: template.abi),
      let action = unconditionalAction(rule, template)
    else { return }
    var template = template
    template.action = action
    template.otherwise = nil
    let forms = calls.compactMap { call in
      if case .syscall(let syscall) = call {
        MultiplexedCall.form(of: syscall, on: template.abi)
      } else {
        nil
      }
    }
    if forms.isEmpty { return }
    let literal = Set(calls)
    var selectors: [MultiplexerKey: [UInt64]] = [:]
    for form in forms where !literal.contains(.syscall(form.multiplexer)) {
      guard let number = form.multiplexer.number(on: template.abi) else { continue }
      let key = MultiplexerKey(number: number, mask: form.selectorMask)
      selectors[key, default: []].append(form.selector)
    }
    for (key, values) in selectors.sorted(by: { $0.key.number < $1.key.number }) {
      let test = ArgumentTest(index: 0, mask: key.mask, values: IntervalSet(elements: values))
      part.named.append(key.number)
      part.rules.append(
        template.rule(IntervalSet(key.number...key.number), Condition(anyOf: [[test]])))
      part.tests.append([[location(place, rule.callsRange)]])
    }
  }

  private struct MultiplexerKey: Hashable {
    var number: UInt32
    var mask: UInt64
  }

  /// What a rule does when its conditions cannot be seen, or `nil` where it passes the call on.
  private func unconditionalAction(
    _ rule: RuleSyntax, _ template: RuleTemplate
  ) -> FilterAction? {
    guard rule.alternatives != nil else { return template.action }
    return [template.action, template.otherwise].compactMap { $0 }.first { action in
      switch action {
      case .allow, .log, .notify, .trace: false
      case .errno, .trap, .killThread, .killProcess: true
      }
    }
  }

  // MARK: Reports

  private func location(_ place: Int, _ range: SourceRange) -> SourceLocation {
    SourceLocation(source: policy.files[place].source, range: range)
  }

  /// Reports a mistake, once for all ABIs and calls for which it is the same.
  private func report(
    _ place: Int, _ range: SourceRange, _ id: String, _ message: @autoclosure () -> String,
    note: Diagnostic.Note? = nil
  ) {
    let location = location(place, range)
    guard seen.insert(Mistake(location: location, id: id)).inserted else { return }
    own.append(
      Diagnostic(.error, id: id, message(), at: location, notes: note.map { [$0] } ?? []))
  }
}
