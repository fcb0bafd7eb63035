import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// What rules come to on each ABI.
extension PolicyResolver {
  /// Adds what a rule of the policy comes to on each ABI.
  func resolve(
    _ rule: RuleSyntax, in file: Int, _ origin: RuleOrigin, _ settings: Settings,
    into parts: inout [ABIPart]
  ) {
    if rule.action == nil && settings.defaultAllows {
      report(
        file, rule.range, "missing-action",
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
    let named = calls.calls(of: rule, in: file, numbers: numbers)
    checkRegisters(of: rule, naming: named, in: file, abis)
    checkConditions(of: rule, naming: named, in: file, abis)
    for index in parts.indices where abis.contains(parts[index].abi) {
      let abi = parts[index].abi
      let action = rule.action.map { self.action($0.value, on: abi, in: file, at: $0.range) }
      let otherwise = rule.otherwise.map {
        self.action($0.value, on: abi, in: file, at: $0.range)
      }
      let template = RuleTemplate(
        abi: abi, action: action ?? .allow, otherwise: otherwise, origin: origin)
      resolve(rule, template, naming: named, in: file, into: &parts[index])
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

  /// Registers hold other arguments on other ABIs, so nobody can mean an argument by one on several.
  private func checkRegisters(
    of rule: RuleSyntax, naming calls: [NamedCall], in file: Int, _ abis: [ABI]
  ) {
    guard abis.count > 1 else { return }
    for condition in (rule.alternatives ?? []).flatMap({ $0 }) {
      guard case .argument(in: let register) = condition.argument.value else { continue }
      report(
        file, condition.argument.range, "register-needs-abi",
        "'\(register)' is a register, which holds another argument on each ABI: use the argument's "
          + "name\(names(of: register, in: calls, abis)), or 'architectures' with one ABI")
    }
  }

  /// What the arguments in a register are called, as a part of a sentence; nothing where they have
  /// several names.
  private func names(of register: RegisterName, in calls: [NamedCall], _ abis: [ABI]) -> String {
    var names: Set<String> = []
    for case .syscall(let call) in calls {
      for abi in abis where call.number(on: abi) != nil {
        let argument = call.arguments(on: abi)?.first { $0.index == register.index }
        names.insert(argument?.name ?? "")
      }
    }
    guard names.count == 1, let name = names.first, !name.isEmpty else { return "" }
    return ", '\(name)'"
  }

  /// Looks through the conditions for calls that none of the rule's ABIs has: what is wrong with
  /// them would come out on another machine only.
  private func checkConditions(
    of rule: RuleSyntax, naming calls: [NamedCall], in file: Int, _ abis: [ABI]
  ) {
    guard let alternatives = rule.alternatives else { return }
    let preferred = (rule.architectures ?? []).map(\.value) + listed
    let size = alternatives.reduce(0) { $0 + $1.reduce(0) { $0 + $1.size } }
    for call in calls {
      guard case .syscall(let syscall) = call,
        !abis.contains(where: { syscall.number(on: $0) != nil }),
        let abi = (preferred + ABI.allCases).first(where: { syscall.number(on: $0) != nil })
      else { continue }
      guard countComparisons(size, of: rule, in: file) else { return }
      _ = condition(alternatives, of: call, on: abi, in: file)
    }
  }

  private func resolve(
    _ rule: RuleSyntax, _ template: RuleTemplate, naming calls: [NamedCall], in file: Int,
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
      resolve(alternatives, of: rule, template, numbered, in: file, into: &part)
    } else if !numbered.isEmpty {
      part.rules.append(
        template.rule(IntervalSet(elements: numbered.map(\.number)), .always))
      part.tests.append([[]])
    }
    addMultiplexed(rule, template, of: calls, in: file, into: &part)
  }

  /// Resolves the conditions for each call, and puts calls together whose registers agree.
  private func resolve(
    _ alternatives: [[ConditionSyntax]], of rule: RuleSyntax, _ template: RuleTemplate,
    _ calls: [(call: NamedCall, number: UInt32)], in file: Int, into part: inout ABIPart
  ) {
    let size = alternatives.reduce(0) { $0 + $1.reduce(0) { $0 + $1.size } }
    // The arguments of the calls of a rule are in few different registers, so there are few groups.
    var groups: [(numbers: [UInt32], condition: Condition, tests: [[SourceLocation]])] = []
    for (call, number) in calls {
      guard countComparisons(size, of: rule, in: file) else { return }
      guard
        let (condition, tests) = condition(alternatives, of: call, on: template.abi, in: file)
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
    _ alternatives: [[ConditionSyntax]], of call: NamedCall, on abi: ABI, in file: Int
  ) -> (Condition, [[SourceLocation]])? {
    let resolver = ConditionResolver(
      abi: abi,
      report: { [unowned self] range, id, message in
        report(file, range, id, message())
      },
      suggests: { [unowned self] in own.count < PolicyLimits.suggestions })
    var condition: [[ArgumentTest]] = []
    var locations: [[SourceLocation]] = []
    var isComplete = true
    for conditions in alternatives {
      var tests: [ArgumentTest] = []
      var written: [SourceLocation] = []
      var byRegister = [Located<ArgumentReference>?](repeating: nil, count: 6)
      for syntax in conditions {
        let argument: ResolvedArgument
        do throws(ConditionResolver.NoArgument) {
          argument = try ConditionResolver.argument(
            syntax.argument.value, of: call, on: abi)
        } catch {
          report(file, syntax.argument.range, error.id, error.sentence)
          isComplete = false
          continue
        }
        // Only a name twice is a mistake; who looks at a register may look at it again.
        if let first = byRegister[argument.index], !syntax.argument.value.isRegister {
          report(
            file, syntax.argument.range, "same-argument",
            "'\(syntax.argument.value)' and '\(first.value)' are the same argument",
            note: .init("first here", at: location(file, first.range)))
        }
        byRegister[argument.index] = syntax.argument
        guard let found = resolver.tests(syntax, on: argument) else {
          isComplete = false
          continue
        }
        tests += found
        written += found.map { _ in location(file, syntax.argument.range) }
      }
      condition.append(tests)
      locations.append(written)
    }
    return isComplete ? (Condition(anyOf: condition), locations) : nil
  }

  /// Lets a rule speak for the forms of its calls that go through `socketcall` or `ipc`.
  ///
  /// Their arguments are out of sight. What would let a call through on a condition is therefore
  /// left to later rules, and what would not takes effect.
  private func addMultiplexed(
    _ rule: RuleSyntax, _ template: RuleTemplate, of calls: [NamedCall], in file: Int,
    into part: inout ABIPart
  ) {
    guard !rule.isLiteral, MultiplexedCall.exist(on: template.abi),
      let (action, isOtherwise) = unconditionalAction(rule, template)
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
      var multiplexed = template.rule(
        IntervalSet(key.number...key.number), Condition(anyOf: [[test]]))
      multiplexed.isOtherwise = isOtherwise
      part.rules.append(multiplexed)
      part.tests.append([[location(file, rule.callsRange)]])
    }
  }

  private struct MultiplexerKey: Hashable {
    var number: UInt32
    var mask: UInt64
  }

  /// What a rule does when its conditions cannot be seen, and whether its `else` says so; `nil`
  /// where it passes the call on.
  private func unconditionalAction(
    _ rule: RuleSyntax, _ template: RuleTemplate
  ) -> (action: FilterAction, isOtherwise: Bool)? {
    guard rule.alternatives != nil else { return (template.action, false) }
    if template.action.isRefusal { return (template.action, false) }
    guard let otherwise = template.otherwise, otherwise.isRefusal else { return nil }
    return (otherwise, true)
  }
}

extension FilterAction {
  /// Whether a call does not go through, whoever watches.
  fileprivate var isRefusal: Bool {
    switch self {
    case .allow, .log, .notify, .trace: false
    case .errno, .trap, .killThread, .killProcess: true
    }
  }
}

extension ConditionSyntax {
  /// How many values are compared.
  fileprivate var size: Int {
    comparisons.reduce(0) { sum, comparison in
      switch comparison.value {
      case .oneOf(let operands), .noneOf(let operands): sum + operands.count
      case .field(let values): sum + values.count
      case .among(_, let set): sum + max(set.intervals.count, 1)
      case .order, .bits, .masked: sum + 1
      }
    }
  }
}
