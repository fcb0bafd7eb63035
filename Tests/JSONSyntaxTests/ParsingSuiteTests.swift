import JSONSyntax
import SourceDiagnostics
import TestSupport
import Testing

@Suite(
  .enabled(if: ParsingSuite.isPresent, "the JSON parsing test suite is not beside the package"))
struct ParsingSuiteTests {
  /// Room for whatever the suite nests and means to be parsed.
  static let permissive = JSONLimits(depth: 1024, bytes: 16 << 20)

  /// Valid JSON that is refused all the same, because readers differ on it.
  static let refusedThoughValid = [
    "y_object_duplicated_key.json": "json-duplicate-key",
    "y_object_duplicated_key_and_value.json": "json-duplicate-key",
    "y_object_escaped_null_in_key.json": "json-nul",
    "y_string_null_escape.json": "json-nul",
  ]

  /// What RFC 8259 leaves open: numbers of any size are numbers, though no integers; nothing else
  /// is accepted but nesting, where the limit has room for it.
  static let open: [String: String?] = [
    "i_number_double_huge_neg_exp.json": nil,
    "i_number_huge_exp.json": nil,
    "i_number_neg_int_huge_exp.json": nil,
    "i_number_pos_double_huge_exp.json": nil,
    "i_number_real_neg_overflow.json": nil,
    "i_number_real_pos_overflow.json": nil,
    "i_number_real_underflow.json": nil,
    "i_number_too_big_neg_int.json": nil,
    "i_number_too_big_pos_int.json": nil,
    "i_number_very_big_negative_int.json": nil,
    "i_object_key_lone_2nd_surrogate.json": "json-unpaired-surrogate",
    "i_string_1st_surrogate_but_2nd_missing.json": "json-unpaired-surrogate",
    "i_string_1st_valid_surrogate_2nd_invalid.json": "json-unpaired-surrogate",
    "i_string_UTF-16LE_with_BOM.json": "json-encoding",
    "i_string_UTF-8_invalid_sequence.json": "json-encoding",
    "i_string_UTF8_surrogate_U+D800.json": "json-encoding",
    "i_string_incomplete_surrogate_and_escape_valid.json": "json-unpaired-surrogate",
    "i_string_incomplete_surrogate_pair.json": "json-unpaired-surrogate",
    "i_string_incomplete_surrogates_escape_valid.json": "json-unpaired-surrogate",
    "i_string_invalid_lonely_surrogate.json": "json-unpaired-surrogate",
    "i_string_invalid_surrogate.json": "json-unpaired-surrogate",
    "i_string_invalid_utf-8.json": "json-encoding",
    "i_string_inverted_surrogates_U+1D11E.json": "json-unpaired-surrogate",
    "i_string_iso_latin_1.json": "json-encoding",
    "i_string_lone_second_surrogate.json": "json-unpaired-surrogate",
    "i_string_lone_utf8_continuation_byte.json": "json-encoding",
    "i_string_not_in_unicode_range.json": "json-encoding",
    "i_string_overlong_sequence_2_bytes.json": "json-encoding",
    "i_string_overlong_sequence_6_bytes.json": "json-encoding",
    "i_string_overlong_sequence_6_bytes_null.json": "json-encoding",
    "i_string_truncated-utf-8.json": "json-encoding",
    "i_string_utf16BE_no_BOM.json": "json-encoding",
    "i_string_utf16LE_no_BOM.json": "json-encoding",
    "i_structure_500_nested_arrays.json": nil,
    "i_structure_UTF-8_BOM_empty_object.json": "json-encoding",
  ]

  @Test func `has all 318 files`() throws {
    let names = try ParsingSuite.files(in: "test_parsing").map(\.name)
    #expect(names.count == 318)
    #expect(Set(names.filter { $0.hasPrefix("i_") }) == Set(Self.open.keys))
  }

