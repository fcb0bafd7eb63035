#if YAML
  /// Where in a text of UTF-8 a character begins, by its number.
  struct CharacterOffsets {
    private let bytes: [UInt8]
    /// The offset of every so many characters; none where each character is a byte.
    private let checkpoints: [UInt32]

    private static let stride = 64

    /// Looks through a text, which is valid.
    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      var checkpoints: [UInt32] = []
      if bytes.contains(where: { $0 >= 0x80 }) {
        var characters = 0
        for (offset, byte) in bytes.enumerated() where byte & 0xc0 != 0x80 {
          if characters % Self.stride == 0 { checkpoints.append(UInt32(offset)) }
          characters += 1
        }
      }
      self.checkpoints = checkpoints
    }

    /// The offset in bytes of a character; that of the end for a number beyond the last.
    func offset(of character: Int) -> Int {
      if checkpoints.isEmpty { return min(character, bytes.count) }
      let index = min(character / Self.stride, checkpoints.count - 1)
      var offset = Int(checkpoints[index])
      for _ in 0..<(character - index * Self.stride) where offset < bytes.count {
        offset += 1
        while offset < bytes.count, bytes[offset] & 0xc0 == 0x80 { offset += 1 }
      }
      return offset
    }
  }
#endif
