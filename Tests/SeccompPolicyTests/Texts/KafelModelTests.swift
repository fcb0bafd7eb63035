import ClassicBPF
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import SeccompPolicy

/// Random conditions of kafel against what C makes of them, with its widths.
@Suite struct KafelModelTests {
  /// An expression, and what it is for the registers.
  private struct Sample {
    var text: String
    var isWide: Bool
    var value: @Sendable ([UInt64]) -> UInt64
  }

  private struct Condition {
    var text: String
    var holds: @Sendable ([UInt64]) -> Bool
  }

  private static let values: [UInt64] = [
    0, 1, 2, 3, 4, 5, 7, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0005, .max,
  ]

  private func number(_ random: inout SeededGenerator) -> Sample {
    let value = Self.values.randomElement(using: &random) ?? 0
    return Sample(text: "0x\(String(value, radix: 16))", isWide: value >> 32 != 0) { _ in value }
  }

  /// `fd` and `cmd` are of 32 bits, `arg` is of 64.
  private func operand(_ random: inout SeededGenerator) -> Sample {
    let index = Int.random(in: 0..<3, using: &random)
    var sample = Sample(text: ["fd", "cmd", "arg"][index], isWide: index == 2) { $0[index] }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let (old, other, isOr) = (sample, number(&random), Bool.random(using: &random))
      sample = Sample(
        text: "(\(old.text) \(isOr ? "|" : "&") \(other.text))", isWide: old.isWide || other.isWide
      ) { isOr ? old.value($0) | other.value($0) : old.value($0) & other.value($0) }
    }
    return sample
  }

  private func condition(_ random: inout SeededGenerator, depth: Int) -> Condition {
    switch Int.random(in: 0..<(depth > 0 ? 6 : 3), using: &random) {
    case 3:
      let inner = condition(&random, depth: depth - 1)
      return Condition(text: "!(\(inner.text))") { !inner.holds($0) }
    case 4:
      let (left, right) = (
        condition(&random, depth: depth - 1), condition(&random, depth: depth - 1)
      )
      return Condition(text: "(\(left.text) && \(right.text))") {
        left.holds($0) && right.holds($0)
      }
    case 5:
      let (left, right) = (
        condition(&random, depth: depth - 1), condition(&random, depth: depth - 1)
      )
      return Condition(text: "(\(left.text) || \(right.text))") {
        left.holds($0) || right.holds($0)
      }
    default:
      var (left, right) = (operand(&random), number(&random))
      if Bool.random(using: &random) { (left, right) = (right, left) }
      let bits = left.isWide || right.isWide ? UInt64.max : 0xffff_ffff
      let (one, other) = (left, right)
      let sign = ["==", "!=", "<", "<=", ">", ">="].randomElement(using: &random) ?? ""
      return Condition(text: "\(left.text) \(sign) \(right.text)") { registers in
        let (left, right) = (one.value(registers) & bits, other.value(registers) & bits)
        return switch sign {
        case "==": left == right
        case "!=": left != right
        case "<": left < right
        case "<=": left <= right
        case ">": left > right
        default: left >= right
        }
      }
    }
  }

  @Test(arguments: seeds(400))
  func `a condition holds as in C`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let condition = condition(&random, depth: 3)
    let text = "ALLOW { ioctl { \(condition.text) } } DEFAULT TRAP(0)\n"
    let (policy, mistakes) = PolicyFixture(text).resolve()
    let evaluator = FilterEvaluator(try #require(policy, "\(mistakes)\n\(text)").filter)
    for _ in 0..<200 {
      let registers = (0..<3).map { _ in Self.values.randomElement(using: &random) ?? 0 }
      let call = SeccompData(
        number: 16, auditArchitecture: ABI.x86_64.auditArchitecture,
        arguments: [registers[0], registers[1], registers[2], 0, 0, 0])
      #expect(
        (evaluator.decide(call).action == .allow) == condition.holds(registers),
        "\(registers)\n\(text)")
    }
  }
}
