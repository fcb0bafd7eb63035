import TestSupport
import Testing

@testable import TraceReplay

/// Datagrams of the kernel's audit, byte by byte.
@Suite struct AuditNewsTests {
  /// A datagram: `struct nlmsghdr`, and a text.
  private static func datagram(_ type: UInt16, _ text: String, length: Int? = nil) -> [UInt8] {
    func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
      unsafe withUnsafeBytes(of: number) { unsafe Array($0) }
    }
    let length = length ?? 16 + text.utf8.count
    return bytes(UInt32(length)) + bytes(type) + bytes(UInt16(0)) + bytes(UInt32(0))
      + bytes(UInt32(0)) + text.utf8
  }

  private static func news(_ bytes: [UInt8], isWhole: Bool = true) -> AuditNews {
    AuditNews(bytes[...], isWhole: isWhole)
  }

  private static let text = "audit(1.2:3): pid=7 arch=c000003e syscall=83 code=0x50000"

  @Test(arguments: [1326, 1300] as [UInt16]) func `a record is the line of a log`(type: UInt16) {
    let line = AuditNews.record(Array("type=\(type) \(Self.text)".utf8))
    #expect(Self.news(Self.datagram(type, Self.text)) == line)
    // The length in the header is what auditd had got used to, or anything; ends may be filled up.
    for length in [Self.text.utf8.count, 0, 1 << 31] {
      #expect(Self.news(Self.datagram(type, Self.text, length: length)) == line)
    }
    for end in ["\0", "\n", "\0\0\n"] {
      #expect(Self.news(Self.datagram(type, Self.text + end)) == line)
    }
    // A slice need not begin at 0.
    let behind = [1, 2, 3] + Self.datagram(type, Self.text)
    #expect(AuditNews(behind[3...], isWhole: true) == line)
  }

  @Test(arguments: [0, 1, 2, 1000, 1112, 1299, 1320, 1327, 1335, 2404, .max] as [UInt16])
  func `what is about no call is passed over`(type: UInt16) {
    #expect(Self.news(Self.datagram(type, Self.text)) == .other)
    #expect(Self.news(Self.datagram(type, ""), isWhole: false) == .other)
  }

  @Test func `what cannot be read says so`() {
    let whole = Self.datagram(1326, Self.text)
    for count in 0..<16 {
      let news = Self.news(Array(whole.prefix(count)))
      #expect(news.trouble == "this message of the audit is too short", "\(count)")
    }
    #expect(Self.news(whole, isWhole: false).trouble == "this record is too long")
    #expect(Self.news(whole).trouble == nil)
    #expect(AuditNews.missing(nil).trouble?.hasPrefix("records are missing here") == true)
    #expect(AuditNews.missing(1).trouble?.hasPrefix("1 record is missing here") == true)
    #expect(AuditNews.missing(2).trouble?.hasPrefix("2 records are missing here") == true)
  }
}
