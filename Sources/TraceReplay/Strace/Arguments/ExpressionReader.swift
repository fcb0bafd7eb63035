import LinuxABI

/// A number of which some bits may be open.
struct PrintedNumber: Hashable, Sendable {
  /// The value; no bit outside ``known``.
  var value: UInt64
  /// The bits that are known.
  var known = UInt64.max
}

/// Reads what strace prints for numbers: names, flags, shifts, macros.
///
/// This is the slow way, taken once for each text; ``ValueReader`` remembers the answers.
struct ExpressionReader {
  private let abi: ABI

  init(on abi: ABI) { self.abi = abi }

  /// The number that a text stands for, or `nil` where a name in it is not known.
  ///
  /// Of several names (`TCSETS or SNDCTL_TMR_START`), the known ones count. Old versions compare no
  /// more than the low half of a request, and so join names of different numbers.
  func number(_ bytes: [UInt8]) -> PrintedNumber? {
    let text = Self.withoutComments(String(decoding: bytes, as: UTF8.self))
    if let constant = constant(text[...]) { return constant }
    let numbers = text.split(separator: " or ", omittingEmptySubsequences: false)
      .compactMap(flags)
    guard var result = numbers.first else { return nil }
    for other in numbers.dropFirst() {
      let differ = (result.value ^ other.value) & result.known & other.known
      let known = differ == 0 ? result.known | other.known : result.known & other.known & ~differ
      result = PrintedNumber(value: (result.value | other.value) & known, known: known)
    }
    return result
  }

  /// `A|B|0x10`, with nothing or `0` for no bits.
  private func flags(_ text: Substring) -> PrintedNumber? {
    if text.trimmed.isEmpty { return nil }
    var result = PrintedNumber(value: 0)
    for item in Self.split(text, at: "|") {
      let item = item.trimmed
      if item.isEmpty { continue }
      guard let number = self.item(item) else { return nil }
      result.value |= number.value
      result.known &= number.known
    }
    result.value &= result.known
    return result
  }

  private func item(_ text: Substring) -> PrintedNumber? {
    let sides = Self.split(text, separatedBy: "<<")
    if sides.count == 2, let left = atom(sides[0].trimmed), let right = atom(sides[1].trimmed),
      left.known == .max, right.known == .max, right.value < 64
    {
      return PrintedNumber(value: left.value << right.value)
    }
    let factors = Self.split(text, at: "*")
    if factors.count > 1 {
      var product: UInt64 = 1
      for factor in factors {
        guard let number = atom(factor.trimmed), number.known == .max else { return nil }
        product = product &* number.value
      }
      return PrintedNumber(value: product)
    }
    return atom(text)
  }

  private func atom(_ text: Substring) -> PrintedNumber? {
    if let number = Self.literal(text) { return PrintedNumber(value: number) }
    if let constant = constant(text) { return constant }
    // A flag that is not set, where strace says so.
    if text.hasPrefix("!"), atom(text.dropFirst()) != nil { return PrintedNumber(value: 0) }
    if text.hasPrefix("~"), let inner = atom(text.dropFirst()), inner.known == .max {
      return PrintedNumber(value: ~inner.value)
    }
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else { return nil }
    let name = text[..<open]
    let arguments = Self.split(text[text.index(after: open)...].dropLast(), at: ",")
      .map { flags($0.trimmed) }
    return macro(name, arguments)
  }

  /// A name of the kernel's tables, or of those that only strace has.
  private func constant(_ name: Substring) -> PrintedNumber? {
    guard name.utf8.first.map(Character8.isDigit) != true || name.contains("<<") else { return nil }
    let table = StaticTable.printedNameRows
    let line = table.index(of: String(name))
    // Of a request whose structure has grown, the size depends on the release of strace.
    let known = line.flatMap { table.number(2, ofLine: $0) } ?? .max
    if let value = Constant.named(String(name))?.value(on: abi) {
      return PrintedNumber(value: value & known, known: known)
    }
    guard let line, let value = table.number(1, ofLine: line) else { return nil }
    // The other requests of this table were seen on x86_64 only, and may differ elsewhere.
    if value > 0xff, abi != .x86_64, abi != .x32, name.contains("IO") { return nil }
    return PrintedNumber(value: value & known, known: known)
  }

