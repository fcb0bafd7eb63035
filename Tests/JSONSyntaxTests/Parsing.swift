import JSONSyntax
import SourceDiagnostics

/// What the parser made of a text.
struct Parsed {
  let node: JSONNode?
  let diagnostics: [Diagnostic]

  /// The value, if there was nothing to say against it.
  var accepted: JSONNode? { diagnostics.isEmpty ? node : nil }

  /// The stable names of what was found.
  var ids: [String] { diagnostics.map(\.id) }
}

func parse(_ source: SourceText, limits: JSONLimits = .policy) -> Parsed {
  var diagnostics: [Diagnostic] = []
  let node = JSONParser.parse(source, limits: limits, diagnostics: &diagnostics)
  return Parsed(node: node, diagnostics: diagnostics)
}

func parse(_ bytes: [UInt8], limits: JSONLimits = .policy) -> Parsed {
  parse(SourceText(name: "f.json", bytes: bytes), limits: limits)
}

func parse(_ text: String, limits: JSONLimits = .policy) -> Parsed {
  parse(Array(text.utf8), limits: limits)
}

/// A value without ranges, to compare with.
enum Plain: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(JSONInteger)
  case otherNumber(JSONNumber.Problem)
  // By bytes, because strings are equal where Unicode says so.
  case string([UInt8])
  case array([Plain])
  case object([Member])

  struct Member: Hashable, Sendable {
    let key: [UInt8]
    let value: Plain
  }

  init(_ node: JSONNode) {
    switch node.value {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .number(let number):
      switch (number.integer, number.problem) {
      case (let integer?, nil): self = .integer(integer)
      case (nil, let problem?): self = .otherNumber(problem)
      default: fatalError("a number is an integer or has a problem")
      }
    case .string(let string): self = .string(Array(string.utf8))
    case .array(let elements): self = .array(elements.map(Plain.init))
    case .object(let members):
      self = .object(members.map { Member(key: Array($0.key.utf8), value: Plain($0.value)) })
    }
  }
}

extension Plain: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral
{
  init(stringLiteral value: String) { self = .string(Array(value.utf8)) }
  init(integerLiteral value: Int64) { self = .integer(JSONInteger(value)) }
  init(arrayLiteral elements: Plain...) { self = .array(elements) }
  init(booleanLiteral value: Bool) { self = .bool(value) }
  init(dictionaryLiteral elements: (String, Plain)...) {
    self = .object(elements.map { Member(key: Array($0.0.utf8), value: $0.1) })
  }
}
