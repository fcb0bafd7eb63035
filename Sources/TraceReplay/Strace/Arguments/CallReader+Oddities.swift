import LinuxABI

/// Arguments that few calls have printed in a way of their own.
extension CallReader {
  /// What an argument shows where its call is printed unlike others.
  ///
  /// - Parameters:
  ///   - value: What it would show elsewhere.
  ///   - oddity: How the call is printed.
  ///   - text: What holds the call.
  ///   - list: The arguments.
  ///   - index: The index of the argument.
  ///   - register: The register that it is in.
  ///   - abi: The ABI.
  /// - Returns: What it shows.
  mutating func odd(
    _ value: PrintedValue, _ oddity: PrintedArguments.Oddity, _ text: ByteView,
    _ list: ArgumentList, _ index: Int, _ register: Int8, on abi: ABI
  ) -> PrintedValue {
    let (start, end) = list[index]
    switch oddity {
    case .none: return value
    case .nothingForZero: return start == end ? .number(0, isWide: false) : value
    case .joinedCommandAndType:
      return register == 0 ? joinedCommand(text, start, end, on: abi) ?? value : value
    case .flagsBeforeMode(let flags):
      guard register == flags, case .number(let number, _) = value,
        let split = ExpressionReader.flagsAndMode(
          String(decoding: text.bytes(from: start, to: end), as: UTF8.self)[...])
      else { return value }
      // A register that is printed raw looks the same; what both have is known.
      return .partial(PrintedNumber(value: number & split, known: ~(number ^ split)))
    case .bareHexadecimal:
      guard index > 1, list[1].end - list[1].start > 2, text.has("*/", at: list[1].end - 2),
        !text.has("0x", at: start)
      else { return value }
      // Only 0 is the same in both ways.
      if case .number(0, _) = value { return value }
      return .missing
    }
  }

  /// The first argument of `quotactl` as old versions print it: `Q_SYNC|USRQUOTA`, without `QCMD`.
  private mutating func joinedCommand(
    _ text: ByteView, _ start: Int, _ end: Int, on abi: ABI
  ) -> PrintedValue? {
    guard !text.has("QCMD", at: start),
      let bar = text.lastIndex(of: UInt8(ascii: "|"), from: start, to: end)
    else { return nil }
    guard case .number(let command, _) = values.value(text, from: start, to: bar, on: abi),
      case .number(let type, _) = values.value(text, from: bar + 1, to: end, on: abi)
    else { return .unknown }
    return .number((command << 8 | type & 0xff) & 0xffff_ffff, isWide: false)
  }
}
