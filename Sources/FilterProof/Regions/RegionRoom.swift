/// How much of an answer is listed, and what was left out.
struct RegionRoom {
  /// The most parts, with the values that tell them apart.
  let most: Int
  /// Whether what there is no room for is left out; otherwise there is no answer.
  let isCuttable: Bool
  /// More values or ranges of a field than this are not listed where patterns might do.
  let mostListed: Int
  /// How much room is left.
  private(set) var left: Int
  /// Whether there was something that found no room.
  private(set) var isFull = false
  /// How many parts were left out; `nil` where they were not counted.
  private(set) var leftOut: Int? = 0

  init(most: Int, isCuttable: Bool, mostListed: Int = 16) {
    self.most = most
    self.mostListed = mostListed
    self.isCuttable = isCuttable
    left = most
  }

  /// Takes room for a part; the first one always finds it.
  mutating func take(_ size: Int) throws(ProofError) -> Bool {
    if size > left && left < most || isFull {
      try requireCuttable()
      isFull = true
      return false
    }
    left = max(left - size, 0)
    return true
  }

  /// Notes that of some parts only the first ones were made.
  mutating func leaveOut(_ count: Int?, but made: Int) {
    guard let all = leftOut, let count else {
      leftOut = nil
      return
    }
    let (sum, isTooLarge) = all.addingReportingOverflow(count - made)
    leftOut = isTooLarge ? nil : sum
  }

  /// Notes that there are numbers of calls which nobody has looked at.
  mutating func leaveOutUncounted() throws(ProofError) {
    try requireCuttable()
    leftOut = nil
  }

  /// Notes that a set of values is not whole.
  func cutSet() throws(ProofError) { try requireCuttable() }

  private func requireCuttable() throws(ProofError) {
    if !isCuttable { throw .tooManyParts(limit: most) }
  }
}
