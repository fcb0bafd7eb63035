import JSONSyntax
import SourceDiagnostics
import Testing

/// Every message about the syntax, with its exact place.
struct SyntaxMistakeTests {
  /// A text, the place and extent of its mistake, and what is said.
  struct Row: CustomTestStringConvertible {
    let text: String
    let place: String
    /// What is marked; empty for a place between two characters.
    let marked: String
    let message: String
    let id: String
    /// `line:column: message` of the note, if there is one.
    let note: String?

    init(
      _ text: String, _ place: String, _ marked: String, _ message: String, _ id: String,
      note: String? = nil
    ) {
      (self.text, self.place, self.marked) = (text, place, marked)
      (self.message, self.id, self.note) = (message, id, note)
    }

    var testDescription: String { text.debugDescription }
  }

  static let whole = [
    Row("", "1:1", "", "the file is empty", "json-empty"),
    Row(" \t\r\n ", "1:1", "", "the file has nothing but white space", "json-empty"),
    Row("hello", "1:1", "h", "the file is not JSON", "json-not-json"),
    Row("\n\n  <xml/>", "3:3", "<", "the file is not JSON", "json-not-json"),
    Row("tru", "1:1", "t", "the file is not JSON", "json-not-json"),
    Row("'a'", "1:1", "'", "the file is not JSON", "json-not-json"),
    Row("// a\n{}", "1:1", "// a", "comments are not part of JSON", "json-comment"),
    Row("{}\n}", "2:1", "}", "unmatched '}'", "json-trailing-text"),
    Row("[] ]", "1:4", "]", "unmatched ']'", "json-trailing-text"),
    Row("{}\n{}", "2:1", "{", "second value; a file holds one", "json-trailing-text"),
    Row("[1][2]", "1:4", "[", "second value; a file holds one", "json-trailing-text"),
    Row("[1],", "1:4", ",", "text after the end of the value", "json-trailing-text"),
    Row("[1] é", "1:5", "é", "text after the end of the value", "json-trailing-text"),
    Row("1 2", "1:1", "1", "the file is not JSON", "json-not-json"),
    Row("\"a", "1:1", "\"", "the file is not JSON", "json-not-json"),
    Row("é", "1:1", "é", "the file is not JSON", "json-not-json"),
    Row("{}\u{0}", "1:3", "\u{0}", "text after the end of the value", "json-trailing-text"),
    Row("{} # x\n", "1:4", "# x", "comments are not part of JSON", "json-comment"),
  ]

  static let truncated = [
    Row(
      "{", "1:2", "", "the file ends inside of an object", "json-truncated",
      note: "1:1: the object begins here"),
    Row(
      "{\"a\"", "1:5", "", "the file ends inside of an object", "json-truncated",
      note: "1:1: the object begins here"),
    Row(
      "{\"a\":", "1:6", "", "the file ends inside of an object", "json-truncated",
      note: "1:1: the object begins here"),
    Row(
      "{\"a\":1", "1:7", "", "the file ends inside of an object", "json-truncated",
      note: "1:1: the object begins here"),
    // The place is after what is there, not after the blank lines.
    Row(
      "{\n  \"a\": [1,\n\n \n", "2:11", "", "the file ends inside of an array", "json-truncated",
      note: "2:8: the array begins here"),
    Row(
      "[\"é", "1:4", "", "the file ends inside of a string", "json-truncated",
      note: "1:2: the string begins here"),
    Row(
      "[\"\\", "1:4", "", "the file ends inside of a string", "json-truncated",
      note: "1:2: the string begins here"),
    Row(
      "{\"key", "1:6", "", "the file ends inside of a string", "json-truncated",
      note: "1:2: the string begins here"),
  ]