  // MARK: - Macros

  private func macro(_ name: Substring, _ arguments: [PrintedNumber?]) -> PrintedNumber? {
    var values: [UInt64] = []
    for argument in arguments {
      guard let argument, argument.known == .max else { return nil }
      values.append(argument.value)
    }
    func number(_ value: UInt64) -> PrintedNumber { PrintedNumber(value: value) }
    switch (name, values.count) {
    case ("htons", 1):
      return PrintedNumber(value: (values[0] & 0xff) << 8 | values[0] >> 8 & 0xff, known: 0xffff)
    case ("makedev", 2):
      return number(
        values[1] & 0xff | (values[0] & 0xfff) << 8 | (values[1] & ~0xff) << 12 & 0xffff_ffff)
    case ("QCMD", 2): return number((values[0] << 8 | values[1] & 0xff) & 0xffff_ffff)
    case ("_IOC", 4):
      return number(Self.request(values[0], values[1], values[2], size: values[3]))
    case ("IOPRIO_PRIO_VALUE", 2): return number(values[0] << 13 | values[1])
    case ("MAKE_PROCESS_CPUCLOCK", 2): return number(~values[0] << 3 | values[1])
    case ("MAKE_THREAD_CPUCLOCK", 2): return number(~values[0] << 3 | values[1] | 4)
    default: break
    }
    if let macro = Self.requests[String(name)], let size = values.last {
      // Reading is not told from reading and writing in one of them.
      let known: UInt64 = name == "HIDIOCSFEATURE" ? ~0x4000_0000 : .max
      let value = Self.request(macro.direction, macro.type, macro.number, size: size)
      return PrintedNumber(value: value & known, known: known)
    }
    // Several sizes are printed alike.
    func anySize(_ direction: UInt64, _ type: UInt64, _ number: UInt64) -> PrintedNumber {
      PrintedNumber(value: Self.request(direction, type, number, size: 0), known: ~0x3fff_0000)
    }
    switch (name, values.count) {
    case ("EVIOCGBIT", 2):
      return number(Self.request(2, 0x45, 0x20 + values[0], size: values[1]))
    case ("EVIOCGABS", 1): return anySize(2, 0x45, 0x40 + values[0])
    case ("EVIOCSABS", 1): return anySize(1, 0x45, 0xc0 + values[0])
    case ("MIXER_READ", 1): return anySize(2, 0x4d, values[0])
    case ("MIXER_WRITE", 1): return anySize(1, 0x4d, values[0])
    default: return nil
    }
  }

  /// The kernel's `_IOC`.
  private static func request(
    _ direction: UInt64, _ type: UInt64, _ number: UInt64, size: UInt64
  ) -> UInt64 {
    direction << 30 & 0xc000_0000 | size << 16 & 0x3fff_0000 | type << 8 & 0xff00 | number & 0xff
  }

  private struct RequestMacro {
    var direction: UInt64
    var type: UInt64
    var number: UInt64
  }

