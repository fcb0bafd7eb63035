import ClassicBPF
import LinuxABI
import SourceDiagnostics

/// A policy of minijail with the files that it includes.
struct MinijailPolicy: IncludingSyntax {
  var file: MinijailFile
  var source: SourceText
  /// The files that it includes, by the index that the file has for them; `nil` for one of another format.
  var included: [MinijailPolicy?] = []

  var circumstances: Set<Circumstance> { [.minijailReader] }

  func including(_ files: [(any UnsettledSyntax)?]) -> any IncludingSyntax {
    var policy = self
    policy.included = files.map { $0 as? MinijailPolicy }
    return policy
  }

  func settle(
    _ file: inout PolicyFile, for machine: Machine, in circumstances: Circumstances,
    within limits: PolicyLimits, diagnostics: inout [Diagnostic]
  ) {
    let abi = machine.abi
    let text = MinijailText(self)
    var settling = MinijailSettling(text, on: abi, by: circumstances.minijailReader, within: limits)
    let rules = settling.rules()
    diagnostics += settling.diagnostics
    file.remarks += settling.remarks.all
    let start = SourceRange(0..<0)
    let open = text.denylist.map { Located<FilterAction>(value: .allow, range: $0) }
    let standard = text.standard ?? open ?? Located(value: .killThread, range: start)
    file.defaultAction = Located(value: .fixed(standard.value), range: standard.range)
    file.foreign = Located(value: .fixed(.killThread), range: start)
    // The filter tells x32 from the ABI of the machine by the number only, for which there is no rule.
    let isOpen = abi == .x86_64 && standard.value != .killThread
    let abis: [ABI] = isOpen ? [abi, .x32] : [abi]
    file.architectures = Located(
      value: abis.map { Located(value: .abi($0), range: start) }, range: start)
    file.rules = rules.map { rule in
      var rule = rule
      if isOpen { rule.architectures = [Located(value: abi, range: rule.callsRange)] }
      return rule
    }
  }
}
