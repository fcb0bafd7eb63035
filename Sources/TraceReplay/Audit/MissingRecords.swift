/// What a line says by which the kernel tells that it has left records out.
package struct MissingRecords: Hashable {
  /// How many; `nil` where the line does not say that.
  package let count: Int?

  /// Reads a line of a log; `nil` where it tells of nothing that is missing.
  ///
  /// - Parameter line: The line, with whatever a collector has put before.
  package init?(_ line: String) {
    let found = ByteView.lending(Array(line.utf8)) { Self($0, from: 0, to: $0.count) }
    guard let found else { return nil }
    self = found
  }

  /// Reads a line: `audit: audit_lost=12 …`, or `kauditd_printk_skb: 170 callbacks suppressed`, which
  /// older kernels begin with `audit_printk_skb`.
  init?(_ text: ByteView, from start: Int, to end: Int) {
    if text.contains("audit_lost=", from: start, to: end) {
      count = nil
      return
    }
    let sign: StaticString = "_printk_skb: "
    guard text.contains("audit", from: start, to: end),
      let found = text.firstIndex(of: sign, from: start, to: end)
    else { return nil }
    let first = found + sign.utf8CodeUnitCount
    var digits = first
    while digits < end, Character8.isDigit(text[digits]) { digits += 1 }
    guard text.contains(" callbacks suppressed", from: digits, to: end),
      let number = UInt32(String(decoding: text.bytes(from: first, to: digits), as: UTF8.self))
    else { return nil }
    count = Int(number)
  }
}
