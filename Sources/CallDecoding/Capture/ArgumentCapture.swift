import LinuxABI

/// Reads what the arguments of a call lead to.
struct ArgumentCapture<Files: TargetFiles> {
  let abi: ABI
  let files: Files
  let withDirectory: Bool

  /// Reads everything for a call.
  ///
  /// - Parameters:
  ///   - call: The call.
  ///   - registers: Its arguments.
  ///   - isInner: Whether they are in memory, as those of a `socketcall`.
  ///   - capture: What is read.
  func read(
    _ call: Syscall, _ registers: InlineArray<6, UInt64>, isInner: Bool,
    into capture: inout MemoryCapture<some TargetMemory>
  ) {
    let plan = CapturePlan.plan(for: call, on: abi)
    for register in plan.descriptors {
      readLink(register, of: registers, isInner: isInner, into: &capture)
    }
    for step in plan.steps where step.applies(to: registers) {
      let address = registers[step.register] & abi.registerMask
      if address == 0 { continue }
      let start = capture.bytes.count
      guard let isWhole = readContent(step, at: address, registers, into: &capture) else {
        continue
      }
      let piece = CapturedPiece(
        register: UInt8(step.register), isInner: isInner, role: .content, isWhole: isWhole,
        start: start, count: capture.bytes.count - start)
      capture.pieces.append(piece)
      readElements(step, of: piece, registers, into: &capture)
    }
  }

  /// Reads where a descriptor leads.
  private func readLink(
    _ register: Int, of registers: InlineArray<6, UInt64>, isInner: Bool,
    into capture: inout MemoryCapture<some TargetMemory>
  ) {
    let number = Int32(truncatingIfNeeded: registers[register])
    let link: TargetLink
    switch number {
    case 0...: link = .descriptor(number)
    case WellKnown.workingDirectory where withDirectory: link = .workingDirectory
    default: return
    }
    let start = capture.bytes.count
    guard files.read(link, to: &capture.bytes) else {
      capture.bytes.removeSubrange(start...)
      return
    }
    capture.pieces.append(
      CapturedPiece(
        register: UInt8(register), isInner: isInner, role: .link, isWhole: true, start: start,
        count: capture.bytes.count - start))
  }

  /// Reads what is at an address: whether it is all, or `nil` where it cannot be read.
  private func readContent(
    _ step: CapturePlan.Step, at address: UInt64, _ registers: InlineArray<6, UInt64>,
    into capture: inout MemoryCapture<some TargetMemory>
  ) -> Bool? {
    let length = step.length?.length(in: registers)
    switch step.kind {
    case .path, .name:
      guard let length else {
        return capture.readText(at: address, limit: CapturedCall.textLimit)
      }
      let count = Int(min(length, UInt64(CapturedCall.textLimit)))
      return capture.readWhole(count, at: address) ? UInt64(count) == length : nil
    case .argumentList:
      let count = (CapturedCall.wordLimit + 1) * abi.addressSize
      let read = capture.readSome(count, at: address)
      return read >= abi.addressSize ? true : nil
    case .socketcallArguments:
      guard let count = SocketCall.argumentCount(registers, on: abi) else { return nil }
      return capture.readWhole(count * abi.addressSize, at: address) ? true : nil
    default:
      guard let size = step.kind.size(length: length, on: abi), size > 0 else { return nil }
      return capture.readWhole(size, at: address) ? true : nil
    }
  }

  /// Reads what is behind the addresses within a structure.
  private func readElements(
    _ step: CapturePlan.Step, of piece: CapturedPiece, _ registers: InlineArray<6, UInt64>,
    into capture: inout MemoryCapture<some TargetMemory>
  ) {
    let words = MemoryWords(
      capture.bytes[piece.start..<piece.start + piece.count], isBigEndian: abi.isBigEndian)
    switch step.kind {
    case .argumentList:
      for address in words.addresses(on: abi).prefix(CapturedCall.wordLimit) {
        let start = capture.bytes.count
        guard let isWhole = capture.readText(at: address, limit: CapturedCall.textLimit) else {
          return
        }
        capture.append(.element, of: piece, from: start, isWhole: isWhole)
      }
    case .messageHeader:
      let header = MessageHeader(words, on: abi)
      let start = capture.bytes.count
      guard header.address != 0, header.length > 0,
        capture.readWhole(min(header.length, SocketAddress.limit), at: header.address)
      else { return }
      capture.append(.element, of: piece, from: start, isWhole: true)
    case .socketcallArguments:
      guard !piece.isInner, let inner = SocketCall(registers, words, on: abi) else { return }
      read(inner.call, inner.registers, isInner: true, into: &capture)
    default: return
    }
  }
}

extension MemoryCapture {
  /// Says what the last bytes are to the argument of a piece.
  mutating func append(
    _ role: CapturedPiece.Role, of piece: CapturedPiece, from start: Int, isWhole: Bool
  ) {
    pieces.append(
      CapturedPiece(
        register: piece.register, isInner: piece.isInner, role: role, isWhole: isWhole,
        start: start, count: bytes.count - start))
  }
}
