import LinuxABI

extension ThreadFollower {
  /// The ABI that a call came through, or `nil` where none has a call of this name.
  mutating func abi(of record: LineRecord, at place: Int) -> ABI? {
    if let abi = judge.abis.only {
      guard record.hasNumber else { return names.isKnown(record.name, on: abi) ? abi : nil }
      let fits = names.abi(of: record, preferring: abi, among: judge.abis) != nil
      return fits || !isElsewhere(record) ? abi : nil
    }
    // A mark is about the one call.
    if record.statedABI != LineRecord.noABI { return ABI(rawValue: record.statedABI) }
    let own = threads[place].abi
    if record.hasNumber {
      if let stated = names.abi(of: record, preferring: own, among: judge.abis) {
        if record.name != SyscallNames.unknown { settle(stated, .stated, at: place) }
        return stated
      }
      if isElsewhere(record) { return nil }
      // A number without a name.
      let isX32 = own == .x86_64 && record.number & ABI.x32Bit != 0 && record.number != .max
      return isX32 ? .x32 : own
    }
    if record.name == SyscallNames.unknown { return nil }
    if names.isKnown(record.name, on: own) { return own }
    guard let other = judge.abis.all.first(where: { names.isKnown(record.name, on: $0) })
    else { return nil }
    if threads[place].certainty == .assumed { threads[place].abi = other }
    return other
  }

  /// Whether only other machines have a call of this name, or of this name and number.
  private func isElsewhere(_ record: LineRecord) -> Bool {
    guard options.abi == nil, record.name != SyscallNames.unknown,
      record.statedABI == LineRecord.noABI
    else { return false }
    let number = record.hasNumber ? record.number : nil
    let abis = names.abis(having: record.name, numbered: number)
    return !abis.isEmpty && !abis.contains(where: judge.abis.all.contains)
  }

  /// Ends the reading of a log in which a call stands that only another machine has: it would all be
  /// judged wrong.
  mutating func refuseElsewhere(_ record: LineRecord, line: Int) {
    guard failure == nil, isElsewhere(record) else { return }
    let number = record.hasNumber ? record.number : nil
    let abis = names.abis(having: record.name, numbered: number).map(\.name)
    let call = "'\(names.names[Int(record.name)])'" + (number.map { " with number \($0)" } ?? "")
    let own = judge.abis.all.map(\.name).joined(separator: ", ")
    failure = ReplayError(
      file,
      "line \(line) has the call \(call), which none of \(own) has, but "
        + "\(abis.joined(separator: ", ")); say with '--abi' or '--target' where the log is from")
  }

  /// The ABI that a line gives away.
  func evidence(_ record: LineRecord, _ text: ByteView) -> ABI? {
    guard record.name != SyscallNames.unknown else { return nil }
    if let abi = judge.abis.evidence(record.name, names) { return abi }
    guard let wide = judge.abis.wide else { return nil }
    // An address above 4 GiB.
    var place = Int(record.rest)
    let end = Int(record.end)
    var isQuoted = false
    while place < end {
      let byte = text[place]
      if byte == UInt8(ascii: "\\") { place += 1 }
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == UInt8(ascii: "0"), text.has("0x", at: place) {
        var digits = place + 2
        while digits < end, Character8.hexValue(text[digits]) < 16 { digits += 1 }
        if digits - place > 10 { return wide }
        place = digits
        continue
      }
      place += 1
    }
    return nil
  }

  /// Takes over what the log states about a thread.
  mutating func state(_ abi: ABI, at place: Int) { settle(abi, .stated, at: place) }

  /// Takes an ABI for a thread, and lets go of the calls that waited for it.
  mutating func settle(_ abi: ABI, _ certainty: ThreadState.Certainty, at place: Int) {
    threads[place].abi = abi
    threads[place].certainty = certainty
    if threads[place].marks.contains(.isHolding) { letGo(place) }
  }

  /// Lets go of calls that waited in vain: the ABI is assumed.
  mutating func release(_ place: Int) {
    if !threads[place].held.isEmpty { counters.assumedABIs[threads[place].abi, default: 0] += 1 }
    letGo(place)
  }

  private mutating func letGo(_ place: Int) {
    threads[place].marks.remove(.isHolding)
    let held = threads[place].held
    threads[place].held = []
    let thread = threads[place].thread
    for call in held {
      keptBytes -= call.text.count
      var record = call.record
      record.rest -= record.start
      record.body -= record.start
      record.end -= record.start
      record.start = 0
      let wasLent = isLent
      isLent = true
      defer { isLent = wasLent }
      ByteView.lending(call.text) { text in
        perform(record, text, call.line, self.place(of: thread))
      }
    }
  }
}
