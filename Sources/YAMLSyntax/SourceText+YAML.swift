#if YAML
  import JSONSyntax
  import SourceDiagnostics

  extension SourceText {
    /// Checks what concerns a text as a whole, before libyaml sees it.
    func checkYAML(within limits: JSONLimits) throws(YAMLSyntaxError) {
      guard bytes.count <= limits.bytes else {
        throw YAMLSyntaxError(
          "yaml-limit",
          "the file is \(bytes.count) bytes long; at most \(limits.bytes) are read", at: 0..<0,
          of: self)
      }
      if let (range, problem) = invalidUTF8 {
        throw YAMLSyntaxError(
          "yaml-encoding", "invalid UTF-8 at byte \(range.lowerBound): \(problem)", at: range,
          of: self)
      }
      if let start = directive {
        let end = bytes[start...].firstIndex { $0 == 0x0a || $0 == 0x0d } ?? bytes.count
        throw YAMLSyntaxError(
          "yaml-unread", "a line that begins with '%' is a directive, and none is read; remove it",
          at: start..<end, of: self)
      }
      if let range = separator {
        throw YAMLSyntaxError(
          "yaml-syntax",
          "a character that ends a line in YAML 1.1, and not in 1.2; write it as an escape sequence "
            + "in double quotes, such as \"\\u2028\"", at: range, of: self)
      }
    }

    /// The first line that begins with `%`.
    ///
    /// libyaml takes them up one by one, and compares each with all before it.
    private var directive: Int? {
      let sign = UInt8(ascii: "%")
      return bytes.indices.first { index in
        bytes[index] == sign
          && (index == 0 || bytes[index - 1] == 0x0a || bytes[index - 1] == 0x0d)
      }
    }

    /// The first of the characters U+0085, U+2028 and U+2029.
    private var separator: Range<Int>? {
      for index in bytes.indices.dropLast() {
        switch bytes[index] {
        case 0xc2 where bytes[index + 1] == 0x85: return index..<index + 2
        case 0xe2
        where bytes[index + 1] == 0x80 && (bytes[index + 2] == 0xa8 || bytes[index + 2] == 0xa9):
          return index..<index + 3
        default: continue
        }
      }
      return nil
    }
  }
#endif
