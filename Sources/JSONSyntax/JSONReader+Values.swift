internal import SourceDiagnostics
import Toolbox

/// An array or an object that has been opened and not yet closed.
struct OpenContainer {
  /// The offset of its bracket.
  let start: Int
  let isObject: Bool
  var elements: [JSONNode] = []
  var members: [JSONMember] = []
  /// The key whose value comes next.
  var key = ""
  var keyRange = 0..<0
  var keys = KeyIndex()

  /// Adds a value that is complete.
  mutating func append(_ node: JSONNode) {
    if isObject {
      members.append(JSONMember(key: key, keyRange: SourceRange(keyRange), value: node))
    } else {
      elements.append(node)
    }
  }

  /// The node, when the closing bracket is reached.
  func closed(at end: Int) -> JSONNode {
    JSONNode(value: isObject ? .object(members) : .array(elements), range: SourceRange(start..<end))
  }
}

extension JSONReader {
  /// Reads the whole text.
  ///
  /// Of a file that begins like none of ours, nothing is said but that it is not JSON: what exactly
  /// stands there is nobody's business.
  mutating func text() throws(JSONSyntaxError) -> JSONNode {
    do throws(JSONSyntaxError) {
      return try document()
    } catch {
      offset = 0
      skipWhitespace()
      throw beginsLikeJSON
        ? error : comment ?? self.error("json-not-json", "the file is not JSON", at: here)
    }
  }

  /// Reads the value and what is around it.
  ///
  /// Open containers are kept in a list, not on the stack of calls, so that no text can exhaust it.
  private mutating func document() throws(JSONSyntaxError) -> JSONNode {
    var open: [OpenContainer] = []
    skipWhitespace()
    while true {
      values += 1
      if values > limits.values {
        throw error(
          "json-too-many-values", "more than \(limits.values) values; the rest is not read",
          at: here)
      }
      guard var node = try value(openingInto: &open) else { continue }
      // The value may be the last of a container, and that the last of another.
      while true {
        skipWhitespace()
        guard let innermost = open.indices.last else {
          if offset < bytes.count { throw trailingText() }
          return node
        }
        open[innermost].append(node)
        if try separator(in: &open[innermost], after: node.range.upperBound) { break }
        node = open.removeLast().closed(at: offset)
      }
    }
  }

  /// Reads a value, of an array or object that is not empty only the beginning.
  ///
  /// - Returns: The value, or `nil` when a container was opened.
  private mutating func value(
    openingInto open: inout [OpenContainer]
  ) throws(JSONSyntaxError) -> JSONNode? {
    let start = offset
    let value: JSONNode.Value
    switch next {
    case UInt8(ascii: "{")?, UInt8(ascii: "[")?:
      guard let container = try begin(depth: open.count) else {
        value = bytes[start] == UInt8(ascii: "{") ? .object([]) : .array([])
        break
      }
      open.append(container)
      return nil
    case UInt8(ascii: "\"")?: value = .string(try string())
    case UInt8(ascii: "-")?, (UInt8(ascii: "0")...UInt8(ascii: "9"))?:
      value = .number(try number())
    default:
      guard let literal = literal() else {
        throw missingValue(in: open.last)
      }
      value = literal
    }
    return JSONNode(value: value, range: SourceRange(start..<offset))
  }

  /// Reads `true`, `false` or `null`.
  private mutating func literal() -> JSONNode.Value? {
    let word = word(at: offset)
    let value: JSONNode.Value
    switch word.count {
    case 4 where bytes[word].elementsEqual("true".utf8): value = .bool(true)
    case 5 where bytes[word].elementsEqual("false".utf8): value = .bool(false)
    case 4 where bytes[word].elementsEqual("null".utf8): value = .null
    default: return nil
    }
    offset = word.upperBound
    return value
  }

  /// Reads an opening bracket and what must come before the first value.
  ///
  /// - Returns: The container, or `nil` when it is empty and closed already.
  private mutating func begin(depth: Int) throws(JSONSyntaxError) -> OpenContainer? {
    var container = OpenContainer(start: offset, isObject: next == UInt8(ascii: "{"))
    guard depth < limits.depth else {
      throw error(
        "json-too-deep",
        "\(container.isObject ? "object" : "array") nested too deeply; "
          + "\(limits.depth) levels are allowed", at: offset..<(offset + 1))
    }
    offset += 1
    skipWhitespace()
    if next == (container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
      offset += 1
      return nil
    }
    if container.isObject { try key(of: &container) }
    return container
  }

  /// Reads what comes after a value: a comma, with the next key in an object, or the closing bracket.
  ///
  /// - Returns: Whether another value follows.
  private mutating func separator(
    in container: inout OpenContainer, after end: Int
  ) throws(JSONSyntaxError) -> Bool {
    let closing = container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
    switch next {
    case closing:
      offset += 1
      return false
    case UInt8(ascii: ","):
      let comma = offset
      offset += 1
      skipWhitespace()
      if next == closing { throw trailingComma(at: comma) }
      if container.isObject { try key(of: &container) }
      return true
    default: throw missingSeparator(in: container, after: end)
    }
  }

  /// Reads a key and its colon.
  private mutating func key(of container: inout OpenContainer) throws(JSONSyntaxError) {
    guard next == UInt8(ascii: "\"") else { throw missingKey(in: container) }
    let start = offset
    container.key = try string()
    container.keyRange = start..<offset
    if let first = container.keys.firstMember(named: container.key, in: container.members) {
      try reportDuplicate(of: first, in: container)
    }
    skipWhitespace()
    guard next == UInt8(ascii: ":") else { throw missingColon(after: container) }
    offset += 1
    skipWhitespace()
  }

  /// Reports that the current key of a container has been there before.
  private mutating func reportDuplicate(
    of first: JSONMember, in container: OpenContainer
  ) throws(JSONSyntaxError) {
    // Swift's strings are equal where Unicode says so, and so are those of other readers or not.
    let isSame = first.key.utf8.elementsEqual(container.key.utf8)
    try report(
      "json-duplicate-key",
      isSame
        ? "duplicate key \(quoted(container.key))"
        : "duplicate key \(quoted(container.key)), written in another Unicode form before",
      at: container.keyRange,
      notes: [Diagnostic.Note("first written here", at: location(first.keyRange.range))])
  }
}
