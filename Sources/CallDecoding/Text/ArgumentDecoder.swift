import LinuxABI
import Toolbox

/// Puts the arguments of one call into words.
struct ArgumentDecoder {
  let captured: CapturedCall
  let abi: ABI

  init(_ captured: CapturedCall, abi: ABI) {
    self.captured = captured
    self.abi = abi
  }

  /// The arguments of a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - registers: Their values.
  ///   - isInner: Whether those are from memory, as for a call behind a `socketcall`.
  /// - Returns: The arguments, or `nil` where nobody knows the prototype.
  func arguments(
    of call: Syscall, _ registers: InlineArray<6, UInt64>, isInner: Bool
  ) -> [DecodedArgument]? {
    guard let arguments = call.arguments(on: abi) else { return nil }
    let plan = CapturePlan.plan(for: call, on: abi)
    let hasMode = CreationMode.counts(among: arguments, registers, on: abi)
    return arguments.compactMap { argument in
      if argument.name == "pad" || argument.name == "mode" && !hasMode { return nil }
      let step = plan.step(for: argument.index, in: registers)
      if let step, let content = content(step, of: argument, registers, isInner) { return content }
      let parts = register(argument, registers, isInner)
      return DecodedArgument(
        name: argument.name, register: registers[argument.index], parts: parts,
        brief: RegisterText(of: argument, in: registers, on: abi).isAddress
          ? nil : parts.map(\.text).joined())
    }
  }

  /// What the register itself says, and where a descriptor leads.
  private func register(
    _ argument: ArgumentSignature, _ registers: InlineArray<6, UInt64>, _ isInner: Bool
  ) -> [DecodedPart] {
    let value = RegisterText(of: argument, in: registers, on: abi).text
    let own = DecodedPart(text: value, origin: isInner ? .memory : .registers)
    let links = captured.pieces(of: argument.index, isInner: isInner, as: .link)
    guard let link = links.first else { return [own] }
    let path = MemoryText.link(captured.content(of: link))
    return [own, DecodedPart(text: " <\(path)>", origin: .files)]
  }

  /// What is in memory where the argument points; `nil` where that was not read.
  private func content(
    _ step: CapturePlan.Step, of argument: ArgumentSignature,
    _ registers: InlineArray<6, UInt64>, _ isInner: Bool
  ) -> DecodedArgument? {
    let pieces = captured.pieces(of: argument.index, isInner: isInner, as: .content)
    guard let piece = pieces.first else { return nil }
    let bytes = captured.content(of: piece)
    let words = MemoryWords(bytes, isBigEndian: abi.isBigEndian)
    let text: String
    var string: String?
    var brief: String?
    switch step.kind {
    case .path, .name:
      text = MemoryText.quoted(bytes, isWhole: piece.isWhole)
      string = escaped(bytes)
    case .socketAddress: text = SocketAddress(words, bytes, on: abi).text
    case .cloneArguments:
      text = StructureLayout.cloneArguments.text(of: words, on: abi)
      brief = StructureLayout.cloneArguments.text(of: words, on: abi, isBrief: true)
    case .openHow: text = StructureLayout.openHow.text(of: words, on: abi)
    case .timespec: text = TimeText(words, wordSize: abi.timeSize).text
    case .timespec64: text = TimeText(words, wordSize: 8).text
    case .argumentList: text = list(words, argument, isInner)
    case .messageHeader: text = message(words, argument, isInner)
    case .socketcallArguments:
      guard let inner = SocketCall(registers, words, on: abi),
        let decoded = arguments(of: inner.call, inner.registers, isInner: true)
      else { return nil }
      text = "{\(DecodedCall.list(decoded))}"
    }
    return DecodedArgument(
      name: argument.name, register: registers[argument.index],
      parts: [DecodedPart(text: text, origin: .memory)], string: string, brief: brief ?? text)
  }

  /// The first words of a list: `["ls", "-l"]`, with `…` where there are more.
  private func list(_ words: MemoryWords, _ argument: ArgumentSignature, _ isInner: Bool) -> String
  {
    let addresses = words.addresses(on: abi)
    let elements = captured.pieces(of: argument.index, isInner: isInner, as: .element)
    var items = addresses.prefix(CapturedCall.wordLimit).enumerated().map { index, address in
      guard index < elements.count else { return hexadecimal(address) }
      let element = elements[index]
      return MemoryText.quoted(captured.content(of: element), isWhole: element.isWhole)
    }
    // The list ends with 0, or where memory does; in neither case with the last word of ours.
    if addresses.count == words.count / abi.addressSize { items.append("…") }
    return "[\(items.joined(separator: ", "))]"
  }

  /// To whom a message goes: `{name={AF_INET, 127.0.0.1:53}, namelen=16, …}`.
  private func message(
    _ words: MemoryWords, _ argument: ArgumentSignature, _ isInner: Bool
  ) -> String {
    let header = MessageHeader(words, on: abi)
    let elements = captured.pieces(of: argument.index, isInner: isInner, as: .element)
    let address = elements.first.map { element in
      let bytes = captured.content(of: element)
      return SocketAddress(MemoryWords(bytes, isBigEndian: abi.isBigEndian), bytes, on: abi).text
    }
    let unread = header.address == 0 ? "NULL" : hexadecimal(header.address)
    return "{name=\(address ?? unread), namelen=\(header.length), …}"
  }
}
