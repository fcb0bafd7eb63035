import Toolbox

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
    if let vocabulary { return vocabulary.joined(name, field: field, flags: bits, on: abi) }
    return bits == 0 ? "0" : hexadecimal(bits)
  }

  /// The constant that is a value of a field.
  private func name(of value: UInt64, in field: UInt64, on abi: ABI) -> String? {
    vocabulary?.names(of: value, in: field, width: width(on: abi), on: abi).first
  }

  /// Constants that are a value together, if there are such.
  private func names(of value: UInt64, on abi: ABI) -> String? {
    guard let vocabulary else { return nil }
    switch vocabulary.form {
    case .value: return name(of: value, in: .max, on: abi)
    case .flags:
      let flags = vocabulary.flags(in: value, on: abi)
      return flags.rest == 0 && value != 0 ? flags.names.joined(separator: "|") : nil
    case .valueAndFlags:
      guard let field = vocabulary.valueField, let own = name(of: value & field, in: field, on: abi)
      else {
        return nil
      }
      let flags = vocabulary.flags(in: value & ~field, on: abi)
      return flags.rest == 0 ? ([own] + flags.names).joined(separator: "|") : nil
    case .dependsOn: return nil
    }
  }
}