  /// Requests that are macros of a length: linux/input.h, linux/joystick.h, linux/hidraw.h,
  /// linux/uinput.h, linux/spi/spidev.h.
  private static let requests: [String: RequestMacro] = [
    "EVIOCGNAME": RequestMacro(direction: 2, type: 0x45, number: 0x06),
    "EVIOCGPHYS": RequestMacro(direction: 2, type: 0x45, number: 0x07),
    "EVIOCGUNIQ": RequestMacro(direction: 2, type: 0x45, number: 0x08),
    "EVIOCGPROP": RequestMacro(direction: 2, type: 0x45, number: 0x09),
    "EVIOCGMTSLOTS": RequestMacro(direction: 2, type: 0x45, number: 0x0a),
    "EVIOCGKEY": RequestMacro(direction: 2, type: 0x45, number: 0x18),
    "EVIOCGLED": RequestMacro(direction: 2, type: 0x45, number: 0x19),
    "EVIOCGSND": RequestMacro(direction: 2, type: 0x45, number: 0x1a),
    "EVIOCGSW": RequestMacro(direction: 2, type: 0x45, number: 0x1b),
    "JSIOCGNAME": RequestMacro(direction: 2, type: 0x6a, number: 0x13),
    "HIDIOCGRAWNAME": RequestMacro(direction: 2, type: 0x48, number: 0x04),
    "HIDIOCGRAWPHYS": RequestMacro(direction: 2, type: 0x48, number: 0x05),
    "HIDIOCSFEATURE": RequestMacro(direction: 3, type: 0x48, number: 0x06),
    "HIDIOCGFEATURE": RequestMacro(direction: 3, type: 0x48, number: 0x07),
    "HIDIOCGPHYS": RequestMacro(direction: 2, type: 0x48, number: 0x12),
    "HIDIOCGRAWUNIQ": RequestMacro(direction: 2, type: 0x48, number: 0x08),
    "UI_GET_SYSNAME": RequestMacro(direction: 2, type: 0x55, number: 44),
    // The kernel's macro takes a number of messages, strace shows their size.
    "SPI_IOC_MESSAGE": RequestMacro(direction: 1, type: 0x6b, number: 0),
  ]

  // MARK: - Words

  /// A number as C writes it, or `nil`.
  static func literal(_ text: Substring) -> UInt64? {
    guard let first = text.utf8.first else { return nil }
    if first == UInt8(ascii: "-") { return literal(text.dropFirst()).map { 0 &- $0 } }
    guard Character8.isDigit(first) else { return nil }
    if text.hasPrefix("0x") { return UInt64(text.dropFirst(2), radix: 16) }
    if first == UInt8(ascii: "0"), text.utf8.count > 1 { return UInt64(text, radix: 8) }
    return UInt64(text)
  }

  /// The number that `0x20000600`, flags without a name and a mode right behind them, may stand for.
  ///
  /// strace leaves out the `|` before the mode of `msgget`, `semget` and `shmget` where no flag has a
  /// name: three octal digits at least, the first of them 0. The flags have no bit of the mode.
  static func flagsAndMode(_ text: Substring) -> UInt64? {
    for digits in [3, 4] {
      let mode = text.suffix(digits)
      guard text.hasPrefix("0x"), text.count > digits + 2, mode.first == "0",
        digits == 3 || mode.dropFirst().first != "0", let bits = UInt64(mode, radix: 8),
        let flags = UInt64(text.dropFirst(2).dropLast(digits), radix: 16), flags & 0o777 == 0
      else { continue }
      return flags | bits
    }
    return nil
  }

  /// A text without comments, which may hold others.
  private static func withoutComments(_ text: String) -> String {
    guard text.contains("/*") else { return text }
    var result: [UInt8] = []
    var depth = 0
    var rest = text.utf8[...]
    while let byte = rest.first {
      if rest.starts(with: "/*".utf8) {
        depth += 1
        rest = rest.dropFirst(2)
      } else if depth > 0, rest.starts(with: "*/".utf8) {
        depth -= 1
        rest = rest.dropFirst(2)
      } else {
        if depth == 0 { result.append(byte) }
        rest = rest.dropFirst()
      }
    }
    return String(String(decoding: result, as: UTF8.self)[...].trimmed)
  }

  /// The parts between separators that stand in no parentheses.
  private static func split(_ text: Substring, at separator: Character) -> [Substring] {
    var parts: [Substring] = []
    var depth = 0
    var start = text.startIndex
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case separator where depth == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    parts.append(text[start...])
    return parts
  }

  private static func split(_ text: Substring, separatedBy separator: String) -> [Substring] {
    guard let found = text.firstRange(of: separator) else { return [text] }
    return [text[..<found.lowerBound], text[found.upperBound...]]
  }
}

extension Substring {
  /// Without blanks at both ends.
  var trimmed: Substring {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return text
  }
}
