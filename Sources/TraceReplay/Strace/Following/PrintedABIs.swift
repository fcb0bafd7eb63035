import LinuxABI

/// What lines give away of the ABIs of their calls.
struct PrintedABIs {
  /// The ABIs that calls may have come through.
  let abis: LogABIs
  /// Whether somebody has said which one it is.
  let isSaid: Bool
  private let names = SyscallNames.all

  init(_ abis: LogABIs, isSaid: Bool) {
    self.abis = abis
    self.isSaid = isSaid
  }

  /// The ABI of a call whose number is printed, where name and number tell.
  func stated(by record: LineRecord, preferring assumed: ABI) -> ABI? {
    if record.statedABI != LineRecord.noABI { return ABI(rawValue: record.statedABI) }
    if record.name == SyscallNames.unknown { return nil }
    let candidates = [assumed] + abis.all
    let number = record.number
    for abi in candidates where names.number(of: record.name, on: abi) == number { return abi }
    for abi in candidates
    where names.multiplexedForm(of: record.name, on: abi)?.number == number { return abi }
    return nil
  }

  /// The ABI that a line gives away by the name of its call, or by an address above 4 GiB.
  func evidence(_ record: LineRecord, _ text: ByteView) -> ABI? {
    guard record.name != SyscallNames.unknown else { return nil }
    if let abi = abis.evidence(record.name, names) { return abi }
    guard let wide = abis.wide else { return nil }
    var offset = Int(record.rest)
    let end = Int(record.end)
    var isQuoted = false
    while offset < end {
      let byte = text[offset]
      if byte == UInt8(ascii: "\\") { offset += 1 }
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == UInt8(ascii: "0"), text.has("0x", at: offset) {
        var digits = offset + 2
        while digits < end, Character8.hexValue(text[digits]) < 16 { digits += 1 }
        if digits - offset > 10 { return wide }
        offset = digits
        continue
      }
      offset += 1
    }
    return nil
  }

  // MARK: - Calls of other machines

  /// Whether only other machines have a call of this name, or of this name and number.
  func isElsewhere(_ record: LineRecord) -> Bool {
    guard !isSaid, record.name != SyscallNames.unknown, record.statedABI == LineRecord.noABI
    else { return false }
    let others = others(having: record)
    return !others.isEmpty && !others.contains(where: abis.all.contains)
  }

  /// Why a log is not read on in which a call stands that only another machine has: it would all be
  /// judged wrong.
  func refusal(of record: LineRecord, line: Int) -> String {
    let number = record.hasNumber ? record.number : nil
    let call = "'\(names.names[Int(record.name)])'" + (number.map { " with number \($0)" } ?? "")
    let own = abis.all.map(\.name).joined(separator: ", ")
    return "line \(line) has the call \(call), which none of \(own) has, but "
      + others(having: record).map(\.name).joined(separator: ", ")
      + "; say with '--abi' or '--target' where the log is from"
  }

  private func others(having record: LineRecord) -> [ABI] {
    names.abis(having: record.name, numbered: record.hasNumber ? record.number : nil)
  }
}
