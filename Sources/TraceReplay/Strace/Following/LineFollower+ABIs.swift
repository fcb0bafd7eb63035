import LinuxABI

/// Which ABI the calls of a thread come through, and calls that wait for it to be known.
extension LineFollower {
  /// The most calls of a thread that wait.
  static var mostHeldCalls: Int { 24 }
  /// The longest line of a call that waits.
  static var longestHeldLine: UInt32 { 4096 }

  /// The ABI that a call came through, or `nil` where none has a call of this name.
  mutating func abi(of record: LineRecord, at index: Int) -> ABI? {
    if let abi = replay.abis.only {
      guard record.hasNumber else { return names.isKnown(record.name, on: abi) ? abi : nil }
      let fits = evidence.stated(by: record, preferring: abi) != nil
      return fits || !evidence.isElsewhere(record) ? abi : nil
    }
    // A mark is about the one call.
    if record.statedABI != LineRecord.noABI { return ABI(rawValue: record.statedABI) }
    let own = replay.threads[index].abi
    if record.hasNumber {
      if let stated = evidence.stated(by: record, preferring: own) {
        if record.name != SyscallNames.unknown { settle(stated, .stated, at: index) }
        return stated
      }
      if evidence.isElsewhere(record) { return nil }
      // A number without a name.
      let isX32 = own == .x86_64 && record.number & ABI.x32Bit != 0 && record.number != .max
      return isX32 ? .x32 : own
    }
    if record.name == SyscallNames.unknown { return nil }
    if names.isKnown(record.name, on: own) { return own }
    guard let other = replay.abis.all.first(where: { names.isKnown(record.name, on: $0) })
    else { return nil }
    if replay.threads[index].certainty == .assumed { replay.threads[index].abi = other }
    return other
  }

  /// Takes an ABI for a thread, and lets go of the calls that waited for it.
  mutating func settle(_ abi: ABI, _ certainty: ABICertainty, at index: Int) {
    replay.threads[index].abi = abi
    replay.threads[index].certainty = certainty
    if replay.threads[index].marks.contains(.isHolding) { letGo(index) }
  }

  // MARK: - Calls that wait

  /// Keeps a call until it is known which ABI its thread uses; says `false` where that is known now,
  /// or the call must not wait.
  mutating func hold(
    _ record: LineRecord, _ text: ByteView, _ line: Int, _ index: Int, isKnownCut: Bool
  ) -> Bool {
    if let abi = evidence.evidence(record, text) {
      settle(abi, .evident, at: index)
      return false
    }
    let role = names.role(of: record.name)
    let isStated = record.statedABI != LineRecord.noABI
    let isNamed = record.name != SyscallNames.unknown
    if isKnownCut || record.hasNumber || isStated || !isNamed || role != .plain
      || replay.threads[index].kept.held.count == Self.mostHeldCalls
      || record.end - record.start > Self.longestHeldLine
    {
      let tells = isStated || record.hasNumber == isNamed
      if replay.threads[index].kept.held.isEmpty, !tells && role != .exec {
        replay.totals.counters.assumedABIs[replay.threads[index].abi, default: 0] += 1
      }
      release(index)
      return false
    }
    keptBytes += Int(record.end - record.start)
    replay.threads[index].kept.held.append(
      HeldCall(
        record: record, line: line,
        text: text.bytes(from: Int(record.start), to: Int(record.end))))
    return true
  }

  /// Lets go of calls that waited in vain: the ABI is assumed.
  mutating func release(_ index: Int) {
    if !replay.threads[index].kept.held.isEmpty {
      replay.totals.counters.assumedABIs[replay.threads[index].abi, default: 0] += 1
    }
    letGo(index)
  }

  private mutating func letGo(_ index: Int) {
    replay.threads[index].marks.remove(.isHolding)
    let held = replay.threads[index].kept.held
    replay.threads[index].kept.held = []
    let thread = replay.threads[index].thread
    for call in held {
      keptBytes -= call.text.count
      lend(call.text) { follower, text in
        follower.perform(call.ownRecord, text, call.line, follower.replay.index(of: thread))
      }
    }
  }
}
