import Toolbox

/// The parts of an object or a list in a text that is known to be JSON.
///
/// It is for putting pieces of policies together again without changing how they are written.
struct JSONParts {
  /// An element, with its key if the whole is an object.
  struct Part: Equatable {
    var key: String?
    var value: String
  }

  /// All of them, in order.
  private(set) var parts: [Part] = []
  /// Whether the whole is an object.
  let isObject: Bool

  /// Takes a text apart; `nil` where it is neither an object nor a list.
  init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8.drop { Self.isSpace($0) })
    guard let first = bytes.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
      return nil
    }
    isObject = first == UInt8(ascii: "{")
    var (depth, begin, colon, isInString, isEscaped) = (0, 1, Int?.none, false, false)
    for (index, byte) in bytes.enumerated() {
      if isInString {
        isInString = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): isInString = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: ":") where depth == 1 && colon == nil: colon = index
      case UInt8(ascii: ",") where depth == 1:
        add(bytes[begin..<index], colon: colon)
        (begin, colon) = (index + 1, nil)
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { add(bytes[begin..<index], colon: colon) }
      default: break
      }
    }
  }

  private mutating func add(_ bytes: ArraySlice<UInt8>, colon: Int?) {
    if bytes.allSatisfy(Self.isSpace) { return }
    guard isObject, let colon else { return parts.append(Part(value: Self.trimmed(bytes))) }
    parts.append(
      Part(
        key: String(Self.trimmed(bytes[..<colon]).dropFirst().dropLast()),
        value: Self.trimmed(bytes[(colon + 1)...])))
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    let bytes = bytes.drop(while: isSpace)
    let end = bytes.lastIndex { !isSpace($0) } ?? bytes.startIndex
    return visible(bytes[..<(bytes.isEmpty ? end : end + 1)])
  }

  /// A text with the same meaning on one line: what a terminal would not show is escaped, as JSON does it.
  private static func visible(_ bytes: ArraySlice<UInt8>) -> String {
    var text = ""
    var (isInString, isEscaped, isAfterSpace) = (false, false, false)
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      if !isInString, scalar.isASCII, isSpace(UInt8(scalar.value)) {
        if !isAfterSpace { text += " " }
        isAfterSpace = true
        continue
      }
      isAfterSpace = false
      if scalar == "\"" && !isEscaped { isInString.toggle() }
      isEscaped = isInString && !isEscaped && scalar == "\\"
      if isVisible(scalar) {
        text.unicodeScalars.append(scalar)
      } else {
        for unit in UTF16.encode(scalar) ?? .init() {
          text += "\\u" + String(0x1_0000 + Int(unit), radix: 16).dropFirst()
        }
      }
    }
    return text
  }

  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0a, 0x0d].contains(byte) }

  /// The value of a key, which can be changed; `nil` takes the member away.
  subscript(_ key: String) -> String? {
    get { parts.first { $0.key == key }?.value }
    set {
      let index = parts.firstIndex { $0.key == key }
      switch (index, newValue) {
      case (let index?, let value?): parts[index].value = value
      case (let index?, nil): parts.remove(at: index)
      case (nil, let value?): parts.append(Part(key: key, value: value))
      case (nil, nil): break
      }
    }
  }

  /// The whole on one line.
  var text: String {
    let inner = parts.map { part in (part.key.map { "\"\($0)\": " } ?? "") + part.value }
      .joined(separator: ", ")
    return isObject ? "{\(inner)}" : "[\(inner)]"
  }
}
