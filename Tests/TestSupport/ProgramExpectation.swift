public import ClassicBPF
public import SeccompFilter
public import Testing

/// Reports the first call that a program decides otherwise than the filter says.
public func expectProgram(
  _ program: BPFProgram, decides filter: Filter, on calls: some Sequence<SeccompData>,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) {
  let evaluator = FilterEvaluator(filter)
  for call in calls {
    let found = program.action(on: call, byteOrder: filter.byteOrder)
    let decision = evaluator.decide(call)
    guard found != decision.action else { continue }
    let arguments = (0..<6).map { "0x" + String(call.arguments[$0], radix: 16) }
    Issue.record(
      """
      number \(call.number), arch 0x\(String(call.auditArchitecture, radix: 16)), \
      arguments \(arguments.joined(separator: " ")): \
      \(found) and not \(decision.action) (\(decision.reason))
      """, sourceLocation: sourceLocation)
    return
  }
}
