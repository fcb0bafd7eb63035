internal import SourceDiagnostics
import Toolbox

// What is said when something else was expected. Each function looks at where reading
// stopped and tries to recognize what was meant; none of them moves on.

extension JSONReader {
  /// A value was expected.
  func missingValue(in container: OpenContainer?) -> JSONSyntaxError {
    guard let container, let next else { return container.map(truncated) ?? unexpectedCharacter }
    switch next {
    case UInt8(ascii: ","):
      return error("json-missing-value", "missing value before ','", at: here)
    case UInt8(ascii: "}") where container.isObject:
      return error("json-missing-value", "missing value of key \(quoted(container.key))", at: here)
    case UInt8(ascii: "]"), UInt8(ascii: "}"): return mismatch(in: container)
    case UInt8(ascii: "+"):
      return error("json-number", "a number does not begin with '+'", at: numberRange(from: offset))
    case UInt8(ascii: "."):
      return error(
        "json-number", "a number does not begin with '.'; write the 0 before it",
        at: numberRange(from: offset))
    default: return commonMistake ?? bareText() ?? unexpectedCharacter
    }
  }

  /// A key was expected.
  func missingKey(in container: OpenContainer) -> JSONSyntaxError {
    switch next {
    case nil: return truncated(in: container)
    case UInt8(ascii: ","):
      return error("json-missing-key", "missing member before ','", at: here)
    case UInt8(ascii: "]"): return mismatch(in: container)
    case UInt8(ascii: ":"): return error("json-missing-key", "missing key before ':'", at: here)
    default: break
    }
    if let mistake = commonMistake { return mistake }
    let text = bareRange(at: offset)
    if text.isEmpty {
      return error("json-missing-key", "a key is a string in double quotes", at: here)
    }
    let key = String(decoding: bytes[text], as: UTF8.self)
    return error("json-missing-quotes", "key \(quoted(key)) is not in double quotes", at: text)
  }

  /// A colon was expected.
  func missingColon(after container: OpenContainer) -> JSONSyntaxError {
    let key = quoted(container.key)
    switch next {
    case nil: return truncated(in: container)
    case UInt8(ascii: ","), UInt8(ascii: "}"):
      return error("json-missing-value", "key \(key) has no value", at: container.keyRange)
    case UInt8(ascii: "="):
      return error(
        "json-missing-colon", "between a key and its value stands ':', not '='", at: here)
    default:
      let end = container.keyRange.upperBound
      return commonMistake
        ?? error("json-missing-colon", "missing ':' after key \(key)", at: end..<end)
    }
  }

  /// A comma or a closing bracket was expected.
  func missingSeparator(in container: OpenContainer, after end: Int) -> JSONSyntaxError {
    guard let next else { return truncated(in: container) }
    switch next {
    case UInt8(ascii: "]"), UInt8(ascii: "}"): return mismatch(in: container)
    case UInt8(ascii: ";"):
      return error(
        "json-missing-comma",
        "between \(container.isObject ? "members" : "elements") stands ',', not ';'", at: here)
    case UInt8(ascii: ":") where !container.isObject:
      return error(
        "json-unexpected", "key in an array; members with keys stand in an object, in braces",
        at: here, notes: [beginning(of: container)])
    default: break
    }
    if let mistake = commonMistake { return mistake }
    let beginsValue =
      !bareRange(at: offset).isEmpty || next == UInt8(ascii: "\"") || next == UInt8(ascii: "{")
      || next == UInt8(ascii: "[")
    guard beginsValue else { return unexpectedCharacter }
    return error(
      "json-missing-comma",
      "missing ',' between the \(container.isObject ? "members of an object" : "elements of an array")",
      at: end..<end)
  }

  /// A closing bracket came after a comma.
  func trailingComma(at comma: Int) -> JSONSyntaxError {
    let bracket = next == UInt8(ascii: "}") ? "}" : "]"
    return error(
      "json-trailing-comma", "trailing comma; remove the ',' before the '\(bracket)'",
      at: comma..<(comma + 1))
  }

  /// The end of the text was expected.
  func trailingText() -> JSONSyntaxError {
    switch next {
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      return error("json-trailing-text", "unmatched \(quoted(character))", at: here)
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      return error("json-trailing-text", "second value; a file holds one", at: here)
    default:
      return comment ?? error("json-trailing-text", "text after the end of the value", at: here)
    }
  }

  /// The text ended in an array or object.
  private func truncated(in container: OpenContainer) -> JSONSyntaxError {
    let end = (bytes.lastIndex { !isWhitespace($0) } ?? -1) + 1
    return error(
      "json-truncated", "the file ends inside of an \(container.kind)", at: end..<end,
      notes: [beginning(of: container)])
  }

  /// The wrong bracket closed an array or object.
  private func mismatch(in container: OpenContainer) -> JSONSyntaxError {
    error(
      "json-mismatch", "\(quoted(character)) does not close an \(container.kind)", at: here,
      notes: [beginning(of: container)])
  }

  private func beginning(of container: OpenContainer) -> Diagnostic.Note {
    Diagnostic.Note(
      "the \(container.kind) begins here", at: location(container.start..<(container.start + 1)))
  }
}

extension OpenContainer {
  /// What it is called in messages.
  fileprivate var kind: String { isObject ? "object" : "array" }
}
