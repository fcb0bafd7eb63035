import LinuxABI

/// The calls that one diagram is about: those with one value of `arch`, or with none of the known.
///
/// Apart they are smaller than together. In each of them an argument is a register of 64 bits, on a
/// 32-bit ABI too: a filter sees what the register holds, and the kernel takes the low half after.
struct CallScope: Hashable, Sendable {
  /// The value of `arch`, or `nil` for every value that no other scope has.
  var architecture: UInt32?

  /// The calls with one value of `arch`.
  init(of abi: ABI) { architecture = abi.auditArchitecture }

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
}
