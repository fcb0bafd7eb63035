import Toolbox

/// What an argument is to the kernel, which says how many bits of the register it looks at.
public enum ArgumentKind: String, CaseIterable, Hashable, Sendable {
  /// A signed number of which the low 32 bits count: `int`, `pid_t`.
  case i32
  /// An unsigned number of which the low 32 bits count: `unsigned int`, `uid_t`.
  case u32
  /// An unsigned number of which the low 16 bits count: `umode_t`.
  case u16
  /// A signed number as wide as the register: `long`, `loff_t`.
  case i64
  /// An unsigned number as wide as the register: `unsigned long`, `size_t`.
  case u64
  /// An address in memory, as wide as the register.
  case pointer = "ptr"
  /// A file descriptor, of which the low 32 bits count.
  case fd
  /// A file descriptor that may be `AT_FDCWD`; the low 32 bits count.
  case dirfd
}

/// One argument of a system call on one ABI.
public struct ArgumentSignature: Hashable, Sendable {
  /// The name and the aliases with slashes between them.
  private let names: StaticText
  /// What it is to the kernel.
  public let kind: ArgumentKind
  /// The register, 0 to 5.
  public let index: Int
  /// The call that it belongs to.
  private let call: Syscall

  /// Reads `name[/alias…]:class`, as the tables have it.
  init(parsing text: StaticText, index: Int, of call: Syscall) {
    var sides = text.split(UInt8(ascii: ":"))
    names = sides.next() ?? text
    // The generator has checked the classes.
    kind = sides.next().flatMap(ArgumentKind.init) ?? .u64
    self.index = index
    self.call = call
  }

  /// The name in the kernel's prototype.
  public var name: String { nameText.string }

  private var nameText: StaticText { names.part(0, separator: Self.slash) ?? names }

  /// Other names, those of the manual pages.
  public var aliases: [String] {
    names.split(Self.slash).dropFirst().filter { !$0.looksLikeRegister }.map(\.string)
  }

  private static let slash = UInt8(ascii: "/")

  /// Whether the argument has this name.
  ///
  /// - Parameter name: The name in the prototype or in a manual page, but not ``numberedName``.
  /// - Returns: Whether it is one of the argument's names.
  public func isNamed(_ name: String) -> Bool {
    names.split(Self.slash).contains { !$0.looksLikeRegister && $0.equals(name) }
  }

  /// The name in the prototype where that looks like the name of another register.
  ///
  /// The kernel calls prctl's second argument, which is in register 1, `arg2`; elsewhere that is a
  /// spelling of register 2. Such a name is no name here.
  public var numberedName: String? {
    names.split(Self.slash).first { $0.looksLikeRegister }?.string
  }

  /// How many of the register's low bits the kernel looks at: 16, 32 or 64.
  ///
  /// - Parameter abi: The ABI; on a 32-bit one there are at most 32.
  /// - Returns: The width in bits.
  public func width(on abi: ABI) -> Int {
    switch kind {
    case .u16: 16
    case .i32, .u32, .fd, .dirfd: 32
    case .i64, .u64, .pointer: abi.registerWidth
    }
  }

  /// Whether the kernel takes the bits as a signed number.
  public var isSigned: Bool {
    switch kind {
    case .i32, .i64, .dirfd: true
    case .u32, .u16, .u64, .pointer, .fd: false
    }
  }

  /// The constants that the argument takes, where it takes such.
  public var vocabulary: ArgumentVocabulary? {
    ArgumentVocabulary(key: "\(call.name).\(name)")
  }

  /// The constants that the argument takes beside certain values of the others.
  ///
  /// - Parameters:
  ///   - registers: The registers of the call.
  ///   - abi: The ABI.
  /// - Returns: ``vocabulary``; where another argument chooses it, what that one says, or `nil` where
  ///   it says nothing.
  package func vocabulary(
    beside registers: InlineArray<6, UInt64>, on abi: ABI
  ) -> ArgumentVocabulary? {
    guard let vocabulary else { return nil }
    guard case .dependsOn(let name) = vocabulary.form else { return vocabulary }
    guard let other = call.arguments(on: abi)?.first(where: { $0.isNamed(name) }) else {
      return nil
    }
    let mask = UInt64(lowBits: other.width(on: abi))
    return ArgumentVocabulary(
      key: "\(call.name).\(self.name)", where: { $0 & mask == registers[other.index] & mask },
      on: abi)
  }
}

extension StaticText {
  /// Whether this is `arg` and a digit, as registers are spelt.
  fileprivate var looksLikeRegister: Bool {
    count == 4 && self[0..<3].equals("arg")
      && (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self[3])
  }
}

extension ArgumentKind {
  /// The kind that the tables mean by a word.
  fileprivate init?(_ text: StaticText) {
    guard let kind = Self.allCases.first(where: { text.equals($0.rawValue) }) else { return nil }
    self = kind
  }
}
