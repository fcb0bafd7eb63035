import ClassicBPF
import Foundation
import LinuxABI
import SeccompFilter
import TestSupport
import Testing

@testable import SeccompPolicy

/// Random files of filters by name against what their readers document, written down once more.
@Suite struct SeccompilerModelTests {
  /// A filter as Foundation reads it.
  private struct Model: Decodable {
    struct Rule: Decodable {
      let syscall: String
      let args: [Condition]?
    }

    struct Condition: Decodable {
      let index: Int
      let type: String
      let op: Operation
      let val: UInt64
    }

    enum Operation: Decodable {
      case word(String)
      case masked(UInt64)

      init(from decoder: any Decoder) throws {
        if let mask = try? decoder.singleValueContainer().decode([String: UInt64].self) {
          self = .masked(mask["masked_eq"] ?? 0)
        } else {
          self = .word(try decoder.singleValueContainer().decode(String.self))
        }
      }
    }

    let filter: [Rule]

    /// Whether a rule holds for a call.
    func matches(_ call: String, _ registers: [UInt64], by dialect: SeccompilerDialect) -> Bool {
      let rules = filter.filter { $0.syscall == call }.map { $0.args ?? [] }
      switch dialect {
      case .seccompiler:
        let conditional = rules.filter { !$0.isEmpty }
        if conditional.isEmpty { return !rules.isEmpty }
        return conditional.contains { $0.allSatisfy { Self.holdsInCrate($0, registers[$0.index]) } }
      case .firecracker:
        if rules.contains(where: \.isEmpty) { return true }
        return rules.contains {
          $0.allSatisfy { Self.holdsInFirecracker($0, registers[$0.index]) }
        }
      }
    }

    private static func holdsInCrate(_ condition: Condition, _ register: UInt64) -> Bool {
      if condition.type == "dword" {
        return holds(
          condition.op, UInt64(UInt32(truncatingIfNeeded: register)),
          UInt64(UInt32(truncatingIfNeeded: condition.val)))
      }
      return holds(condition.op, register, condition.val)
    }

    private static func holdsInFirecracker(_ condition: Condition, _ register: UInt64) -> Bool {
      if condition.type == "dword", case .word("eq") = condition.op {
        return UInt32(truncatingIfNeeded: register) == UInt32(truncatingIfNeeded: condition.val)
      }
      return holds(condition.op, register, condition.val)
    }

    private static func holds(_ operation: Operation, _ left: UInt64, _ right: UInt64) -> Bool {
      switch operation {
      case .masked(let mask): left & mask == right & mask
      case .word("eq"): left == right
      case .word("ne"): left != right
      case .word("lt"): left < right
      case .word("le"): left <= right
      case .word("gt"): left > right
      case .word: left >= right
      }
    }
  }

  private static let calls = ["read", "ioctl", "socket", "futex"]
  private static let values: [UInt64] = [
    0, 1, 4, 5, 6, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x1_0000_0000, 0x1_0000_0005,
    0x7fff_ffff_ffff_ffff, .max,
  ]

  /// The rules of a filter; no argument twice in one, which Firecracker's compiler refuses.
  private func rules(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0...5, using: &random)).map { _ in
      let call = Self.calls.randomElement(using: &random) ?? ""
      let indices = [0, 1, 2].shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
      let conditions = indices.map { index in
        let type = Bool.random(using: &random) ? "dword" : "qword"
        let words = ["eq", "ne", "lt", "le", "gt", "ge"].map { "\"\($0)\"" }
        let mask = Self.values.randomElement(using: &random) ?? 0
        let op = (words + ["{\"masked_eq\": \(mask)}"]).randomElement(using: &random) ?? ""
        let value = Self.values.randomElement(using: &random) ?? 0
        return #"{"index": \#(index), "type": "\#(type)", "op": \#(op), "val": \#(value)}"#
      }
      let args = conditions.isEmpty ? "" : #", "args": [\#(conditions.joined(separator: ", "))]"#
      return #"{"syscall": "\#(call)"\#(args)}"#
    }.joined(separator: ",\n")
  }

  @Test(arguments: seeds(400))
  func `a filter decides as its readers say`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let text = #"""
      {"a": {"default_action": "trap", "filter_action": "allow", "filter": [\#(rules(&random))]}}
      """#
    let model = try #require(
      try JSONDecoder().decode([String: Model].self, from: Data(text.utf8))["a"])
    for dialect in SeccompilerDialect.allCases {
      var fixture = PolicyFixture(text)
      fixture.circumstances.dialect = dialect
      let (policy, mistakes) = fixture.resolve()
      let evaluator = FilterEvaluator(try #require(policy, "\(mistakes)\n\(text)").filter)
      for _ in 0..<200 {
        let name = (Self.calls + ["write"]).randomElement(using: &random) ?? ""
        let registers = (0..<3).map { _ in Self.values.randomElement(using: &random) ?? 0 }
        let call = SeccompData(
          number: try #require(Syscall.named(name)?.number(on: .x86_64)),
          auditArchitecture: ABI.x86_64.auditArchitecture,
          arguments: [registers[0], registers[1], registers[2], 0, 0, 0])
        let action = evaluator.decide(call).action
        #expect(
          (action == .allow) == model.matches(name, registers, by: dialect),
          "\(name) \(registers) for \(dialect): \(action)\n\(text)")
      }
    }
  }
}
