import LinuxABI

/// How strace prints the arguments of one call on one ABI.
///
/// As a rule the arguments are those of the kernel's prototype in the order of their registers, each
/// as many bits as its type has. The exceptions are facts, in a table; they hold for lists of exactly
/// their length, since raw printing (`-e raw=`) shows every register in order.
struct PrintedArguments: Sendable {
  /// Ways of printing of which each is that of a few calls.
  enum Oddity: Hashable, Sendable {
    /// The call is printed as any other.
    case none
    /// The low bits of flags are printed after them as a mode.
    case flagsBeforeMode(register: Int8)
    /// Flags of which none is set may be printed as nothing at all (`-X raw`).
    case nothingForZero
    /// A command and a type may be joined as if they were flags.
    case joinedCommandAndType
    /// The last arguments of an unknown operation may be in hexadecimal without a mark (strace 4.11).
    case bareHexadecimal
  }

  /// Where one printed argument comes from.
  struct Source: Sendable {
    /// The register, or -1 for something in memory.
    var register: Int8
    /// How many low bits are printed.
    var width: UInt8
    /// The register that holds the upper half of a value in two, or -1.
    var upper: Int8 = -1
    /// What the register was multiplied with before it was printed.
    var factor: UInt32 = 1
  }

  /// A list of a certain length that has a meaning of its own.
  private struct Shape: Sendable {
    /// The bits of a register that the list is bound to.
    struct Condition: Sendable {
      var register: Int
      var mask: UInt64
      var value: UInt64
    }

    var condition: Condition?
    var sources: [Source]
  }

  private let usual: [Source]
  private let shapes: [Shape]
  /// Whether the arguments are found by their names, as those of `clone` are.
  let isNamed: Bool
  private let namedRegisters: [(name: [UInt8], source: Source)]
  /// What is unlike all other calls in how an argument is printed.
  let oddity: Oddity

  /// What is known of a call.
  ///
  /// - Parameters:
  ///   - name: The name, or `nil` for a call that strace has no name for.
  ///   - abi: The ABI.
  init(of name: String?, on abi: ABI) {
    let call = name.flatMap { SyscallNames.call(loggedAs: $0, on: abi) }
    // Of an x32 program strace shows the low halves of registers that have 64 bits.
    let wide = abi == .x32 ? 32 : UInt8(abi.registerWidth)
    let signature = call?.arguments(on: abi)
    let identity = (0..<6).map { Source(register: Int8($0), width: wide) }
    usual =
      signature.map { signature in
        signature.map {
          Source(register: Int8($0.index), width: min(UInt8($0.width(on: abi)), wide))
        }
          + identity.dropFirst(signature.count)
      } ?? identity
    let table = StaticTable.printedRegisterRows
    let text = name.flatMap { table.index(of: $0) }.flatMap { table.field(1, ofLine: $0) } ?? ""
    var shapes = abi == .arm ? Self.joined(signature ?? [], of: call) : []
    var isNamed = false
    for shape in text.split(separator: ";") {
      let parts = shape.split(separator: "/")
      // x32 is as x86_64, unless its own row comes first; arm is as i386 where no halves of values
      // are in other registers.
      let own = [abi.name, abi == .x32 ? "x86_64" : abi == .arm ? "i386" : abi.name]
      guard parts.count == 3, parts[0] == "*" || own.contains(String(parts[0])) else { continue }
      if parts[2] == "named" {
        isNamed = true
        continue
      }
      let widths = usual
      shapes.append(
        Shape(
          condition: Self.condition(parts[1]),
          sources: parts[2].split(separator: ",").map { Self.source($0, widths, wide) }))
    }
    self.shapes = shapes
    self.isNamed = isNamed
    oddity =
      switch name {
      case "msgget": .flagsBeforeMode(register: 1)
      case "semget", "shmget": .flagsBeforeMode(register: 2)
      case "statx": .nothingForZero
      case "quotactl": .joinedCommandAndType
      case "futex", "futex_time64": .bareHexadecimal
      default: .none
      }
    // clone's arguments by what strace calls them: where their registers are, the prototype says.
    namedRegisters = [
      ("child_stack", "newsp"), ("flags", "clone_flags"), ("parent_tid", "parent_tidptr"),
      ("tls", "tls"), ("child_tidptr", "child_tidptr"),
    ].map { printed, name in
      let register = signature?.first { $0.name == name }?.index ?? -1
      return (Array(printed.utf8), Source(register: Int8(register), width: wide))
    }
  }

