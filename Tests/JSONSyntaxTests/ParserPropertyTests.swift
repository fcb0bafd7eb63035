import Foundation
import JSONSyntax
import SourceDiagnostics
import TestSupport
import Testing
import Toolbox

struct ParserPropertyTests {
  /// Characters that are special somewhere, and some of every length.
  private static let scalars: [Unicode.Scalar] = [
    "a", "B", "0", " ", "\"", "\\", "/", "\n", "\t", "\u{1}", "\u{7f}", "é", "\u{301}", "€",
    "\u{202e}",
    "\u{feff}", "\u{ffff}", "😀", "\u{10ffff}", "{", "]", ",", ":",
  ]

  private static func string(using random: inout SeededGenerator) -> String {
    var string = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      string.append(scalars.randomElement(using: &random) ?? "a")
    }
    return String(string)
  }

  private static func value(depth: Int, using random: inout SeededGenerator) -> Plain {
    switch Int.random(in: 0...(depth > 0 ? 6 : 4), using: &random) {
    case 0: return .null
    case 1: return .bool(.random(using: &random))
    case 2:
      let bits = random.next() >> UInt64.random(in: 0...63, using: &random)
      return .integer(
        .random(using: &random) ? JSONInteger(bits) : JSONInteger(Int64(bitPattern: bits)))
    case 3, 4: return .string(Array(string(using: &random).utf8))
    case 5:
      return .array(
        (0..<Int.random(in: 0...5, using: &random)).map { _ in
          value(depth: depth - 1, using: &random)
        })
    default:
      var keys: Set<String> = []
      for _ in 0..<Int.random(in: 0...12, using: &random) { keys.insert(string(using: &random)) }
      return .object(
        keys.sorted().map {
          Plain.Member(key: Array($0.utf8), value: value(depth: depth - 1, using: &random))
        })
    }
  }

  private static func write(
    _ value: Plain, key: String? = nil, to json: inout JSONWriter,
    using random: inout SeededGenerator
  ) {
    let inline = Bool.random(using: &random)
    switch value {
    case .array(let elements):
      json.array(key, inline: inline) {
        for element in elements { write(element, to: &$0, using: &random) }
      }
    case .object(let members):
      json.object(key, inline: inline) {
        for member in members {
          let key = String(decoding: member.key, as: UTF8.self)
          write(member.value, key: key, to: &$0, using: &random)
        }
      }
    default:
      if let key { json.key(key) }
      switch value {
      case .null: json.null()
      case .bool(let flag): json.value(flag)
      case .string(let bytes): json.value(String(decoding: bytes, as: UTF8.self))
      case .integer(let integer) where integer.isNegative:
        json.value(Int64(bitPattern: integer.bits))
      case .integer(let integer): json.value(integer.magnitude)
      case .otherNumber, .array, .object: break
      }
    }
  }

  /// A random document and what it means.
  private static func document(
    using random: inout SeededGenerator
  ) -> (value: Plain, bytes: [UInt8]) {
    let value = Plain.array([value(depth: 4, using: &random), value(depth: 3, using: &random)])
    var json = JSONWriter(.random(using: &random) ? .compact : .indented)
    write(value, to: &json, using: &random)
    return (value, Array(json.text.utf8))
  }

  @Test(arguments: seeds(300))
  func `parses what the writer writes`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let (value, bytes) = Self.document(using: &random)
    let node = try #require(parse(bytes).accepted)
    #expect(Plain(node) == value)
    try check(node, in: bytes)
    #expect(Oracle.accepts(bytes))
  }

  /// Whether the bytes in the range of each value, by themselves, are that value.
  private func check(_ node: JSONNode, in bytes: [UInt8]) throws {
    let part = try #require(parse(Array(bytes[node.range.range])).accepted)
    #expect(Plain(part) == Plain(node))
    switch node.value {
    case .array(let elements): for element in elements { try check(element, in: bytes) }
    case .object(let members):
      for member in members {
        let key = try #require(parse(Array(bytes[member.keyRange.range])).accepted)
        #expect(Plain(key) == .string(Array(member.key.utf8)))
        try check(member.value, in: bytes)
      }
    case .null, .bool, .number, .string: break
    }
  }

  @Test(arguments: seeds(40))
  func `refuses every beginning of a document`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = Self.document(using: &random).bytes
    guard let end = bytes.lastIndex(of: UInt8(ascii: "]")) else { return }
    for length in 0...end {
      let parsed = parse(Array(bytes[..<length]))
      #expect(parsed.node == nil && !parsed.ids.isEmpty, "\(length) bytes")
    }
  }

  @Test(arguments: seeds(1000))
  func `survives mutations, and accepts nothing that is no JSON`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var bytes = Self.document(using: &random).bytes
    let likely =
      Array("{}[]\",:\\/u0eE+-.tfn \n\t'#".utf8) + [0x00, 0x80, 0xc3, 0xe2, 0xed, 0xf0, 0xff]
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let byte =
        Bool.random(using: &random)
        ? likely.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
      switch Int.random(in: 0...4, using: &random) {
      case 0: bytes[place] = byte
      case 1: bytes.insert(byte, at: place)
      case 2: bytes.remove(at: place)
      case 3:
        bytes.removeSubrange(
          place..<min(place + Int.random(in: 1...8, using: &random), bytes.count))
      default: bytes.insert(contentsOf: bytes[place..<min(place + 5, bytes.count)], at: place)
      }
    }
    let parsed = parse(bytes)
    #expect((parsed.node == nil) <= parsed.diagnostics.containsErrors)
    for diagnostic in parsed.diagnostics {
      for location in [diagnostic.location] + diagnostic.notes.map(\.location) {
        let range = try #require(location).range
        #expect(0 <= range.lowerBound && range.lowerBound <= range.upperBound)
        #expect(range.upperBound <= bytes.count)
      }
    }
    let rendered = DiagnosticRenderer(color: false).render(parsed.diagnostics)
    #expect(escaped(rendered.replacing("\n", with: "")) == rendered.replacing("\n", with: ""))
    if let node = parsed.accepted {
      #expect(Oracle.accepts(bytes))
      try check(node, in: bytes)
    }
  }

  @Test(arguments: seeds(200))
  func `survives bytes of any kind`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for first in [UInt8(ascii: "["), UInt8(ascii: "{"), nil] {
      let bytes =
        [first].compactMap { $0 } + (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
      let parsed = parse(bytes)
      #expect(parsed.accepted == nil || Oracle.accepts(bytes))
      _ = DiagnosticRenderer(color: true).render(parsed.diagnostics)
    }
  }
}

/// Another parser, which is more lenient: what it refuses must be refused.
private enum Oracle {
  static func accepts(_ bytes: [UInt8]) -> Bool {
    // It takes numbers for floating-point numbers, and refuses those that do not fit; so does not
    // the grammar.
    let number = /[0-9]+([.][0-9]+)?[eE][-+]?[0-9]{2,}|[0-9]{300,}/
    if String(decoding: bytes, as: UTF8.self).contains(number) { return true }
    return
      (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
  }
}

/// Implication.
private func <= (premise: Bool, conclusion: Bool) -> Bool { !premise || conclusion }
