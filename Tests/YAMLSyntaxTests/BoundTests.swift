#if YAML
  import JSONSyntax
  import SourceDiagnostics
  import Testing

  /// What a hostile text can cost.
  @Suite struct BoundTests {
    private static func places(_ text: String, _ limits: JSONLimits = .policy) -> [String] {
      ParsedYAML(text, limits: limits).places
    }

    /// Lists of lists, each of which names the one before so many times.
    private static func laughs(levels: Int, times: Int, of text: String) -> String {
      var lines = ["l0: &l0 [\(text)]"]
      for level in 1...levels {
        let names = Array(repeating: "*l\(level - 1)", count: times).joined(separator: ", ")
        lines.append("l\(level): &l\(level) [\(names)]")
      }
      return lines.joined(separator: "\n")
    }

    @Test func `aliases count for all that they stand for`() {
      #expect(Self.places(Self.laughs(levels: 3, times: 3, of: "a")).isEmpty)
      #expect(
        Self.places(Self.laughs(levels: 30, times: 9, of: "a")).map {
          $0.split(separator: " ").last
        }
          == ["yaml-limit"])
      let long = String(repeating: "a", count: 1 << 16)
      #expect(
        Self.places(Self.laughs(levels: 3, times: 9, of: long)).map {
          $0.split(separator: " ").last
        }
          == ["yaml-limit"])
      #expect(
        Self.places(Self.laughs(levels: 70, times: 1, of: "a")).map {
          $0.split(separator: " ").last
        }
          == ["yaml-limit"])
    }

    @Test func `each limit is one`() {
      let limits = JSONLimits(depth: 2, bytes: 20, values: 4, mistakes: 2)
      #expect(Self.places("a: [1, 2]", limits).isEmpty)
      #expect(Self.places("a: [[1]]", limits) == ["1:5 yaml-limit"])
      #expect(Self.places("a:\n- - 1", limits) == ["2:3 yaml-limit"])
      #expect(Self.places("[1, 2, 3, 4]", limits) == ["1:11 yaml-limit"])
      #expect(Self.places("a: 1\n---\nb: 1\n---\n[]", limits) == ["5:1 yaml-limit"])
      #expect(Self.places("aaaaaaaaaaaaaaaaaaaaaa", limits) == ["1:1 yaml-limit"])
      // What was found in the document that was not finished is not kept.
      #expect(Self.places("[no, no, no]", limits) == ["1:10 yaml-limit"])
    }

    @Test(
      .timeLimit(.minutes(1)),
      arguments: [
        (String(repeating: "[", count: 1 << 16), ["1:65 yaml-limit"]),
        (String(repeating: "- ", count: 1 << 16), ["1:129 yaml-limit"]),
        (String(repeating: "? ", count: 1 << 16), ["1:3 yaml-key"]),
        (String(repeating: "{a: ", count: 1 << 15), ["1:257 yaml-limit"]),
        (String(repeating: "#\n", count: 1 << 16), []),
        ("a: " + String(repeating: "b ", count: 1 << 16), []),
        ("a: |\n" + String(repeating: " b\n", count: 1 << 15), []),
        (String(repeating: "%TAG !a! b\n", count: 1 << 16), ["1:1 yaml-unread"]),
        (String(repeating: "--- a\n", count: 1 << 13), []),
        ("- '" + String(repeating: "''", count: 1 << 16) + "'", []),
      ])
    func `a long text takes time in proportion`(text: String, places: [String]) {
      #expect(Self.places(text) == places)
    }
  }
#endif
