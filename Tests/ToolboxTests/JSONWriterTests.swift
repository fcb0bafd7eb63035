import TestSupport
import Testing
import Toolbox

struct JSONWriterTests {
  @Test func `lays out one member or element a line`() {
    var json = JSONWriter()
    Self.writeSample(to: &json)
    #expect(
      json.text == """
        {
          "name": "openat",
          "empty": {},
          "none": [],
          "numbers": [257, -1, 18446744073709551615, -9223372036854775808],
          "nested": [
            [
              true
            ],
            {
              "a": null
            },
            "x"
          ],
          "inline": {"a": 1, "b": [2, {}], "c": {"d": false}},
          "absent": null,
          "last": 255
        }

        """)
  }

  @Test func `writes everything on one line in the compact layout`() {
    var json = JSONWriter(.compact)
    Self.writeSample(to: &json)
    let line =
      #"{"name":"openat","empty":{},"none":[],"numbers":[257,-1,18446744073709551615,"#
      + #"-9223372036854775808],"nested":[[true],{"a":null},"x"],"#
      + #""inline":{"a":1,"b":[2,{}],"c":{"d":false}},"absent":null,"last":255}"# + "\n"
    #expect(json.text == line)
  }

  private static func writeSample(to json: inout JSONWriter) {
    json.object {
      $0.member("name", "openat")
      $0.object("empty") { _ in }
      $0.array("none") { _ in }
      $0.array("numbers", inline: true) {
        $0.value(257)
        $0.value(-1)
        $0.value(UInt64.max)
        $0.value(Int64.min)
      }
      $0.array("nested") {
        $0.array { $0.value(true) }
        $0.object {
          $0.key("a")
          $0.null()
        }
        $0.value("x")
      }
      $0.object("inline", inline: true) {
        $0.member("a", 1)
        $0.array("b") {
          $0.value(2)
          $0.object { _ in }
        }
        $0.object("c") { $0.member("d", false) }
      }
      $0.member("absent", nil as String?)
      $0.member("last", UInt8.max)
    }
  }

  @Test(arguments: [
    ("", #""""#), ("a\"b\\c/d", #""a\"b\\c/d""#), ("\n\r\t", #""\n\r\t""#),
    ("\u{0}\u{8}\u{1b}\u{7f}\u{9b}", #""\u0000\u0008\u001b\u007f\u009b""#),
    ("é€😀", #""é€😀""#), ("\u{2028}\u{202e}\u{feff}", #""\u2028\u202e\ufeff""#),
    ("\u{e0041}", #""\udb40\udc41""#),
  ])
  func `escapes what JSON must and terminals should not see`(text: String, expected: String) {
    var json = JSONWriter()
    json.value(text)
    #expect(json.text == expected + "\n")
  }

  @Test func `writes one value a line, and hands out what there is`() {
    var json = JSONWriter(.compact)
    json.object { $0.member("a", 1) }
    #expect(json.take() == "{\"a\":1}\n")
    json.array {
      $0.value(1)
      #expect($0.take() == "[1")
      $0.value(2)
    }
    json.value(3)
    #expect(json.take() == ",2]\n3\n")
    #expect(json.text.isEmpty)
  }

  @Test func `passes errors on`() {
    struct Failure: Error {}
    var json = JSONWriter()
    #expect(throws: Failure.self) {
      try json.object { (json: inout JSONWriter) throws(Failure) in
        json.member("a", 1)
        throw Failure()
      }
    }
  }
}
