package import LinuxABI

/// What a condition looks at, as it was written.
package enum ArgumentReference: Hashable, Sendable {
  /// An argument by its name in the kernel's prototype or the man page: on each ABI the register that
  /// it is passed in, as wide and signed as the kernel takes it.
  case name(String)
  /// The argument that is passed in a register, by the register's name: `arg0`, or `args[0]`.
  ///
  /// Registers hold other arguments on other ABIs, so it is for one ABI, and for calls that have an
  /// argument there.
  case argument(in: RegisterName)
  /// A register by its index, 0 to 5, whatever it holds: all 64 bits of it, on every ABI, for every
  /// call.
  case register(Int)

  /// Whether it is a register, and not an argument that one holds.
  package var isRegister: Bool { if case .register = self { true } else { false } }

  /// What sekat's own policies mean by a key of `where`.
  package init(_ text: String) {
    self = RegisterName(text).map { .argument(in: $0) } ?? .name(text)
  }
}

extension ArgumentReference: CustomStringConvertible {
  package var description: String {
    switch self {
    case .name(let name): name
    case .argument(in: let register): register.description
    case .register(let index): "args[\(index)]"
    }
  }
}
