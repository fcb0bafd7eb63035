/// A line of a call that stops in the middle, because something else was printed there.
struct BrokenLine {
  let record: LineRecord
  let line: Int
  /// The text, without what strace has said there.
  private(set) var text: [UInt8]
  /// A thread that strace has said it attached to, in the middle of the line.
  private(set) var announced: Int32?
  /// How many lines it was put together from, beside the first.
  private(set) var joins = 0

  /// How many lines a call is put together from at most, beside the first.
  static let mostJoins = 3

  /// A line of a batch.
  init(_ record: LineRecord, in text: ByteView, line: Int) {
    self.record = record
    self.line = line
    var bytes = text.bytes(from: Int(record.start), to: Int(record.end))
    let marker = Array("Process ".utf8)
    if let found = bytes.lastRange(of: marker), bytes.suffix(9) == Array(" attached".utf8)[...] {
      let digits = bytes[found.upperBound...].prefix(while: Character8.isDigit)
      announced = Int32(String(decoding: digits, as: UTF8.self))
      bytes.removeSubrange(Self.beginOfTracer(bytes, found.lowerBound)...)
    }
    self.text = bytes
  }

  /// The line with another put to it, which stops in the middle as well.
  init(_ record: LineRecord, joined text: [UInt8], to first: BrokenLine) {
    self.record = record
    self.text = text
    line = first.line
    joins = first.joins + 1
  }

  /// Whether no more may be put to it.
  var isTooLong: Bool { text.count > ReplayLimits.batchSize }

  /// The record of the call as far as it is there, by offsets in ``text``.
  var call: LineRecord {
    var call = record
    call.rest -= call.start
    call.body -= call.start
    call.start = 0
    call.end = UInt32(text.count)
    call.kind = .call
    call.callClass = CallClass.none
    return call
  }

  /// Where the name or path begins that a tracer has put before what it says at an offset.
  private static func beginOfTracer(_ bytes: [UInt8], _ offset: Int) -> Int {
    guard offset > 2, bytes[offset - 1] == Character8.blank,
      bytes[offset - 2] == UInt8(ascii: ":")
    else { return offset }
    let end = offset - 2
    var begin = end
    let others = Array("-+./".utf8)
    while begin > 0, Character8.isInName(bytes[begin - 1]) || others.contains(bytes[begin - 1]) {
      begin -= 1
    }
    guard var path = bytes[begin..<end].firstIndex(of: UInt8(ascii: "/")) else {
      let name = Array("strace".utf8)
      return bytes[begin..<end].suffix(6) == name[...] ? end - 6 : offset
    }
    while path > begin, bytes[path - 1] == UInt8(ascii: ".") { path -= 1 }
    return path
  }
}

extension Array where Element == UInt8 {
  /// The last range in which these bytes stand.
  fileprivate func lastRange(of bytes: [UInt8]) -> Range<Int>? {
    guard count >= bytes.count else { return nil }
    for start in stride(from: count - bytes.count, through: 0, by: -1)
    where self[start..<start + bytes.count].elementsEqual(bytes) {
      return start..<start + bytes.count
    }
    return nil
  }
}
