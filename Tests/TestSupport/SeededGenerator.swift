import Foundation

/// Random numbers that are the same for the same seed: SplitMix64.
public struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  /// Begins a sequence.
  ///
  /// - Parameter seed: What tells it from other sequences.
  public init(seed: UInt64) { state = seed }

  /// The next number.
  ///
  /// - Returns: 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
    return bits ^ (bits >> 31)
  }
}

/// The seeds to run a property test with, as its `arguments:`, so that a failure names the seed.
///
/// They are the same in each run: a quarter of them, but 25 at least, unless `SEKAT_SEEDS=all` is in the
/// environment. `SEKAT_SEED=N` runs the test with N alone.
///
/// - Parameter count: How many there are in all.
/// - Returns: The seeds.
public func seeds(_ count: UInt64) -> [UInt64] {
  if let seed = ProcessInfo.processInfo.environment["SEKAT_SEED"].flatMap({ UInt64($0) }) {
    return [seed]
  }
  let isThorough = ProcessInfo.processInfo.environment["SEKAT_SEEDS"] == "all"
  return Array(0..<(isThorough ? count : max(count / 4, min(count, 25))))
}
