/// One argument of a call in words.
public struct DecodedArgument: Hashable, Sendable {
  /// The name in the kernel's prototype, or `arg0` and so on where nobody knows it.
  public let name: String
  /// The whole register.
  public let register: UInt64
  /// What it is, part by part.
  public let parts: [DecodedPart]
  /// The whole path or name in memory, escaped; ``text`` has the beginning of a long one.
  public let string: String?
  /// The part of it that says something to people; `nil` where it is an address and nothing else.
  public let brief: String?

  init(
    name: String, register: UInt64, parts: [DecodedPart], string: String? = nil,
    brief: String? = nil
  ) {
    self.name = name
    self.register = register
    self.parts = parts
    self.string = string
    self.brief = brief
  }

  /// What it is: `"/etc/passwd"`, `O_RDONLY|O_CLOEXEC`, `3 <socket:[4711]>`.
  public var text: String { parts.map(\.text).joined() }

  /// Whether some of it can be otherwise by the time the kernel looks.
  public var canChange: Bool { parts.contains(where: \.canChange) }
}
