import LinuxABI

/// The ABI that workers take for granted, and whether it proves right.
struct ABIGuess {
  /// The ABI.
  var assumed: ABI
  /// How many calls of the batch at hand used another.
  private var mistakes = 0
  /// The last such ABI.
  private var other: ABI?

  init(_ abi: ABI) { assumed = abi }

  /// Begins a batch, whose workers took some ABI for granted.
  mutating func begin(_ abi: ABI) {
    assumed = abi
    mistakes = 0
  }

  /// Takes down that a call had to be judged again.
  mutating func note(_ abi: ABI) {
    if abi == assumed { return }
    mistakes += 1
    other = abi
  }

  /// Ends a batch: where most calls used another ABI, let the workers take that one.
  mutating func end(_ count: Int) {
    if mistakes * 2 > count, let other { assumed = other }
  }
}
