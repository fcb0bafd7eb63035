import SeccompFilter

/// The contents of one register, by what some tests say of them.
struct RegisterPartition {
  /// Contents that the tests do not tell apart.
  struct Cell {
    /// Sets that do not overlap, neither here nor with those of other cells.
    var pieces: [MaskedValue]
    /// Whether each test holds, in the order of the tests.
    var answers: [Bool]
  }

  /// Cells that are spelled out.
  private(set) var cells: [Cell] = []
  /// What the tests answer for all other contents, which may be none.
  private(set) var elsewhere: [Bool] = []

  /// More pieces, and more tests, than are worked with: what lies beyond would hardly fit into a
  /// program.
  static let limit = 2048

  /// Divides the contents of a register.
  ///
  /// Fails if there are too many pieces.
  ///
  /// - Parameter tests: The tests; their index does not matter.
  init?(by tests: [ArgumentTest]) {
    for test in tests {
      // "Not 5" is spelled out as "5".
      let negated = ArgumentTest(
        index: test.index, mask: test.mask, values: test.values.complement())
      let (held, failed) = (test.pieces, negated.pieces)
      let isNegated = failed.count < held.count
      guard refine(by: isNegated ? failed : held, answer: !isNegated) else { return nil }
      elsewhere.append(isNegated)
    }
  }

  /// Divides each cell, and what is not spelled out, into what some pieces contain and the rest.
  private mutating func refine(by pieces: [MaskedValue], answer: Bool) -> Bool {
    let known = cells.flatMap(\.pieces)
    var refined: [Cell] = []
    var room = Self.limit
    func add(_ pieces: [MaskedValue]?, _ answers: [Bool]) -> Bool {
      guard let pieces else { return false }
      room -= pieces.count
      if !pieces.isEmpty { refined.append(Cell(pieces: pieces, answers: answers)) }
      return room >= 0
    }
    guard add(Self.subtract(known, from: pieces, limit: room), elsewhere + [answer]) else {
      return false
    }
    for cell in cells {
      let within = cell.pieces.flatMap { own in pieces.compactMap { own.intersection($0) } }
      guard add(within, cell.answers + [answer]),
        add(Self.subtract(pieces, from: cell.pieces, limit: room), cell.answers + [!answer])
      else { return false }
    }
    cells = refined
    return true
  }

  /// What some sets contain and others lack, in pieces; `nil` if there are too many.
  private static func subtract(
    _ others: [MaskedValue], from sets: [MaskedValue], limit: Int
  ) -> [MaskedValue]? {
    var pieces: [MaskedValue] = []
    for set in sets {
      guard let rest = set.subtracting(others, limit: limit - pieces.count) else { return nil }
      pieces += rest
    }
    return pieces
  }
}