  @Test func `accepts valid files`() throws {
    for file in try ParsingSuite.files(in: "test_parsing") where file.name.hasPrefix("y_") {
      let parsed = parse(file.source)
      #expect(parsed.node != nil, "\(file.name)")
      #expect(parsed.ids == [Self.refusedThoughValid[file.name]].compactMap { $0 }, "\(file.name)")
    }
  }

  @Test(arguments: [JSONLimits.policy, permissive])
  func `refuses invalid files with one syntax error`(limits: JSONLimits) throws {
    for file in try ParsingSuite.files(in: "test_parsing") where file.name.hasPrefix("n_") {
      let parsed = parse(file.source, limits: limits)
      #expect(parsed.node == nil, "\(file.name)")
      #expect(parsed.ids.count { $0 != "json-unpaired-surrogate" } == 1, "\(file.name)")
    }
  }

  @Test func `decides what the standard leaves open`() throws {
    for file in try ParsingSuite.files(in: "test_parsing") {
      guard let expected = Self.open[file.name] else { continue }
      let parsed = parse(file.source, limits: Self.permissive)
      #expect((parsed.accepted != nil) == (expected == nil), "\(file.name)")
      #expect(Set(parsed.ids) == Set([expected].compactMap { $0 }), "\(file.name)")
    }
  }

  @Test func `refuses 500 levels in a policy`() throws {
    let file = try ParsingSuite.files(in: "test_parsing").first {
      $0.name == "i_structure_500_nested_arrays.json"
    }
    #expect(try parse(#require(file).source).ids == ["json-too-deep"])
  }

  @Test func `says something sensible about each file`() throws {
    let renderer = DiagnosticRenderer(color: false)
    var text = ""
    for file in try ParsingSuite.files(in: "test_parsing") {
      let rendered = renderer.render(parse(file.source).diagnostics)
      text += rendered.isEmpty ? "\(file.name): accepted\n" : rendered
    }
    expectGolden(text, "parsing-suite.txt")
  }

  @Test func `decides what readers transform`() throws {
    let expected: [String: Plain] = [
      "number_-9223372036854775808.json": [.integer(JSONInteger(Int64.min))],
      "number_-9223372036854775809.json": [.otherNumber(.tooLarge)],
      "number_1.0.json": [.otherNumber(.fraction)],
      "number_1.000000000000000005.json": [.otherNumber(.fraction)],
      "number_1000000000000000.json": [1_000_000_000_000_000],
      "number_10000000000000000999.json": [
        .integer(JSONInteger(10_000_000_000_000_000_999 as UInt64))
      ],
      "number_1e-999.json": [.otherNumber(.exponent)],
      "number_1e6.json": [.otherNumber(.exponent)],
      "number_9223372036854775807.json": [.integer(JSONInteger(Int64.max))],
      "number_9223372036854775808.json": [.integer(JSONInteger(1 << 63 as UInt64))],
    ]
    let refused = [
      "object_key_nfc_nfd.json": "json-duplicate-key",
      "object_key_nfd_nfc.json": "json-duplicate-key",
      "object_same_key_different_values.json": "json-duplicate-key",
      "object_same_key_same_value.json": "json-duplicate-key",
      "object_same_key_unclear_values.json": "json-duplicate-key",
      "string_1_escaped_invalid_codepoint.json": "json-unpaired-surrogate",
      "string_1_invalid_codepoint.json": "json-encoding",
      "string_2_escaped_invalid_codepoints.json": "json-unpaired-surrogate",
      "string_2_invalid_codepoints.json": "json-encoding",
      "string_3_escaped_invalid_codepoints.json": "json-unpaired-surrogate",
      "string_3_invalid_codepoints.json": "json-encoding",
      "string_with_escaped_NULL.json": "json-nul",
    ]
    for file in try ParsingSuite.files(in: "test_transform") {
      let parsed = parse(file.source)
      if let plain = expected[file.name] {
        #expect(parsed.accepted.map(Plain.init) == plain, "\(file.name)")
      } else {
        #expect(Set(parsed.ids) == [refused[file.name] ?? "a row in this test"], "\(file.name)")
      }
    }
  }
}
