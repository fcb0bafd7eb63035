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

extension ArgumentVocabulary {
  /// A value by constants as far as they go, what they leave out as a number: `O_RDWR|0x40000000`.
  ///
  /// What is written decides the value again.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - width: How many of its bits count.
  ///   - abi: The ABI whose constants are used.
  /// - Returns: The text, or `nil` where no constant is the value, and none of them is a flag.
  package func text(of value: UInt64, width: Int, on abi: ABI) -> String? {
    let value = value & UInt64(lowBits: width)
    switch form {
    case .value: return names(of: value, in: .max, width: width, on: abi).first
    case .flags:
      let whole = value == 0 ? names(of: 0, in: .max, width: width, on: abi).first : nil
      return whole ?? joined(nil, field: 0, flags: value, on: abi)
    case .valueAndFlags:
      let field = valueField ?? 0
      let name = names(of: value & field, in: field, width: width, on: abi).first
      return joined(name, field: value & field, flags: value & ~field, on: abi)
    case .dependsOn: return nil
    }
  }

  /// The constants that are a value of a field, in the order of the sets.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - field: The bits of the field.
  ///   - width: How many bits of a constant count.
  ///   - abi: The ABI.
  /// - Returns: Their names.
  package func names(of value: UInt64, in field: UInt64, width: Int, on abi: ABI) -> [String] {
    let mask = UInt64(lowBits: width)
    return constants.filter { constant in
      guard let own = constant.value(on: abi) else { return false }
      return own & mask == value && own & mask & ~field == 0
    }.map(\.name)
  }

  /// The name of a field's value, or its bits, and flags beside it.
  func joined(_ name: String?, field: UInt64, flags bits: UInt64, on abi: ABI) -> String {
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

  /// The fewest constants of single and joined bits that make up the bits, and what is left.
  func flags(in bits: UInt64, on abi: ABI) -> (names: [String], rest: UInt64) {
    guard form != .value else { return ([], bits) }
    let field = valueField ?? 0
    let candidates =
      constants
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
