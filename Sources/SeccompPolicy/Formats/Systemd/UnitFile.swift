import ClassicBPF
import LinuxABI
import SourceDiagnostics

/// What a unit says of system calls.
struct UnitFile: UnsettledSyntax {
  /// Where the filter is set for the first time, for what no word says.
  var range = SourceRange(0..<0)
  /// `SystemCallFilter=`.
  var filter = UnitCallList()
  /// `SystemCallLog=`.
  var log = UnitCallList()
  /// `SystemCallErrorNumber=`.
  var refusal: Located<UnitCallList.Refusal>?
  /// `SystemCallArchitectures=`: all where there is none; the machine's own is always among them.
  var architectures: Set<ArchitectureName>?

  var circumstances: Set<Circumstance> { [] }

  func settle(
    _ file: inout PolicyFile, for machine: Machine, in circumstances: Circumstances,
    within limits: PolicyLimits, diagnostics: inout [Diagnostic]
  ) {
    let abis = machine.abis.filter { abi in
      abi == machine.abi || architectures.map { $0.contains(.abi(abi)) } ?? true
    }
    file.architectures = Located(
      value: abis.map { Located(value: .abi($0), range: range) }, range: range)
    // libseccomp's answer to architectures that a filter does not know; systemd does not change it.
    file.foreign = Located(value: .fixed(.killThread), range: range)
    let standard = verdict(on: nil, machine)
    let place = filter.listsWanted == true ? refusal?.range ?? range : range
    file.defaultAction = Located(value: .fixed(standard), range: place)
    file.rules = rules(besides: standard, on: machine)
  }

  /// What happens to a call, or to all that no list names.
  private func verdict(on call: Syscall?, _ machine: Machine) -> FilterAction {
    let entry = call.flatMap { filter[$0] }
    let negative = (refusal?.value ?? .kill).action(on: machine.abi)
    let action: FilterAction
    switch (filter.listsWanted, entry) {
    case (true?, let entry?): action = entry.refusal?.action(on: machine.abi) ?? .allow
    case (true?, nil): action = negative
    case (false?, let entry?): action = entry.refusal?.action(on: machine.abi) ?? negative
    case (false?, nil), (nil, _): action = .allow
    }
    guard action == .allow, let logsListed = log.listsWanted else { return action }
    let isListed = call.map { log[$0] != nil } ?? false
    return isListed == logsListed ? .log : .allow
  }

  /// What words have in common that make one rule.
  private struct Group: Hashable {
    var range: SourceRange
    var action: FilterAction
    var isMultiplexer: Bool
  }

  /// A rule for each word that lists calls, and for each thing that happens to them.
  private func rules(besides standard: FilterAction, on machine: Machine) -> [RuleSyntax] {
    var groups: [Group] = []
    var calls: [Group: [Syscall]] = [:]
    let listed = filter.entries + log.entries.filter { filter[$0.call] == nil }
    for entry in listed {
      let action = verdict(on: entry.call, machine)
      if action == standard { continue }
      let group = Group(
        range: entry.range, action: action,
        isMultiplexer: ["socketcall", "ipc"].contains(entry.call.name))
      if calls[group] == nil { groups.append(group) }
      calls[group, default: []].append(entry.call)
    }
    // Where such a call is decided itself, nobody asks which one is made through it.
    let ordered = groups.filter(\.isMultiplexer) + groups.filter { !$0.isMultiplexer }
    return ordered.map { group in
      var rule = RuleSyntax(
        range: group.range,
        calls: (calls[group] ?? []).map {
          Located(value: .name($0.name, isOptional: false), range: group.range)
        }, callsRange: group.range)
      rule.action = Located(value: .fixed(group.action), range: group.range)
      return rule
    }
  }
}

extension UnitCallList.Refusal {
  /// The action; all ABIs of a machine are answered with the numbers of its own.
  func action(on abi: ABI) -> FilterAction {
    switch self {
    case .kill: .killProcess
    case .errno(let number): .errno(number)
    case .named(let name):
      .errno(ErrnoName.number(of: name, on: abi) ?? FilterAction.maximumErrno)
    }
  }
}
