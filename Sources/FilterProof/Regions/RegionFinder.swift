import ClassicBPF
import LinuxABI
import SeccompFilter

/// Takes the diagram of one scope apart into regions.
struct RegionFinder {
  let scope: CallScope
  let machine: Machine
  let tuples: VerdictTuples
  /// How much there may be yet: a part counts, and so does each value of its conditions.
  private(set) var room: RegionRoom
  private var splits: [Diagram: Split] = [:]
  private var counts: PartCounts

  init(scope: CallScope, machine: Machine, tuples: VerdictTuples, room: RegionRoom) {
    self.scope = scope
    self.machine = machine
    self.tuples = tuples
    self.room = room
    counts = PartCounts()
  }

  /// The regions of a diagram of combinations, as far as there is room.
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
        conditions = [VerdictRegion.Condition(field: .architecture, values: values.set)]
        call = store.firstCall(for: values.condition, from: call)
      }
      for (end, set) in try numbers(below, in: &store) {
        for (abi, numbers) in byABI(set) {
          call.number = numbers.ranges[0].lowerBound
          let parts = try parts(of: end, given: conditions, at: call, in: &store)
          if room.isFull { room.leaveOut(counts.count(end, in: store), but: parts.count) }
          if parts.isEmpty { continue }
          regions.append(VerdictRegion(abi: abi, numbers: numbers, parts: parts))
        }
      }
    }
    return regions
  }

  /// The numbers of calls by what is below them, in the order of their first ones.
  private mutating func numbers(
    _ diagram: Diagram, in store: inout DiagramStore
  ) throws(ProofError) -> [(end: Diagram, numbers: IntervalSet<UInt32>)] {
    let (ranges, isCut) = store.firstRanges(
      of: diagram, width: 32, lastLevel: CallBit.instructionPointer - 1, upTo: max(room.most, 2))
    if isCut { try room.leaveOutUncounted() }
    var numbers: [Diagram: [ClosedRange<UInt32>]] = [:]
    var order: [Diagram] = []
    for (range, end) in ranges where end != VerdictTuples.empty {
      if numbers[end] == nil { order.append(end) }
      numbers[end, default: []].append(UInt32(range.lowerBound)...UInt32(range.upperBound))
    }
    return order.map { ($0, IntervalSet(numbers[$0] ?? [])) }
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
    if diagram == VerdictTuples.empty || room.isFull { return [] }
    if store.isTerminal(diagram) {
      guard try room.take(conditions.reduce(1) { $0 + $1.values.count }) else { return [] }
      return [
        VerdictRegion.Part(
          conditions: conditions, verdicts: tuples[store.value(of: diagram)], call: call)
      ]
    }
    let level = store.level(of: diagram)
    let field: VerdictRegion.Field =
      level < CallBit.arguments ? .instructionPointer : .argument(CallBit.argument(at: level))
    var parts: [VerdictRegion.Part] = []
    for (values, below) in try split(diagram, lastLevel: level / 64 * 64 + 63, in: &store)
    where below != VerdictTuples.empty {
      guard let values else {
        parts += try self.parts(of: below, given: conditions, at: call, in: &store)
        continue
      }
      let condition = VerdictRegion.Condition(field: field, values: values.set)
      let first = store.firstCall(for: values.condition, from: call)
      parts += try self.parts(of: below, given: conditions + [condition], at: first, in: &store)
      if room.isFull { break }
    }
    return parts
  }

  /// Values of a field, and the diagram of the condition on that field alone.
  private struct Values {
    var condition: Diagram
    var set: FieldSet
  }

  /// What follows a field, and for which of its values: `nil` for all.
  private typealias Split = [(values: Values?, below: Diagram)]

  /// Takes a diagram apart by the values of a field.
  ///
  /// - Parameters:
  ///   - diagram: A diagram that asks for no bit above the field.
  ///   - lastLevel: The level of the least significant bit of the field.
  ///   - store: Where the diagrams are.
  /// - Returns: The values, and the diagrams below them; no more than there is room for.
  /// - Throws: ``ProofError`` beyond the limits.
  private mutating func split(
    _ diagram: Diagram, lastLevel: UInt32, in store: inout DiagramStore
  ) throws(ProofError) -> Split {
    if store.level(of: diagram) > lastLevel { return [(nil, diagram)] }
    if let known = splits[diagram] { return known }
    var split: Split = []
    for end in try store.ends(of: diagram, lastLevel: lastLevel) where end != VerdictTuples.empty {
      // Each leads to a part at least.
      if split.count > room.left { break }
      var known: [Diagram: Diagram] = [:]
      let condition = try store.condition(of: diagram, toReach: end, lastLevel: lastLevel, &known)
      let set = store.fieldSet(
        of: condition, lastLevel: lastLevel, upTo: room.most, listing: room.mostListed)
      if set.leftOut > 0 { try room.cutSet() }
      split.append((Values(condition: condition, set: set), end))
    }
    splits[diagram] = split
    return split
  }
}

/// Counts parts without making them.
private struct PartCounts {
  private var known: [Diagram: Int] = [:]
  private var steps = 0
  /// Counting is to take no longer than the answer.
  private static let mostSteps = 2_000_000

  /// How many parts a diagram has that asks for nothing above the instruction pointer; `nil` where
  /// there are too many to count.
  mutating func count(_ diagram: Diagram, in store: borrowing DiagramStore) -> Int? {
    if diagram == VerdictTuples.empty { return 0 }
    if store.isTerminal(diagram) { return 1 }
    if let count = known[diagram] { return count }
    var count = 0
    var seen: Set<Diagram> = []
    var open = [diagram]
    let lastLevel = store.level(of: diagram) / 64 * 64 + 63
    while let next = open.popLast() {
      guard seen.insert(next).inserted else { continue }
      steps += 1
      if steps > Self.mostSteps { return nil }
      if store.level(of: next) > lastLevel {
        guard let part = self.count(next, in: store) else { return nil }
        let (sum, isTooLarge) = count.addingReportingOverflow(part)
        if isTooLarge { return nil }
        count = sum
      } else {
        let (low, high) = store.branches(of: next)
        open += [high, low]
      }
    }
    known[diagram] = count
    return count
  }
}

extension DiagramStore {
  /// The diagrams below a field, in the order in which its values lead to them.
  fileprivate mutating func ends(
    of diagram: Diagram, lastLevel: UInt32
  ) throws(ProofError) -> [Diagram] {
    var ends: [Diagram] = []
    var seen: Set<Diagram> = []
    var open = [diagram]
    while let diagram = open.popLast() {
      guard seen.insert(diagram).inserted else { continue }
      try takeStep()
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

  /// The first call, in the order of ``CallBit``, that meets a condition which some call meets.
  ///
  /// - Parameters:
  ///   - condition: The condition.
  ///   - call: A call in which all bits that the condition asks for are 0.
  /// - Returns: The call.
  fileprivate func firstCall(for condition: Diagram, from call: SeccompData) -> SeccompData {
    var (condition, call) = (condition, call)
    while !isTerminal(condition) {
      let (low, high) = branches(of: condition)
      if low == .no { call.setBit(at: level(of: condition)) }
      condition = low == .no ? high : low
    }
    return call
  }
}