  static let structure = [
    Row("[1,]", "1:3", ",", "trailing comma; remove the ',' before the ']'", "json-trailing-comma"),
    Row(
      "{\"a\":1,\n}", "1:7", ",", "trailing comma; remove the ',' before the '}'",
      "json-trailing-comma"),
    Row("[,1]", "1:2", ",", "missing value before ','", "json-missing-value"),
    Row("[1,,2]", "1:4", ",", "missing value before ','", "json-missing-value"),
    Row("{\"a\":,}", "1:6", ",", "missing value before ','", "json-missing-value"),
    Row("{\"a\": }", "1:7", "}", "missing value of key 'a'", "json-missing-value"),
    Row("{\"a\" }", "1:2", "\"a\"", "key 'a' has no value", "json-missing-value"),
    Row("{\"a\", \"b\"}", "1:2", "\"a\"", "key 'a' has no value", "json-missing-value"),
    Row("{,}", "1:2", ",", "missing member before ','", "json-missing-key"),
    Row("{\"a\":1,,}", "1:8", ",", "missing member before ','", "json-missing-key"),
    Row("{:1}", "1:2", ":", "missing key before ':'", "json-missing-key"),
    Row("{[]:1}", "1:2", "[", "a key is a string in double quotes", "json-missing-key"),
    Row("{\"a\":1, {}}", "1:9", "{", "a key is a string in double quotes", "json-missing-key"),
    Row("{\"é\" 1}", "1:5", "", "missing ':' after key 'é'", "json-missing-colon"),
    Row("{\"a\"\n\n\"b\"}", "1:5", "", "missing ':' after key 'a'", "json-missing-colon"),
    Row(
      "{\"a\" = 1}", "1:6", "=", "between a key and its value stands ':', not '='",
      "json-missing-colon"),
    Row("[1 2]", "1:3", "", "missing ',' between the elements of an array", "json-missing-comma"),
    Row(
      "[\"a\"\n \"b\"]", "1:5", "", "missing ',' between the elements of an array",
      "json-missing-comma"),
    Row(
      "[true false]", "1:6", "", "missing ',' between the elements of an array",
      "json-missing-comma"),
    Row("[{} {}]", "1:4", "", "missing ',' between the elements of an array", "json-missing-comma"),
    Row(
      "{\"a\":1\r\n\"b\":2}", "1:7", "", "missing ',' between the members of an object",
      "json-missing-comma"),
    Row("{\"a\":1;}", "1:7", ";", "between members stands ',', not ';'", "json-missing-comma"),
    Row("[1;2]", "1:3", ";", "between elements stands ',', not ';'", "json-missing-comma"),
    Row(
      "[1}", "1:3", "}", "'}' does not close an array", "json-mismatch",
      note: "1:1: the array begins here"),
    Row(
      "[\n{\"a\":1]", "2:7", "]", "']' does not close an object", "json-mismatch",
      note: "2:1: the object begins here"),
    Row(
      "{]", "1:2", "]", "']' does not close an object", "json-mismatch",
      note: "1:1: the object begins here"),
    Row(
      "{\"a\":]}", "1:6", "]", "']' does not close an object", "json-mismatch",
      note: "1:1: the object begins here"),
    Row(
      "[}", "1:2", "}", "'}' does not close an array", "json-mismatch",
      note: "1:1: the array begins here"),
    Row(
      "[\"a\":1]", "1:5", ":", "key in an array; members with keys stand in an object, in braces",
      "json-unexpected", note: "1:1: the array begins here"),
    Row("{\"a\":1:2}", "1:7", ":", "unexpected character ':'", "json-unexpected"),
    Row("[*]", "1:2", "*", "unexpected character '*'", "json-unexpected"),
    Row("[1+2]", "1:3", "+", "unexpected character '+'", "json-unexpected"),
    Row("[/]", "1:2", "/", "unexpected character '/'", "json-unexpected"),
  ]

