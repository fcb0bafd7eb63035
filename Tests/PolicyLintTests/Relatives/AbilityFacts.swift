import ClassicBPF
import Foundation
import LinuxABI

/// The facts about what calls can do, read from the table of facts itself and not through the linter.
struct AbilityFacts {
  /// A line of the table.
  struct Row {
    var kind: String
    var ability: String
    var call: String
    var way: String
    var parameters: String
    var use: String
    var same: String
    var needs: String

    /// Whether the whole call has the ability, whatever its arguments are.
    var isWhole: Bool { use == "-" || use.hasPrefix(";") }
  }

  let rows: [Row]

  static let shared = AbilityFacts()

  static func table(_ name: String) -> [[String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/TableGenerator/Facts/\(name)").standardized
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private init() {
    rows = Self.table("abilities.tsv").map { cells in
      Row(
        kind: cells[0], ability: cells[1], call: cells[2], way: cells[3], parameters: cells[4],
        use: cells[5], same: cells[6], needs: cells[7])
    }
  }

  /// The abilities of a kind, with the lines of each that an ABI has and that is not done on a ring.
  func abilities(_ kind: String, on abi: ABI) -> [(name: String, rows: [Row])] {
    var names: [String] = []
    for row in rows where row.kind == kind && !names.contains(row.ability) {
      names.append(row.ability)
    }
    return names.map { name in
      (name, rows.filter { $0.ability == name && $0.way != "ring" && $0.data(on: abi) != nil })
    }
  }
}

extension AbilityFacts.Row {
  /// A call that has the ability, made of what the line says of its arguments; `nil` where the ABI has
  /// none.
  func data(on abi: ABI) -> SeccompData? {
    guard let call = Syscall.named(call), let number = call.number(on: abi) else { return nil }
    var registers: InlineArray<6, UInt64> = [0, 0, 0, 0, 0, 0]
    for test in tests {
      guard let argument = call.arguments(on: abi)?.first(where: { $0.isNamed(test.argument) }),
        let value = test.value(on: abi)
      else { return nil }
      let index = argument.index
      switch test.comparison {
      case "has": registers[index] |= value
      case "is": registers[index] |= value
      case "eq": registers[index] = value
      case "ne": if registers[index] == value { registers[index] = 1 }
      default: registers[index] &= ~value
      }
    }
    return SeccompData(
      number: number, auditArchitecture: abi.auditArchitecture, arguments: registers)
  }

  /// Whether a call is one that has the ability.
  func matches(_ data: SeccompData, on abi: ABI) -> Bool {
    guard let call = Syscall.named(call), call.number(on: abi) == data.number else { return false }
    return tests.allSatisfy { test in
      guard let argument = call.arguments(on: abi)?.first(where: { $0.isNamed(test.argument) }),
        let value = test.value(on: abi)
      else { return false }
      let width = argument.width(on: abi)
      let register = data.arguments[argument.index] & (width == 64 ? .max : 1 << UInt64(width) - 1)
      switch test.comparison {
      case "has": return register & value == value
      case "is": return register & (argument.vocabulary?.valueField ?? .max) == value
      case "eq": return register == value
      case "ne": return register != value
      default: return register & value == 0
      }
    }
  }

  private struct Test {
    var argument: String
    var comparison: String
    var constant: String

    func value(on abi: ABI) -> UInt64? {
      if constant.hasPrefix("0x") { return UInt64(constant.dropFirst(2), radix: 16) }
      return UInt64(constant) ?? Constant.named(constant)?.value(on: abi)
    }
  }

  /// What the arguments must be like.
  private var tests: [Test] {
    if use == "-" { return [] }
    return use.split { $0 == "," || $0 == ";" }.map { text in
      let words = text.split(separator: " ").map(String.init)
      return Test(argument: words[0], comparison: words[1], constant: words[2])
    }
  }
}
