/// Where a call is printed.
struct PrintedCall {
  let text: ByteView
  /// Where the name begins.
  var name: Int
  /// Where the arguments begin.
  var arguments: Int
  /// Where the text of the call ends, without the mark that it is not finished.
  var end: Int
  /// Where the line ends.
  var lineEnd: Int
  /// Whether the call is there with its result.
  var isWhole: Bool
}

extension PrintedCall {
  /// Where the call of a record is printed.
  @inline(__always) init(_ record: LineRecord, in text: ByteView) {
    self.text = text
    name = Int(record.body)
    arguments = Int(record.rest)
    lineEnd = Int(record.end)
    isWhole = record.kind == .call
    switch record.kind {
    case .unfinished, .detached:
      end = text.lastIndex(of: UInt8(ascii: "<"), from: arguments, to: lineEnd) ?? lineEnd
    default: end = lineEnd
    }
  }
}
