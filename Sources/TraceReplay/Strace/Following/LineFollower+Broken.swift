/// Lines with something in between.
extension LineFollower {
  /// Reads a line that was put together, or several on one.
  ///
  /// - Parameters:
  ///   - line: The line.
  ///   - body: What to do with each record, its text, and whether it is the first of the line.
  mutating func rescan(
    _ line: [UInt8], _ body: (inout Self, inout LineRecord, ByteView, Bool) -> Void
  ) {
    lend(line) { follower, text in
      var scanner = LineScanner()
      var record = LineRecord()
      var next: Int? = 0
      while let begin = next {
        let isFound = scanner.scan(text, from: begin, to: text.count, into: &record)
        next = scanner.further
        scanner.further = nil
        if isFound { body(&follower, &record, text, begin == 0) }
      }
    }
  }

  /// Puts the next line to one that stops in the middle.
  mutating func join(_ record: LineRecord, _ text: ByteView) {
    guard let broken = pending.broken else { return }
    if broken.isTooLong {
      settleBroken()
      return
    }
    pending.broken = nil
    let whole = broken.text + text.bytes(from: Int(record.start), to: Int(record.end))
    rescan(whole) { follower, record, text, isFirst in
      if isFirst, record.kind == .open, broken.joins < BrokenLine.mostJoins {
        follower.pending.broken = BrokenLine(record, joined: whole, to: broken)
      } else {
        if record.kind == .open { record.kind = .detached }
        follower.follow(record, in: text, line: broken.line)
      }
    }
  }

  /// Judges a line that stops in the middle by what is there, and says that it does.
  mutating func settleBroken() {
    guard let broken = pending.broken else { return }
    pending.broken = nil
    lend(broken.text) { follower, text in
      follower.addUnreadable(
        follower.pending.isCutOff
          ? "the log ends in the middle of this line" : "this line stops in the middle",
        line: broken.line, text, 0, text.count)
      let call = broken.call
      if call.hasNumber || call.name != SyscallNames.unknown {
        follower.call(call, text, broken.line, isKnownCut: true)
      }
    }
  }
}
