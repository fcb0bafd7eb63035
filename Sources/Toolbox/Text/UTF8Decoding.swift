/// Decodes the character at an offset of a text that may be invalid.
///
/// Valid is what the Unicode Standard's table 3-7 lists: no overlong forms, no surrogates, nothing
/// above U+10FFFF. Anything else is taken byte by byte.
///
/// - Parameters:
///   - bytes: The text.
///   - offset: An offset before the end.
/// - Returns: The scalar and its length in bytes; no scalar and 1 for a byte that is invalid there.
package func decodeScalar(
  in bytes: [UInt8], at offset: Int
) -> (scalar: Unicode.Scalar?, length: Int) {
  let lead = bytes[offset]
  let length: Int
  var second: ClosedRange<UInt8> = 0x80...0xbf
  switch lead {
  case 0x00...0x7f: return (Unicode.Scalar(lead), 1)
  case 0xc2...0xdf: length = 2
  case 0xe0: (length, second) = (3, 0xa0...0xbf)
  case 0xed: (length, second) = (3, 0x80...0x9f)
  case 0xe1...0xef: length = 3
  case 0xf0: (length, second) = (4, 0x90...0xbf)
  case 0xf1...0xf3: length = 4
  case 0xf4: (length, second) = (4, 0x80...0x8f)
  default: return (nil, 1)
  }
  guard offset + length <= bytes.count, second.contains(bytes[offset + 1]) else { return (nil, 1) }
  // Of the leading byte of n, the upper n + 1 bits are the mark.
  var value = UInt32(lead & (0x7f >> UInt8(length)))
  value = (value << 6) | UInt32(bytes[offset + 1] & 0x3f)
  for byte in bytes[(offset + 2)..<(offset + length)] {
    guard byte & 0xc0 == 0x80 else { return (nil, 1) }
    value = (value << 6) | UInt32(byte & 0x3f)
  }
  return (Unicode.Scalar(value), length)
}
