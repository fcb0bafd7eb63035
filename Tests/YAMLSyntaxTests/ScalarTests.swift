#if YAML
  import JSONSyntax
  import SourceDiagnostics
  import Testing

  @Suite struct ScalarTests {
    @Test(arguments: [
      ("a", #""a""#), ("'1'", #""1""#), ("\"1\"", #""1""#), ("1", "1"), ("-1", "-1"), ("+7", "7"),
      ("0", "0"), ("0x1F", "31"), ("18446744073709551615", "18446744073709551615"),
      ("-9223372036854775808", "-9223372036854775808"),
      ("0xffffffffffffffff", "18446744073709551615"),
      ("18446744073709551616", "#"), ("0x10000000000000000", "#"), ("1.5", "#"), ("1e3", "#"),
      (".5", "#"), ("-0", "#"), ("null", "null"), ("~", "null"), ("Null", "null"), ("", "null"),
      ("true", "true"), ("False", "false"), ("TRUE", "true"), ("tRUE", #""tRUE""#),
      ("yess", #""yess""#), ("'yes'", #""yes""#), ("'0755'", #""0755""#), ("1a", #""1a""#),
      ("-", #"[null]"#), ("--", #""<45><45>""#), (".", #""<46>""#), ("1.2.3", #""1<46>2<46>3""#),
      ("12:99", #""12<58>99""#), ("2024-1", #""2024<45>1""#), ("_1", #""<95>1""#), ("0x", #""0x""#),
      ("a b", #""a b""#), ("a  # c", #""a""#), ("a#c", #""a<35>c""#),
      ("\"\\x41\\u00e9\"", #""A<233>""#),
      ("'it''s'", #""it<39>s""#), ("|\n  a\n  b\n", #""a<10>b<10>""#),
      (">-\n  a\n  b\n", #""a b""#),
      ("a\n b", #""a b""#), ("*a", "-"), ("- - 1\n  - 2\n- 3", "[[1,2],3]"),
      ("{a: [1, 'x'], \"b\": }", #"{"a":[1,"x"],"b":null}"#), ("? a\n: b", #"{"a":"b"}"#),
      ("a: &x [1]\nb: *x", #"{"a":[1],"b":[1]}"#),
      ("a: &x 1\nb: &x 2\nc: *x", #"{"a":1,"b":2,"c":2}"#),
    ])
    func `a scalar is what YAML 1_2 says`(text: String, value: String) {
      #expect((ParsedYAML(text).accepted ?? ["-"]).first ?? "null" == value)
    }

    @Test(arguments: [
      "yes", "No", "ON", "off", "y", "N", "0755", "-012", "+07", "089", "1_000", "0x_1", "0b1",
      "0B11",
      "-0x10", "0X10", "0o17", "0O17", "1:30", "190:20:30.15", "2001-12-14", "2001-12-14T21:59:43Z",
      "2001-1-1 1:2:3", "1_0.5", "=", "<<",
    ])
    func `what YAML 1_1 takes for something else is refused, and in quotes a text`(text: String) {
      #expect(ParsedYAML("a: \(text)").places == ["1:4 yaml-ambiguous"])
      #expect(ParsedYAML("{\(text): 1}").places.first?.hasPrefix("1:2 ") == true)
      #expect(ParsedYAML("a: \"\(text)\"\n'\(text)': 1").diagnostics.isEmpty)
    }

    @Test(arguments: [
      (
        "0755",
        "'0755' is 755 to some readers of YAML, and the octal number for 493 to others; write 755 or 493, or \"0755\" for a text"
      ),
      (
        "-010",
        "'-010' is -10 to some readers of YAML, and the octal number for -8 to others; write -10 or -8, or \"-010\" for a text"
      ),
      (
        "09",
        "'09' is 9 to some readers of YAML, and a text to others; write 9, or \"09\" for a text"
      ),
      (
        "0o17",
        "'0o17' is the number 15 to some readers of YAML, and a text to others; write 15, or \"0o17\" for a text"
      ),
      (
        "Yes",
        "'Yes' is a text to some readers of YAML, and true to others; write true, or \"Yes\" for a text"
      ),
      (
        "1_000",
        "'1_000' is a text to some readers of YAML, and a number to others; write the number without '_', or put it in double quotes for a text"
      ),
      (
        "2001-12-14",
        "'2001-12-14' is a text to some readers of YAML, and a date to others; put it in double quotes"
      ),
      (".inf", "'.inf' is no number that a policy can hold; write \".inf\" for a text"),
      ("-.INF", "'-.INF' is no number that a policy can hold; write \"-.INF\" for a text"),
      (".NaN", "'.NaN' is no number that a policy can hold; write \".NaN\" for a text"),
    ])
    func `the sentence names the way out`(text: String, sentence: String) {
      #expect(ParsedYAML("- \(text)").diagnostics.map(\.message) == [sentence])
    }
  }
#endif
