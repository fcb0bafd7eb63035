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

  /// More pieces than are worked with: what lies beyond would hardly fit into a program.
  static let limit = 4096

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
    var outside: [MaskedValue] = []
    for piece in pieces {
      guard let rest = piece.subtracting(known, limit: Self.limit) else { return false }
      outside += rest
    }
    refined.append(Cell(pieces: outside, answers: elsewhere + [answer]))
    for cell in cells {
      let within = cell.pieces.flatMap { own in pieces.compactMap { own.intersection($0) } }
      refined.append(Cell(pieces: within, answers: cell.answers + [answer]))
      var without: [MaskedValue] = []
      for own in cell.pieces {
        guard let rest = own.subtracting(pieces, limit: Self.limit) else { return false }
        without += rest
      }
      refined.append(Cell(pieces: without, answers: cell.answers + [!answer]))
    }
    cells = refined.filter { !$0.pieces.isEmpty }
    return cells.reduce(0) { $0 + $1.pieces.count } <= Self.limit
  }
}
