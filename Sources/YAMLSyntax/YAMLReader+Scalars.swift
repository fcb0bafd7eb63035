#if YAML
  import JSONSyntax
  import SourceDiagnostics
  import Toolbox

  extension YAMLReader {
    /// What a scalar says.
    mutating func value(
      _ text: String, isPlain: Bool, at range: Range<Int>
    ) throws(YAMLSyntaxError) -> JSONNode.Value {
      try checkNUL(text, at: range)
      guard isPlain else { return .string(text) }
      switch PlainScalar(text) {
      case .value(let value): return value
      case .ambiguous(let sentence):
        try report("yaml-ambiguous", sentence, at: range)
        return .string(text)
      case .unwritable(let sentence):
        try report("yaml-unread", sentence, at: range)
        return .string(text)
      }
    }

    /// Checks that a key without quotes is a text to every reader.
    mutating func checkPlain(key: String, at range: Range<Int>) throws(YAMLSyntaxError) {
      if key == "<<" {
        return try report(
          "yaml-unread",
          "'<<' takes members over from elsewhere, which is not read; write them here",
          at: range)
      }
      switch PlainScalar(key) {
      case .value(.string): break
      case .value(.null): try report("yaml-key", "a key is missing, or is null", at: range)
      case .value(let value):
        try report(
          "yaml-key", "a key must be a text, not \(value.kind); put it in double quotes", at: range)
      case .ambiguous, .unwritable:
        try report(
          "yaml-ambiguous",
          "the key \(quoted(key)) is no text to some readers of YAML; put it in double quotes",
          at: range)
      }
    }

    mutating func checkNUL(_ text: String, at range: Range<Int>) throws(YAMLSyntaxError) {
      if text.utf8.contains(0) {
        try report("yaml-syntax", "NUL in a text; names and paths cannot hold it", at: range)
      }
    }

    mutating func refuse(tag: String, at range: Range<Int>) throws(YAMLSyntaxError) {
      let name = tag.hasPrefix("tag:yaml.org,2002:") ? "!!" + tag.dropFirst(18) : tag
      try report(
        "yaml-unread",
        "the tag \(quoted(name)) is not read; remove it, and put what is to be a text in double quotes",
        at: range)
    }

    func keyOfAnotherKind(at range: Range<Int>) -> YAMLSyntaxError {
      mistake("yaml-key", "a key must be a text, and stand there itself", at: range)
    }

    // MARK: Syntax

    /// What is wrong where libyaml stopped, in words that help.
    func syntaxMistake(_ mistake: EventStream.Mistake, at place: Int) -> YAMLSyntaxError {
      let bytes = source.bytes
      let length = place < bytes.count ? decodeScalar(in: bytes, at: place).length : 0
      let sentence = Self.sentence(
        mistake,
        at: place < bytes.count ? Array(bytes[place..<min(place + length, bytes.count)]) : [])
      return self.mistake(
        "yaml-syntax", sentence, at: place..<min(place + length, bytes.count))
    }

    private static func sentence(_ mistake: EventStream.Mistake, at character: [UInt8]) -> String {
      switch mistake.problem {
      case "found character that cannot start any token" where character == [0x09]:
        "a tabulator; YAML is indented with blanks"
      case "found character that cannot start any token":
        "a text cannot begin with \(quoted(character)); put it in double quotes"
      case "mapping values are not allowed in this context":
        "a ':' where no key can be; check the indentation, or put the text in double quotes"
      case "did not find expected key": "a key was expected here; check the indentation"
      case "could not find expected ':'": "a ':' is missing after the key before"
      case "did not find expected ',' or ']'": "',' or ']' was expected here"
      case "did not find expected ',' or '}'": "',' or '}' was expected here"
      case "did not find expected '-' indicator":
        "an element that begins with '-' was expected here; check the indentation"
      case "found unexpected end of stream": "the file ends inside of a text in quotes"
      case "found unknown escape character": "unknown escape sequence in double quotes"
      case "control characters are not allowed":
        "a control character; write it as an escape sequence in double quotes"
      default:
        "this is no YAML: \(mistake.problem)" + (mistake.context.map { " \($0)" } ?? "")
      }
    }
  }
#endif
