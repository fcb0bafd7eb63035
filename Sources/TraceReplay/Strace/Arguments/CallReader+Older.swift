import LinuxABI

extension CallReader {
  /// The call that a C library makes where the kernel answers this one with `ENOSYS`.
  ///
  /// - Parameters:
  ///   - name: The newer call.
  ///   - text: What holds it.
  ///   - start: The offset after the opening parenthesis.
  ///   - end: Where the text of the call ends.
  ///   - abi: The ABI.
  ///   - hasNarrowRegisters: Whether a 32-bit program makes the call.
  /// - Returns: The older call, or `nil` where libraries have none for it.
  mutating func older(
    than name: SyscallNames.Index, _ text: ByteView, from start: Int, to end: Int, on abi: ABI,
    hasNarrowRegisters: Bool
  ) -> OlderCall? {
    guard var call = OlderCall(than: name, on: abi, hasNarrowRegisters: hasNarrowRegisters) else {
      return nil
    }
    let names = SyscallNames.all
    let signature = names.calls[Int(call.name)].arguments(on: abi) ?? []
    func set(_ argument: String, _ value: UInt64) {
      guard let register = signature.first(where: { $0.isNamed(argument) })?.index else { return }
      call.registers.set(
        value & 0xffff_ffff, register: register, width: 32, isNarrow: hasNarrowRegisters)
    }
    switch names.names[Int(name)] {
    case "clone3":
      // In the low bits, those of the signal, clone3 has CLONE_NEWTIME, for which clone has no room.
      guard
        let flags = member("flags", ofArgument: 0, text, start, end, on: abi), flags & 0xff == 0,
        let signal = member("exit_signal", ofArgument: 0, text, start, end, on: abi),
        signal & ~0xff == 0
      else { break }
      set("clone_flags", flags & 0xffff_ffff | signal)
    case "openat2":
      guard let flags = member("flags", ofArgument: 2, text, start, end, on: abi) else { break }
      set("flags", flags)
    default: break
    }
    return call
  }

  /// The number in a member of a structure that is printed.
  private mutating func member(
    _ name: StaticString, ofArgument index: Int, _ text: ByteView, _ start: Int, _ end: Int,
    on abi: ABI
  ) -> UInt64? {
    let list = ArgumentList(text, from: start, to: end)
    guard index < min(list.count, ArgumentList.capacity) else { return nil }
    var (first, last) = list[index]
    // Versions that print names of arguments put one before the structure.
    while first < last, Character8.isInName(text[first]) { first += 1 }
    if first < last, text[first] == UInt8(ascii: "=") { first += 1 }
    guard first < last, text[first] == UInt8(ascii: "{") else { return nil }
    let members = ArgumentList(text, from: first + 1, to: last)
    for index in 0..<min(members.count, ArgumentList.capacity) {
      let (begin, end) = members[index]
      guard text.has(name, at: begin), begin + name.utf8CodeUnitCount < end,
        text[begin + name.utf8CodeUnitCount] == UInt8(ascii: "=")
      else { continue }
      var close = end
      // Behind the last member the structure ends.
      if let brace = text.firstIndex(of: UInt8(ascii: "}"), from: begin, to: end) { close = brace }
      guard case .number(let value, _) = values.value(text, from: begin, to: close, on: abi) else {
        return nil
      }
      return value
    }
    return nil
  }
}
