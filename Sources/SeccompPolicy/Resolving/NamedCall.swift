import LinuxABI

/// What a rule names: a call by its name, or a number that no table knows.
enum NamedCall: Hashable {
  case syscall(Syscall)
  case number(UInt32)

  /// The name, or `#number`.
  var name: String {
    switch self {
    case .syscall(let syscall): syscall.name
    case .number(let number): "#\(number)"
    }
  }

  /// Whether it is a number without a name.
  var isNumber: Bool { if case .number = self { true } else { false } }
}
