import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import SeccompPolicy

/// Random policies of minijail against what its readers document, written down once more.
@Suite struct MinijailModelTests {
  private struct Condition {
    var index: Int
    var sign: String
    var value: UInt64

    var text: String {
      "arg\(index) \(sign) \(value > 9 ? "0x" + String(value, radix: 16) : "\(value)")"
    }

    func holds(_ registers: [UInt64]) -> Bool {
      let register = registers[index]
      switch sign {
      case "==": return register == value
      case "!=": return register != value
      case "<": return register < value
      case "<=": return register <= value
      case ">": return register > value
      case ">=": return register >= value
      case "&": return register & value != 0
      default: return register | value == value
      }
    }
  }

  private struct Line {
    var call: String
    var alternatives: [[Condition]]
    var errno: UInt16?

    var text: String {
      let condition = alternatives.map { $0.map(\.text).joined(separator: " && ") }
        .joined(separator: " || ")
      if condition.isEmpty { return "\(call): " + (errno.map { "return \($0)" } ?? "1") }
      return "\(call): \(condition)" + (errno.map { "; return \($0)" } ?? "")
    }

    func holds(_ registers: [UInt64]) -> Bool {
      alternatives.contains { $0.allSatisfy { $0.holds(registers) } }
    }
  }

  private static let calls = ["read", "ioctl", "socket", "futex"]
  private static let values: [UInt64] = [
    0, 1, 4, 5, 6, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0005,
    0x7fff_ffff_ffff_ffff, .max,
  ]

  private func line(_ call: String, _ random: inout SeededGenerator) -> Line {
    let signs = ["==", "!=", "<", "<=", ">", ">=", "&", "in"]
    let alternatives = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Condition(
          index: Int.random(in: 0..<3, using: &random),
          sign: signs.randomElement(using: &random) ?? "",
          value: Self.values.randomElement(using: &random) ?? 0)
      }
    }
    let errno = Bool.random(using: &random) ? UInt16.random(in: 1...200, using: &random) : nil
    return Line(call: call, alternatives: alternatives, errno: errno)
  }

  private func expected(
    _ lines: [Line], _ registers: [UInt64], by reader: MinijailReader
  ) -> FilterAction {
    switch reader {
    case .minijail0:
      guard let line = lines.first else { return .killThread }
      if line.alternatives.isEmpty ? line.errno == nil : line.holds(registers) { return .allow }
      return line.errno.map { .errno($0) } ?? .killThread
    case .compiler:
      if let last = lines.last, last.alternatives.isEmpty, last.errno == nil { return .allow }
      let found = lines.first { $0.alternatives.isEmpty || $0.holds(registers) }
      return found.map { $0.errno.map { .errno($0) } ?? .allow } ?? .killThread
    }
  }

  @Test(arguments: seeds(400), MinijailReader.allCases)
  func `a policy decides as its reader says`(seed: UInt64, reader: MinijailReader) throws {
    var random = SeededGenerator(seed: seed)
    var lines: [Line] = []
    for call in Self.calls.shuffled(using: &random).dropLast(Int.random(in: 0...2, using: &random))
    {
      let most = reader == .compiler ? Int.random(in: 1...3, using: &random) : 1
      for index in 0..<most {
        let line = line(call, &random)
        // What follows a line without a condition is refused.
        if line.alternatives.isEmpty && index + 1 < most { continue }
        lines.append(line)
      }
    }
    let text = lines.map(\.text).joined(separator: "\n") + "\n"
    if lines.isEmpty { return }
    let (policy, mistakes) = PolicyFixture(minijail: text, by: reader).resolve()
    let evaluator = FilterEvaluator(try #require(policy, "\(mistakes)\n\(text)").filter)
    for _ in 0..<100 {
      let name = (Self.calls + ["write"]).randomElement(using: &random) ?? ""
      let registers = (0..<3).map { _ in Self.values.randomElement(using: &random) ?? 0 }
      let call = SeccompData(
        number: try #require(Syscall.named(name)?.number(on: .x86_64)),
        auditArchitecture: ABI.x86_64.auditArchitecture,
        arguments: [registers[0], registers[1], registers[2], 0, 0, 0])
      let action = evaluator.decide(call).action
      let expected = expected(lines.filter { $0.call == name }, registers, by: reader)
      #expect(action == expected, "\(name) \(registers)\n\(text)")
    }
  }
}
