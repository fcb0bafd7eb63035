#if YAML
  import Foundation
  import JSONSyntax
  import SourceDiagnostics
  import TestSupport
  import Testing
  import YAMLSyntax
  import Toolbox

  @Suite struct PropertyTests {
    private static func text(of value: RandomYAML, using random: inout SeededGenerator) -> String {
      value.written(indent: 0, isFlow: false, using: &random) + "\n"
    }

    @Test(arguments: seeds(500))
    func `a value in any style is the value`(seed: UInt64) {
      var random = SeededGenerator(seed: seed)
      let values = (0..<3).map { _ in RandomYAML.value(depth: 4, using: &random) }
      let text = values.map { "---" + " " + Self.text(of: $0, using: &random) }.joined()
      let parsed = ParsedYAML(text)
      #expect(parsed.accepted == values.map(\.tree), "\(text)\n\(parsed.places)")
    }

    /// A text with some bytes changed.
    private static func mutation(_ text: String, using random: inout SeededGenerator) -> [UInt8] {
      var bytes = Array(text.utf8)
      let likely = Array("{}[]\",:'-?&*!|>%@#~ \n\t0x_ye".utf8) + [0x00, 0x80, 0xc3, 0xe2, 0xff]
      for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let byte = likely.randomElement(using: &random) ?? 0
        switch Int.random(in: 0...2, using: &random) {
        case 0: bytes[place] = byte
        case 1: bytes.insert(byte, at: place)
        default: bytes.remove(at: place)
        }
      }
      return bytes
    }

    @Test(arguments: seeds(500))
    func `mutations do no harm, and places are in the text`(seed: UInt64) throws {
      var random = SeededGenerator(seed: seed)
      let value = RandomYAML.value(depth: 4, using: &random)
      let bytes = Self.mutation(Self.text(of: value, using: &random), using: &random)
      let parsed = ParsedYAML(bytes)
      #expect(parsed.documents != nil || parsed.diagnostics.containsErrors)
      for diagnostic in parsed.diagnostics {
        let range = try #require(diagnostic.location).range
        #expect(0 <= range.lowerBound && range.lowerBound <= range.upperBound)
        #expect(range.upperBound <= bytes.count)
      }
      _ = DiagnosticRenderer(color: false).render(parsed.diagnostics)
    }

    /// Reads lines with a text in hexadecimal each, and prints what YAML 1.1 makes of it.
    private static let judge = """
      import sys, yaml
      def show(v):
          if v is None: return 'null'
          if v is True or v is False: return 'true' if v else 'false'
          if isinstance(v, int): return str(v)
          if isinstance(v, float): return '#'
          if isinstance(v, str):
              return '"' + ''.join(c if c.isascii() and (c.isalnum() or c == ' ') else '<%d>' % ord(c) for c in v) + '"'
          if isinstance(v, list): return '[' + ','.join(map(show, v)) + ']'
          if isinstance(v, dict): return '{' + ','.join(show(k) + ':' + show(e) for k, e in v.items()) + '}'
          return '?'
      for line in sys.stdin:
          try:
              text = bytes.fromhex(line.strip()).decode()
              values = [show(v) for v in yaml.safe_load_all(text)]
              print(' '.join(v for v in values if v != 'null'))
          except Exception as e:
              print('!' + type(e).__name__)
      """

    @Test func `what is accepted means the same to a reader of YAML 1_1`() throws {
      guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"),
        try run("/usr/bin/python3", ["-c", "import yaml"]).ending == .exit(0)
      else { try Test.cancel("PyYAML is not installed") }
      var random = SeededGenerator(seed: 4)
      var texts: [[UInt8]] = []
      while texts.count < 1500 {
        let value = RandomYAML.value(depth: 3, using: &random)
        let bytes = Self.mutation(Self.text(of: value, using: &random), using: &random)
        if ParsedYAML(bytes).accepted != nil { texts.append(bytes) }
      }
      let input = texts.map {
        $0.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      }
      let result = try run(
        "/usr/bin/python3", ["-c", Self.judge], input: Array(input.joined(separator: "\n").utf8))
      let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false).map(
        String.init)
      try #require(lines.count > texts.count - 1, "\(result.errors)")
      // It minds tabulators more than libyaml does, and refuses some of them.
      let refused = lines.count { $0.hasPrefix("!") }
      #expect(refused < texts.count / 10)
      for (text, line) in zip(texts, lines) where !line.hasPrefix("!") {
        let own = (ParsedYAML(text).accepted ?? []).filter { $0 != "null" }.joined(separator: " ")
        // A number that is no integer may be a text to it; no policy has one.
        if own.contains("#") { continue }
        #expect(own == line, "\(escaped(text))")
      }
    }
  }
#endif