  /// The list in which the two halves of each value are printed as one, where a call has such.
  private static func joined(_ signature: [ArgumentSignature], of call: Syscall?) -> [Shape] {
    var sources: [Source] = []
    var hasHalves = false
    for argument in signature where argument.name != "pad" {
      let (name, register) = (argument.name, Int8(argument.index))
      if name.hasSuffix("_high"), let last = sources.indices.last,
        signature[Int(sources[last].register)].name == name.dropLast(5) + "_low"
      {
        sources[last].upper = register
        hasHalves = true
      } else {
        sources.append(Source(register: register, width: 32))
      }
    }
    guard hasHalves else { return [] }
    // strace shows the advice last.
    if call?.name == "arm_fadvise64_64" { sources.append(sources.remove(at: 1)) }
    return [Shape(condition: nil, sources: sources)]
  }

  /// `1&0x7f=0x6`, or `-`.
  private static func condition(_ text: Substring) -> Shape.Condition? {
    let parts = text.split { $0 == "&" || $0 == "=" }
    guard parts.count == 3, let register = Int(parts[0]),
      let mask = ExpressionReader.literal(parts[1]), let value = ExpressionReader.literal(parts[2])
    else { return nil }
    return Shape.Condition(register: register, mask: mask, value: value)
  }

  /// `2`, `2:32`, `4+3`, `5*4096` or `.`.
  private static func source(_ text: Substring, _ usual: [Source], _ wide: UInt8) -> Source {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard let first = numbers.first else { return Source(register: -1, width: 0) }
    if text.contains("+") {
      return Source(register: Int8(numbers[1]), width: 32, upper: Int8(first))
    }
    if text.contains("*") {
      return Source(register: Int8(first), width: 32, factor: UInt32(numbers[1]))
    }
    let width = numbers.count > 1 ? UInt8(numbers[1]) : usual[first].width
    return Source(register: Int8(first), width: min(width, wide))
  }

  /// Whether the meaning of a list depends on what is in some register.
  @inline(__always) var isPlain: Bool { shapes.isEmpty && !isNamed }

  /// Where an argument of a list comes from, if it comes from the usual place.
  @inline(__always) func usual(_ index: Int) -> Source {
    index < usual.count ? usual[index] : Source(register: -1, width: 0)
  }

  /// Where the arguments of a list come from; `nil` for the usual places.
  ///
  /// - Parameters:
  ///   - count: How many are printed.
  ///   - argument: The number that an argument shows, if it does.
  /// - Returns: The source of each argument.
  func sources(count: Int, _ argument: (Int) -> UInt64?) -> [Source]? {
    var read: (register: Int, value: UInt64?)?
    for shape in shapes where shape.sources.count == count {
      guard let condition = shape.condition else { return shape.sources }
      // The registers that decide are printed in their usual places.
      if read?.register != condition.register {
        read = (condition.register, argument(condition.register))
      }
      if let value = read?.value, value & condition.mask == condition.value {
        return shape.sources
      }
    }
    return nil
  }

  /// Where the argument comes from whose text begins with `name=`.
  func named(_ text: ByteView, _ start: Int, _ end: Int) -> Source? {
    guard let sign = text.firstIndex(of: UInt8(ascii: "="), from: start, to: end) else {
      return nil
    }
    return namedRegisters.first { text.equals($0.name, at: start, to: sign) }?.source
  }
}
