#if YAML
  import TestSupport

  /// A value, and its text in YAML in styles that are chosen at random.
  indirect enum RandomYAML {
    case null
    case bool(Bool)
    case integer(String)
    case text(String)
    case list([RandomYAML])
    case mapping([(key: String, value: RandomYAML)])

    private static let characters: [Character] = [
      "a", "B", "0", " ", "\"", "\\", "/", "\n", "\t", "'", ":", "#", "-", "é", "€", "😀", "{", "]",
      ",",
      "&", "*", "!", "|", ">", "%", "@", "\u{feff}", "\u{7f}", "\u{1}",
    ]
    private static let words = [
      "read", "openat", "SCMP_ACT_ALLOW", "yes", "null", "12", "0755", "~", "", "a: b", "- x",
      "1e3",
    ]

    static func value(depth: Int, using random: inout SeededGenerator) -> RandomYAML {
      switch Int.random(in: 0...(depth > 0 ? 7 : 4), using: &random) {
      case 0: return .null
      case 1: return .bool(.random(using: &random))
      case 2:
        let bits = random.next() >> UInt64.random(in: 0...63, using: &random)
        return .integer(.random(using: &random) ? "\(bits)" : "\(Int64(bitPattern: bits))")
      case 3, 4: return .text(text(using: &random))
      case 5:
        return .list(
          (0..<Int.random(in: 0...4, using: &random)).map { _ in
            value(depth: depth - 1, using: &random)
          })
      default:
        var keys: [String] = []
        for _ in 0..<Int.random(in: 0...4, using: &random) {
          let key = text(using: &random)
          if !keys.contains(key) { keys.append(key) }
        }
        return .mapping(keys.map { ($0, value(depth: depth - 1, using: &random)) })
      }
    }

    private static func text(using random: inout SeededGenerator) -> String {
      if Bool.random(using: &random) { return words.randomElement(using: &random) ?? "" }
      return String(
        (0..<Int.random(in: 0...6, using: &random)).map { _ in
          characters.randomElement(using: &random) ?? "a"
        })
    }

    /// The value as `JSONNode.text` has it.
    var tree: String {
      switch self {
      case .null: "null"
      case .bool(let flag): "\(flag)"
      case .integer(let digits): digits
      case .text(let text): text.quotedText
      case .list(let elements): "[" + elements.map(\.tree).joined(separator: ",") + "]"
      case .mapping(let members):
        "{" + members.map { "\($0.key.quotedText):\($0.value.tree)" }.joined(separator: ",") + "}"
      }
    }

    // MARK: Writing

    /// What is written after a key, a dash, or at the beginning, with all that comes below it.
    func written(indent: Int, isFlow: Bool, using random: inout SeededGenerator) -> String {
      switch self {
      case .null: return ["null", "~", "Null"].randomElement(using: &random) ?? "~"
      case .bool(let flag):
        return (flag ? ["true", "True", "TRUE"] : ["false", "False"]).randomElement(using: &random)
          ?? ""
      case .integer(let digits):
        if let value = UInt64(digits), Bool.random(using: &random) {
          return "0x" + String(value, radix: 16)
        }
        return digits
      case .text(let text):
        return Self.written(text, indent: indent, isFlow: isFlow, using: &random)
      case .list(let elements):
        if isFlow || elements.isEmpty || Bool.random(using: &random) {
          let parts = elements.map { $0.written(indent: indent, isFlow: true, using: &random) }
          return "[" + parts.joined(separator: ", ") + "]"
        }
        return below(indent, using: &random) { random, pad in
          elements.map {
            pad + "- " + $0.written(indent: pad.count + 1, isFlow: false, using: &random)
          }
        }
      case .mapping(let members):
        if isFlow || members.isEmpty || Bool.random(using: &random) {
          let parts = members.map {
            Self.key($0.key, using: &random) + ": "
              + $0.value.written(indent: indent, isFlow: true, using: &random)
          }
          return "{" + parts.joined(separator: ", ") + "}"
        }
        return below(indent, using: &random) { random, pad in
          members.map {
            pad + Self.key($0.key, using: &random) + ": "
              + $0.value.written(indent: pad.count + 1, isFlow: false, using: &random)
          }
        }
      }
    }

    private func below(
      _ indent: Int, using random: inout SeededGenerator,
      _ lines: (inout SeededGenerator, String) -> [String]
    ) -> String {
      let pad = String(repeating: " ", count: indent + Int.random(in: 0...2, using: &random))
      let comment = Bool.random(using: &random) ? "  # é" : ""
      return comment + "\n" + lines(&random, pad).joined(separator: "\n")
    }

    private static func key(_ text: String, using random: inout SeededGenerator) -> String {
      isPlain(text) && Bool.random(using: &random) ? text : double(text)
    }

    private static func written(
      _ text: String, indent: Int, isFlow: Bool, using random: inout SeededGenerator
    ) -> String {
      let isPrintable = text.unicodeScalars.allSatisfy {
        $0.value >= 32 && $0.value != 127 && $0.value != 0xfeff
      }
      switch Int.random(in: 0...3, using: &random) {
      case 0 where isPlain(text): return text
      case 1 where isPrintable: return "'" + text.replacing("'", with: "''") + "'"
      case 2 where !isFlow && isPrintable && !text.isEmpty && text.first != " ":
        let pad = String(repeating: " ", count: indent + 1)
        return "|-\n" + pad + text
      default: return double(text)
      }
    }

    private static func isPlain(_ text: String) -> Bool {
      ["read", "openat", "SCMP_ACT_ALLOW"].contains(text)
    }

    private static func double(_ text: String) -> String {
      var result = "\""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case "é": result += "\\xE9"
        case "€": result += "\\u20aC"
        default:
          let isSpecial = scalar.value < 32 || scalar.value == 127 || scalar.value == 0xfeff
          let digits = String(scalar.value, radix: 16)
          result +=
            isSpecial
            ? "\\U" + String(repeating: "0", count: 8 - digits.count) + digits : String(scalar)
        }
      }
      return result + "\""
    }
  }
#endif
