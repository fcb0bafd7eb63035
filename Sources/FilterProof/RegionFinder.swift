import ClassicBPF
import LinuxABI
import SeccompFilter

/// Takes the diagram of one scope apart into regions.
struct RegionFinder {
  let scope: CallScope
  let machine: Machine
  let tuples: VerdictTuples
  private var partCount = 0

  init(scope: CallScope, machine: Machine, tuples: VerdictTuples) {
    self.scope = scope
    self.machine = machine
    self.tuples = tuples
  }

  /// The regions of a diagram of combinations.
  mutating func regions(
    of diagram: Diagram, in store: inout DiagramStore
  ) throws(ProofError) -> [VerdictRegion] {
    var regions: [VerdictRegion] = []
    for (architectures, below) in try split(
      diagram, lastLevel: CallBit.number - 1, in: &store)
    {
      var conditions: [VerdictRegion.Condition] = []
      var call = SeccompData(number: 0, auditArchitecture: scope.architecture ?? 0)
      if let values = architectures {
        let set = try store.fieldSet(of: values, lastLevel: CallBit.number - 1)
        conditions = [VerdictRegion.Condition(field: .architecture, values: set)]
        call = store.firstCalls(of: values, from: call)[1] ?? call
      }
      var numbers: [Diagram: [ClosedRange<UInt64>]] = [:]
      var order: [Diagram] = []
      guard
        let ranges = store.ranges(
          of: below, width: 32, lastLevel: CallBit.instructionPointer - 1, upTo: store.limits.parts)
      else { throw .tooManyParts(limit: store.limits.parts) }
      for (range, end) in ranges where end != VerdictTuples.empty {
        if numbers[end] == nil { order.append(end) }
        numbers[end, default: []].append(range)
      }
      for end in order {
        let set = IntervalSet<UInt32>(
          (numbers[end] ?? []).map { UInt32($0.lowerBound)...UInt32($0.upperBound) })
        for (abi, numbers) in byABI(set) {
          call.number = numbers.ranges[0].lowerBound
          let parts = try parts(of: end, given: conditions, at: call, in: &store)
          regions.append(VerdictRegion(abi: abi, numbers: numbers, parts: parts))
        }
      }
    }
    return regions
  }

  /// Numbers by the ABI that they are of.
  private func byABI(
    _ numbers: IntervalSet<UInt32>
  ) -> [(abi: ABI?, numbers: IntervalSet<UInt32>)] {
    guard let architecture = scope.architecture else { return [(nil, numbers)] }
    let abis = machine.abis.filter { $0.auditArchitecture == architecture }
    return abis.compactMap { abi in
      let own = abi == abis.last ? abi.numbers.lowerBound...UInt32.max : abi.numbers
      let found = numbers.intersection(IntervalSet(own))
      return found.isEmpty ? nil : (abi, found)
    }
  }

  /// The parts of a diagram that asks for nothing above the instruction pointer.
  private mutating func parts(
    of diagram: Diagram, given conditions: [VerdictRegion.Condition], at call: SeccompData,
    in store: inout DiagramStore
  ) throws(ProofError) -> [VerdictRegion.Part] {
    if diagram == VerdictTuples.empty { return [] }
    if store.isTerminal(diagram) {
      partCount += 1
      if partCount > store.limits.parts { throw .tooManyParts(limit: store.limits.parts) }
      return [
        VerdictRegion.Part(
          conditions: conditions, verdicts: tuples[store.value(of: diagram)], call: call)
      ]
    }
    let level = store.level(of: diagram)
    let field: VerdictRegion.Field =
      level < CallBit.arguments ? .instructionPointer : .argument(CallBit.argument(at: level))
    let lastLevel = level / 64 * 64 + 63
    var parts: [VerdictRegion.Part] = []
    for (values, below) in try split(diagram, lastLevel: lastLevel, in: &store)
    where below != VerdictTuples.empty {
      guard let values else {
        parts += try self.parts(of: below, given: conditions, at: call, in: &store)
        continue
      }
      let condition = VerdictRegion.Condition(
        field: field, values: try store.fieldSet(of: values, lastLevel: lastLevel))
      let first = store.firstCalls(of: values, from: call)[1] ?? call
      parts += try self.parts(of: below, given: conditions + [condition], at: first, in: &store)
    }
    return parts
  }

  /// What follows a field, and for which of its values: `nil` for all.
  ///
  /// - Parameters:
  ///   - diagram: A diagram that asks for no bit above the field.
  ///   - lastLevel: The level of the least significant bit of the field.
  ///   - store: Where the diagrams are.
  /// - Returns: Conditions on the field alone, and the diagrams below it.
  /// - Throws: ``ProofError`` beyond the limits.
  private func split(
    _ diagram: Diagram, lastLevel: UInt32, in store: inout DiagramStore
  ) throws(ProofError) -> [(values: Diagram?, below: Diagram)] {
    if store.level(of: diagram) > lastLevel { return [(nil, diagram)] }
    var result: [(values: Diagram?, below: Diagram)] = []
    for end in store.ends(of: diagram, lastLevel: lastLevel) {
      var known: [Diagram: Diagram] = [:]
      let values = try store.condition(of: diagram, toReach: end, lastLevel: lastLevel, &known)
      result.append((values, end))
    }
    return result
  }
}

extension DiagramStore {
  /// The diagrams below a field, in the order in which its values lead to them.
  fileprivate func ends(of diagram: Diagram, lastLevel: UInt32) -> [Diagram] {
    var ends: [Diagram] = []
    var seen: Set<Diagram> = []
    var open = [diagram]
    while let diagram = open.popLast() {
      guard seen.insert(diagram).inserted else { continue }
      if level(of: diagram) > lastLevel {
        ends.append(diagram)
        continue
      }
      let (low, high) = branches(of: diagram)
      open += [high, low]
    }
    return ends
  }

  /// The values of a field that lead from a diagram to one below the field.
  fileprivate mutating func condition(
    of diagram: Diagram, toReach end: Diagram, lastLevel: UInt32, _ known: inout [Diagram: Diagram]
  ) throws(ProofError) -> Diagram {
    if diagram == end { return .yes }
    if level(of: diagram) > lastLevel { return .no }
    if let known = known[diagram] { return known }
    try takeStep()
    let (low, high) = branches(of: diagram)
    let result = try question(
      at: level(of: diagram),
      low: condition(of: low, toReach: end, lastLevel: lastLevel, &known),
      high: condition(of: high, toReach: end, lastLevel: lastLevel, &known))
    known[diagram] = result
    return result
  }
}