  static let lookalikes = [
    Row("{\"a\": 1, // one\n}", "1:10", "// one", "comments are not part of JSON", "json-comment"),
    Row("[1, # one\r\n2]", "1:5", "# one", "comments are not part of JSON", "json-comment"),
    Row("[/* é\n */ 1]", "1:2", "/* é\n */", "comments are not part of JSON", "json-comment"),
    Row("[1 /* ", "1:4", "/* ", "comments are not part of JSON", "json-comment"),
    Row("{/*/1", "1:2", "/*/1", "comments are not part of JSON", "json-comment"),
    Row("['é', 1]", "1:2", "'é'", "strings are written in double quotes", "json-missing-quotes"),
    Row("{'a: 1\n}", "1:2", "'a: 1", "strings are written in double quotes", "json-missing-quotes"),
    Row("[`a`]", "1:2", "`a`", "strings are written in double quotes", "json-missing-quotes"),
    Row("[“a”]", "1:2", "“", "'“' is not the plain double quote \"", "json-missing-quotes"),
    Row("{‘a’: 1}", "1:2", "‘", "'‘' is not the plain double quote \"", "json-missing-quotes"),
    Row("{ key: 1}", "1:3", "key", "key 'key' is not in double quotes", "json-missing-quotes"),
    Row(
      "{kill-process: 1}", "1:2", "kill-process", "key 'kill-process' is not in double quotes",
      "json-missing-quotes"),
    Row("{1: 1}", "1:2", "1", "key '1' is not in double quotes", "json-missing-quotes"),
    Row("[openat]", "1:2", "openat", "'openat' is not in double quotes", "json-missing-quotes"),
    Row(
      "[@basic-io]", "1:2", "@basic-io", "'@basic-io' is not in double quotes",
      "json-missing-quotes"),
    Row("[größe]", "1:2", "größe", "'größe' is not in double quotes", "json-missing-quotes"),
    Row("[True]", "1:2", "True", "JSON has no 'True'; did you mean 'true'?", "json-unknown-word"),
    Row(
      "[FALSE]", "1:2", "FALSE", "JSON has no 'FALSE'; did you mean 'false'?",
      "json-unknown-word"),
    Row(
      "[flase]", "1:2", "flase", "JSON has no 'flase'; did you mean 'false'?",
      "json-unknown-word"),
    Row(
      "{\"a\":None}", "1:6", "None", "JSON has no 'None'; did you mean 'null'?",
      "json-unknown-word"),
    Row(
      "[undefined]", "1:2", "undefined", "JSON has no 'undefined'; did you mean 'null'?",
      "json-unknown-word"),
    Row("[yes]", "1:2", "yes", "JSON has no 'yes'; did you mean 'true'?", "json-unknown-word"),
    Row("[off]", "1:2", "off", "JSON has no 'off'; did you mean 'false'?", "json-unknown-word"),
    Row("[\u{a0}1]", "1:2", "\u{a0}", "U+00A0 is not white space in JSON", "json-unexpected"),
    Row("[1,\u{200b}2]", "1:4", "\u{200b}", "U+200B is not white space in JSON", "json-unexpected"),
    Row("[1\u{2028}]", "1:3", "\u{2028}", "U+2028 is not white space in JSON", "json-unexpected"),
    Row("[\u{feff}]", "1:2", "\u{feff}", "U+FEFF is not white space in JSON", "json-unexpected"),
    Row(
      "[\u{c}]", "1:2", "\u{c}", "control character U+000C between values",
      "json-control-character"),
    Row(
      "[1\u{7f}]", "1:3", "\u{7f}", "control character U+007F between values",
      "json-control-character"),
    Row("[\u{0}]", "1:2", "\u{0}", "NUL between values", "json-control-character"),
  ]

  static let numbers = [
    Row("[+1]", "1:2", "+1", "a number does not begin with '+'", "json-number"),
    Row(
      "[.5]", "1:2", ".5", "a number does not begin with '.'; write the 0 before it",
      "json-number"),
    Row("[1.]", "1:2", "1.", "missing digit after '.'", "json-number"),
    Row("[1.e5]", "1:2", "1.e5", "missing digit after '.'", "json-number"),
    Row("[-]", "1:2", "-", "missing digit after '-'", "json-number"),
    Row("[-a]", "1:2", "-a", "missing digit after '-'", "json-number"),
    Row("[-.5]", "1:2", "-.5", "missing digit after '-'", "json-number"),
    Row("[1e]", "1:2", "1e", "missing digit in the exponent", "json-number"),
    Row("[1E+]", "1:2", "1E+", "missing digit in the exponent", "json-number"),
    Row("[1e-x]", "1:2", "1e-x", "missing digit in the exponent", "json-number"),
    Row(
      "[007]", "1:2", "007", "leading zero; numbers are decimal, and JSON has no octal ones",
      "json-number"),
    Row(
      "[-01]", "1:2", "-01", "leading zero; numbers are decimal, and JSON has no octal ones",
      "json-number"),
    Row(
      "[00]", "1:2", "00", "leading zero; numbers are decimal, and JSON has no octal ones",
      "json-number"),
    Row(
      "[0x1F]", "1:2", "0x1F",
      "JSON has no hexadecimal numbers; write 31, or quotes around it where a string may stand",
      "json-number"),
    Row(
      "[-0Xff]", "1:2", "-0Xff",
      "JSON has no hexadecimal numbers; write -255, or quotes around it where a string may stand",
      "json-number"),
    Row(
      "[0x10000000000000000]", "1:2", "0x10000000000000000",
      "JSON has no hexadecimal numbers; write it in decimal, or quotes around it "
        + "where a string may stand", "json-number"),
    Row("[1_000]", "1:2", "1_000", "digits are not grouped in JSON; remove the '_'", "json-number"),
    Row("[NaN]", "1:2", "NaN", "JSON has no 'NaN'", "json-number"),
    Row("[Infinity]", "1:2", "Infinity", "JSON has no 'Infinity'", "json-number"),
    Row("[-Infinity]", "1:2", "-Infinity", "JSON has no '-Infinity'", "json-number"),
    Row("[12ab]", "1:2", "12ab", "malformed number '12ab'", "json-number"),
    Row("[1.2.3]", "1:2", "1.2.3", "malformed number '1.2.3'", "json-number"),
    Row("{\"a\":0o17}", "1:6", "0o17", "malformed number '0o17'", "json-number"),
  ]

