import ClassicBPF
import LinuxABI
import SeccompFilter
import SourceDiagnostics

/// What a policy says of calls that no rule decides.
extension PolicyResolver {
  /// The keys of whole policies, each as the first file in line has it.
  struct Settings {
    var defaultAction: ActionSyntax
    var defaultLocation: SourceLocation
    /// Whether calls that no rule decides are executed.
    var defaultAllows: Bool
    var foreign: FilterAction
    var skipped: FilterAction
    var newer: ActionSyntax
    var kernel: KernelVersion?
  }

  /// Looks the keys up.
  func settings() -> Settings {
    checkArchitectures()
    let kernel = policy.first { $0.kernel }
    let newer = policy.first { $0.newer }
    if let newer, kernel == nil {
      report(
        newer.file, newer.value.range, "newer-without-kernel",
        "'newer' needs 'kernel', which says what is newer")
    }
    let nowhere = SourceRange(0..<0)
    let set = policy.first { $0.defaultAction }
    if set == nil {
      report(
        0, nowhere, "missing-default",
        "neither the policy nor a base sets 'default'; write \"default\": {\"errno\": \"EPERM\"} for "
          + "a list of what is allowed, or \"extends\": [\"builtin:default\"] for a policy to begin with"
      )
    }
    let found = set ?? (0, Located(value: .fixed(.killProcess), range: nowhere))
    let noSystemCall = ActionSyntax.errno(named: "ENOSYS")
    check(found.value, in: found.file)
    let foreign = policy.first { $0.foreign }.map {
      action($0.value.value, on: machine.abi, in: $0.file, at: $0.value.range)
    }
    if let newer { check(newer.value, in: newer.file) }
    return Settings(
      defaultAction: found.value.value, defaultLocation: location(found.file, found.value.range),
      defaultAllows: found.value.value.passes,
      foreign: foreign ?? .killProcess, skipped: number(of: noSystemCall, on: machine.abi),
      newer: newer?.value.value ?? noSystemCall, kernel: kernel?.value.value)
  }

  private func checkArchitectures() {
    guard !listed.contains(machine.abi) else { return }
    let set = policy.first { $0.architectures }
    report(
      set?.file ?? 0, set?.value.range ?? SourceRange(0..<0), "machine-not-listed",
      "the policy does not list \(machine.abi.name), the ABI of the machine it is wanted for")
  }

  /// Reports an action that one of the ABIs lacks.
  private func check(_ syntax: Located<ActionSyntax>, in file: Int) {
    for abi in listed { _ = action(syntax.value, on: abi, in: file, at: syntax.range) }
  }

  /// An action on an ABI; its error may be missing there, which is reported.
  func action(
    _ syntax: ActionSyntax, on abi: ABI, in file: Int, at range: SourceRange
  ) -> FilterAction {
    if case .errno(let name) = syntax, ErrnoName.number(of: name, on: abi) == nil {
      report(file, range, "missing-constant", "\(abi.name) has no error '\(name)'")
    }
    return number(of: syntax, on: abi)
  }

  /// An action on an ABI; an error that is missing there is the largest.
  func number(of syntax: ActionSyntax, on abi: ABI) -> FilterAction {
    switch syntax {
    case .fixed(let action): action
    case .errno(let name): .errno(ErrnoName.number(of: name, on: abi) ?? FilterAction.maximumErrno)
    }
  }

  /// Calls that came after `kernel`, and numbers that no table knows, unless a rule names them.
  func newer(
    on abi: ABI, named: [UInt32], _ settings: Settings
  ) -> NewerCalls? {
    guard let kernel = settings.kernel else { return beyond(on: abi, named: named) }
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

  /// Numbers above those of all calls that a file knows, unless a rule of another file names them.
  private func beyond(on abi: ABI, named: [UInt32]) -> NewerCalls? {
    guard let beyond = policy.first({ $0.beyond })?.value, let numbers = beyond.numbers[abi] else {
      return nil
    }
    let named = IntervalSet(elements: named)
    return NewerCalls(
      numbers: numbers.subtracting(named), exempt: numbers.intersection(named),
      action: number(of: beyond.action.value, on: abi))
  }
}
