import Toolbox

extension ArgumentVocabulary {
  /// The constants that the argument takes, of all its sets.
  public var constants: [Constant] { sets.flatMap { Constant.all(in: $0) } }

  /// The values that the value field may have, each by one name.
  ///
  /// - Parameter abi: The ABI.
  /// - Returns: Constants in the order of their values; none where there is no such field.
  public func fieldValues(on abi: ABI) -> [Constant] {
    guard let field = valueField else { return [] }
    var byValue: [UInt64: Constant] = [:]
    for constant in constants {
      // The name of all bits of the field, such as `O_ACCMODE`, is no value of it.
      guard let value = constant.value(on: abi), value & ~field == 0, value != field,
        byValue[value] == nil
      else { continue }
      byValue[value] = constant
    }
    return byValue.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension ArgumentSignature {
  /// A value of the argument as a person writes it: `AF_UNIX`, `O_WRONLY|O_CREAT`, `-1`, `0x7f00`.
  ///
  /// - Parameters:
  ///   - value: The value; bits beyond the argument's width are not looked at.
  ///   - abi: The ABI whose constants are used.
  /// - Returns: Constants where they say all of it, else a number that policies take for the value.
  public func text(of value: UInt64, on abi: ABI) -> String {
    let width = width(on: abi)
    let mask = UInt64(lowBits: width)
    let value = value & mask
    if let names = names(of: value, on: abi) { return names }
    if isSigned && value >> UInt64(width - 1) != 0 {
      let negative = Int64(bitPattern: value | ~mask)
      if negative > -0x1_0000 { return "\(negative)" }
    }
    if isSigned || kind == .fd || value < 10, value < 0x1_0000 { return "\(value)" }
    return hexadecimal(value)
  }

  /// Bits of the argument as a person writes them, for a mask: `O_CREAT|O_TRUNC`, `0x3|O_APPEND`.
  ///
  /// - Parameters:
  ///   - bits: The bits.
  ///   - abi: The ABI whose constants are used.
  /// - Returns: Constants joined by `|` for flags, with a number for the bits of a value.
  public func text(ofMask bits: UInt64, on abi: ABI) -> String {
    let field = vocabulary?.valueField ?? 0
    return joined(nil, field: bits & field, flags: bits & ~field, on: abi)
  }

  /// Some bits of a value of the argument as a person writes them: `O_WRONLY|O_CREAT`, `0`.
  ///
  /// - Parameters:
  ///   - value: The bits that are set.
  ///   - mask: The bits that are looked at.
  ///   - abi: The ABI whose constants are used.
  /// - Returns: Constants joined by `|` as far as they go, or a number.
  public func text(ofBits value: UInt64, under mask: UInt64, on abi: ABI) -> String {
    let field = vocabulary?.valueField ?? 0
    let hasField = field != 0 && mask & field == field
    return joined(
      hasField ? name(of: value & field, in: field, on: abi) : nil, field: value & field,
      flags: value & ~field, on: abi)
  }

  private func joined(_ name: String?, field: UInt64, flags bits: UInt64, on abi: ABI) -> String {
    let flags = flags(in: bits, on: abi)
    var parts = flags.names
    if let name {
      parts.insert(name, at: 0)
    } else if field != 0 {
      parts.insert(hexadecimal(field), at: 0)
    }
    if flags.rest != 0 { parts.append(hexadecimal(flags.rest)) }
    return parts.isEmpty ? "0" : parts.joined(separator: "|")
  }

  /// The constant that is a value of a field.
  private func name(of value: UInt64, in field: UInt64, on abi: ABI) -> String? {
    let width = width(on: abi)
    let mask = UInt64(lowBits: width)
    return vocabulary?.constants.first { constant in
      guard let own = constant.value(on: abi) else { return false }
      return own & mask == value && own & mask & ~field == 0
    }?.name
  }

  /// Constants that are a value together, if there are such.
  private func names(of value: UInt64, on abi: ABI) -> String? {
    guard let vocabulary else { return nil }
    switch vocabulary.form {
    case .value: return name(of: value, in: .max, on: abi)
    case .flags:
      let flags = flags(in: value, on: abi)
      return flags.rest == 0 && value != 0 ? flags.names.joined(separator: "|") : nil
    case .valueAndFlags:
      guard let field = vocabulary.valueField, let own = name(of: value & field, in: field, on: abi)
      else {
        return nil
      }
      let flags = flags(in: value & ~field, on: abi)
      return flags.rest == 0 ? ([own] + flags.names).joined(separator: "|") : nil
    case .dependsOn: return nil
    }
  }

  /// The fewest constants of single and joined bits that make up the bits, and what is left.
  private func flags(in bits: UInt64, on abi: ABI) -> (names: [String], rest: UInt64) {
    guard let vocabulary, vocabulary.form != .value else { return ([], bits) }
    let field = vocabulary.valueField ?? 0
    let candidates = vocabulary.constants
      .compactMap { constant in constant.value(on: abi).map { (constant.name, $0) } }
      .filter { name, value in
        value != 0 && value & field == 0 && value & ~bits == 0 && !name.hasPrefix("__")
      }
      // A constant of several bits goes before its parts: O_SYNC, not O_DSYNC and one more.
      .sorted { ($1.1.nonzeroBitCount, $0.1) < ($0.1.nonzeroBitCount, $1.1) }
    var rest = bits
    var chosen: [(name: String, value: UInt64)] = []
    for (name, value) in candidates where value & ~rest == 0 {
      chosen.append((name, value))
      rest &= ~value
    }
    return (chosen.sorted { $0.value < $1.value }.map(\.name), rest)
  }
}
