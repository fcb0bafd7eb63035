import LinuxABI

/// The calls that one diagram is about: those with one value of `arch`, or with none of the known.
///
/// Apart they are smaller than together, and each needs to know only what is true of its own calls.
struct CallScope: Hashable, Sendable {
  /// The value of `arch`, or `nil` for every value that no other scope has.
  var architecture: UInt32?
  /// Whether the upper halves of all arguments are 0, as they are where registers have 32 bits.
  var upperHalvesAreZero = false

  /// The calls with one value of `arch`.
  init(of abi: ABI) {
    architecture = abi.auditArchitecture
    upperHalvesAreZero = abi.registerWidth == 32
  }

  /// The calls of no known value of `arch`.
  private init() {}

  /// The scopes of a machine's calls: one for each value of `arch` that its kernel uses, and one
  /// for all values that it never will, about which a filter has something to say all the same.
  static func all(on machine: Machine) -> [CallScope] {
    var scopes: [CallScope] = []
    for abi in machine.abis {
      let scope = CallScope(of: abi)
      if !scopes.contains(scope) { scopes.append(scope) }
    }
    return scopes + [CallScope()]
  }

  /// The values of `arch` that have scopes of their own.
  static func knownArchitectures(on machine: Machine) -> [UInt32] {
    all(on: machine).compactMap(\.architecture)
  }

  /// The bits of an argument that are not 0 in every call of the scope.
  var argumentMask: UInt64 { upperHalvesAreZero ? 0xffff_ffff : .max }
}