  static let strings = [
    Row(
      "[\"a\nb\"]", "1:2", "\"a",
      "the string does not end on its line; close it, or write \\n for a line end",
      "json-unterminated-string"),
    Row(
      "{\"a: 1,\r\n\"b\": 2}", "1:2", "\"a: 1,",
      "the string does not end on its line; close it, or write \\n for a line end",
      "json-unterminated-string"),
    Row("[\"a\tb\"]", "1:4", "\t", "tabulator in a string; write \\t", "json-control-character"),
    Row(
      "[\"\u{1b}\"]", "1:3", "\u{1b}", "control character in a string; write \\u001B",
      "json-control-character"),
    Row(
      "[\"a\u{0}\"]", "1:4", "\u{0}", "NUL in a string; names and paths cannot hold it",
      "json-nul"),
    Row(
      "[\"a\\x41\"]", "1:4", "\\x", "no escape sequence '\\x'; a backslash is written \\\\",
      "json-escape"),
    Row(
      "[\"\\é\"]", "1:3", "\\é", "no escape sequence '\\é'; a backslash is written \\\\",
      "json-escape"),
    Row(
      "[\"a\\\nb\"]", "1:2", "\"a\\",
      "the string does not end on its line; close it, or write \\n for a line end",
      "json-unterminated-string"),
    Row("[\"\\\t\"]", "1:4", "\t", "tabulator in a string; write \\t", "json-control-character"),
    Row(
      "[\"\\u12g4\"]", "1:3", "\\u12", "\\u is followed by four hexadecimal digits",
      "json-escape"),
    Row(
      "[\"\\u{1f600}\"]", "1:3", "\\u", "\\u is followed by four hexadecimal digits",
      "json-escape"),
    Row("[\"\\u00", "1:3", "\\u00", "\\u is followed by four hexadecimal digits", "json-escape"),
  ]

  @Test(arguments: whole + truncated + structure + lookalikes + numbers + strings)
  func `names the mistake and its place`(row: Row) throws {
    let source = SourceText(name: "f.json", bytes: Array(row.text.utf8))
    let parsed = parse(source)
    #expect(parsed.node == nil)
    #expect(parsed.diagnostics.count == 1)
    let diagnostic = try #require(parsed.diagnostics.first)
    let location = try #require(diagnostic.location)
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.message == row.message)
    #expect(diagnostic.id == row.id)
    #expect(location.start.description == row.place)
    #expect(String(decoding: source.bytes[location.range.range], as: UTF8.self) == row.marked)
    let notes = diagnostic.notes.map { "\($0.location?.start.description ?? ""): \($0.message)" }
    #expect(notes == [row.note].compactMap { $0 })
  }

  @Test func `finds the place behind wide characters, tabulators and Windows line ends`() throws {
    let text = "{\r\n\t\"é€😀\": [\"中\",\t]\r\n}\r\n"
    let location = try #require(parse(text).diagnostics.first?.location)
    #expect(location.start == SourcePosition(line: 2, column: 13))
  }

  @Test func `finds the place in a very long line`() throws {
    let text = "[" + String(repeating: "\"é\",", count: 100_000) + "]"
    let location = try #require(parse(text).diagnostics.first?.location)
    #expect(location.start == SourcePosition(line: 1, column: 400_001))
  }
}
