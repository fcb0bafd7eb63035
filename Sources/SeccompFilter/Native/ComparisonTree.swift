import ClassicBPF

/// The comparisons that find what follows from a value of the accumulator.
///
/// Ranges of values are told apart by a tree of `>=`. A lone value costs two of those, but only one
/// `==`; so the ranges are first cut into *leaves*, in each of which everything goes one way except
/// for a few lone values:
///
/// ```
/// 0 … 40: allow, 41: ask the arguments, 42 … 55: allow, 56: errno, 57 … 102: allow
///   is one leaf:  == 41: ask the arguments, == 56: errno, else allow
/// ```
struct ComparisonTree {
  /// A range of values with what follows from them.
  private struct Range {
    var start: UInt32
    var label: BPFAssembler.Label
    /// Whether it is one value only.
    var isLone: Bool
    /// How much it matters that it is found soon.
    var weight: Int
  }

  /// Neighbouring ranges that all have the same label, except for some lone values.
  private struct Leaf {
    var start: UInt32
    var label: BPFAssembler.Label
    var exceptions: [Range]
    var weight: Int
  }

  private let leaves: [Leaf]

  /// The most lone values of a leaf, which everything else in the leaf has to pass.
  private static let maximumExceptions = 3

  /// A range that is wider than this has no special weight: it is a gap in the numbers of calls,
  /// or it holds values that have no meaning one by one.
  private static let widestRange: UInt32 = 1024

  /// A tree for a word.
  ///
  /// - Parameters:
  ///   - word: The word, or the bits of it, that the accumulator holds.
  ///   - choices: What follows from which value on, in ascending order, the first from 0 on.
  ///   - weights: How much it matters that each choice is found soon; where that is not known, those
  ///     with more values matter more.
  init(
    _ word: DataWord, _ choices: [(start: UInt32, label: BPFAssembler.Label)],
    weights: [Int]? = nil
  ) {
    let ranges = choices.indices.map { index in
      let (start, label) = choices[index]
      let next = index + 1 < choices.count ? choices[index + 1].start : nil
      let width = (next ?? .max) - start
      return Range(
        start: start, label: label, isLone: word.value(after: start) == next,
        weight: weights?[index] ?? (width > Self.widestRange ? 1 : Int(width)))
    }
    leaves = Self.leaves(of: ranges).map { leaf in
      guard weights != nil else { return leaf }
      var leaf = leaf
      leaf.exceptions.sort { ($1.weight, $0.start) < ($0.weight, $1.start) }
      return leaf
    }
  }

  /// Adds the code of the tree.
  ///
  /// - Parameter assembler: Where to add it.
  /// - Returns: The first comparison.
  func assemble(_ assembler: inout BPFAssembler) -> BPFAssembler.Label {
    assemble(leaves[...], &assembler)
  }

  private func assemble(
    _ leaves: ArraySlice<Leaf>, _ assembler: inout BPFAssembler
  ) -> BPFAssembler.Label {
    if leaves.count == 1, let leaf = leaves.first {
      return leaf.exceptions.reversed().reduce(leaf.label) { next, exception in
        assembler.fork(.equal, .constant(exception.start), then: exception.label, else: next)
      }
    }
    let middle = Self.middle(of: leaves)
    let above = assemble(leaves[middle...], &assembler)
    let below = assemble(leaves[..<middle], &assembler)
    return assembler.fork(
      .greaterOrEqual, .constant(leaves[middle].start), then: above, else: below)
  }

  /// Where to cut so that both parts have about the same weight.
  private static func middle(of leaves: ArraySlice<Leaf>) -> Int {
    var rest = leaves.reduce(0) { $0 + $1.weight }
    var below = 0
    var best = (index: leaves.startIndex + 1, difference: Int.max)
    for index in leaves.indices.dropLast() {
      below += leaves[index].weight
      rest -= leaves[index].weight
      if abs(rest - below) < best.difference { best = (index + 1, abs(rest - below)) }
    }
    return best.index
  }

  /// Cuts ranges into leaves so that there are as few comparisons as possible: one between any two
  /// leaves, and one for each lone value.
  private static func leaves(of ranges: [Range]) -> [Leaf] {
    // For each number of ranges from the beginning, the cheapest way to cut them.
    var costs = [0]
    var lastStarts: [Int] = []
    for end in 1...ranges.count {
      var best: (cost: Int, start: Int)?
      for start in stride(from: end - 1, through: max(0, end - 2 * maximumExceptions - 1), by: -1) {
        guard let exceptions = exceptionCount(of: ranges[start..<end]) else { continue }
        let cost = costs[start] + 1 + exceptions
        if cost < best?.cost ?? .max { best = (cost, start) }
      }
      guard let best else { preconditionFailure("one range is a leaf") }
      costs.append(best.cost)
      lastStarts.append(best.start)
    }
    var leaves: [Leaf] = []
    var end = ranges.count
    while end > 0 {
      leaves.append(leaf(of: ranges[lastStarts[end - 1]..<end]))
      end = lastStarts[end - 1]
    }
    return leaves.reversed()
  }

  /// What most of these ranges lead to, if they are a leaf.
  private static func label(of ranges: ArraySlice<Range>) -> BPFAssembler.Label {
    (ranges.first { !$0.isLone } ?? ranges[ranges.startIndex]).label
  }

  /// How many lone values lead to something else; `nil` where there are too many, or where not all
  /// of them are lone values.
  private static func exceptionCount(of ranges: ArraySlice<Range>) -> Int? {
    let label = label(of: ranges)
    var count = 0
    for range in ranges where range.label != label {
      count += 1
      if count > maximumExceptions || !range.isLone { return nil }
    }
    return count
  }

  private static func leaf(of ranges: ArraySlice<Range>) -> Leaf {
    let label = label(of: ranges)
    return Leaf(
      start: ranges[ranges.startIndex].start, label: label,
      exceptions: ranges.filter { $0.label != label },
      weight: ranges.reduce(0) { $0 + $1.weight })
  }
}
