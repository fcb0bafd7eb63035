import ClassicBPF
import LinuxABI
import SeccompFilter
import Testing

extension Filter {
  /// A filter that serves ABIs with the same rules, for the machine whose own the first one is.
  static func serving(
    _ abis: ABI..., rules: [Rule], default defaultAction: FilterAction = .errno(1),
    newer: NewerCalls? = nil, exceptions: [KeyedException] = []
  ) throws -> Filter {
    Filter(
      machine: try #require(Machine(abis[0])),
      abis: abis.map {
        ABIFilter(abi: $0, newer: newer, rules: rules, defaultAction: defaultAction)
      },
      foreign: .killProcess, skipped: .errno(38), exceptions: exceptions)
  }
}

extension Rule {
  /// A rule on one number, which holds if at least one list of tests does.
  static func on(
    _ number: UInt32, where alternatives: [[ArgumentTest]] = [[]],
    _ action: FilterAction = .allow, else otherwise: FilterAction? = nil, origin: Int = 0
  ) -> Rule {
    Rule(
      numbers: IntervalSet(number...number), condition: Condition(anyOf: alternatives),
      action: action, otherwise: otherwise, origin: RuleOrigin(origin))
  }
}

extension ArgumentTest {
  /// The test that the masked register is one of these values.
  static func arg(_ index: Int, mask: UInt64 = .max, _ values: UInt64...) -> ArgumentTest {
    ArgumentTest(index: index, mask: mask, values: IntervalSet(elements: values))
  }

  /// The test that the masked register lies in one of these ranges.
  static func arg(
    _ index: Int, mask: UInt64 = .max, in ranges: ClosedRange<UInt64>...
  ) -> ArgumentTest {
    ArgumentTest(index: index, mask: mask, values: IntervalSet(ranges))
  }

  /// The test that a masked register has no bit, or with `isAny` that it has one.
  static func arg(_ index: Int, bits mask: UInt64, isAny: Bool) -> ArgumentTest {
    ArgumentTest(
      index: index, mask: mask,
      values: isAny ? IntervalSet(1...UInt64.max) : IntervalSet(elements: [0]))
  }
}

extension SeccompData {
  /// A call through an ABI.
  static func call(
    _ number: UInt32, on abi: ABI = .x86_64, _ arguments: UInt64...
  ) -> SeccompData {
    var data = SeccompData(number: number, auditArchitecture: abi.auditArchitecture)
    for (index, value) in arguments.enumerated() { data.arguments[index] = value }
    return data
  }
}

extension BPFProgram {
  /// The listing, with verdicts as the ABI spells them.
  func listing(on abi: ABI) -> String {
    BPFDisassembler(
      byteOrder: abi.isBigEndian ? .big : .little, actionText: { $0.text(on: abi) }
    ).lines(instructions).joined(separator: "\n") + "\n"
  }

  /// The words of `seccomp_data` that some instruction loads.
  var loadedOffsets: Set<UInt32> {
    Set(
      operations.compactMap { operation in
        if case .loadWord(let offset) = operation { offset } else { nil }
      })
  }
}

/// Counts what a program executes.
struct InstructionTrace: BPFVisitor {
  var indices: [Int] = []
  mutating func visit(_ index: Int) { indices.append(index) }
}
