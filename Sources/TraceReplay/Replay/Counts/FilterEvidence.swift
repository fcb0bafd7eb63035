/// What logs show of the filters under which they were made.
struct FilterEvidence {
  /// How a filter shows itself.
  enum Sign: UInt8, Hashable {
    /// The call was the last one before `SIGSYS` killed its thread.
    case killed
    /// The call was answered, and a call that the log does not show was the last one.
    case killedUnseen
    /// The call was answered with `SIGSYS`.
    case signalled
    /// The call was answered with just the error of its verdict.
    case failed
  }

  /// Calls of one class with one sign.
  struct Entry {
    var callClass: CallClass.Index
    var sign: Sign
    var count = 0
    /// The first call.
    var location: CallLocation
    /// The line of its sign.
    var line: Int
  }

  private struct Key: Hashable {
    var callClass: CallClass.Index
    var sign: Sign
  }

  /// The entries, in the order of their first calls; those whose count is 0 do not matter.
  private(set) var entries: [Entry] = []
  private var indices: [Key: Int] = [:]
  /// The most entries that are kept.
  static let most = 100

  /// Adds a call.
  ///
  /// - Parameter entry: The call, counted as often as it says.
  mutating func add(_ entry: Entry) {
    if let index = indices[Key(callClass: entry.callClass, sign: entry.sign)] {
      if entries[index].count == 0 {
        entries[index] = entry
      } else {
        entries[index].count += entry.count
      }
    } else if entries.count < Self.most {
      indices[Key(callClass: entry.callClass, sign: entry.sign)] = entries.count
      entries.append(entry)
    }
  }

  /// Takes back the last call that was added with a sign, which turned out to be another.
  mutating func takeBack(_ sign: Sign, of callClass: CallClass.Index) {
    guard let index = indices[Key(callClass: callClass, sign: sign)] else { return }
    entries[index].count -= 1
  }

  mutating func add(_ later: Self) { later.entries.forEach { if $0.count > 0 { add($0) } } }
}
