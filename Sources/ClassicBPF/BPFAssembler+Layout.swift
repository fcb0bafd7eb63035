extension BPFAssembler {
  /// Lays code out.
  ///
  /// - Parameter start: Where the program begins.
  /// - Returns: The instructions of everything that can be reached from there; there may be more
  ///   than the kernel takes.
  public func instructions(from start: Label) -> [BPFInstruction] {
    var layout = BPFLayout(pieces)
    for label in successorsFirst(from: start) { layout.place(label) }
    return layout.instructions
  }

  /// Everything that can be reached, each piece after all that it goes on to.
  ///
  /// Of the two ways of a fork the one that is taken if the comparison holds comes last and ends
  /// up next to it. A step has to stand next to what it goes on to, or to pay for a jump; so it
  /// takes that place at once, even if it is asked for much later.
  ///
  /// Done without recursion, for a policy may have thousands of rules on one call.
  private func successorsFirst(from start: Label) -> [Label] {
    let stepsBefore = stepsBefore(from: start)
    var order: [Label] = []
    var isPlaced = [Bool](repeating: false, count: pieces.count)
    var open: [(label: Label, isExpanded: Bool)] = [(start, false)]
    while let (label, isExpanded) = open.popLast() {
      if isPlaced[label.index] { continue }
      if !isExpanded {
        open.append((label, true))
        for next in successors(of: label).reversed() { open.append((next, false)) }
        continue
      }
      var next: Label? = label
      while let label = next {
        order.append(label)
        isPlaced[label.index] = true
        next = stepsBefore[label.index]
      }
    }
    return order
  }

  /// For each piece a step that goes on to it, if one can be reached.
  private func stepsBefore(from start: Label) -> [Label?] {
    var steps = [Label?](repeating: nil, count: pieces.count)
    var isSeen = [Bool](repeating: false, count: pieces.count)
    isSeen[start.index] = true
    for index in stride(from: start.index, through: 0, by: -1) where isSeen[index] {
      let label = Label(index: index)
      for next in successors(of: label) { isSeen[next.index] = true }
      if case .step(_, let next) = pieces[index] { steps[next.index] = label }
    }
    return steps
  }

  /// What a piece goes on to, in the order in which it is to be placed.
  private func successors(of label: Label) -> [Label] {
    switch pieces[label.index] {
    case .end: []
    case .step(_, let next): [next]
    case .fork(_, _, let holds, let fails): [fails, holds]
    }
  }
}

/// A program that grows from its end towards its beginning.
///
/// What is there never moves, so a distance between two placed pieces stays as it is. Where a piece
/// is out of reach for what comes in front now, a stand-in for it is put in between first.
private struct BPFLayout {
  private let pieces: [BPFAssembler.Piece]
  /// The instructions, the last one first.
  private var backwards: [BPFInstruction] = []
  /// Where each piece is, counted from the end.
  private var positions: [Int?]
  /// Where the latest stand-in for each piece is.
  private var standIns: [Int?]

  /// How many instructions a branch can skip.
  private static let reach = Int(UInt8.max)

  init(_ pieces: [BPFAssembler.Piece]) {
    self.pieces = pieces
    positions = Array(repeating: nil, count: pieces.count)
    standIns = positions
  }

  var instructions: [BPFInstruction] { backwards.reversed() }

  /// Puts a piece in front of everything; all that it goes on to is there.
  mutating func place(_ label: BPFAssembler.Label) {
    switch pieces[label.index] {
    case .end(let operation): append(operation)
    case .step(let operation, let next):
      if distance(to: next) != 0 { standIn(for: next) }
      append(operation)
    case .fork(let comparison, let operand, let holds, let fails):
      // A stand-in for one way moves the other one further away, so look again.
      while distance(to: holds) > Self.reach || distance(to: fails) > Self.reach {
        standIn(for: distance(to: holds) > Self.reach ? holds : fails)
      }
      append(
        .branch(comparison, operand, UInt8(distance(to: holds)), UInt8(distance(to: fails))))
    }
    positions[label.index] = backwards.count - 1
  }

  /// How many instructions the next one has to skip to get to a piece, or to a stand-in for it
  /// where only that is in reach.
  private func distance(to label: BPFAssembler.Label) -> Int {
    let direct = directDistance(to: label)
    guard direct > Self.reach, let standIn = standIns[label.index] else { return direct }
    return backwards.count - 1 - standIn
  }

  private func directDistance(to label: BPFAssembler.Label) -> Int {
    guard let position = positions[label.index] else {
      preconditionFailure("a piece is placed after what it goes on to")
    }
    return backwards.count - 1 - position
  }

  /// Puts something in front that does what a piece does.
  ///
  /// A copy of its instruction takes no more room than a jump to it, and is done sooner. But a fork
  /// can be copied only while it reaches both ways from here, and a step not at all.
  private mutating func standIn(for label: BPFAssembler.Label) {
    switch pieces[label.index] {
    case .end(let operation): append(operation)
    case .fork(let comparison, let operand, let holds, let fails):
      if let jumpTrue = UInt8(exactly: distance(to: holds)),
        let jumpFalse = UInt8(exactly: distance(to: fails))
      {
        append(.branch(comparison, operand, jumpTrue, jumpFalse))
      } else {
        append(.jump(UInt32(directDistance(to: label))))
      }
    case .step: append(.jump(UInt32(directDistance(to: label))))
    }
    standIns[label.index] = backwards.count - 1
  }

  private mutating func append(_ operation: BPFOperation) {
    backwards.append(operation.instruction)
  }
}
