package import SourceDiagnostics

extension SourceText {
  /// The first byte that is not UTF-8, and what is wrong there.
  package var invalidUTF8: (range: Range<Int>, problem: String)? {
    let bytes = bytes
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return (error.byteOffsets, problem(atInvalid: error.byteOffsets.lowerBound))
    }
  }

  /// What is wrong with a byte at which no valid character begins.
  private func problem(atInvalid offset: Int) -> String {
    let isFollowed = offset + 1 < bytes.count && bytes[offset + 1] & 0xc0 == 0x80
    switch bytes[offset] {
    case 0x80...0xbf: return "a continuation byte without a beginning"
    case 0xc0, 0xc1: return "a character in more bytes than it needs"
    case 0xf8...0xff: return "a byte that UTF-8 does not have"
    case 0xf5...0xf7: return "a character beyond U+10FFFF"
    case _ where !isFollowed: return "a character that is cut off"
    case 0xe0 where bytes[offset + 1] < 0xa0, 0xf0 where bytes[offset + 1] < 0x90:
      return "a character in more bytes than it needs"
    case 0xed where bytes[offset + 1] >= 0xa0: return "a surrogate"
    case 0xf4 where bytes[offset + 1] >= 0x90: return "a character beyond U+10FFFF"
    default: return "a character that is cut off"
    }
  }
}
