import JSONSyntax
import SourceDiagnostics
import TestSupport
import Testing

struct ValueTests {
  @Test(
    arguments: [
      ("null", .null), ("true", true), ("false", false), ("0", 0), (" \t\r\n1\n", 1), ("[]", []),
      ("{}", [:]), ("[ ]", []), ("{\n}", [:]), ("\"\"", ""),
      ("[null,[true],{\"a\":{}}]", [.null, [true], ["a": [:]]]),
      ("{\"b\":1,\"a\":[2,3] , \"\":\"x\"}", ["b": 1, "a": [2, 3], "": "x"]),
    ] as [(String, Plain)])
  func `parses values`(text: String, expected: Plain) throws {
    #expect(try Plain(#require(parse(text).accepted)) == expected)
  }

  @Test(arguments: [
    (#""plain""#, "plain"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
    (#""\u0041\u00e9\u20AC\ud83d\uDE00""#, "Aé€😀"), (#""é€😀""#, "é€😀"),
    (#""a\u0001\u001f\u007f""#, "a\u{1}\u{1f}\u{7f}"),
    (#""x\ny""#, "x\ny"), (#""\n""#, "\n"), (#""\n\n""#, "\n\n"),
    (#""\uffff\ufffe\ud800\udc00\udbff\udfff""#, "\u{ffff}\u{fffe}\u{10000}\u{10ffff}"),
    ("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}"), (#""\\u0041""#, #"\u0041"#),
    // Neither composed nor decomposed.
    ("\"e\u{301}\u{e9}\u{212a}\"", "e\u{301}\u{e9}\u{212a}"),
  ])
  func `reads strings to the letter`(text: String, expected: String) throws {
    let plain = try Plain(#require(parse(text).accepted))
    #expect(plain == .string(Array(expected.utf8)))
    #expect(try Plain(#require(parse("{\(text):0}").accepted)) == [expected: 0])
  }

  @Test(
    arguments: [
      ("0", 0), ("1", 1), ("-1", -1), ("9223372036854775807", 9_223_372_036_854_775_807),
      ("-9223372036854775808", -9_223_372_036_854_775_808),
      ("9223372036854775808", .integer(JSONInteger(1 << 63 as UInt64))),
      ("18446744073709551615", .integer(JSONInteger(UInt64.max))),
      ("18446744073709551616", .otherNumber(.tooLarge)),
      ("18446744073709551620", .otherNumber(.tooLarge)),
      ("99999999999999999999", .otherNumber(.tooLarge)),
      ("-9223372036854775809", .otherNumber(.tooLarge)),
      ("-18446744073709551616", .otherNumber(.tooLarge)),
      ("-0", .otherNumber(.negativeZero)), ("0.0", .otherNumber(.fraction)),
      ("1.0", .otherNumber(.fraction)),
      ("-0.0", .otherNumber(.fraction)), ("1.5e3", .otherNumber(.fraction)),
      ("1e3", .otherNumber(.exponent)),
      ("0E0", .otherNumber(.exponent)), ("-0e+0", .otherNumber(.exponent)),
      ("1E-999999", .otherNumber(.exponent)),
    ] as [(String, Plain)])
  func `reads integers exactly and knows what is none`(text: String, expected: Plain) throws {
    #expect(try Plain(#require(parse(text).accepted)) == expected)
    #expect(try Plain(#require(parse("[\(text)]").accepted)) == .array([expected]))
  }

  @Test func `says why a number is no integer`() {
    #expect(
      JSONNumber.Problem.allCases.map { "'1' \($0)" } == [
        "'1' has a fraction", "'1' has an exponent", "'1' is a negative zero",
        "'1' is outside of -9223372036854775808 … 18446744073709551615",
      ])
  }

  @Test func `integers have a sign, a magnitude and 64 bits`() throws {
    #expect(JSONInteger(isNegative: true, magnitude: 0) == nil)
    #expect(JSONInteger(isNegative: true, magnitude: 1 << 63) == JSONInteger(Int64.min))
    #expect(JSONInteger(isNegative: true, magnitude: 1 << 63 + 1) == nil)
    #expect(JSONInteger(isNegative: false, magnitude: .max) == JSONInteger(UInt64.max))
    #expect(JSONInteger(Int64(-1)).bits == .max)
    #expect(JSONInteger(Int64.min).bits == 1 << 63)
    #expect(JSONInteger(UInt64.max).bits == .max)
    let ascending = [
      JSONInteger(Int64.min), JSONInteger(Int64(-2)), JSONInteger(Int64(-1)), JSONInteger(Int64(0)),
      JSONInteger(Int64(1)), JSONInteger(Int64.max), JSONInteger(UInt64.max),
    ]
    #expect(ascending.reversed().sorted() == ascending)
    #expect(ascending.first?.description == "-9223372036854775808")
    #expect(ascending.last?.description == "18446744073709551615")
  }

  @Test func `keeps the range of every value and key`() throws {
    let text = #" { "a" : [ 1 , "é\n" ], "\u0062":{ } , "c":-1.5e3 }"# + "\n"
    var found: [String] = []
    func visit(_ node: JSONNode) {
      found.append(Self.part(node.range, of: text))
      switch node.value {
      case .array(let elements): elements.forEach(visit)
      case .object(let members):
        for member in members {
          found.append("key " + Self.part(member.keyRange, of: text))
          visit(member.value)
        }
      case .null, .bool, .number, .string: break
      }
    }
    visit(try #require(parse(text).accepted))
    #expect(
      found == [
        #"{ "a" : [ 1 , "é\n" ], "\u0062":{ } , "c":-1.5e3 }"#, #"key "a""#, #"[ 1 , "é\n" ]"#, "1",
        #""é\n""#, #"key "\u0062""#, "{ }", #"key "c""#, "-1.5e3",
      ])
  }

  @Test func `names kinds of values`() throws {
    let node = try #require(parse("[null, true, 1, \"\", [], {}]").accepted)
    guard case .array(let elements) = node.value else {
      Issue.record("no array")
      return
    }
    #expect(
      elements.map(\.value.kind) == [
        "null", "a boolean", "a number", "a string", "an array", "an object",
      ])
  }

  @Test(arguments: [
    // The literal, offsets in the decoded string, and what writes them.
    (#""abc|def""#, 0..<3, "abc"), (#""abc|def""#, 4..<7, "def"), (#""abc""#, 0..<0, ""),
    (#""abc""#, 3..<3, ""), (#""abc""#, 0..<3, "abc"), (#""abc""#, 2..<99, "c"),
    (#""abc""#, 7..<9, ""),
    (#""a\u0062c""#, 1..<2, #"\u0062"#), (#""a\u0062c""#, 2..<3, "c"),
    (#""\n\tx""#, 1..<3, #"\tx"#),
    (#""\u00e9x""#, 2..<3, "x"), (#""\u20acx""#, 3..<4, "x"), (#""\ud83d\ude00x""#, 4..<5, "x"),
    (#""\ud83d\ude00x""#, 1..<2, #"\ud83d\ude00"#), (#""é€x""#, 5..<6, "x"),
    (#""é€x""#, 2..<5, "€"),
    (#""\ud83dx""#, 3..<4, "x"), (#""\u0000x""#, 3..<4, "x"),
    (#""\ud83d\u0041""#, 3..<4, #"\u0041"#),
    (#""""#, 0..<0, ""), (#""""#, 0..<4, ""),
  ])
  func `finds parts of strings in the text`(literal: String, part: Range<Int>, written: String) {
    let text = "[\(literal)]"
    let source = SourceText(name: "f", bytes: Array(text.utf8))
    let range = source.range(
      ofUTF8: part, inStringAt: SourceRange(1..<(1 + literal.utf8.count)))
    #expect(Self.part(range, of: text) == written)
    #expect(range.lowerBound >= 2 && range.upperBound <= text.utf8.count - 2)
  }

  @Test func `finds no parts where there is no string`() {
    let source = SourceText(name: "f", bytes: Array("[12]".utf8))
    let number = SourceRange(1..<3)
    #expect(source.range(ofUTF8: 0..<1, inStringAt: number) == number)
    #expect(source.range(ofUTF8: 0..<1, inStringAt: SourceRange(3..<4)) == SourceRange(3..<4))
    #expect(source.range(ofUTF8: 0..<1, inStringAt: SourceRange(9..<12)) == SourceRange(9..<12))
  }

  private static func part(_ range: SourceRange, of text: String) -> String {
    String(decoding: Array(text.utf8)[range.range], as: UTF8.self)
  }
}
